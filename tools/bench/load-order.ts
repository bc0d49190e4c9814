// From a row to the load that drives a peer.
import type { LoadOptions } from '../../src/cli/bench/load.js';
import type { Speech } from '../../src/cli/bench/load-protocol.js';
import type { Row } from './rows.js';

/** Below connections.perSecondMax of the gateway, which counts connections that were refused too. */
export const OPENS_PER_SECOND = 1_500;

/** How a peer is reached and spoken to. */
export interface LoadTarget {
  readonly port: number;
  readonly speech: Speech;
  /** The peer's own type of what goes to everybody; undefined: the row's. */
  readonly fanOutType?: number | undefined;
}

export interface Timing {
  readonly warmUpMs: number;
  readonly measureMs: number;
}

export function loadOptions(row: Row, { port, speech, fanOutType }: LoadTarget, timing: Timing): LoadOptions {
  const { pipe, type, payloadBytes, sessions, traffic } = row;
  return {
    target: { host: '127.0.0.1', port, secure: false },
    ...{ pipe, speech, type, payloadBytes, sessions, ...timing },
    traffic: traffic.kind === 'fan-out' ? { ...traffic, type: fanOutType ?? traffic.type } : traffic,
    path: '/',
    isEcho: true,
    opensPerSecond: OPENS_PER_SECOND,
  };
}
