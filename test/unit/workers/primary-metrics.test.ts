// Every series of the primary reads the number that it is named after: all numbers of the view differ.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { primaryMetrics, type PrimaryView } from '../../../src/workers/primary-metrics.js';
import type { WorkerRow } from '../../../src/workers/replies.js';

const row = (worker: string, state: string, restarts: number, connections: number): WorkerRow => ({
  ...{ worker, gateway: `g-${worker}`, pid: 1, state, restarts, connections },
});

const VIEW: PrimaryView = {
  rows: () => [row('1', 'serving', 11, 21), row('2', 'serving', 12, 22), row('3', 'waiting', 13, 0)],
  pool: { refused: 31, moved: 32, lost: 33 },
  hub: { passed: 41, lost: 42, unsaid: 43, charges: 44 },
  pages: { silent: ['2'] },
  quotas: { accounts: 51, unaccounted: 52 },
  logLinesDropped: () => 61,
};

test('a page has them all, once, and Node’s own under names of the primary', async () => {
  const metrics = primaryMetrics(VIEW);
  // Counters are read anew, not added up.
  await metrics.metrics();
  const lines = (await metrics.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  assert.deepEqual(
    lines.filter((line) => !line.startsWith('causeway_primary_')),
    [
      'causeway_workers{state="serving"} 2',
      'causeway_workers{state="waiting"} 1',
      'causeway_worker_connections{worker="1"} 21',
      'causeway_worker_connections{worker="2"} 22',
      'causeway_worker_connections{worker="3"} 0',
      'causeway_worker_silent{worker="1"} 0',
      'causeway_worker_silent{worker="2"} 1',
      'causeway_worker_silent{worker="3"} 0',
      'causeway_worker_restarts_total{worker="1"} 11',
      'causeway_worker_restarts_total{worker="2"} 12',
      'causeway_worker_restarts_total{worker="3"} 13',
      'causeway_worker_connections_refused_total 31',
      'causeway_worker_connections_lost_total 33',
      'causeway_worker_resumes_moved_total 32',
      'causeway_worker_messages_total 41',
      'causeway_worker_messages_lost_total 42',
      'causeway_worker_messages_unsaid_total 43',
      'causeway_worker_user_limit_charges_total 44',
      'causeway_worker_user_limit_unaccounted_total 52',
      'causeway_worker_user_limit_accounts 51',
    ],
  );
  assert.ok(lines.includes('causeway_primary_log_lines_dropped_total 61'));
  assert.ok(lines.some((line) => line.startsWith('causeway_primary_process_cpu_seconds_total ')));
});
