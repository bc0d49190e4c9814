import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { QuotaCharge, QuotaGrant } from '../../../src/cluster/cluster.js';
import { LEASE_MS, SharedLimit } from '../../../src/traffic/shared-limit.js';

const SECOND = { name: 'messages', periodMs: 1_000 };

/** The account of one user, as Redis keeps it. */
class Account {
  #paidUntilMs = 0;

  charge({ unitMs, burstMs, spent, wanted }: QuotaCharge, nowMs: number): QuotaGrant {
    const paid = Math.max(this.#paidUntilMs, nowMs) + spent * unitMs;
    const granted = Math.max(0, Math.min(wanted, Math.floor((nowMs + burstMs - paid) / unitMs)));
    this.#paidUntilMs = paid + granted * unitMs;
    return { granted, waitMs: Math.max(0, Math.ceil(this.#paidUntilMs + unitMs - burstMs - nowMs)) };
  }
}

interface Run {
  readonly unitsMax: number;
  readonly gateways: number;
  /** Takes of each gateway in each 5 ms step. */
  readonly takes: number;
  readonly seconds: number;
  /** Steps from a charge to its answer. */
  readonly latency: number;
}

/** @returns how many were let pass and refused */
function simulate({ unitsMax, gateways, takes, seconds, latency }: Run): { passed: number; refused: number } {
  const account = new Account();
  const limits = Array.from({ length: gateways }, () => new SharedLimit({ ...SECOND, unitsMax }, false));
  for (const limit of limits) limit.become(false, gateways);
  const answers: { atMs: number; settle: () => void }[] = [];
  let passed = 0;
  let owed = 0;
  for (let nowMs = 1_000; nowMs < 1_000 + seconds * 1_000; nowMs += 5) {
    for (const answer of answers.splice(0))
      if (answer.atMs <= nowMs) answer.settle();
      else answers.push(answer);
    for (const limit of limits) {
      owed += takes;
      for (; owed >= 1; owed--) if (limit.take('alice', nowMs) === 0) passed++;
      if (nowMs % 25 !== 0) continue;
      for (const charge of limit.charges(nowMs, 10)) {
        const grant = account.charge(charge, nowMs);
        answers.push({
          atMs: nowMs + latency * 5,
          settle: () => {
            limit.settle(charge, grant, nowMs + latency * 5);
          },
        });
      }
    }
  }
  return { passed, refused: limits.reduce((sum, limit) => sum + limit.refused, 0) };
}

describe('over all gateways', () => {
  test('no more passes than the bound says, and most of the limit does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 5 }),
        fc.double({ min: 0.01, max: 3, noNaN: true }),
        fc.integer({ min: 2, max: 6 }),
        fc.integer({ min: 0, max: 8 }),
        (unitsMax, gateways, takes, seconds, latency) => {
          const { passed } = simulate({ unitsMax, gateways, takes, seconds, latency });
          const bound = unitsMax * (seconds + 3) + 2 * gateways;
          assert.ok(passed <= bound, `${passed} passed, the bound is ${bound}`);
          const offered = takes * gateways * seconds * 200;
          const fair = Math.min(offered, unitsMax * seconds) * 0.5 - gateways;
          assert.ok(passed >= fair, `${passed} passed of ${offered}, the limit is ${unitsMax * seconds}`);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a user who stays well below the limit is never refused', () => {
    // 40 of 100 a second at each of two gateways.
    const run = { unitsMax: 100, gateways: 2, takes: 0.2, seconds: 10, latency: 2 };
    assert.equal(simulate(run).refused, 0);
  });

  test('a quiet user costs one charge a second', () => {
    const limit = new SharedLimit({ ...SECOND, unitsMax: 100 }, false);
    let charges = 0;
    for (let nowMs = 0; nowMs < 10_000; nowMs += 25) {
      if (nowMs % 250 === 0) limit.take('alice', nowMs);
      for (const charge of limit.charges(nowMs, 10)) {
        charges++;
        assert.equal(charge.wanted, 0);
        limit.settle(charge, { granted: 0, waitMs: 0 }, nowMs);
      }
    }
    assert.ok(charges >= 7 && charges <= 10, `${charges} charges`);
  });
});

describe('one account', () => {
  test('an empty one waits as long as Redis says, then one is taken on credit', () => {
    const limit = new SharedLimit({ ...SECOND, unitsMax: 10 }, false);
    for (let at = 0; at < 10; at++) assert.equal(limit.take('alice', 0), 0);
    assert.ok(limit.take('alice', 0) > 0, 'no more on credit than the share');
    const [charge] = limit.charges(0, 10);
    assert.ok(charge);
    assert.deepEqual([charge.spent, charge.user, charge.unitMs], [10, 'alice', 100]);
    assert.deepEqual(limit.charges(0, 10), [], 'one charge at a time');
    limit.settle(charge, { granted: 0, waitMs: 300 }, 10);
    assert.equal(limit.take('alice', 10), 300);
    assert.deepEqual(limit.charges(10, 10), [], 'nothing is asked while it is known to be empty');
    assert.equal(limit.take('bob', 10), 0);
    assert.equal(limit.take('alice', 310), 0);
    assert.ok(limit.take('alice', 310) > 0);
    assert.equal(limit.refused, 3);
  });

  test('units given ahead lapse', () => {
    const limit = new SharedLimit({ ...SECOND, unitsMax: 100 }, false);
    for (let at = 0; at < 60; at++) limit.take('alice', 0);
    const [charge] = limit.charges(0, 10);
    assert.ok(charge);
    assert.deepEqual([charge.spent, charge.wanted], [60, 10]);
    limit.settle(charge, { granted: 10, waitMs: 0 }, 0);
    limit.take('alice', LEASE_MS + 1);
    const [next] = limit.charges(2 * LEASE_MS + 1, 10);
    assert.deepEqual([next?.spent, next?.wanted], [1, 0]);
  });

  test('a charge without an answer is charged again', () => {
    const limit = new SharedLimit({ ...SECOND, unitsMax: 2 }, false);
    limit.take('alice', 0);
    const [charge] = limit.charges(0, 10);
    assert.ok(charge);
    limit.settle(charge, undefined, 0);
    assert.equal(limit.charges(0, 10)[0]?.spent, 1);
  });

  test('is forgotten when it is as good as new', () => {
    const limit = new SharedLimit({ ...SECOND, unitsMax: 2 }, false);
    limit.take('alice', 0);
    limit.sweep(5_000);
    assert.equal(limit.accounts, 1, 'it owes');
    const [charge] = limit.charges(5_000, 10);
    assert.ok(charge);
    limit.settle(charge, { granted: 0, waitMs: 0 }, 5_000);
    limit.sweep(5_001);
    assert.equal(limit.accounts, 0);
  });
});

describe('alone', () => {
  test('each gateway keeps to its share, one unit at least', () => {
    for (const [gateways, share] of [
      [1, 10],
      [5, 2],
      [20, 1],
    ] as const) {
      const limit = new SharedLimit({ ...SECOND, unitsMax: 10 }, true);
      limit.become(true, gateways);
      let passed = 0;
      while (limit.take('alice', 10_000) === 0) passed++;
      assert.equal(passed, share);
      assert.deepEqual(limit.charges(10_000, 10), []);
      const wait = limit.take('alice', 10_000);
      assert.equal(wait, Math.ceil(100 * gateways));
      assert.equal(limit.take('alice', 10_000 + wait), 0);
    }
  });
});
