import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '../../../src/clock.js';
import { LOOK_INTERVAL_MS, Overload, startLooks } from '../../../src/traffic/overload.js';

test('two late looks begin it, one does not', () => {
  const overload = new Overload(100);
  for (const delayMs of [500, 100, 500, 0, 101]) overload.look(delayMs);
  assert.equal(overload.isOn, false);
  overload.look(101);
  assert.equal(overload.isOn, true);
  assert.equal(overload.begun, 1);
});

test('ten quiet looks in a row end it; what is neither late nor quiet keeps it as it is', () => {
  const overload = new Overload(100);
  overload.look(200);
  overload.look(200);
  for (let n = 0; n < 9; n++) overload.look(50);
  overload.look(51);
  for (let n = 0; n < 9; n++) overload.look(0);
  assert.equal(overload.isOn, true);
  overload.look(0);
  assert.equal(overload.isOn, false);
  overload.look(80);
  overload.look(80);
  assert.equal(overload.isOn, false);
  assert.equal(overload.begun, 1);
});

test('a line of those who want in is an overload too, three times as long', () => {
  const overload = new Overload(100);
  for (let n = 0; n < 5; n++) overload.look(0, 300);
  assert.equal(overload.isOn, false);
  overload.look(0, 301);
  overload.look(0, 301);
  assert.equal(overload.isOn, true);
  for (let n = 0; n < 10; n++) overload.look(0, 151);
  assert.equal(overload.isOn, true);
  for (let n = 0; n < 10; n++) overload.look(0, 150);
  assert.equal(overload.isOn, false);
});

test('0: never', () => {
  const overload = new Overload(0);
  for (let n = 0; n < 10; n++) overload.look(1e6);
  assert.equal(overload.isOn, false);
  assert.equal(overload.delayMs, 1e6);
});

test('a timer that fires late says how late the event loop is', () => {
  let nowMs = 0;
  let look = (): void => undefined;
  const timer = { cancel: () => undefined };
  const clock: Clock = {
    nowMs: () => nowMs,
    epochMs: () => 0,
    after: () => timer,
    every(intervalMs, run) {
      assert.equal(intervalMs, LOOK_INTERVAL_MS);
      look = run;
      return timer;
    },
  };
  const overload = new Overload(100);
  startLooks(overload, clock);
  nowMs = LOOK_INTERVAL_MS;
  look();
  assert.equal(overload.delayMs, 0);
  nowMs += LOOK_INTERVAL_MS + 70;
  look();
  assert.equal(overload.delayMs, 70);
  // A timer that catches up is not early.
  nowMs += 30;
  look();
  assert.equal(overload.delayMs, 0);
});
