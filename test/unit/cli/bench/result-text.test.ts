import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoadResult } from '../../../../src/cli/bench/load.js';
import { resultLines } from '../../../../src/cli/bench/result-text.js';

const result: LoadResult = {
  ...{ sessions: 100, messages: 50_000, seconds: 5, p50Ms: 1, p99Ms: 2.5, p999Ms: 4, maxMs: 9 },
  ...{ requestsTotal: 60_000, answersTotal: 60_000, pushesTotal: 0 },
  ...{ faults: {}, faultCount: 0, unanswered: 0, cpuShare: 0.5 },
};

test('a good load', () => {
  assert.deepEqual(resultLines(result), [
    '100 sessions, 50,000 answers in 5.0 s: 10,000 a second',
    'latency p50 1.00 ms, p99 2.50 ms, p99.9 4.00 ms, longest 9.00 ms',
    'this load used 50 % of a core',
    'all 60,000 requests were answered as they should be',
  ]);
});

test('a load that was the limit says so', () => {
  assert.match(resultLines({ ...result, cpuShare: 0.97 }).join('\n'), /the load was the limit/);
});

test('faults stand instead of the praise', () => {
  const bad = { ...result, faults: { 'code 1102 TIMEOUT': 3 }, faultCount: 3, unanswered: 2 };
  assert.deepEqual(resultLines(bad).slice(3), ['3 × code 1102 TIMEOUT', '2 requests had no answer']);
});
