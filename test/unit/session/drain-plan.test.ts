import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  moveDelaysMs,
  nextDrainPhase,
  SETTLE_TIMEOUT_MS,
  type DrainFacts,
  type DrainPhase,
} from '../../../src/session/drain-plan.js';
import { seededRandom } from '../../support/seeded-random.js';

const LIMITS = { timeoutMs: 30_000, spreadMs: 10_000, graceMs: 2_000 };
const facts = (change: Partial<DrainFacts> = {}): DrainFacts => ({
  elapsedMs: 0,
  phaseMs: 0,
  clients: 1,
  pending: 1,
  ...change,
});

const CASES: readonly [DrainPhase, Partial<DrainFacts>, DrainPhase][] = [
  ['announcing', { elapsedMs: 1_999 }, 'announcing'],
  ['announcing', { elapsedMs: 2_000 }, 'moving'],
  ['announcing', { clients: 0 }, 'moving'],
  ['moving', { elapsedMs: 12_999 }, 'moving'],
  ['moving', { elapsedMs: 13_000 }, 'finishing'],
  ['moving', { clients: 0 }, 'finishing'],
  ['finishing', { elapsedMs: 29_999, pending: 0 }, 'finishing'],
  ['finishing', { clients: 0 }, 'settling'],
  ['settling', { phaseMs: SETTLE_TIMEOUT_MS - 1 }, 'settling'],
  ['settling', { phaseMs: SETTLE_TIMEOUT_MS }, 'over'],
  ['settling', { pending: 0 }, 'over'],
  ['over', {}, 'over'],
];

for (const [phase, change, next] of CASES)
  test(`${phase} with ${JSON.stringify(change)} goes to ${next}`, () => {
    assert.equal(nextDrainPhase(phase, facts(change), LIMITS), next);
  });

test('whatever the phase, it is over when time is up', () => {
  for (const phase of ['announcing', 'moving', 'finishing', 'settling'] as const)
    assert.equal(nextDrainPhase(phase, facts({ elapsedMs: LIMITS.timeoutMs }), LIMITS), 'over');
});

describe('the clients of a drain', () => {
  test('move one in each part of the spread, none before the grace, none after the end', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.nat({ max: 5_000 }),
        fc.nat({ max: 60_000 }),
        fc.integer(),
        (count, graceMs, spreadMs, seed) => {
          const delays = moveDelaysMs(count, { graceMs, spreadMs }, seededRandom(seed));
          assert.equal(delays.length, count);
          const partMs = spreadMs / count;
          for (const [part, delay] of delays.sort((a, b) => a - b).entries()) {
            // Half a millisecond either way for the rounding.
            assert.ok(delay >= graceMs + part * partMs - 0.5, `${delay} in part ${part}`);
            assert.ok(delay <= graceMs + (part + 1) * partMs + 0.5, `${delay} in part ${part}`);
          }
        },
      ),
    );
  });

  test('do not leave in the order in which they came', () => {
    const delays = moveDelaysMs(50, LIMITS, seededRandom(7));
    assert.notDeepEqual(
      delays,
      delays.toSorted((a, b) => a - b),
    );
  });

  test('nobody: nothing to plan', () => {
    assert.deepEqual(moveDelaysMs(0, LIMITS, Math.random), []);
  });
});
