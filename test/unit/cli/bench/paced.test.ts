import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPaced, Pace } from '../../../../src/cli/bench/paced.js';
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
    return Promise.resolve(index === 5 ? { cause: 'a wrong token', retryAfterMs: undefined } : undefined);
  });
  assert.equal(failure, 'a wrong token');
  assert.ok(calls < 10_000);
});

test('who is refused for lack of room tries again after what it was told', async () => {
  const triedMs: number[] = [];
  const failure = await openPaced(3, 1_000, systemClock, (index) => {
    if (index !== 1) return Promise.resolve(undefined);
    triedMs.push(systemClock.nowMs());
    return Promise.resolve(triedMs.length > 1 ? undefined : { cause: 'OVERLOADED', retryAfterMs: 30 });
  });
  assert.equal(failure, undefined);
  const [first = 0, second = 0] = triedMs;
  assert.equal(triedMs.length, 2);
  // A timer may fire a little early against the other clock.
  assert.ok(second - first >= 25, `${second - first} ms`);
});

test('refusals that never end are told', async () => {
  const failure = await openPaced(1, 1e6, systemClock, () =>
    Promise.resolve({ cause: 'OVERLOADED', retryAfterMs: 0 }),
  );
  assert.equal(failure, 'OVERLOADED');
});

test('the pace: one refusal of many at once halves it and stops everybody for so long', () => {
  const pace = new Pace(1_000, 0);
  assert.deepEqual([pace.take(0), pace.take(0), pace.take(0)], [0, 1, 2]);
  for (let i = 0; i < 64; i++) pace.refused(10, 500);
  assert.equal(pace.perSecond, 500);
  assert.deepEqual([pace.take(10), pace.take(10)], [510, 512]);
  pace.refused(600, 500);
  assert.equal(pace.perSecond, 250);
  for (let i = 0; i < 10_000; i++) pace.granted();
  assert.equal(pace.perSecond, 1_000);
});

test('the pace makes up for a little of what was missed, and never goes below its least', () => {
  const pace = new Pace(1_000, 0);
  assert.equal(pace.take(5_000), 4_980);
  for (let round = 0; round < 20; round++) pace.refused(10_000 * (round + 1), 1);
  assert.equal(pace.perSecond, 20);
});
