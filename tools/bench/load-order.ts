// From a row to the load that drives a peer.
import type { LoadOptions } from '../../src/cli/bench/load.js';
import type { Row } from './rows.js';

/** Below connections.perSecondMax of the gateway, which counts connections that were refused too. */
export const OPENS_PER_SECOND = 1_500;

export interface Timing {
  readonly warmUpMs: number;
  readonly measureMs: number;
}

/** @param token undefined: the peer is no Causeway and wants no Hello */
export function loadOptions(row: Row, port: number, token: string | undefined, timing: Timing): LoadOptions {
  const { pipe, type, payloadBytes, sessions, traffic } = row;
  return {
    target: { host: '127.0.0.1', port, secure: false },
    ...{ pipe, token, type, payloadBytes, sessions, traffic, ...timing },
    path: '/',
    isEcho: true,
    opensPerSecond: OPENS_PER_SECOND,
  };
}
