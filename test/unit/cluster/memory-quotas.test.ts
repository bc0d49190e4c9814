import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { MemoryQuotas } from '../../../src/cluster/memory-quotas.js';

const TEN = { limit: 'messages', unitMs: 100, burstMs: 1_000, spent: 0, wanted: 0 };

describe('accounts in memory', () => {
  test('gives what a period has, and says when there is one more', () => {
    const quotas = new MemoryQuotas();
    const all = quotas.charge({ ...TEN, user: 'ann', wanted: 12 }, 5_000);
    assert.deepEqual(all, { granted: 10, waitMs: 100 });
    assert.deepEqual(quotas.charge({ ...TEN, user: 'ann', wanted: 1 }, 5_099), { granted: 0, waitMs: 1 });
    assert.deepEqual(quotas.charge({ ...TEN, user: 'ann', wanted: 1 }, 5_100), { granted: 1, waitMs: 100 });
  });

  test('charges what was spent on credit whatever there is', () => {
    const quotas = new MemoryQuotas();
    assert.deepEqual(quotas.charge({ ...TEN, user: 'ann', spent: 25, wanted: 5 }, 0), {
      granted: 0,
      waitMs: 1_600,
    });
  });

  test('keeps users and limits apart', () => {
    const quotas = new MemoryQuotas();
    quotas.charge({ ...TEN, user: 'ann', wanted: 10 }, 0);
    const full = { granted: 10, waitMs: 100 };
    assert.deepEqual(quotas.charge({ ...TEN, user: 'bob', wanted: 10 }, 0), full);
    assert.deepEqual(quotas.charge({ ...TEN, limit: 'logins', user: 'ann', wanted: 10 }, 0), full);
  });

  test('in the long run it is the limit, however it is asked', () => {
    const asked = fc.record({ afterMs: fc.nat({ max: 300 }), wanted: fc.nat({ max: 8 }) });
    fc.assert(
      fc.property(fc.array(asked, { minLength: 1, maxLength: 200 }), (all) => {
        const quotas = new MemoryQuotas();
        let nowMs = 0;
        let granted = 0;
        for (const { afterMs, wanted } of all) {
          nowMs += afterMs;
          granted += quotas.charge({ ...TEN, user: 'ann', wanted }, nowMs).granted;
        }
        assert.ok(granted <= 10 + nowMs / 100, `${granted} in ${nowMs} ms`);
      }),
    );
  });

  test('an account that is paid for makes room; without room nothing is refused, which is counted', () => {
    const quotas = new MemoryQuotas(2);
    for (const user of ['ann', 'bob']) quotas.charge({ ...TEN, user, wanted: 10 }, 0);
    assert.deepEqual(quotas.charge({ ...TEN, user: 'eve', wanted: 3 }, 10), { granted: 3, waitMs: 0 });
    assert.deepEqual([quotas.accounts, quotas.unaccounted], [2, 1]);
    assert.equal(quotas.charge({ ...TEN, user: 'ann', wanted: 1 }, 10).granted, 0, 'who has one keeps it');
    quotas.charge({ ...TEN, user: 'eve', wanted: 3 }, 1_500);
    assert.deepEqual([quotas.accounts, quotas.unaccounted], [1, 1]);
  });

  test('paid accounts do not pile up', () => {
    const quotas = new MemoryQuotas();
    for (let at = 0; at < 50_000; at++) quotas.charge({ ...TEN, user: `user-${at}`, wanted: 1 }, at);
    assert.ok(quotas.accounts <= 5_000, `${quotas.accounts} accounts`);
  });
});
