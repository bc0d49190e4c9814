// Why a transport ended, and by the advice that came with it what happens next.

import { Advice, DISCONNECTS, disconnectName, type DisconnectName } from '../../protocol/codes.js';
import type { Disconnect } from '../../protocol/control-messages.js';
import { HELLO_BYTES_MAX } from '../../protocol/control-types.js';
import type { Departure } from './actions.js';

/** What the client does after a transport ended. */
export interface Plan {
  readonly reconnect: boolean;
  /** The session goes on if the gateway still has it whole. */
  readonly keepSession: boolean;
  readonly newToken: boolean;
}

const STOP: Plan = { reconnect: false, keepSession: false, newToken: false };
const RESUME: Plan = { reconnect: true, keepSession: true, newToken: false };

const PLANS: ReadonlyMap<number, Plan> = new Map([
  [Advice.NOTHING, STOP],
  [Advice.CONNECT, { reconnect: true, keepSession: false, newToken: false }],
  [Advice.RESUME, RESUME],
  [Advice.AUTHENTICATE, { reconnect: true, keepSession: true, newToken: true }],
  [Advice.NEVER, STOP],
]);

/** Advice that this version does not know is taken as none, and none means resume. */
export function planFor(departure: Departure): Plan {
  return PLANS.get(departure.advice) ?? RESUME;
}

/** The gateway's Disconnect. */
export function departureOf(disconnect: Disconnect): Departure {
  const { code, reason } = disconnect;
  const advice = PLANS.has(disconnect.advice) ? (disconnect.advice as Advice) : Advice.RESUME;
  return { code, name: disconnectName(code), reason, advice };
}

/** What the client found out itself. */
export function localDeparture(
  name: DisconnectName,
  reason: string = DISCONNECTS[name].reason,
  advice: Advice = DISCONNECTS[name].advice,
): Departure {
  return { code: DISCONNECTS[name].code, name, reason, advice };
}

/** The transport is gone and nobody said why: advice 2. */
export function transportLost(cause: string): Departure {
  return localDeparture('TRANSPORT_LOST', cause, Advice.RESUME);
}

/** The gateway asked to move, by a GoAway with this code. */
export function movedAway(code: number): Departure {
  return { code, name: disconnectName(code), reason: 'moved as the gateway asked', advice: Advice.RESUME };
}

/** Nothing that would end a Hello can be cut from it but the token. */
export function helloTooLong(bytes: number): Departure {
  const reason = `Hello has ${bytes} bytes, ${HELLO_BYTES_MAX} are allowed: use a shorter token`;
  return localDeparture('FRAME_TOO_LARGE', reason);
}
