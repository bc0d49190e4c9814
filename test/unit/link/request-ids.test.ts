import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RequestIds } from '../../../src/link/request-ids.js';

test('ids rise from 1 and find their slot until they are retired', () => {
  const ids = new RequestIds(10);
  assert.equal(ids.last, 0);
  assert.deepEqual([ids.issue(5), ids.issue(6)], [1, 2]);
  assert.deepEqual([ids.slotOf(1), ids.slotOf(2), ids.slotOf(3), ids.slotOf(0)], [5, 6, -1, -1]);
  ids.retire(1);
  ids.retire(1);
  assert.deepEqual([ids.slotOf(1), ids.slotOf(2), ids.last], [-1, 6, 2]);
});

test('no id beyond the limit, and one again when one was retired', () => {
  const ids = new RequestIds(2);
  ids.issue(0);
  ids.issue(1);
  assert.equal(ids.issue(2), 0);
  assert.equal(ids.last, 2);
  ids.retire(1);
  assert.equal(ids.issue(2), 3);
});

test('an old request that stays does not stop the others, however long', () => {
  const ids = new RequestIds(100);
  const slow = ids.issue(99);
  let last = slow;
  for (let round = 0; round < 10_000; round++) {
    const id = ids.issue(1);
    assert.ok(id > last && id <= last + 2);
    last = id;
    ids.retire(id);
  }
  assert.equal(ids.slotOf(slow), 99);
});

test('rises, never repeats and finds what is pending, in any order of calls', () => {
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.constant('issue' as const) },
    { weight: 2, arbitrary: fc.nat() },
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.array(step, { maxLength: 600 }), (pendingMax, steps) => {
      const ids = new RequestIds(pendingMax);
      const pending = new Map<number, number>();
      const ended: number[] = [];
      let slot = 0;
      for (const now of steps) {
        if (now === 'issue') {
          const before = ids.last;
          const id = ids.issue(slot);
          assert.equal(id === 0, pending.size === pendingMax);
          if (id === 0) continue;
          assert.ok(id > before);
          assert.equal(ids.last, id);
          pending.set(id, slot++);
        } else if (pending.size > 0) {
          const id = [...pending.keys()][now % pending.size] ?? 0;
          ids.retire(id);
          pending.delete(id);
          ended.push(id);
        }
      }
      for (const [id, of] of pending) assert.equal(ids.slotOf(id), of);
      for (const id of ended) assert.equal(ids.slotOf(id), -1);
      assert.equal(ids.slotOf(ids.last + 1), -1);
    }),
  );
});
