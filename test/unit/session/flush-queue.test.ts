import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FlushQueue } from '../../../src/session/flush-queue.js';

test('one turn is scheduled however many are added, and flushes each in order', () => {
  const scheduled: (() => void)[] = [];
  const queue = new FlushQueue((run) => scheduled.push(run));
  const flushed: string[] = [];
  for (const name of ['a', 'b', 'c']) queue.add({ flush: () => flushed.push(name) });
  assert.equal(scheduled.length, 1);
  assert.deepEqual(flushed, []);
  scheduled.shift()?.();
  assert.deepEqual(flushed, ['a', 'b', 'c']);
});

test('what is added during a flush waits for the next turn', () => {
  const scheduled: (() => void)[] = [];
  const queue = new FlushQueue((run) => scheduled.push(run));
  let late = 0;
  queue.add({
    flush: () => {
      queue.add({ flush: () => late++ });
    },
  });
  scheduled.shift()?.();
  assert.equal(late, 0);
  assert.equal(scheduled.length, 1);
  scheduled.shift()?.();
  assert.equal(late, 1);
  assert.equal(scheduled.length, 0);
});
