import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { NO_LIMIT, paidAfter, rateOf, waitMs } from '../../../src/traffic/gcra.js';

test('a burst conforms, the next has to wait for its turn, and waiting exactly so long is enough', () => {
  const rate = rateOf(10, 3);
  let paidUntilMs = 0;
  for (let n = 0; n < 3; n++) {
    assert.equal(waitMs(rate, paidUntilMs, 1000, 1), 0);
    paidUntilMs = paidAfter(rate, paidUntilMs, 1000, 1);
  }
  assert.equal(waitMs(rate, paidUntilMs, 1000, 1), 100);
  assert.equal(waitMs(rate, paidUntilMs, 1099, 1), 1);
  assert.equal(waitMs(rate, paidUntilMs, 1100, 1), 0);
});

test('more than the burst at once never conforms', () => {
  assert.ok(waitMs(rateOf(10, 3), 0, 1e9, 4) > 0);
});

test('no limit is none', () => {
  assert.equal(rateOf(0), NO_LIMIT);
  assert.equal(waitMs(NO_LIMIT, paidAfter(NO_LIMIT, 0, 5, 1e12), 5, 1e12), 0);
});

test('in any window no more is taken than the burst and what the rate brings; and no less to who is greedy', () => {
  const arrivals = fc.array(
    fc.record({ afterMs: fc.integer({ min: 0, max: 300 }), units: fc.integer({ min: 1, max: 5 }) }),
    { minLength: 1, maxLength: 60 },
  );
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 5, max: 20 }),
      arrivals,
      (perSecond, burst, list) => {
        const rate = rateOf(perSecond, burst);
        const taken: { atMs: number; units: number }[] = [];
        let nowMs = 0;
        let paidUntilMs = 0;
        for (const { afterMs, units } of list) {
          nowMs += afterMs;
          const lateMs = waitMs(rate, paidUntilMs, nowMs, units);
          if (lateMs > 0) {
            // Integers in, fractions out: only the last bits may be off.
            assert.ok(waitMs(rate, paidUntilMs, nowMs + lateMs, units) < 1e-6);
            continue;
          }
          paidUntilMs = paidAfter(rate, paidUntilMs, nowMs, units);
          taken.push({ atMs: nowMs, units });
        }
        for (const [first, { atMs }] of taken.entries()) {
          let sum = 0;
          for (const later of taken.slice(first)) {
            sum += later.units;
            assert.ok(sum <= burst + ((later.atMs - atMs) * perSecond) / 1000 + 1e-6);
          }
        }
      },
    ),
    { seed: 31, numRuns: 300 },
  );
});

test('a whole burst may come at any moment, whatever the fractions of the clock', () => {
  const rate = rateOf(1);
  for (let at = 0; at < 10_000; at++) assert.equal(waitMs(rate, 0, 1_000 + at * 0.7310585, 1), 0);
});
