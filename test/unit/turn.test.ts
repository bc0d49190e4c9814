import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Turn } from '../../src/turn.js';

const NO_CLOCK = { nowMs: () => 0 };

test('one turn is scheduled however many are added, and flushes each in order', () => {
  const scheduled: (() => void)[] = [];
  const turn = new Turn(NO_CLOCK, (run) => scheduled.push(run));
  const flushed: string[] = [];
  for (const name of ['a', 'b', 'c']) turn.add({ flush: () => flushed.push(name) });
  assert.equal(scheduled.length, 1);
  assert.deepEqual(flushed, []);
  scheduled.shift()?.();
  assert.deepEqual(flushed, ['a', 'b', 'c']);
});

test('what is added during a flush waits for the next turn', () => {
  const scheduled: (() => void)[] = [];
  const turn = new Turn(NO_CLOCK, (run) => scheduled.push(run));
  let late = 0;
  turn.add({
    flush: () => {
      turn.add({ flush: () => late++ });
    },
  });
  scheduled.shift()?.();
  assert.equal(late, 0);
  assert.equal(scheduled.length, 1);
  scheduled.shift()?.();
  assert.equal(late, 1);
  assert.equal(scheduled.length, 0);
});

test('the clock is read once a turn', () => {
  const scheduled: (() => void)[] = [];
  let nowMs = 10;
  const turn = new Turn({ nowMs: () => nowMs }, (run) => scheduled.push(run));
  assert.equal(turn.nowMs(), 10);
  nowMs = 11;
  turn.add({ flush: () => undefined });
  assert.equal(turn.nowMs(), 10);
  assert.equal(scheduled.length, 1);
  scheduled.shift()?.();
  assert.equal(turn.nowMs(), 11);
  assert.equal(scheduled.length, 1);
});

test('one that is added twice before the end is flushed twice, and forgotten then', () => {
  const scheduled: (() => void)[] = [];
  const turn = new Turn(NO_CLOCK, (run) => scheduled.push(run));
  let flushes = 0;
  const flushable = { flush: () => flushes++ };
  turn.add(flushable);
  turn.add(flushable);
  scheduled.shift()?.();
  turn.nowMs();
  scheduled.shift()?.();
  assert.equal(flushes, 2);
});
