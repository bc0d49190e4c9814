import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LatestMoments } from '../../src/latest-moments.js';

test('the latest moment of each counts, and whoever was named longest ago is forgotten', () => {
  const moments = new LatestMoments(2);
  moments.note('ann', 5);
  moments.note('bob', 1);
  moments.note('ann', 3);
  assert.deepEqual([moments.of('ann'), moments.of('bob'), moments.of('cat')], [5, 1, undefined]);
  moments.note('cat', 2);
  assert.deepEqual(
    [...moments.entries()],
    [
      ['ann', 5],
      ['cat', 2],
    ],
  );
  assert.equal(moments.size, 2);
});
