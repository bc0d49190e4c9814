import assert from 'node:assert/strict';
import { test } from 'node:test';
import { peerDeadline, STANDSTILL_MS, stoodStillMs } from '../../src/clock-standstill.js';
import { FakeClock } from '../support/fake-clock.js';

test('a deadline in time runs once, one that was cancelled never', () => {
  const clock = new FakeClock();
  const ran: string[] = [];
  peerDeadline(clock, 100, () => ran.push('kept'));
  peerDeadline(clock, 100, () => ran.push('cancelled')).cancel();
  clock.advance(99);
  assert.deepEqual(ran, []);
  clock.advance(10_000);
  assert.deepEqual(ran, ['kept']);
});

test('a deadline within a standstill is put off once, and can still be cancelled', () => {
  const clock = new FakeClock();
  const ran: string[] = [];
  peerDeadline(clock, 100, () => ran.push('kept'));
  const late = peerDeadline(clock, 100, () => ran.push('cancelled'));
  clock.standStill(60_000);
  clock.advance(0);
  assert.deepEqual(ran, []);
  late.cancel();
  clock.standStill(60_000);
  clock.advance(0);
  assert.deepEqual(ran, ['kept']);
  assert.equal(clock.pending, 0);
});

test('a late round is a standstill from a second on', () => {
  assert.equal(stoodStillMs(1_000, 1_200, 200), 0);
  assert.equal(stoodStillMs(1_000, 1_199 + STANDSTILL_MS, 200), 0);
  assert.equal(stoodStillMs(1_000, 1_200 + STANDSTILL_MS, 200), STANDSTILL_MS);
});
