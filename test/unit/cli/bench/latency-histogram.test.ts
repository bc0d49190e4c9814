import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isQuantileKnown, LatencyHistogram } from '../../../../src/cli/bench/latency-histogram.js';

const filled = (latencies: readonly number[]): LatencyHistogram => {
  const histogram = new LatencyHistogram();
  for (const latency of latencies) histogram.record(latency);
  return histogram;
};

test('a quantile is within 1.6 % (or a microsecond) of the exact one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.001, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 1_200 }),
      fc.constantFrom(0.5, 0.99, 0.999),
      (latencies, share) => {
        const sorted = [...latencies].sort((a, b) => a - b);
        const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
        const found = filled(latencies).quantileMs(share);
        assert.equal(found !== undefined, isQuantileKnown(share, latencies.length));
        if (found === undefined) return;
        assert.ok(Math.abs(found - exact) <= exact * 0.016 + 0.001, `${found} for ${exact}`);
      },
    ),
  );
});

test('no quantile is longer than the longest', () => {
  const histogram = filled([1000.5, 1000.5]);
  assert.equal(histogram.quantileMs(0.5), 1000.5);
  assert.equal(histogram.maxMs, 1000.5);
});

test('empty, and times no clock should give', () => {
  assert.equal(new LatencyHistogram().quantileMs(0.99), undefined);
  const histogram = filled([-1, 1e12]);
  assert.equal(histogram.count, 2);
  assert.ok((histogram.quantileMs(0.5) ?? 1) < 0.001);
});

test('a quantile of fewer samples than have one beyond it is none', () => {
  const six = filled([1, 2, 3, 4, 5, 6]);
  assert.deepEqual([six.quantileMs(0.5) !== undefined, six.quantileMs(0.99)], [true, undefined]);
  assert.deepEqual(
    [
      isQuantileKnown(0.99, 99),
      isQuantileKnown(0.99, 100),
      isQuantileKnown(0.999, 999),
      isQuantileKnown(0.999, 1_000),
    ],
    [false, true, false, true],
  );
});
