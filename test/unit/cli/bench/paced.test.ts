import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPaced } from '../../../../src/cli/bench/paced.js';
import { systemClock } from '../../../../src/clock.js';

test('all are opened once; not faster than asked', async () => {
  const opened: number[] = [];
  const beganMs = systemClock.nowMs();
  const failure = await openPaced(100, 1_000, systemClock, (index) => {
    opened.push(index);
    return Promise.resolve(undefined);
  });
  assert.equal(failure, undefined);
  assert.deepEqual(
    opened.sort((a, b) => a - b),
    Array.from({ length: 100 }, (_, at) => at),
  );
  assert.ok(systemClock.nowMs() - beganMs >= 95);
});

test('nothing is opened after a failure, which is told', async () => {
  let calls = 0;
  const failure = await openPaced(10_000, 1e9, systemClock, (index) => {
    calls++;
    return Promise.resolve(index === 5 ? 'no room' : undefined);
  });
  assert.equal(failure, 'no room');
  assert.ok(calls < 10_000);
});
