// A clock that tests move. `run` lets promises settle between two timers, so that whole loops can be simulated.
import type { Clock, Timer } from '../../src/clock.js';

interface Pending {
  atMs: number;
  readonly order: number;
  readonly intervalMs: number | undefined;
  readonly run: () => void;
}

/** Epoch of every fake clock, so that dates in tests are readable. */
const startEpochMs = Date.UTC(2026, 0, 1);

export class FakeClock implements Clock {
  readonly #pending = new Set<Pending>();
  #nowMs = 0;
  #order = 0;

  nowMs(): number {
    return this.#nowMs;
  }

  epochMs(): number {
    return startEpochMs + this.#nowMs;
  }

  after(delayMs: number, run: () => void): Timer {
    return this.#add(delayMs, undefined, run);
  }

  every(intervalMs: number, run: () => void): Timer {
    return this.#add(intervalMs, intervalMs, run);
  }

  /** Timers that wait. */
  get pending(): number {
    return this.#pending.size;
  }

  /** Moves on by `ms`, running what falls due in order. */
  advance(ms: number): void {
    const untilMs = this.#nowMs + ms;
    while (this.#step(untilMs));
    this.#nowMs = untilMs;
  }

  /** As `advance`, and lets promises settle before the first and after each timer. */
  async run(ms: number): Promise<void> {
    const untilMs = this.#nowMs + ms;
    await settled();
    while (this.#step(untilMs)) await settled();
    this.#nowMs = untilMs;
  }

  /** Time goes on and no timer runs: what fell due meanwhile does so at the next step, once each. */
  standStill(ms: number): void {
    this.#nowMs += ms;
    for (const pending of this.#pending)
      if (pending.intervalMs !== undefined) pending.atMs = Math.max(pending.atMs, this.#nowMs);
  }

  #step(untilMs: number): boolean {
    const next = [...this.#pending].sort((a, b) => a.atMs - b.atMs || a.order - b.order)[0];
    if (next === undefined || next.atMs > untilMs) return false;
    this.#nowMs = Math.max(this.#nowMs, next.atMs);
    if (next.intervalMs === undefined) this.#pending.delete(next);
    else next.atMs += next.intervalMs;
    next.run();
    return true;
  }

  #add(delayMs: number, intervalMs: number | undefined, run: () => void): Timer {
    const pending = { atMs: this.#nowMs + delayMs, order: (this.#order += 1), intervalMs, run };
    this.#pending.add(pending);
    return {
      cancel: () => {
        this.#pending.delete(pending);
      },
    };
  }
}

/** After every promise that can settle now has done so. */
export async function settled(): Promise<void> {
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
}
