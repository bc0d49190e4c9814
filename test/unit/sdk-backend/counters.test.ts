import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BackendCounters, countOutcome, increment, outcomeName } from '../../../src/sdk/backend/counters.js';

test('outcomes are counted by kind, type and name', () => {
  const counters = new BackendCounters();
  for (const code of [0, 0, 1107, 1107, 10_001, 20_000]) countOutcome(counters.ofType('request', 1000), code);
  countOutcome(counters.ofType('relay', 1000), 0);
  const rows = [...counters.received()];
  assert.deepEqual(
    rows.map(({ kind, type, counts }) => [kind, type, counts.ok]),
    [
      ['request', 1000, 2],
      ['relay', 1000, 1],
    ],
  );
  assert.deepEqual(
    rows[0]?.counts.failed,
    new Map([
      ['HANDLER_FAILED', 2],
      ['APPLICATION', 2],
    ]),
  );
});

test('codes of applications share a name: there may be any number of them', () => {
  assert.equal(outcomeName(10_000), 'APPLICATION');
  assert.equal(outcomeName(1100), 'NO_INSTANCE');
  assert.equal(outcomeName(4321), '4321');
});

test('increment', () => {
  const counts = new Map<string, number>();
  increment(counts, 'a');
  increment(counts, 'a', 4);
  assert.equal(counts.get('a'), 5);
});
