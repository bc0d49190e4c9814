// What a load counts: everything, from the first request on, and latencies while it is measured.

import { LatencyHistogram } from './latency-histogram.js';

/** Different faults that are kept for people. */
const FAULTS_MAX = 8;

export class LoadTally {
  /** Sessions that were let in. */
  opened = 0;
  /** Sent and answered since the first, warm-up included. */
  requests = 0;
  answers = 0;
  pushes = 0;
  /** Wrong answers, by what was wrong. */
  readonly faults = new Map<string, number>();
  faultCount = 0;
  lost = 0;
  readonly latencies = new LatencyHistogram();
  isMeasuring = false;

  answered(latencyMs: number): void {
    this.answers++;
    if (this.isMeasuring) this.latencies.record(latencyMs);
  }

  /** A fan-out has reached everybody. */
  spread(latencyMs: number): void {
    if (this.isMeasuring) this.latencies.record(latencyMs);
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
}
