// Single login over three whole gateways, one Redis and real clients: who remains, and what the others are told.
import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import { NO_LOGIN_LIMIT, type LoginSettings } from '../../src/session/logins.js';
import { GatewaysStage, type StagedGateway } from '../support/gateways-stage.js';
import type { ListeningClient } from '../support/listening-client.js';
import { redisSite, until, type RedisSite } from '../support/redis-gateways.js';
import { startRedis, type TestRedis } from '../support/redis.js';

const LOGINS = 150;

let redis: TestRedis;
before(async () => {
  redis = await startRedis();
});
after(() => redis.stop());

interface Scene {
  readonly site: RedisSite;
  readonly stage: GatewaysStage;
  readonly gateways: readonly StagedGateway[];
  /** Sessions of the user on all gateways. */
  sessionsOf(user: string): number;
}

async function scene(context: TestContext, login: Partial<LoginSettings>): Promise<Scene> {
  const site = redisSite(redis.port);
  context.after(() => site.close());
  const newCluster = (gatewayId: string): ReturnType<RedisSite['join']> => site.join(gatewayId);
  const stage = new GatewaysStage(context, { newCluster, login: { ...NO_LOGIN_LIMIT, ...login } });
  const gateways = [await stage.addGateway('a'), await stage.addGateway('b'), await stage.addGateway('c')];
  await site.settled();
  const sessionsOf = (user: string): number =>
    gateways.reduce((sum, { gateway }) => sum + [...gateway.sessions.byUser(user)].length, 0);
  return { site, stage, gateways, sessionsOf };
}

/** Many logins of one user at once, spread over the gateways. */
async function loginAll({ stage, gateways }: Scene, user: string): Promise<readonly ListeningClient[]> {
  const outcomes = await Promise.allSettled(
    Array.from({ length: LOGINS }, (_, at) => {
      const gateway = gateways[at % gateways.length];
      assert.ok(gateway !== undefined);
      return stage.client(gateway, user);
    }),
  );
  return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
}

const disconnects = (gateways: readonly StagedGateway[], code: string): number =>
  gateways.reduce((sum, { gateway }) => sum + (gateway.sessionCounters.disconnects.get(code) ?? 0), 0);

test('150 logins at once, the oldest loses: two remain, each of the others is told LOGGED_IN_ELSEWHERE', async (context) => {
  const at = await scene(context, { perUserMax: 2 });
  await loginAll(at, 'alice');
  await until('two remain', () => at.sessionsOf('alice') === 2);
  await at.site.settled();
  assert.equal(at.sessionsOf('alice'), 2);
  assert.equal(disconnects(at.gateways, 'LOGGED_IN_ELSEWHERE'), LOGINS - 2);
});

test('150 logins at once, the newest loses: two are let in, the others are told TOO_MANY_SESSIONS', async (context) => {
  const at = await scene(context, { perUserMax: 2, loser: 'newest' });
  const clients = await loginAll(at, 'bob');
  assert.equal(clients.length, 2);
  assert.equal(at.sessionsOf('bob'), 2);
  assert.equal(disconnects(at.gateways, 'TOO_MANY_SESSIONS'), LOGINS - 2);
});

test('Redis is away: one session a gateway; when it is back one remains over all', async (context) => {
  const at = await scene(context, { perUserMax: 1 });
  await redis.kill();
  const clients = [];
  for (const gateway of [...at.gateways, ...at.gateways])
    clients.push(await at.stage.client(gateway, 'carol'));
  await until('one a gateway', () => at.sessionsOf('carol') === 3);
  await redis.restartEmpty();
  await until('one remains', () => at.sessionsOf('carol') === 1);
  const [newest] = clients.slice(-1);
  assert.equal(newest?.client.session?.id, newest?.id);
});
