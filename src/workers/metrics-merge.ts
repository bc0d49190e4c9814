// The metrics of all workers as one page of Prometheus' text format: added up, so that a dashboard made for
// one gateway shows all of them, or each worker's own under the label `worker`.
//
// Counters and histograms add up; what a gauge does stands in its row (admin/series-row.ts), or below for
// those that Node itself has.

import type { Merge } from '../admin/series-row.js';
import { SERIES } from '../admin/series.js';
import { isCounted, written, type Family, type Page } from './metrics-page.js';

export type MetricsView = 'sum' | 'worker';

const COMBINE: Readonly<Record<Merge, (one: number, other: number) => number>> = {
  sum: (one, other) => one + other,
  highest: (one, other) => Math.max(one, other),
  lowest: (one, other) => Math.min(one, other),
};

/** Of prom-client's default metrics; a test holds the list to what it exports. */
const NODE_GAUGES: Readonly<Record<string, Merge>> = {
  process_start_time_seconds: 'lowest',
  process_resident_memory_bytes: 'sum',
  process_virtual_memory_bytes: 'sum',
  process_heap_bytes: 'sum',
  process_open_fds: 'highest',
  process_max_fds: 'highest',
  nodejs_eventloop_lag_seconds: 'highest',
  nodejs_eventloop_lag_min_seconds: 'highest',
  nodejs_eventloop_lag_max_seconds: 'highest',
  nodejs_eventloop_lag_mean_seconds: 'highest',
  nodejs_eventloop_lag_stddev_seconds: 'highest',
  nodejs_eventloop_lag_p50_seconds: 'highest',
  nodejs_eventloop_lag_p90_seconds: 'highest',
  nodejs_eventloop_lag_p99_seconds: 'highest',
  nodejs_active_resources: 'sum',
  nodejs_active_resources_total: 'sum',
  nodejs_active_handles: 'sum',
  nodejs_active_handles_total: 'sum',
  nodejs_active_requests: 'sum',
  nodejs_active_requests_total: 'sum',
  nodejs_heap_size_total_bytes: 'sum',
  nodejs_heap_size_used_bytes: 'sum',
  nodejs_external_memory_bytes: 'sum',
  nodejs_heap_space_size_total_bytes: 'sum',
  nodejs_heap_space_size_used_bytes: 'sum',
  nodejs_heap_space_size_available_bytes: 'sum',
  nodejs_version_info: 'highest',
};

const GAUGES: ReadonlyMap<string, Merge> = new Map([
  ...Object.entries(NODE_GAUGES),
  ...SERIES.map(({ name, merge }) => [name, merge] as const),
]);

/** @returns undefined for a gauge that has no rule */
export const mergeOf = (family: Pick<Family, 'name' | 'type'>): Merge | undefined =>
  isCounted(family) ? 'sum' : GAUGES.get(family.name);

/** @param pages by worker's name */
export function mergeMetrics(pages: ReadonlyMap<string, Page>, view: MetricsView): string {
  const merged = new Map<string, Family>();
  for (const [worker, page] of pages)
    for (const family of page.values()) addFamily(merged, family, view === 'worker' ? worker : undefined);
  return [...merged.values()].map(written).join('\n');
}

function addFamily(merged: Map<string, Family>, family: Family, worker: string | undefined): void {
  const into = merged.get(family.name) ?? { ...family, samples: new Map<string, number>() };
  merged.set(family.name, into);
  // A gauge of a Node newer than this list is most likely about something that each process has.
  const combine = COMBINE[mergeOf(family) ?? 'sum'];
  for (const [series, value] of family.samples) {
    const key = worker === undefined ? series : withLabel(series, worker);
    const before = into.samples.get(key);
    into.samples.set(key, before === undefined ? value : combine(before, value));
  }
}

function withLabel(series: string, worker: string): string {
  const label = `worker="${worker}"`;
  const brace = series.indexOf('{');
  if (brace < 0) return `${series}{${label}}`;
  return `${series.slice(0, brace)}{${label},${series.slice(brace + 1)}`;
}
