// Three whole gateways over one Redis, a backend, real links and clients: pushes, groups and kicks reach
// clients on any gateway, in order, and a Redis that forgets harms nobody for long.
import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import type { Backend } from '../../src/sdk/backend/backend.js';
import { ERRORS } from '../../src/protocol/codes.js';
import { CallError } from '../../src/sdk/backend/errors.js';
import { GatewaysStage } from '../support/gateways-stage.js';
import type { ListeningClient } from '../support/listening-client.js';
import { redisSite, until, type RedisSite } from '../support/redis-gateways.js';
import { startRedis, type TestRedis } from '../support/redis.js';

const TYPE = 2000;
const CLIENTS_PER_GATEWAY = 40;

let redis: TestRedis;

before(async () => {
  redis = await startRedis();
});
after(() => redis.stop());

interface Scene {
  readonly site: RedisSite;
  readonly stage: GatewaysStage;
  readonly backend: Backend;
  readonly clients: readonly ListeningClient[];
}

/** Gateways a, b and c with the clients of 40 users each; user u0 has one on every gateway. */
async function scene(context: TestContext): Promise<Scene> {
  const site = redisSite(redis.port);
  // Before the gateways, so that it is closed behind them.
  context.after(() => site.close());
  const stage = new GatewaysStage(context, { newCluster: (gatewayId) => site.join(gatewayId) });
  const gateways = [await stage.addGateway('a'), await stage.addGateway('b'), await stage.addGateway('c')];
  const backend = await stage.addBackend('game', 'game-1');
  await stage.until('links', () => stage.linkedTo('game-1').length > 0);
  const clients = await Promise.all(
    gateways.flatMap((gateway, at) =>
      Array.from({ length: CLIENTS_PER_GATEWAY }, (_, serial) =>
        stage.client(gateway, serial === 0 ? 'u0' : `u${serial}-${at}`),
      ),
    ),
  );
  await site.settled();
  return { site, stage, backend, clients };
}

const textsOf = (client: ListeningClient): readonly string[] => client.pushes.entries;
const numbers = (count: number): string[] => Array.from({ length: count }, (_, at) => String(at));

test('pushes by session, user, list, group and to all reach clients on three gateways, in order', async (context) => {
  const { site, backend, clients } = await scene(context);
  const sessions = clients.map(({ id }) => id);
  assert.equal(await backend.join(sessions, 'lobby'), clients.length);
  await site.settled();
  const [first] = clients;
  assert.ok(first !== undefined);
  const ways = [
    (text: string) => backend.push({ user: 'u0' }, TYPE, Buffer.from(text)),
    (text: string) => backend.push({ group: 'lobby' }, TYPE, Buffer.from(text)),
    (text: string) => backend.push({ all: true }, TYPE, Buffer.from(text)),
    (text: string) => backend.push({ users: ['u1-1', 'u0'] }, TYPE, Buffer.from(text)),
  ];
  for (let serial = 0; serial < 200; serial++) ways[serial % ways.length]?.(String(serial));
  const users = clients.filter((_, at) => at % CLIENTS_PER_GATEWAY === 0);
  assert.equal(users.length, 3);
  await until('u0 has all on each gateway', () => users.every((client) => textsOf(client).length >= 200));
  for (const client of users) assert.deepEqual(textsOf(client), numbers(200));
  const others = numbers(200).filter((_, at) => at % 4 === 1 || at % 4 === 2);
  await until('the others have the group’s and everyone’s', () =>
    clients.every((client) => textsOf(client).length >= others.length),
  );
  for (const client of clients)
    if (!users.includes(client) && client !== clients[CLIENTS_PER_GATEWAY + 1])
      assert.deepEqual(textsOf(client), others);
});

test('a kick ends all sessions of a user on three gateways and says how many', async (context) => {
  const { backend, clients } = await scene(context);
  assert.equal(await backend.kick({ user: 'u0' }, { reason: 'bye' }), 3);
  await Promise.all(
    clients.filter((_, at) => at % CLIENTS_PER_GATEWAY === 0).map((client) => client.heard('closed')),
  );
  await assert.rejects(backend.kick({ user: 'u0' }), (error: unknown) => {
    assert.ok(error instanceof CallError);
    return error.code === ERRORS.NOT_ONLINE.code;
  });
  for (const at of [1, CLIENTS_PER_GATEWAY + 1, 2 * CLIENTS_PER_GATEWAY + 1])
    assert.equal(await backend.kick({ session: clients[at]?.id ?? '' }), 1);
});

test('a user revoked at one gateway is out at all of them', async (context) => {
  const { stage, clients } = await scene(context);
  const [gateway] = stage.gateways;
  assert.equal(gateway?.gateway.revokeUser('u0'), 1);
  await Promise.all(
    clients.filter((_, at) => at % CLIENTS_PER_GATEWAY === 0).map((client) => client.heard('closed')),
  );
});

test('a Redis restarted empty: local pushes go on, the cluster is whole again by itself', async (context) => {
  const { site, backend, clients } = await scene(context);
  assert.equal(
    await backend.join(
      clients.map(({ id }) => id),
      'lobby',
    ),
    clients.length,
  );
  await redis.restartEmpty();
  await site.settled();
  backend.push({ user: 'u0' }, TYPE, Buffer.from('by user'));
  backend.push({ group: 'lobby' }, TYPE, Buffer.from('by group'));
  await until('all have what was pushed behind the restart', () =>
    clients.every((client) => textsOf(client).includes('by group')),
  );
  for (const [at, client] of clients.entries())
    assert.deepEqual(
      textsOf(client),
      at % CLIENTS_PER_GATEWAY === 0 ? ['by user', 'by group'] : ['by group'],
    );
  assert.equal(await backend.kick({ user: 'u0' }), 3);
});
