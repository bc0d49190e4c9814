// Gives memory back once a storm of connections has passed. A handshake (HTTP, TLS, a token) leaves some ten
// times the garbage of the session it makes, and V8, which collects when it must allocate, keeps it in an
// idle gateway for hours: 2 KiB a session (docs/PERFORMANCE.md). So one full collection is asked for, when the
// connections have stopped coming: at once where nobody is delayed by its pause, else alongside the messages,
// marked by other threads and with a pause of some milliseconds. Alongside needs a heap in which something is
// allocated, so it is no way for an idle gateway.

import { Session } from 'node:inspector';
import { constants, PerformanceObserver } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import type { Clock, Timer } from './clock.js';

/** How often the connections are looked at; between two looks of a passed storm hardly any come. */
export const STORM_LOOK_MS = 1_000;
const QUIET_MAX = 10;

/**
 * Looks without newcomers after which a storm has passed. A crowd often pauses for a second before it goes on,
 * and a collection costs some 100 ms of CPU: where messages flow, it has to be gone for longer.
 */
const IDLE_LOOKS = 1;
const BUSY_LOOKS = 10;
/** Messages between two looks of a gateway that has nobody to delay. */
const IDLE_MESSAGES_MAX = 100;

/** Fewer connections leave too little to be worth a pause. */
const STORM_MIN = 1_000;
/** Nor is it worth one until so large a part of the sessions is new. */
const STORM_PART = 0.25;

/** How garbage is collected: `at-once` is one pause of everything. */
export type Collection = 'at-once' | 'alongside';

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
  look(now: StormNumbers): Collection | 'wait' {
    const isIdle = now.messages - this.#seen.messages <= IDLE_MESSAGES_MAX;
    this.#quietLooks = now.accepted - this.#seen.accepted <= QUIET_MAX ? this.#quietLooks + 1 : 0;
    this.#seen = now;
    const storm = now.accepted - this.#collected;
    if (this.#quietLooks < (isIdle ? IDLE_LOOKS : BUSY_LOOKS)) return 'wait';
    if (storm < Math.max(STORM_MIN, now.sessions * STORM_PART)) return 'wait';
    this.#collected = now.accepted;
    return isIdle ? 'at-once' : 'alongside';
  }
}

/** Asks V8 for a full collection, which comes in a later turn. Resolves when one that is `at-once` is over. */
export async function collectGarbage(how: Collection): Promise<void> {
  if (how === 'at-once') await collectAtOnce();
  else collectAlongside();
}

/** By the public way there is to it: 120 ms in a gateway of 500 sessions. */
function collectAtOnce(): Promise<void> {
  const inspector = new Session();
  inspector.connect();
  return new Promise((resolve) => {
    // Disconnecting earlier would take the wish back; from inside the answer it would hang.
    inspector.post('HeapProfiler.collectGarbage', () => {
      setImmediate(() => {
        inspector.disconnect();
        resolve();
      });
    });
  });
}

/** How full the heap is, in percent of its limit, when V8 begins to mark; 0: when it thinks best. */
export const MARKING_TRIGGER_FLAG = '--incremental-marking-hard-trigger';

/** V8 begins at the next look it takes at its limits, which is when it allocates. */
function collectAlongside(): void {
  const observer = new PerformanceObserver((list) => {
    if (!list.getEntries().some(isFullCollection)) return;
    observer.disconnect();
    setFlagsFromString(`${MARKING_TRIGGER_FLAG}=0`);
  });
  observer.observe({ entryTypes: ['gc'] });
  setFlagsFromString(`${MARKING_TRIGGER_FLAG}=1`);
}

/** Of an entry as Node makes it for a collection, with `detail.kind`. */
function isFullCollection(entry: object): boolean {
  const detail: unknown = 'detail' in entry ? entry.detail : undefined;
  const kind = typeof detail === 'object' && detail !== null && 'kind' in detail ? detail.kind : undefined;
  return kind === constants.NODE_PERFORMANCE_GC_MAJOR;
}

/** Starts the looks. */
export function startStormWatch(
  clock: Clock,
  numbers: () => StormNumbers,
  collect: (how: Collection) => void,
): Timer {
  const watch = new StormWatch();
  return clock.every(STORM_LOOK_MS, () => {
    const verdict = watch.look(numbers());
    if (verdict !== 'wait') collect(verdict);
  });
}
