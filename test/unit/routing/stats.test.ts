import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ERRORS } from '../../../src/protocol/codes.js';
import {
  APPLICATION_CODES_MAX,
  LATENCY_BUCKETS_MS,
  RouteStats,
  RoutingStats,
} from '../../../src/routing/stats.js';

test('ended requests are counted by code, and each falls into one latency bucket', () => {
  const stats = new RouteStats('r#0', 'echo');
  const latencies = [0, 0.5, 0.51, 9_999, 10_000, 10_001, 1e9];
  for (const elapsedMs of latencies) stats.requestEnded(0, elapsedMs);
  stats.requestEnded(1102, 3);
  stats.failed(1102);
  stats.failed(1000);
  assert.equal(stats.succeeded, latencies.length);
  assert.deepEqual(
    [...stats.failures],
    [
      [1102, 2],
      [1000, 1],
    ],
  );
  const counts = [...stats.latencies.ok.counts];
  assert.equal(counts.length, LATENCY_BUCKETS_MS.length + 1);
  assert.deepEqual([counts[0], counts[1], counts[3], counts.at(-2), counts.at(-1)], [2, 1, 0, 2, 2]);
  assert.equal(
    stats.latencies.ok.sumMs,
    latencies.reduce((sum, each) => sum + each, 0),
  );
  assert.deepEqual([stats.latencies.failed.counts[3], stats.latencies.failed.sumMs], [1, 3]);
});

test('codes that backends make up are counted, and do not grow what counts', () => {
  const stats = new RouteStats('r#0', 'echo');
  for (let code = 10_000; code < 10_000 + 2 * APPLICATION_CODES_MAX; code++) stats.requestEnded(code, 1);
  for (let code = 9_000; code < 9_050; code++) stats.requestEnded(code, 1);
  for (const { code } of Object.values(ERRORS)) stats.failed(code);
  stats.failed(10_000);
  const codes = [...stats.failures.keys()];
  assert.equal(codes.length, APPLICATION_CODES_MAX + Object.keys(ERRORS).length);
  assert.deepEqual([stats.failures.get(10_000), stats.failures.get(ERRORS.TIMEOUT.code)], [2, 1]);
  assert.deepEqual([stats.otherApplication, stats.unregistered], [APPLICATION_CODES_MAX, 50]);
});

test('the bounds rise', () => {
  assert.deepEqual(
    [...LATENCY_BUCKETS_MS].sort((a, b) => a - b),
    LATENCY_BUCKETS_MS,
  );
});

test('the stats of a route go on as long as its id and service do', () => {
  const stats = new RoutingStats();
  const first = stats.forRoute('r#0', 'echo');
  assert.equal(stats.forRoute('r#0', 'echo'), first);
  assert.notEqual(stats.forRoute('r#0', 'chat'), first);
  assert.notEqual(stats.forRoute('r#1', 'echo'), first);
  assert.equal([...stats.routes()].length, 3);
});
