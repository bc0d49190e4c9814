import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FAULT_KINDS } from '../../../../tools/soak/history.js';
import { planRound } from '../../../../tools/soak/plan.js';
import { needsLoss } from '../../../../tools/soak/tolerance.js';

const PACE = { lastsMsMin: 100, lastsMsMax: 900, restMs: 50 };

test('a seed says every fault once, the harmless first, within the pace, and always the same', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const planned = planRound(seed, PACE);
      assert.deepEqual(planned.map(({ kind }) => kind).sort(), [...FAULT_KINDS].sort());
      const harms = planned.map(({ kind }) => needsLoss(kind));
      assert.deepEqual(
        harms,
        [...harms].sort((a, b) => Number(a) - Number(b)),
      );
      for (const { lastsMs, restMs } of planned)
        assert.ok(lastsMs >= PACE.lastsMsMin && lastsMs <= PACE.lastsMsMax && restMs === PACE.restMs);
      assert.deepEqual(planRound(seed, PACE), planned);
    }),
  );
});

test('seeds differ', () => {
  const orders = Array.from({ length: 20 }, (_, seed) =>
    planRound(seed, PACE)
      .map(({ kind }) => kind)
      .join(),
  );
  assert.ok(new Set(orders).size > 10);
});
