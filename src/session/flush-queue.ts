// Collects what has something to write and flushes all of it once per event-loop turn: one write per
// client and turn. `setImmediate` is the point that batches (docs/PERFORMANCE.md); it is injected.

export interface Flushable {
  flush(): void;
}

export class FlushQueue {
  readonly #schedule: (run: () => void) => void;
  #dirty: Flushable[] = [];
  #scheduled = false;

  constructor(schedule: (run: () => void) => void) {
    this.#schedule = schedule;
  }

  /** The caller adds itself once until its `flush` is called. */
  add(flushable: Flushable): void {
    this.#dirty.push(flushable);
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#schedule(this.flushAll);
  }

  readonly flushAll = (): void => {
    const dirty = this.#dirty;
    this.#dirty = [];
    this.#scheduled = false;
    for (const flushable of dirty) flushable.flush();
  };
}
