import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { within } from '../../src/clock.js';
import { FakeClock, settled } from '../support/fake-clock.js';

describe('within a time', () => {
  test('what comes in time, and no timer is left', async () => {
    const clock = new FakeClock();
    assert.equal(await within(clock, 100, Promise.resolve(7)), 7);
    assert.equal(clock.pending, 0);
  });

  test('what rejects in time, and no timer is left', async () => {
    const clock = new FakeClock();
    await assert.rejects(within(clock, 100, Promise.reject(new Error('no'))), /^Error: no$/);
    assert.equal(clock.pending, 0);
  });

  test('what is late; how it ends is nobody’s concern', async () => {
    const clock = new FakeClock();
    let fail: ((reason: Error) => void) | undefined;
    const work = new Promise<number>((_, reject) => (fail = reject));
    const outcome = within(clock, 100, work);
    clock.advance(99);
    assert.equal(clock.pending, 1);
    clock.advance(1);
    assert.equal(await outcome, 'late');
    fail?.(new Error('an unhandled rejection would fail this test'));
    await settled();
  });
});
