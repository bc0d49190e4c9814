import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  isVoid,
  nextView,
  NO_LEASES,
  parseToken,
  type LeaseChange,
  type LeaseRow,
  type LeaseView,
} from '../../../../src/cluster/redis/lease-view.js';

const GRACE_MS = 4_000;
const token = (gateway: string, incarnation: string, term: number): string =>
  `${gateway}/${incarnation}/${term}/${term}`;
const row = (of: string, untilEpochMs: number): LeaseRow => ({ token: of, untilEpochMs });
const a1 = token('a', 'i1', 1_000);
const a2 = token('a', 'i2', 9_000);
const b1 = token('b', 'i1', 1_000);

const viewOf = (rows: readonly LeaseRow[], nowMs: number): LeaseView =>
  nextView(NO_LEASES, rows, nowMs, GRACE_MS).view;
const told = ({ joined, lost, left }: LeaseChange): Record<'joined' | 'lost' | 'left', string[]> => ({
  joined: joined.map((gateway) => gateway.gatewayId),
  lost: lost.map((gateway) => gateway.gatewayId),
  left: left.map((gateway) => gateway.gatewayId),
});

describe('who lives', () => {
  const both = viewOf([row(a1, 9_000), row(b1, 9_000)], 5_000);

  test('whose lease holds', () => {
    const change = nextView(NO_LEASES, [row(a1, 9_000), row(b1, 5_000)], 5_000, GRACE_MS);
    assert.deepEqual([...change.view.live.keys()], ['a']);
    assert.deepEqual(told(change), { joined: ['a'], lost: [], left: [] });
  });

  test('a lease that is over is a loss, one that was given back is not', () => {
    const change = nextView(both, [row(a1, 6_000), row(b1, -6_000)], 6_000, GRACE_MS);
    assert.deepEqual(told(change), { joined: [], lost: ['a'], left: ['b'] });
    assert.equal(change.view.live.size, 0);
  });

  test('another process under the id: the old one is lost and the new one joins', () => {
    const change = nextView(both, [row(a1, 9_500), row(a2, 13_000), row(b1, 13_000)], 9_100, GRACE_MS);
    assert.deepEqual(told(change), { joined: ['a'], lost: ['a'], left: [] });
    assert.equal(change.view.live.get('a')?.token, a2);
  });

  test('a new term of the same process is neither', () => {
    const change = nextView(both, [row('a/i1/1000/9000', 13_000), row(b1, 13_000)], 9_100, GRACE_MS);
    assert.deepEqual(told(change), { joined: [], lost: [], left: [] });
  });

  test('who is missing from a list that lost its data is waited for, then lost', () => {
    const missing = nextView(both, [row(a1, 10_000)], 6_000, GRACE_MS);
    assert.deepEqual(told(missing), { joined: [], lost: [], left: [] });
    assert.deepEqual([...missing.view.live.keys()].sort(), ['a', 'b']);
    const still = nextView(missing.view, [row(a1, 13_000)], 9_999, GRACE_MS);
    assert.deepEqual(told(still).lost, []);
    assert.deepEqual(told(nextView(still.view, [row(a1, 14_000)], 10_000, GRACE_MS)).lost, ['b']);
    const back = nextView(still.view, [row(a1, 14_000), row('b/i1/1000/9500', 14_000)], 10_000, GRACE_MS);
    assert.deepEqual(told(back), { joined: [], lost: [], left: [] });
    assert.equal(back.view.missing.size, 0);
  });

  test('what is no token is left out', () => {
    const rows = ['', 'a', 'a/b/c/d', 'a b/i/1/1', `${a1}/1`].map((text) => row(text, 9_000));
    assert.equal(viewOf(rows, 1_000).live.size, 0);
  });
});

describe('which entries count', () => {
  const view = viewOf([row(a2, 13_000)], 10_000);

  test('those of the token in force', () => {
    assert.equal(isVoid(view, a2), false);
    assert.equal(isVoid(view, a1), true);
    assert.equal(isVoid(view, b1), true);
    assert.equal(isVoid(view, 'nonsense'), true);
  });

  test('those of a term that began after the view was read: it cannot know them', () => {
    assert.equal(isVoid(view, token('a', 'i3', 9_001)), false);
    assert.equal(isVoid(view, token('c', 'i1', 10_500)), false);
  });
});

test('any rows, ids and times: everybody who lives has a lease or is missing within the grace; no loss of who joins', () => {
  const rows = fc.array(
    fc.record({
      token: fc
        .tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('i1', 'i2'), fc.integer({ min: 1, max: 50 }))
        .map(([gateway, incarnation, term]) => token(gateway, incarnation, term)),
      untilEpochMs: fc.integer({ min: -60, max: 120 }),
    }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(fc.array(rows, { maxLength: 12 }), (lists) => {
      let view = NO_LEASES;
      for (const [at, list] of lists.entries()) {
        const nowMs = at * 10;
        const before = view;
        const change = nextView(before, list, nowMs, 25);
        view = change.view;
        for (const holder of view.live.values()) {
          const hasLease = list.some((one) => one.token === holder.token && one.untilEpochMs > nowMs);
          const missingSince = view.missing.get(holder.gatewayId);
          assert.ok(hasLease || (missingSince !== undefined && nowMs - missingSince < 25));
          assert.equal(parseToken(holder.token)?.gatewayId, holder.gatewayId);
        }
        for (const known of [...change.lost, ...change.left]) {
          assert.equal(before.live.get(known.gatewayId)?.incarnation, known.incarnation);
          assert.notEqual(view.live.get(known.gatewayId)?.incarnation, known.incarnation);
        }
      }
    }),
  );
});
