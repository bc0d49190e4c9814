// One row of the tables of metrics.

import type { GatewayView } from './gateway-view.js';

export type Labels = Readonly<Record<string, string>>;
export type Sample = readonly [labels: Labels, value: number];

/** What the value of several workers behind one port is; for a counter always the sum. */
export type Merge = 'sum' | 'highest' | 'lowest';

/** One series: its name, what it means, and where its samples come from. */
export interface SeriesRow {
  readonly name: string;
  readonly help: string;
  readonly kind: 'counter' | 'gauge';
  readonly merge: Merge;
  readonly labels: readonly string[];
  readonly read: (gateway: GatewayView) => Iterable<Sample>;
}

export const counter = (
  name: string,
  help: string,
  labels: readonly string[],
  read: SeriesRow['read'],
): SeriesRow => ({
  name: `causeway_${name}_total`,
  help,
  kind: 'counter',
  merge: 'sum',
  labels,
  read,
});

/** @param merge whether workers have shares of what it counts, or each its own view of the same */
export const gauge = (
  name: string,
  merge: Merge,
  help: string,
  labels: readonly string[],
  read: SeriesRow['read'],
): SeriesRow => ({
  name: `causeway_${name}`,
  help,
  kind: 'gauge',
  merge,
  labels,
  read,
});

export const one = (value: number): readonly Sample[] => [[{}, value]];
