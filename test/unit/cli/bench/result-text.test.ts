import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LoadResult } from '../../../../src/cli/bench/load.js';
import { resultLines } from '../../../../src/cli/bench/result-text.js';

const result: LoadResult = {
  ...{ sessions: 100, messages: 50_000, seconds: 5, p50Ms: 1, p99Ms: 2.5, p999Ms: 4, maxMs: 9 },
  ...{ samples: 50_000, rate: undefined },
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

const rate = { plannedPerSecond: 20_000, achievedPerSecond: 19_990, isMissed: false };
const late = { lateP50Ms: 0.02, lateP99Ms: 0.1, lateMaxMs: 1 };

test('at a rate: planned, achieved, and how late the load sent', () => {
  assert.deepEqual(resultLines({ ...result, rate: { ...rate, ...late } }).slice(1, 3), [
    'planned 20,000 a second, achieved 19,990',
    'sent after the planned time by p50 0.02 ms, p99 0.10 ms, longest 1.00 ms',
  ]);
});

test('a missed rate is the gateway’s where the load sent in time, else the load’s', () => {
  const missed = { ...rate, achievedPerSecond: 2_000, isMissed: true };
  // The load polls: its core says nothing.
  const busy = { ...result, cpuShare: 0.97 };
  const text = resultLines({ ...busy, rate: { ...missed, ...late } }).join('\n');
  assert.match(text, /achieved 2,000: missed/);
  assert.doesNotMatch(text, /the load was the limit/);
  const slow = { ...missed, ...late, lateP99Ms: 2 };
  assert.match(resultLines({ ...result, rate: slow }).join('\n'), /the load was the limit/);
});

test('a quantile of too few samples is none', () => {
  assert.match(resultLines({ ...result, p999Ms: undefined })[1] ?? '', /p99\.9 –, longest 9\.00 ms/);
});

test('faults stand instead of the praise', () => {
  const bad = { ...result, faults: { 'code 1102 TIMEOUT': 3 }, faultCount: 3, unanswered: 2 };
  assert.deepEqual(resultLines(bad).slice(3), ['3 × code 1102 TIMEOUT', '2 requests had no answer']);
});
