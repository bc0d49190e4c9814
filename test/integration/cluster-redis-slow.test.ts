// Three whole gateways over a Redis that answers late: what is on one gateway notices nothing, what needs the
// others ends with an answer or a code in its time, and when Redis is prompt again everything is whole, nothing
// doubled, nothing left behind. Redis itself is real; a proxy holds bytes back in both directions.
import assert from 'node:assert/strict';
import { after, before, describe, test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ERRORS } from '../../src/protocol/codes.js';
import type { Backend } from '../../src/sdk/backend/backend.js';
import { CallError } from '../../src/sdk/backend/errors.js';
import { GatewaysStage } from '../support/gateways-stage.js';
import type { ListeningClient } from '../support/listening-client.js';
import { redisSite, until, type RedisSite, type TestCluster } from '../support/redis-gateways.js';
import { startRedis, type TestRedis } from '../support/redis.js';
import { PROMPT, SlowProxy, type Slowness } from '../support/slow-proxy.js';

const ASK = 1000;
const PUSH = 2000;
const USERS = 8;
/** The longest that a command of a backend takes (2 s to ask others, 5 s in its SDK), on a busy machine. */
const CALL_MS_MAX = 10_000;
/** Between two pushes. */
const PACE_MS = 10;

interface Scene {
  readonly site: RedisSite;
  readonly clusters: readonly TestCluster[];
  readonly proxy: SlowProxy;
  readonly stage: GatewaysStage;
  readonly backend: Backend;
  /** One of each user, at the gateways in turn. */
  readonly clients: readonly ListeningClient[];
}

let redis: TestRedis;

before(async () => {
  redis = await startRedis();
});
after(() => redis.stop());

async function scene(context: TestContext): Promise<Scene> {
  const proxy = await SlowProxy.start(redis.address);
  context.after(() => {
    proxy.close();
  });
  const site = redisSite(proxy.port);
  context.after(() => site.close());
  const clusters: TestCluster[] = [];
  const stage = new GatewaysStage(context, {
    newCluster: (gatewayId) => {
      const cluster = site.join(gatewayId);
      clusters.push(cluster);
      return cluster;
    },
  });
  const gateways = [await stage.addGateway('a'), await stage.addGateway('b'), await stage.addGateway('c')];
  const backend = await stage.addBackend('game', 'game-1', (one) => {
    one.on(ASK, (payload: Uint8Array) => payload);
  });
  await stage.until('links', () => stage.linkedTo('game-1').length === gateways.length);
  const clients = await Promise.all(
    Array.from({ length: USERS }, (_, at) => {
      const gateway = gateways[at % gateways.length];
      assert.ok(gateway !== undefined);
      return stage.client(gateway, `u${at}`);
    }),
  );
  await backend.join(
    clients.map(({ id }) => id),
    'lobby',
  );
  await site.settled();
  return { site, clusters, proxy, stage, backend, clients };
}

/** Pushes a number each few milliseconds, to the first user, the group and all in turn. @returns what ends it */
function pacing(backend: Backend): () => Promise<number> {
  const state = { going: true, serial: 0 };
  const targets = [{ user: 'u0' }, { group: 'lobby' }, { all: true }, { users: ['u0', 'u1'] }] as const;
  const done = (async () => {
    while (state.going) {
      const target = targets[state.serial % targets.length] ?? targets[0];
      backend.push(target, PUSH, Buffer.from(String((state.serial += 1))));
      await sleep(PACE_MS);
    }
  })();
  return async () => {
    state.going = false;
    await done;
    return state.serial;
  };
}

const userNames = (clients: readonly ListeningClient[]): string[] => clients.map((_, at) => `u${at}`);
const lostOf = ({ news }: ListeningClient): number =>
  news.entries.reduce((sum, one) => sum + (one.name === 'lost' ? Math.max(1, one.event.count) : 0), 0);
const isRising = (texts: readonly string[]): boolean =>
  texts.every((text, at) => at === 0 || Number(text) > Number(texts[at - 1]));

/** The call's end: the number that it gave, or its code. Fails when it takes longer than any may. */
async function endOf(call: Promise<number>): Promise<number> {
  const startedMs = performance.now();
  const end = await call.catch((error: unknown) => {
    assert.ok(error instanceof CallError, String(error));
    return error.code;
  });
  assert.ok(performance.now() - startedMs < CALL_MS_MAX);
  return end;
}

/** Requests of a client one after the other until the call is over. @returns how many were answered */
async function askDuring(client: ListeningClient, call: Promise<unknown>): Promise<number> {
  const state = { going: true, answered: 0 };
  const stop = (): void => {
    state.going = false;
  };
  call.then(stop, stop);
  while (state.going) {
    const text = String(state.answered);
    assert.equal(await client.ask(ASK, text), text);
    state.answered++;
  }
  return state.answered;
}

async function slowly({ proxy, site }: Scene, slowness: Slowness, body: () => Promise<void>): Promise<void> {
  proxy.slow(slowness);
  try {
    await body();
  } finally {
    proxy.slow(PROMPT);
  }
  await site.settled();
}

/** Everybody is known once, pushes come once, no queue holds anything. */
async function isWhole({ backend, clients, clusters, site }: Scene): Promise<void> {
  await until('the directory to be right', async () => {
    const online = await backend.whoIsOnline(userNames(clients)).catch(() => []);
    return online.map(({ id }) => id).join() === clients.map(({ id }) => id).join();
  });
  const before = clients.map(({ pushes }) => pushes.entries.length);
  backend.push({ group: 'lobby' }, PUSH, Buffer.from('the last'));
  await Promise.all(clients.map(({ pushes }) => pushes.find('the last push', (text) => text === 'the last')));
  await site.settled();
  for (const [at, { pushes }] of clients.entries())
    assert.deepEqual(pushes.entries.slice(before[at]), ['the last']);
  await until('empty queues', () =>
    clusters.every((one) => {
      const { bus, waiting } = one.statusNow();
      return bus.queuedBytes + bus.asksOpen + waiting === 0;
    }),
  );
  for (const client of clients)
    assert.ok(!client.news.entries.some(({ name }) => name === 'closed' || name === 'disconnected'));
}

describe('a Redis that answers late', { concurrency: true }, () => {
  test('by less than the time-out of a command: all is done, nothing is lost', async (context) => {
    const at = await scene(context);
    const { backend, clients, clusters } = at;
    const stop = pacing(backend);
    await slowly(at, { toServerMs: 100, toClientMs: 200 }, async () => {
      await sleep(1_500);
      const [first] = clients;
      assert.ok(first !== undefined);
      // Nobody but Redis knows a user of another gateway.
      assert.deepEqual(await endOf(backend.kick({ user: 'nobody' })), ERRORS.NOT_ONLINE.code);
      const asked = endOf(backend.whoIsOnline(userNames(clients)).then((found) => found.length));
      assert.ok((await askDuring(first, asked)) > 0);
      assert.equal(await asked, clients.length);
      await sleep(1_000);
    });
    const count = await stop();
    await at.site.settled();
    const due = Array.from({ length: count }, (_, serial) => String(serial + 1));
    const [first] = clients;
    await until('the last push', () => (first?.pushes.entries.length ?? 0) >= count);
    assert.deepEqual(first?.pushes.entries, due);
    for (const client of clients) {
      assert.ok(isRising(client.pushes.entries));
      assert.equal(lostOf(client), 0);
    }
    assert.deepEqual(
      clusters.map((one) => one.statusNow().lapses),
      [0, 0, 0],
    );
    await isWhole(at);
  });

  test('by more than it: calls end with an answer or a code, requests go on', async (context) => {
    const at = await scene(context);
    const { backend, clients } = at;
    const [atA, atB] = clients;
    assert.ok(atA !== undefined && atB !== undefined);
    const stop = pacing(backend);
    await slowly(at, { toServerMs: 700, toClientMs: 800 }, async () => {
      await sleep(1_000);
      const calls = [
        { client: atA, call: () => backend.whoIsOnline(['u1']).then((found) => found.length), done: 1 },
        { client: atB, call: () => backend.kick({ user: 'nobody' }), done: ERRORS.NOT_ONLINE.code },
        { client: atA, call: () => backend.join([atA.id, atB.id], 'club'), done: 2 },
      ];
      for (const { client, call, done } of calls) {
        const end = endOf(call());
        assert.ok((await askDuring(client, end)) > 0);
        assert.ok([done, ERRORS.CLUSTER_UNAVAILABLE.code].includes(await end), String(await end));
      }
      // Straight over the link: no Redis in it.
      const before = atB.pushes.entries.length;
      backend.push({ session: atB.id }, PUSH, Buffer.from('direct'));
      await atB.pushes.find('the direct push', (text) => text === 'direct', before);
    });
    const count = await stop();
    await at.site.settled();
    for (const client of clients) {
      const numbers = client.pushes.entries.filter((text) => text !== 'direct');
      assert.ok(isRising(numbers), numbers.join());
    }
    await until('all pushes to have come, or be told as lost', () => {
      const numbers = atA.pushes.entries.filter((text) => text !== 'direct');
      return numbers.length + lostOf(atA) >= count;
    });
    await isWhole(at);
  });

  test('by turns: leases are kept or given up, sessions stay, the directory is right behind it', async (context) => {
    const at = await scene(context);
    const stop = pacing(at.backend);
    for (const toServerMs of [1_500, 0, 900, 300])
      await slowly(at, { toServerMs, toClientMs: toServerMs / 3 }, () => sleep(2_500));
    await stop();
    await at.site.settled();
    for (const { pushes } of at.clients) assert.ok(isRising(pushes.entries));
    await isWhole(at);
  });

  test('sessions that come and go meanwhile are in the directory, or not, as they are there', async (context) => {
    const at = await scene(context);
    const { stage, backend, proxy } = at;
    const gateways = stage.gateways;
    proxy.slow({ toServerMs: 700, toClientMs: 800 });
    const came = await Promise.all(
      Array.from({ length: 12 }, (_, serial) => {
        const gateway = gateways[serial % gateways.length];
        assert.ok(gateway !== undefined);
        return stage.client(gateway, `late-${serial}`);
      }),
    );
    const staying = came.filter((_, serial) => serial % 2 === 0);
    await Promise.all(came.filter((client) => !staying.includes(client)).map(({ client }) => client.close()));
    proxy.slow(PROMPT);
    await at.site.settled();
    await until('exactly those who stayed', async () => {
      const online = await backend.whoIsOnline(came.map((_, serial) => `late-${serial}`)).catch(() => []);
      return (
        online
          .map(({ id }) => id)
          .sort()
          .join() ===
        staying
          .map(({ id }) => id)
          .sort()
          .join()
      );
    });
    // What was asked of Redis late must not come back over what is known now.
    await sleep(2_000);
    const online = await backend.whoIsOnline(came.map((_, serial) => `late-${serial}`));
    assert.equal(online.length, staying.length);
    await isWhole(at);
  });
});
