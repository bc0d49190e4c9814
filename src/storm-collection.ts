// Gives memory back once a storm of connections has passed. A handshake (HTTP, TLS, a token) leaves some ten
// times the garbage of the session it makes, and V8, which collects when it must allocate, keeps it in an
// idle gateway for hours: 2 KiB a session (docs/PERFORMANCE.md). So one full collection is asked for, where
// it is cheap: when the connections have stopped coming, and rarely enough that its pause is paid for by them.

import { Session } from 'node:inspector';
import type { Clock, Timer } from './clock.js';

/** How often the connections are looked at; between two looks of a passed storm hardly any come. */
export const STORM_LOOK_MS = 1_000;
const QUIET_MAX = 10;

/**
 * Looks without newcomers after which a storm has passed. The pause (120 ms in a gateway of 500 sessions) delays
 * whoever sends in it, and a crowd often pauses for a second before it goes on: where messages flow, it has to
 * be gone for longer.
 */
const IDLE_LOOKS = 1;
const BUSY_LOOKS = 10;
/** Messages between two looks of a gateway that has nobody to delay. */
const IDLE_MESSAGES_MAX = 100;

/** Fewer connections leave too little to be worth a pause. */
const STORM_MIN = 1_000;
/** Nor is it worth one until so large a part of the sessions is new. */
const STORM_PART = 0.25;

/** What is looked at. */
export interface StormNumbers {
  /** Connections since the start. */
  readonly accepted: number;
  /** Sessions that there are now. */
  readonly sessions: number;
  /** Messages of clients since the start. */
  readonly messages: number;
}

/** Whether a storm has passed. Numbers in, a verdict out. */
export class StormWatch {
  #seen: StormNumbers = { accepted: 0, sessions: 0, messages: 0 };
  #collected = 0;
  /** Looks without newcomers, up to the last one. */
  #quietLooks = 0;

  /** Takes one look. */
  look(now: StormNumbers): 'collect' | 'wait' {
    const isIdle = now.messages - this.#seen.messages <= IDLE_MESSAGES_MAX;
    this.#quietLooks = now.accepted - this.#seen.accepted <= QUIET_MAX ? this.#quietLooks + 1 : 0;
    this.#seen = now;
    const storm = now.accepted - this.#collected;
    if (this.#quietLooks < (isIdle ? IDLE_LOOKS : BUSY_LOOKS)) return 'wait';
    if (storm < Math.max(STORM_MIN, now.sessions * STORM_PART)) return 'wait';
    this.#collected = now.accepted;
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
export function startStormWatch(clock: Clock, numbers: () => StormNumbers, collect: () => void): Timer {
  const watch = new StormWatch();
  return clock.every(STORM_LOOK_MS, () => {
    if (watch.look(numbers()) === 'collect') collect();
  });
}
