import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { newLoad, Spread, UNTAKEN_MAX, type WorkerLoad } from '../../../src/workers/spread.js';

function send(spread: Spread, loads: readonly (WorkerLoad | undefined)[], count: number): number[] {
  const chosen = loads.map(() => 0);
  for (let at = 0; at < count; at++) {
    const slot = spread.next(loads) ?? assert.fail('somebody has room');
    const load = loads[slot] ?? assert.fail('one that serves');
    load.sent++;
    load.taken++;
    chosen[slot] = (chosen[slot] ?? 0) + 1;
  }
  return chosen;
}

describe('spread', () => {
  test('equal workers get equal shares, but for two connections', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 1, max: 2000 }), (workers, count) => {
        const loads = Array.from({ length: workers }, newLoad);
        const shares = send(new Spread(), loads, count);
        assert.ok(Math.max(...shares) - Math.min(...shares) <= 2, shares.join());
      }),
    );
  });

  test('one that is new catches up while the others still get some', () => {
    const loads = [0, 1, 2, 3].map((slot) => ({ sent: slot === 2 ? 0 : 250, taken: 250, gone: 0 }));
    const [first = 0, , fresh = 0] = send(new Spread(), loads, 200);
    assert.ok(fresh >= 120, String(fresh));
    assert.ok(first >= 20, String(first));
    send(new Spread(), loads, 800);
    const counts = loads.map(({ sent }) => sent);
    assert.ok(Math.max(...counts) - Math.min(...counts) <= 2, counts.join());
  });

  test('one that loses its connections at once does not get everybody', () => {
    const loads = [newLoad(), newLoad(), newLoad(), newLoad()];
    const spread = new Spread();
    for (let at = 0; at < 1000; at++) {
      const slot = spread.next(loads) ?? assert.fail('somebody has room');
      const load = loads[slot] ?? assert.fail('one that serves');
      load.sent++;
      load.taken++;
      if (slot === 1) load.gone++;
    }
    assert.ok((loads[1]?.sent ?? 0) <= 640, String(loads[1]?.sent));
  });

  test('who does not serve or does not take gets none', () => {
    const spread = new Spread();
    const stalled = { sent: UNTAKEN_MAX, taken: 0, gone: 0 };
    assert.deepEqual(send(spread, [undefined, newLoad(), stalled], 5), [0, 5, 0]);
    assert.equal(spread.next([undefined, stalled]), undefined);
    assert.equal(spread.next([]), undefined);
  });
});
