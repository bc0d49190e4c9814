import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { PendingRequests } from '../../../src/sdk/client/pending-requests.js';

describe('PendingRequests', () => {
  it('never gives a seq that is taken, whatever opens, settles and expires', () => {
    const step = fc.record({ do: fc.constantFrom('open', 'settle', 'expire'), at: fc.nat(20) });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const pending = new PendingRequests();
        const taken = new Set<number>();
        const answered: number[] = [];
        let tickets = 0;
        for (const { do: what, at } of steps) {
          if (what === 'open') {
            const seq = pending.freeSeq();
            assert.ok(seq > 0 && !taken.has(seq));
            pending.open(seq, ++tickets, 1000, at);
            taken.add(seq);
          } else if (what === 'settle') {
            const settled = pending.settle(at, 1000);
            assert.equal(settled.is === 'unknown', !taken.has(at));
            taken.delete(at);
            if (settled.is === 'open') answered.push(settled.ticket);
          } else answered.push(...pending.expire(at));
          assert.equal(pending.size, taken.size);
        }
        answered.push(...pending.clear());
        assert.deepEqual(
          answered.sort((a, b) => a - b),
          Array.from({ length: tickets }, (_, index) => index + 1),
        );
      }),
    );
  });

  it('takes an answer of another type for a violation', () => {
    const pending = new PendingRequests();
    pending.open(pending.freeSeq(), 1, 1000, 10);
    assert.deepEqual(pending.settle(1, 1001), { is: 'unknown' });
    assert.deepEqual(pending.settle(1, 1000), { is: 'open', ticket: 1 });
  });

  it('never wakes later than the earliest deadline', () => {
    const pending = new PendingRequests();
    assert.equal(pending.wakeAtMs, Infinity);
    for (const deadlineMs of [30, 10, 20]) pending.open(pending.freeSeq(), deadlineMs, 1000, deadlineMs);
    assert.equal(pending.wakeAtMs, 10);
    assert.deepEqual(pending.expire(9), []);
    assert.deepEqual(pending.expire(25), [10, 20]);
    assert.equal(pending.wakeAtMs, 30);
  });

  it('releases the seqs of one type, and no other', () => {
    const pending = new PendingRequests();
    pending.take(6);
    pending.open(pending.freeSeq(), 1, 1000, 10);
    pending.take(6);
    pending.expire(10);
    pending.release(6);
    assert.equal(pending.size, 1);
    assert.deepEqual(pending.settle(2, 1000), { is: 'late' });
    assert.deepEqual(pending.settle(1, 6), { is: 'unknown' });
  });

  it('holds a seq that nobody waits for until its answer', () => {
    const pending = new PendingRequests();
    const seq = pending.take(6);
    assert.equal(pending.wakeAtMs, Infinity);
    assert.deepEqual(pending.settle(seq, 6), { is: 'late' });
    assert.equal(pending.size, 0);
  });
});
