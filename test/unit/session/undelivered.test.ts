import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { UndeliveredNotices } from '../../../src/session/undelivered.js';

type Told = [type: number, code: number, count: number];

function due(notices: UndeliveredNotices, nowMs: number): Told[] {
  const told: Told[] = [];
  notices.takeDue(nowMs, (...notice) => told.push(notice) > 0);
  return told;
}

test('the first is told at once, the rest of the second together, with the last code', () => {
  const notices = new UndeliveredNotices();
  assert.equal(notices.note(1000, 1100, 0, true), 'tell');
  assert.equal(notices.note(1000, 1100, 10, true), 'later');
  assert.equal(notices.note(1000, 1103, 20, true), 'later');
  assert.equal(notices.note(1001, 1000, 30, true), 'tell');
  assert.deepEqual(due(notices, 999), []);
  assert.deepEqual(due(notices, 1000), [[1000, 1103, 2]]);
  assert.deepEqual(due(notices, 1500), []);
});

test('a type that was quiet for a second is forgotten, and told at once the next time', () => {
  const notices = new UndeliveredNotices();
  notices.note(1000, 1100, 0, true);
  assert.equal(notices.isEmpty, false);
  assert.deepEqual(due(notices, 1000), []);
  assert.equal(notices.isEmpty, true);
  assert.equal(notices.note(1000, 1100, 1001, true), 'tell');
});

test('64 types are remembered; another is untold until one is forgotten', () => {
  const notices = new UndeliveredNotices();
  for (let type = 100; type < 164; type++) assert.equal(notices.note(type, 1000, 0, true), 'tell');
  assert.equal(notices.note(164, 1000, 0, true), 'untold');
  due(notices, 1000);
  assert.equal(notices.note(164, 1000, 1000, true), 'tell');
});

test('at most one a type and second; in the end each failure was told exactly once', () => {
  const failure = fc.record({ type: fc.integer({ min: 100, max: 103 }), gapMs: fc.nat({ max: 400 }) });
  fc.assert(
    fc.property(fc.array(failure, { maxLength: 60 }), (failures) => {
      const notices = new UndeliveredNotices();
      const lastTold = new Map<number, number>();
      let untold = failures.length;
      let nowMs = 0;
      const tell = (type: number, count: number): boolean => {
        assert.ok(nowMs - (lastTold.get(type) ?? -Infinity) >= 1000);
        lastTold.set(type, nowMs);
        untold -= count;
        return true;
      };
      for (const { type, gapMs } of failures) {
        nowMs += gapMs;
        notices.takeDue(nowMs, (due, _code, count) => tell(due, count));
        if (notices.note(type, 1000, nowMs, true) === 'tell') tell(type, 1);
      }
      for (let round = 0; round < 2; round++) {
        nowMs += 1000;
        notices.takeDue(nowMs, (due, _code, count) => tell(due, count));
      }
      assert.equal(untold, 0);
      assert.ok(notices.isEmpty);
    }),
  );
});

test('without a reader the first waits too, and so does what a transport ended by', () => {
  const notices = new UndeliveredNotices();
  assert.equal(notices.note(1000, 1100, 0, false), 'later');
  notices.takeDue(10, () => false);
  assert.equal(notices.note(1000, 1100, 10, false), 'later');
  assert.deepEqual(due(notices, 20), [[1000, 1100, 2]]);
  assert.deepEqual(due(notices, 1020), []);
  assert.equal(notices.isEmpty, true);
});
