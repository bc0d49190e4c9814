// One turn of the event loop: what time it is in it, and what has something to write at its end. One write
// per client and turn, one look at the clock per turn. `setImmediate` is the point that batches
// (docs/PERFORMANCE.md): it comes after everything that was readable has been read.

import type { Clock } from './clock.js';

export interface Flushable {
  flush(): void;
}

export class Turn implements Pick<Clock, 'nowMs'> {
  readonly #clock: Pick<Clock, 'nowMs'>;
  readonly #schedule: (run: () => void) => void;
  #dirty: Flushable[] = [];
  /** What is being flushed: kept, so that a turn makes no array. */
  #flushing: Flushable[] = [];
  #scheduled = false;
  #nowMs = NaN;

  /** @param schedule runs a function after the messages of this turn; in production `setImmediate` */
  constructor(clock: Pick<Clock, 'nowMs'>, schedule: (run: () => void) => void) {
    this.#clock = clock;
    this.#schedule = schedule;
  }

  /** As Clock.nowMs, read once a turn: late by at most what the turn has taken so far. */
  nowMs(): number {
    if (!this.#scheduled) this.#begin();
    return this.#nowMs;
  }

  /** Flushes at the end of the turn. The caller may add itself again before, and is flushed twice then. */
  add(flushable: Flushable): void {
    if (!this.#scheduled) this.#begin();
    this.#dirty.push(flushable);
  }

  readonly end = (): void => {
    const flushing = this.#dirty;
    this.#dirty = this.#flushing;
    this.#flushing = flushing;
    this.#scheduled = false;
    for (const flushable of flushing) flushable.flush();
    flushing.length = 0;
  };

  #begin(): void {
    this.#scheduled = true;
    this.#nowMs = this.#clock.nowMs();
    this.#schedule(this.end);
  }
}
