import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { newSendSchedule } from '../../../../src/cli/bench/send-schedule.js';

test('evenly spread, one session after the other', () => {
  const schedule = newSendSchedule(4, 3);
  assert.deepEqual([0, 1, 2, 3].map(schedule.plannedMs), [0, 250, 500, 750]);
  assert.deepEqual([0, 1, 2, 3].map(schedule.sessionOf), [0, 1, 2, 0]);
  assert.deepEqual([-1, 0, 249, 250, 1000].map(schedule.dueAt), [0, 1, 1, 2, 5]);
});

test('whatever the looks, each message is due once its planned time has come, and not before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 0, max: 100_000 }), (rate, n) => {
      const schedule = newSendSchedule(rate, 7);
      assert.ok(schedule.dueAt(schedule.plannedMs(n)) >= n + 1);
      assert.ok(schedule.dueAt(schedule.plannedMs(n) - 500 / rate) <= n);
    }),
  );
});
