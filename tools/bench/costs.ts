// What single parts cost, for the figures of docs/SCALING.md, docs/ROUTES.md, docs/OPERATIONS.md and
// docs/PERFORMANCE.md that no row of `npm run bench` has. Bytes are the same on any machine; times are the best of
// some rounds, because other work on a machine only ever adds.
//   node --import tsx tools/bench/costs.ts [copy|directory|limits|presence|routes] …
import { once } from 'node:events';
import { connect } from 'node:net';
import { deserialize, serialize } from 'node:v8';
import type { Presence } from '../../src/cluster/cluster.js';
import { MemoryQuotas } from '../../src/cluster/memory-quotas.js';
import { ByteCopier } from '../../src/protocol/byte-copier.js';
import { compileTable } from '../../src/routing/compile-table.js';
import { encodeNews } from '../../src/routing/presence-news.js';
import { PresenceInterest } from '../../src/routing/presence-interest.js';
import { PresencePicture } from '../../src/routing/presence-picture.js';
import { SharedLimit } from '../../src/traffic/shared-limit.js';
import { heldBytes } from '../../test/support/heap.js';
import { redisSite } from '../../test/support/redis-gateways.js';
import { startRedis } from '../../test/support/redis.js';

const ROUNDS = 7;
const SESSIONS = 20_000;

const said = (what: string, cost: string): void => {
  console.log(`${what}: ${cost}`);
};

/** Nanoseconds of one call, the best of some rounds. @param run is given the number of its call */
function bestNs(calls: number, run: (serial: number) => void): number {
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const startMs = performance.now();
    for (let serial = 0; serial < calls; serial++) run(serial);
    best = Math.min(best, ((performance.now() - startMs) * 1e6) / calls);
  }
  return best;
}

/** Bytes that `count` of something hold while it lives. */
async function bytesEach(count: number, make: () => object): Promise<number> {
  const before = await heldBytes();
  const held = [make()];
  const after = await heldBytes();
  held.length = 0;
  return (after - before) / count;
}

/** A session id of 24 characters, a user of 12, an address, two attributes. */
const presenceOf = (serial: number): Presence => ({
  sessionId: String(serial).padStart(24, 's'),
  user: String(serial).padStart(12, 'u'),
  gatewayId: 'gateway-1',
  sinceEpochMs: 1_700_000_000_000,
  ...{ device: '', client: '', address: '203.0.113.17:50000' },
  attributes: new Map([
    ['level', '17'],
    ['world', 'world-2'],
  ]),
});

function copy(): void {
  const [source, target] = [Buffer.alloc(65_536, 7), Buffer.alloc(65_536)];
  const copier = new ByteCopier();
  const length = 70;
  const ways: Readonly<Record<string, (at: number) => void>> = {
    'a loop over bytes': (at) => {
      for (let next = 0; next < length; next++) target[at + next] = source[at + next] ?? 0;
    },
    'set of a subarray': (at) => {
      target.set(source.subarray(at, at + length), at);
    },
    'ByteCopier, which the gateway uses': (at) => {
      copier.copy(target, at, source, at, at + length);
    },
  };
  for (const [name, run] of Object.entries(ways)) {
    const ns = bestNs(500_000, (serial) => {
      run(serial % 60_000);
    });
    said(`copy of ${length} bytes, ${name}`, `${ns.toFixed(0)} ns`);
  }
}

async function limits(): Promise<void> {
  const settings = { name: 'messages', unitsMax: 1_000_000, periodMs: 1_000 };
  const users = Array.from({ length: SESSIONS }, (_, serial) => `user-${serial}`);
  const limit = new SharedLimit(settings, false);
  const ns = bestNs(SESSIONS * 10, (serial) => {
    limit.take(users[serial % SESSIONS] ?? '', serial / 1_000);
  });
  said(`take by one of ${SESSIONS} users`, `${(ns / 1_000).toFixed(2)} µs`);
  const bytes = await bytesEach(SESSIONS, () => {
    const fresh = new SharedLimit(settings, true);
    for (const user of users) fresh.take(user, 0);
    return fresh;
  });
  said('account of a user in memory', `${bytes.toFixed(0)} bytes`);
  await limitsOfWorkers(users);
}

/** What a primary does for a charge of a worker; the pipe between them is not in it. */
async function limitsOfWorkers(users: readonly string[]): Promise<void> {
  const charges = users
    .slice(0, 2_000)
    .map((user) => ({ limit: 'messages', user, unitMs: 10, burstMs: 1_000, spent: 5, wanted: 0 }));
  const quotas = new MemoryQuotas();
  const batch = serialize(charges);
  const ns = bestNs(20, (serial) => {
    const read = deserialize(batch) as typeof charges;
    serialize(read.map((charge) => quotas.charge(charge, serial)));
  });
  said('charge of a worker at its primary', `${(ns / charges.length / 1_000).toFixed(2)} µs`);
  const bytes = await bytesEach(SESSIONS, () => {
    const fresh = new MemoryQuotas();
    for (const user of users)
      fresh.charge({ limit: 'messages', user, unitMs: 10, burstMs: 1_000, spent: 5, wanted: 0 }, 0);
    return fresh;
  });
  said('account of a user in a primary', `${bytes.toFixed(0)} bytes`);
}

async function presence(): Promise<void> {
  const changes = [{ gone: false, presence: presenceOf(1) }];
  const change = encodeNews({ kind: 'changes', round: 7, last: false, changes });
  said('message that a session came, went or changed', `${change.length} bytes`);
  const wanted = Array.from({ length: 500 }, (_, serial) => presenceOf(serial).user);
  const question = encodeNews({ kind: 'watch', round: 7, whole: false, last: true, wanted });
  said('question for 1,000 users, in two messages', `${((2 * question.length) / 1_000).toFixed(1)} KB`);
  const known = await bytesEach(SESSIONS, () => {
    const picture = new PresencePicture();
    for (let serial = 0; serial < SESSIONS; serial++) picture.seen(presenceOf(serial), 1);
    return picture;
  });
  said('session known for watches', `${known.toFixed(0)} bytes`);
  const interest = await bytesEach(SESSIONS, () => {
    const wanting = new PresenceInterest();
    const users = Array.from({ length: SESSIONS }, (_, serial) => presenceOf(serial).user);
    wanting.add('gateway-2', users);
    return wanting;
  });
  said('user that another gateway watches', `${interest.toFixed(0)} bytes`);
}

function routes(): void {
  for (const count of [1_000, 20_000]) {
    const list = Array.from({ length: count }, (_, at) => ({
      types: 1000 + at * 2,
      service: `s-${at % 50}`,
    }));
    const entries = new Map([['all', JSON.stringify(list)]]);
    const ns = bestNs(1, () => {
      if (!compileTable({ entries, revision: '1' }).ok)
        throw new Error('the table of the benchmark is refused');
    });
    said(`compiling ${count} routes`, `${(ns / 1e6).toFixed(0)} ms`);
  }
}

async function directory(): Promise<void> {
  const redis = await startRedis();
  const site = redisSite(redis.port);
  const gateway = site.join('gateway-1');
  gateway.start({
    receive: () => 0,
    lost: () => undefined,
    missed: () => undefined,
    gatewayLost: () => undefined,
  });
  await site.settled();
  const before = await usedMemory(redis.port);
  for (let serial = 0; serial < SESSIONS; serial++) gateway.enter(presenceOf(serial));
  await site.settled();
  const bytes = ((await usedMemory(redis.port)) - before) / SESSIONS;
  said('session in Redis', `${bytes.toFixed(0)} bytes`);
  await site.close();
  await redis.stop();
}

async function usedMemory(port: number): Promise<number> {
  const socket = connect(port, '127.0.0.1', () => socket.write('INFO memory\r\nQUIT\r\n'));
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  await once(socket, 'close');
  return Number(/^used_memory:(\d+)/m.exec(text)?.[1]);
}

const PARTS: Readonly<Record<string, () => void | Promise<void>>> = {
  copy,
  directory,
  limits,
  presence,
  routes,
};
const named = process.argv.slice(2);
for (const name of named.length > 0 ? named : Object.keys(PARTS)) {
  const part = PARTS[name];
  if (part === undefined) throw new Error(`no part "${name}"; there are ${Object.keys(PARTS).join(', ')}`);
  await part();
}
