import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DELAY_MS_MAX, LONG_LIFE_MS, restartAfter } from '../../../src/workers/restarts.js';

const certain = (): number => 1;

test('after a long life at once', () => {
  assert.deepEqual(restartAfter(7, LONG_LIFE_MS, certain), { quickEnds: 0, delayMs: 0 });
});

test('the first quick end is made good within a second, the next ones later and later, up to a limit', () => {
  const delays: number[] = [];
  let quickEnds = 0;
  for (let end = 0; end < 12; end++) {
    const restart = restartAfter(quickEnds, LONG_LIFE_MS - 1, certain);
    quickEnds = restart.quickEnds;
    delays.push(restart.delayMs);
  }
  assert.deepEqual(delays.slice(0, 7), [500, 1_000, 2_000, 4_000, 8_000, 16_000, DELAY_MS_MAX]);
  assert.equal(delays.at(-1), DELAY_MS_MAX);
});

test('chance takes up to half of it', () => {
  assert.equal(restartAfter(1, 0, () => 0).delayMs, 500);
});

test('ends without number are a delay all the same', () => {
  assert.equal(restartAfter(5_000, 0, certain).delayMs, DELAY_MS_MAX);
});
