import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BusAddressing } from '../../../../src/cluster/redis/bus-addressing.js';
import { SETTLE_MS, TrustedDirectory } from '../../../../src/cluster/redis/bus-directory.js';
import type { RedisEvents } from '../../../../src/cluster/redis/commands.js';
import type { LeaseHolder } from '../../../../src/cluster/redis/lease-view.js';
import { FakeClock } from '../../../support/fake-clock.js';

const holder = (gatewayId: string, termEpochMs = 0): LeaseHolder => ({
  ...{ gatewayId, incarnation: '1', sinceEpochMs: 0, termEpochMs, token: gatewayId },
});
const NOBODY = { sessions: [], user: '', users: [], group: '', all: false, except: [] };
const toAlice = {
  kind: 'push' as const,
  target: { ...NOBODY, user: 'alice' },
  envelope: new Uint8Array(0),
};

/** Gateways me, b, c and d; the directory says that alice is on b. */
function bench(): {
  clock: FakeClock;
  events: RedisEvents[];
  live: LeaseHolder[];
  found: { answer: readonly string[] | undefined };
  ways: () => Promise<string[]>;
  addressing: BusAddressing;
} {
  const clock = new FakeClock();
  const events: RedisEvents[] = [];
  const live = ['b', 'c', 'd', 'me'].map((gatewayId) => holder(gatewayId));
  const found: { answer: readonly string[] | undefined } = { answer: ['b'] };
  const directory = new TrustedDirectory({
    gatewayId: 'me',
    redis: { subscribe: (subscriber) => events.push(subscriber) },
    leases: { live: () => live, redisEpochMs: () => 100_000 + clock.nowMs() },
    users: () => Promise.resolve(found.answer),
    group: () => Promise.resolve(found.answer),
    clock,
  });
  const addressing = new BusAddressing(directory);
  const ways = async (): Promise<string[]> =>
    (await addressing.find(toAlice)).map(({ gatewayId }) => gatewayId);
  return { clock, events, live, found, ways, addressing };
}

test('a user is looked up, and this gateway is not asked', async () => {
  const { ways, found, addressing } = bench();
  assert.deepEqual(await ways(), ['b']);
  found.answer = ['me', 'gone'];
  assert.deepEqual(await ways(), []);
  assert.deepEqual(addressing.counters, { lookUps: 2, unknown: 0 });
});

test('what is not known goes to all', async () => {
  const { ways, found, addressing } = bench();
  found.answer = undefined;
  assert.deepEqual(await ways(), ['b', 'c', 'd']);
  assert.equal(addressing.counters.unknown, 1);
});

test('behind a Redis that was away or replaced nothing is believed until all have written again', async () => {
  const { ways, clock, events } = bench();
  events[0]?.replaced?.();
  clock.advance(SETTLE_MS - 1);
  assert.deepEqual(await ways(), ['b', 'c', 'd']);
  clock.advance(1);
  assert.deepEqual(await ways(), ['b']);
  const asked = ways();
  events[0]?.healthChanged?.({ ok: false, sinceEpochMs: 0, detail: '' });
  assert.deepEqual(await asked, ['b', 'c', 'd'], 'also while the answer is on the way');
});

test('a gateway with a young term may hold what it has not written yet', async () => {
  const { ways, clock, live } = bench();
  live[2] = holder('d', 99_000);
  assert.deepEqual(await ways(), ['b', 'd']);
  clock.advance(SETTLE_MS);
  assert.deepEqual(await ways(), ['b']);
});
