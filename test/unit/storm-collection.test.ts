import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { collectGarbage, startStormWatch, STORM_LOOK_MS, StormWatch } from '../../src/storm-collection.js';
import { FakeClock } from '../support/fake-clock.js';

/** Looks at a gateway in which nobody sends. */
const idle = (watch: StormWatch, accepted: number, sessions: number): string =>
  watch.look({ accepted, sessions, messages: 0 });

describe('a storm of connections', () => {
  test('is over when hardly any come any more, and collected once', () => {
    const watch = new StormWatch();
    assert.equal(idle(watch, 600, 600), 'wait');
    assert.equal(idle(watch, 1500, 1500), 'wait');
    assert.equal(idle(watch, 1505, 1505), 'at-once');
    assert.equal(idle(watch, 1505, 1505), 'wait');
  });

  test('has to be over for ten looks where messages flow', () => {
    const watch = new StormWatch();
    const accepted = [2000, ...Array<number>(9).fill(2000), 2100, ...Array<number>(10).fill(2100)];
    const verdicts = accepted.map((count, at) =>
      watch.look({ accepted: count, sessions: 500, messages: at * 101 }),
    );
    assert.deepEqual(verdicts.indexOf('alongside'), accepted.length - 1);
  });

  test('that is small is none', () => {
    const watch = new StormWatch();
    idle(watch, 999, 999);
    assert.equal(idle(watch, 999, 999), 'wait');
  });

  test('has to be large against the sessions that are there', () => {
    const watch = new StormWatch();
    idle(watch, 40_000, 40_000);
    assert.equal(idle(watch, 40_000, 40_000), 'at-once');
    idle(watch, 49_000, 40_000);
    assert.equal(idle(watch, 49_000, 40_000), 'wait');
    idle(watch, 50_000, 40_000);
    assert.equal(idle(watch, 50_000, 40_000), 'at-once');
  });

  test('a trickle adds up to one', () => {
    const watch = new StormWatch();
    const verdicts = Array.from({ length: 300 }, (_, at) => idle(watch, (at + 1) * 10, 100));
    assert.equal(verdicts.filter((verdict) => verdict === 'at-once').length, 3);
  });
});

test('the driver looks at its interval, until it is cancelled', () => {
  const clock = new FakeClock();
  let accepted = 5000;
  let collections = 0;
  const timer = startStormWatch(
    clock,
    () => ({ accepted, sessions: 0, messages: 0 }),
    () => collections++,
  );
  clock.advance(2 * STORM_LOOK_MS);
  assert.equal(collections, 1);
  accepted = 10_000;
  timer.cancel();
  clock.advance(5 * STORM_LOOK_MS);
  assert.equal(collections, 1);
});

/** Far from the test's own frame, whose registers would keep the object. */
function toldWhenGone(registry: FinalizationRegistry<string>): void {
  registry.register({ of: 'the storm' }, 'collected');
}

/** Resolves when an object that nobody holds is gone. */
function collected(): Promise<string> {
  return new Promise((resolve) => {
    const registry = new FinalizationRegistry<string>((what) => {
      clearInterval(holding);
      resolve(what);
    });
    const holding = setInterval(() => registry, 1_000);
    toldWhenGone(registry);
  });
}

// Left alone, V8 does not within a minute: so little garbage, which dies young, makes no old generation grow.
for (const how of ['at-once', 'alongside'] as const)
  test(`V8 collects what it is asked to collect, ${how}`, { timeout: 60_000 }, async () => {
    const before = collected();
    await collectGarbage('at-once');
    assert.equal(await before, 'collected');
    const gone = collected();
    await collectGarbage(how);
    // As a gateway with messages does: alongside needs a heap in which something is allocated.
    const allocating = setInterval(() => Array.from({ length: 10_000 }, () => ({})), 1);
    assert.equal(await gone, 'collected');
    clearInterval(allocating);
  });
