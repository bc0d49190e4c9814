import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LinkPulse, type PulseAction } from '../../../src/link/link-pulse.js';

const TICK_MS = 2500;

/** Feeds one tick a letter: h heard, s sent, b both, . neither. */
function actions(pattern: string): PulseAction[] {
  const pulse = new LinkPulse(10_000, 0);
  return pattern.split('').map((letter, index) =>
    pulse.tick({
      heard: letter === 'h' || letter === 'b',
      sent: letter === 's' || letter === 'b',
      nowMs: (index + 1) * TICK_MS,
      queuedBytes: 0,
      takenBytes: 0,
    }),
  );
}

test('a busy link needs no ping', () => {
  assert.deepEqual(actions('bbbb'), ['none', 'none', 'none', 'none']);
});

test('pings after an interval without sending', () => {
  assert.deepEqual(actions('hhbh'), ['none', 'ping', 'none', 'none']);
});

test('an end that only sends asks the silent peer for a sign of life before it gives up', () => {
  const [first, ...rest] = actions('ssssss');
  assert.equal(first, 'ping');
  assert.deepEqual(rest, ['none', 'ping', 'none', 'ping', 'silent']);
});

test('any byte heard starts the count anew', () => {
  assert.equal(actions('sssssh').at(-1), 'none');
  assert.ok(!actions('ssssshsssss').includes('silent'));
});

test('a queue without progress stalls after its time; progress or an empty queue starts it anew', () => {
  const pulse = new LinkPulse(10_000, 0);
  const tick = (nowMs: number, queuedBytes: number, takenBytes: number): PulseAction =>
    pulse.tick({ heard: true, sent: true, nowMs, queuedBytes, takenBytes });
  assert.equal(tick(2500, 100, 10), 'none');
  assert.equal(tick(10_000, 100, 10), 'none');
  assert.equal(tick(12_000, 100, 11), 'none', 'one byte of progress');
  assert.equal(tick(21_999, 100, 11), 'none');
  assert.equal(tick(22_000, 100, 11), 'stalled');
  assert.equal(tick(50_000, 0, 11), 'none', 'nothing waits');
  assert.equal(tick(59_999, 5, 11), 'none');
});
