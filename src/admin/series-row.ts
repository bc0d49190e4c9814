// One row of the tables of metrics.

import type { GatewayView } from './gateway-view.js';

export type Labels = Readonly<Record<string, string>>;
export type Sample = readonly [labels: Labels, value: number];

/** One series: its name, what it means, and where its samples come from. */
export interface SeriesRow {
  readonly name: string;
  readonly help: string;
  readonly kind: 'counter' | 'gauge';
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
  labels,
  read,
});

export const gauge = (
  name: string,
  help: string,
  labels: readonly string[],
  read: SeriesRow['read'],
): SeriesRow => ({
  name: `causeway_${name}`,
  help,
  kind: 'gauge',
  labels,
  read,
});

export const one = (value: number): readonly Sample[] => [[{}, value]];
