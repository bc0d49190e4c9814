import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLUSTER_SERIES } from '../../../src/admin/cluster-series.js';
import type { GatewayView } from '../../../src/admin/gateway-view.js';
import { statusOf } from '../../../src/admin/status.js';
import type { ClusterStatus } from '../../../src/cluster/cluster.js';
import { newView } from './view.js';

const KINDS = { push: 3, order: 0, group: 1, kick: 0, revoke: 0, displace: 0, news: 0 };
const STATUS: ClusterStatus = {
  ok: false,
  sinceEpochMs: Date.UTC(2026, 0, 1),
  detail: 'no answer in time',
  commands: 100,
  commandsFailed: 2,
  waiting: 7,
  lapses: 1,
  directory: { written: 20, retried: 1, overflows: 2, resyncs: 3, cleared: 4, unreadable: 5 },
  bus: {
    published: KINDS,
    received: { ...KINDS, push: 4 },
    ...{ batches: 10, marks: 2, retries: 3, gaveUp: 4, lost: 5, missed: 6, duplicates: 7, malformed: 8 },
    ...{ lookUps: 9, unknown: 1, queuedBytes: 11, waitingGateways: 2, asksOpen: 1, asksTimedOut: 2 },
    ...{ asksRefused: 3, streamsRemade: 4 },
  },
};

function samplesOf(view: GatewayView, name: string): unknown {
  const row = CLUSTER_SERIES.find((series) => series.name === `causeway_${name}`);
  assert.ok(row !== undefined, name);
  return [...row.read(view)];
}

test('each number of the engine and the bus is a series, by kind where there are kinds', () => {
  const view: GatewayView = { ...newView(), clusterStatus: () => STATUS };
  assert.deepEqual(samplesOf(view, 'cluster_up'), [[{}, 0]]);
  assert.deepEqual(samplesOf(view, 'bus_pushes_lost_total'), [[{}, 5]]);
  assert.deepEqual(samplesOf(view, 'bus_queued_bytes'), [[{}, 11]]);
  assert.deepEqual(samplesOf(view, 'cluster_since_timestamp_seconds'), [[{}, Date.UTC(2026, 0, 1) / 1000]]);
  for (const [name, value] of Object.entries(STATUS.directory))
    assert.deepEqual(samplesOf(view, `directory_${name}_total`), [[{}, value]]);
  const published = samplesOf(view, 'bus_published_total') as [{ kind: string }, number][];
  assert.deepEqual(
    published.map(([{ kind }, value]) => [kind, value]),
    Object.entries(KINDS),
  );
  const numbers = Object.values(STATUS.bus).filter((value) => typeof value === 'number');
  const busSeries = CLUSTER_SERIES.filter(
    ({ name, labels }) => name.includes('_bus_') && labels.length === 0,
  );
  assert.equal(busSeries.length, numbers.length, 'no number of the bus is left out');
});

test('without an engine there are only the gateways', () => {
  const view = newView();
  for (const { name, read } of CLUSTER_SERIES)
    assert.equal([...read(view)].length, name === 'causeway_cluster_gateways' ? 1 : 0, name);
});

test('/status has the engine with a time that people can read', () => {
  const view: GatewayView = { ...newView(), clusterStatus: () => STATUS };
  const { cluster } = JSON.parse(JSON.stringify(statusOf(view, 0))) as { cluster: Record<string, unknown> };
  assert.deepEqual(
    [cluster['ok'], cluster['since'], cluster['detail'], cluster['waiting']],
    [false, '2026-01-01T00:00:00.000Z', 'no answer in time', 7],
  );
  assert.equal('sinceEpochMs' in cluster, false);
});
