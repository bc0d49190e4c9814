// Why transports end, as tables: what brought an end about, and what the end means for the session.

import { Advice, DISCONNECTS, type DisconnectName } from '../protocol/codes.js';
import { FrameStatus } from '../protocol/frames.js';

export const VIOLATIONS: Readonly<Record<FrameStatus, DisconnectName>> = {
  [FrameStatus.OK]: 'INTERNAL',
  [FrameStatus.STOPPED]: 'INTERNAL',
  [FrameStatus.TOO_LARGE]: 'FRAME_TOO_LARGE',
  [FrameStatus.MALFORMED]: 'MALFORMED',
  [FrameStatus.TEXT]: 'PROTOCOL',
};

export const REFUSALS = {
  invalid: 'TOKEN_INVALID',
  expired: 'TOKEN_EXPIRED',
  revoked: 'TOKEN_REVOKED',
  unavailable: 'AUTH_UNAVAILABLE',
} as const;

/** Ends that a correct client does not bring about: they are logged. */
export const FAULTS: ReadonlySet<DisconnectName> = new Set([
  'MALFORMED',
  'PROTOCOL',
  'FRAME_TOO_LARGE',
  'HELLO_TIMEOUT',
  'VERSION_UNSUPPORTED',
  'SLOW_CONSUMER',
  'FLOOD',
]);

/** Ends of a transport that a resumable session survives. */
export const SURVIVED: ReadonlySet<DisconnectName> = new Set(['HEARTBEAT_LOST', 'SLOW_CONSUMER', 'DRAINING']);

/**
 * Resuming makes sense only for a session that is still there.
 * @param sessionEnds false also before Welcome: the session that Hello names may be alive, here or elsewhere
 */
export function adviceOf(name: DisconnectName, sessionEnds: boolean): Advice {
  const { advice } = DISCONNECTS[name];
  return advice === Advice.RESUME && sessionEnds ? Advice.CONNECT : advice;
}
