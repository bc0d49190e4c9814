// What goes between the benchmark and its load process.
import type { LoadOptions, LoadOutcome } from '../../src/cli/bench/load.js';
import type { ProcessUsage } from './process-usage.js';

export interface LoadOrder {
  readonly options: LoadOptions;
  /** The process that is measured. */
  readonly watch: number;
  /** What shares the load's core: a busy core is the load's limit, whoever keeps it busy. */
  readonly beside: number;
}

export interface LoadReport {
  readonly outcome: LoadOutcome;
  /** Of the watched process, before the first session. */
  readonly before: ProcessUsage;
  /** At both ends of the window; undefined when it did not come to that. */
  readonly begin?: ProcessUsage | undefined;
  readonly end?: ProcessUsage | undefined;
  /** CPU of what is beside, in the window. */
  readonly besideUs: number;
}

/** Sent while the load runs. */
export type LoadMessage =
  | { readonly kind: 'opened'; readonly count: number }
  | { readonly kind: 'window'; readonly edge: 'begin' | 'end' }
  | { readonly kind: 'report'; readonly report: LoadReport };
