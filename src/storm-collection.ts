// Gives memory back once a storm of connections has passed. A handshake (HTTP, TLS, a token) leaves some ten
// times the garbage of the session it makes, and V8, which collects when it must allocate, keeps it in an
// idle gateway for hours: 2 KiB a session (docs/PERFORMANCE.md). So one full collection is asked for, where
// it is cheap: when the connections have stopped coming, and rarely enough that its pause is paid for by them.

import { Session } from 'node:inspector';
import type { Clock, Timer } from './clock.js';

/** How often the connections are looked at; between two looks of a passed storm hardly any come. */
export const STORM_LOOK_MS = 1_000;
const QUIET_MAX = 10;

/** Fewer connections leave too little to be worth a pause. */
const STORM_MIN = 1_000;
/** Nor is it worth one until so large a part of the sessions is new. */
const STORM_PART = 0.25;

/** Whether a storm has passed. Numbers in, a verdict out. */
export class StormWatch {
  #seen = 0;
  #collected = 0;

  /**
   * Takes one look.
   * @param accepted connections since the start
   * @param sessions that there are now
   */
  look(accepted: number, sessions: number): 'collect' | 'wait' {
    const isQuiet = accepted - this.#seen <= QUIET_MAX;
    this.#seen = accepted;
    const storm = accepted - this.#collected;
    if (!isQuiet || storm < Math.max(STORM_MIN, sessions * STORM_PART)) return 'wait';
    this.#collected = accepted;
    return 'collect';
  }
}

/** Asks V8 for a full collection by the public way there is to it. It comes in a later turn. */
export function collectGarbage(): void {
  const inspector = new Session();
  inspector.connect();
  // Disconnecting earlier would take the wish back; from inside the answer it would hang.
  inspector.post('HeapProfiler.collectGarbage', () => {
    setImmediate(() => {
      inspector.disconnect();
    });
  });
}

/** Starts the looks. */
export function startStormWatch(
  clock: Clock,
  numbers: () => { readonly accepted: number; readonly sessions: number },
  collect: () => void,
): Timer {
  const watch = new StormWatch();
  return clock.every(STORM_LOOK_MS, () => {
    const { accepted, sessions } = numbers();
    if (watch.look(accepted, sessions) === 'collect') collect();
  });
}
