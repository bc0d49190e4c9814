import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controlsAtOnce, Intake, intakeLimits, type IntakeSettings } from '../../../src/traffic/intake.js';
import { FakeClock } from '../../support/fake-clock.js';

const NONE: IntakeSettings = { messagesPerSecondMax: 0, bytesPerSecondMax: 0, controlsPerSecondMax: 0 };

function intake(change: Partial<IntakeSettings>): { readonly taken: Intake; readonly clock: FakeClock } {
  const clock = new FakeClock();
  const arrivals = { readAtMs: () => clock.nowMs() };
  return { taken: new Intake(intakeLimits({ ...NONE, ...change }), arrivals), clock };
}

/** How many of `count` messages are taken now. */
function pour(taken: Intake, count: number, bytes = 10): number {
  let sum = 0;
  for (let n = 0; n < count; n++) if (taken.message(bytes) === 0) sum++;
  return sum;
}

test('messages: a second at once, then the rate, and who waits as told is taken', () => {
  const { taken, clock } = intake({ messagesPerSecondMax: 1000 });
  assert.equal(pour(taken, 5000), 1000);
  const waitMs = taken.message(10);
  assert.equal(waitMs, 1);
  clock.advance(waitMs);
  assert.equal(taken.message(10), 0);
  clock.advance(100);
  assert.equal(pour(taken, 5000), 100);
});

test('bytes: a second at once, a message that does not fit waits, a smaller one need not', () => {
  const { taken, clock } = intake({ bytesPerSecondMax: 100_000 });
  assert.equal(pour(taken, 100, 9_000), 11);
  assert.equal(taken.message(9_000), 80);
  assert.equal(taken.message(1_000), 0);
  clock.advance(90);
  assert.equal(taken.message(9_000), 0);
});

test('the longest message that a second allows is taken after a quiet second', () => {
  const { taken, clock } = intake({ bytesPerSecondMax: 65_536 });
  assert.equal(taken.message(65_536), 0);
  clock.advance(1000);
  assert.equal(taken.message(65_536), 0);
});

test('control envelopes have their own limit, and some are more work than others', () => {
  const { taken } = intake({ controlsPerSecondMax: 100, messagesPerSecondMax: 1 });
  assert.equal(taken.control(64), 0);
  for (let n = 0; n < 36; n++) assert.equal(taken.control(1), 0);
  assert.ok(taken.control(1) > 0);
  assert.equal(taken.message(1), 0);
});

test('control envelopes: a sixteenth of a second at once, so that a flood is noticed within a turn; then the rate', () => {
  const { taken, clock } = intake({ controlsPerSecondMax: 16_000 });
  const controls = (): number => {
    let sum = 0;
    while (taken.control(1) === 0) sum++;
    return sum;
  };
  assert.equal(controls(), 1_000);
  clock.advance(10);
  assert.equal(controls(), 160);
});

test('few control envelopes in a second may come at once, and four Refreshes always', () => {
  assert.deepEqual([0, 100, 1_000, 4_000, 8_000].map(controlsAtOnce), [0, 100, 256, 256, 500]);
});

test('0 is no limit', () => {
  const { taken } = intake({});
  assert.equal(pour(taken, 100_000, 1 << 20), 100_000);
  for (let n = 0; n < 100_000; n++) assert.equal(taken.control(64), 0);
});

test('over any time no more than burst, rate and one portion', () => {
  const { taken, clock } = intake({ messagesPerSecondMax: 500 });
  let sum = 0;
  for (let n = 0; n < 1000; n++) {
    sum += pour(taken, 7);
    clock.advance(5);
  }
  assert.ok(sum <= 500 + 5 * 500 + 32, String(sum));
  assert.ok(sum >= 500 + 5 * 500 - 32, String(sum));
});
