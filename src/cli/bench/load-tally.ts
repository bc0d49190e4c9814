// What a load counts: everything, from the first request on, and latencies of what falls into the window.

import { LatencyHistogram } from './latency-histogram.js';

/** Different faults that are kept for people. */
const FAULTS_MAX = 8;

/**
 * What decides whether a latency is one of the window's: where requests have planned times those, whenever the
 * answers come, so that a stall at the window's end is charged like any other; else when the answer came.
 */
export type CountedBy = 'due' | 'arrival';

export class LoadTally {
  /** Sessions that were let in. */
  opened = 0;
  /** Sessions that have had their first answer. */
  served = 0;
  /** Sent and answered since the first, warm-up included. */
  requests = 0;
  answers = 0;
  pushes = 0;
  /** Pushes that have come to everybody. */
  spreads = 0;
  /** Wrong answers, by what was wrong. */
  readonly faults = new Map<string, number>();
  faultCount = 0;
  lost = 0;
  readonly latencies = new LatencyHistogram();
  /** How long after its planned time each request of the window was sent, or found no slot. */
  readonly lateness = new LatencyHistogram();
  readonly #countedBy: CountedBy;
  /** The window, by the load's clock. */
  #beginMs = Infinity;
  #endMs = Infinity;

  constructor(countedBy: CountedBy) {
    this.#countedBy = countedBy;
  }

  beginWindow(nowMs: number): void {
    this.#beginMs = nowMs;
  }

  endWindow(nowMs: number): void {
    this.#endMs = nowMs;
  }

  answered(dueMs: number, nowMs: number): void {
    this.answers++;
    this.#record(dueMs, nowMs);
  }

  /** A request without an answer has at least its age. */
  unanswered(dueMs: number, nowMs: number): void {
    if (this.#countedBy === 'due') this.#record(dueMs, nowMs);
  }

  sent(dueMs: number, nowMs: number): void {
    if (this.#isInWindow(dueMs)) this.lateness.record(nowMs - dueMs);
  }

  /** A fan-out has reached everybody. */
  spread(askedMs: number, nowMs: number): void {
    this.spreads++;
    this.#record(askedMs, nowMs);
  }

  fault(what: string): void {
    this.faultCount++;
    const known = this.faults.get(what);
    if (known !== undefined) this.faults.set(what, known + 1);
    else if (this.faults.size < FAULTS_MAX) this.faults.set(what, 1);
  }

  /** A session that was up is gone. */
  lose(cause: string): void {
    this.lost++;
    this.fault(`session lost: ${cause}`);
  }

  #record(dueMs: number, nowMs: number): void {
    if (this.#isInWindow(this.#countedBy === 'due' ? dueMs : nowMs)) this.latencies.record(nowMs - dueMs);
  }

  #isInWindow(atMs: number): boolean {
    return atMs >= this.#beginMs && atMs < this.#endMs;
  }
}
