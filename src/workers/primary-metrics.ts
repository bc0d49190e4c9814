// The primary's own metrics, beside those of its workers.

import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import type { HubCounters } from './cluster-hub.js';
import type { PoolCounters } from './pool.js';
import type { WorkerRow } from './replies.js';

export interface PrimaryView {
  rows(): readonly WorkerRow[];
  readonly pool: Readonly<PoolCounters>;
  readonly hub: Readonly<HubCounters>;
  readonly pages: { readonly silent: readonly string[] };
  logLinesDropped(): number;
  readonly quotas: { readonly accounts: number; readonly unaccounted: number };
}

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

export interface PrimarySeries {
  readonly name: string;
  readonly help: string;
  readonly kind: 'counter' | 'gauge';
  readonly labels: readonly string[];
  readonly read: (primary: PrimaryView) => readonly Sample[];
}

const total = (name: string, help: string, read: (primary: PrimaryView) => number): PrimarySeries => ({
  name: `causeway_${name}_total`,
  help,
  kind: 'counter',
  labels: [],
  read: (primary) => [[{}, read(primary)]],
});

export const PRIMARY_SERIES: readonly PrimarySeries[] = [
  {
    name: 'causeway_workers',
    help: 'Workers by state.',
    kind: 'gauge',
    labels: ['state'],
    read: (primary) => primary.rows().map(({ state }): Sample => [{ state }, 1]),
  },
  {
    name: 'causeway_worker_connections',
    help: 'Connections by worker, as the primary counts them when it spreads new ones.',
    kind: 'gauge',
    labels: ['worker'],
    read: (primary) => primary.rows().map(({ worker, connections }): Sample => [{ worker }, connections]),
  },
  {
    name: 'causeway_worker_silent',
    help: '1: has sessions and did not answer this scrape; it counts with what it said before.',
    kind: 'gauge',
    labels: ['worker'],
    read: (primary) =>
      primary.rows().map(({ worker }): Sample => [{ worker }, primary.pages.silent.includes(worker) ? 1 : 0]),
  },
  {
    name: 'causeway_worker_restarts_total',
    help: 'Workers that ended and were replaced.',
    kind: 'counter',
    labels: ['worker'],
    read: (primary) => primary.rows().map(({ worker, restarts }): Sample => [{ worker }, restarts]),
  },
  total('worker_connections_refused', 'Connections that found no worker.', ({ pool }) => pool.refused),
  total(
    'worker_connections_lost',
    'Connections closed, because their worker ended before it had them.',
    ({ pool }) => pool.lost,
  ),
  total(
    'worker_resumes_moved',
    'Connections that went to the worker whose session they resume.',
    ({ pool }) => pool.moved,
  ),
  total(
    'primary_log_lines_dropped',
    'Log lines of the primary lost: disk full, or nobody reads them.',
    (primary) => primary.logLinesDropped(),
  ),
  total('worker_messages', 'Messages between workers.', ({ hub }) => hub.passed),
  total(
    'worker_messages_lost',
    'Messages between workers left out, because one did not read.',
    ({ hub }) => hub.lost,
  ),
  total(
    'worker_messages_unsaid',
    'Messages between workers that were not said, because the primary did not read.',
    ({ hub }) => hub.unsaid,
  ),
  total('worker_user_limit_charges', 'Charges of limits of users by workers.', ({ hub }) => hub.charges),
  total(
    'worker_user_limit_unaccounted',
    'Charges of limits of users that found no room for an account: nothing was refused.',
    ({ quotas }) => quotas.unaccounted,
  ),
  {
    name: 'causeway_worker_user_limit_accounts',
    help: 'Accounts of limits of users that workers share.',
    kind: 'gauge',
    labels: [],
    read: ({ quotas }) => [[{}, quotas.accounts]],
  },
];

/** Node's own series of the primary stand under names of theirs: those of the workers are added up. */
export function primaryMetrics(primary: PrimaryView): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'causeway_primary_' });
  for (const row of PRIMARY_SERIES) addSeries(registry, primary, row);
  return registry;
}

function addSeries(registry: Registry, primary: PrimaryView, row: PrimarySeries): void {
  const { name, help, kind, labels, read } = row;
  const series: Counter | Gauge = new (kind === 'counter' ? Counter : Gauge)({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
    collect: () => {
      series.reset();
      for (const [labelValues, value] of read(primary)) series.inc({ ...labelValues }, value);
    },
  });
}
