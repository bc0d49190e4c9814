import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { backoffMs } from '../../../src/sdk/client/backoff.js';

it('is spread over the whole range, which doubles up to the cap', () => {
  const bounds = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((failures) => backoffMs(failures, () => 1));
  assert.deepEqual(bounds, [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  assert.equal(
    backoffMs(5, () => 0),
    0,
  );
  assert.equal(
    backoffMs(5, () => 0.5),
    2_000,
  );
});

it('stays within bounds for ever', () => {
  fc.assert(
    fc.property(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (failures, chance) => {
      const waitMs = backoffMs(failures, () => chance);
      assert.ok(waitMs >= 0 && waitMs <= 30_000);
    }),
  );
});
