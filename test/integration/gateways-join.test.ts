// A gateway takes clients only when the others know of it; without Redis it starts alone, and joins later.
import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import { GatewaysStage } from '../support/gateways-stage.js';
import { redisSite, until, type RedisSite } from '../support/redis-gateways.js';
import { startRedis, type TestRedis } from '../support/redis.js';

let redis: TestRedis;
before(async () => {
  redis = await startRedis();
});
after(() => redis.stop());

function scene(context: TestContext): { readonly site: RedisSite; readonly stage: GatewaysStage } {
  const site = redisSite(redis.port);
  context.after(() => site.close());
  return { site, stage: new GatewaysStage(context, { newCluster: (gatewayId) => site.join(gatewayId) }) };
}

test('its lease stands in Redis before its port is open', async (context) => {
  const site = redisSite(redis.port);
  context.after(() => site.close());
  const cluster = site.join('a');
  const stage = new GatewaysStage(context, { newCluster: () => cluster });
  let isOpen = false;
  redis.pause();
  const started = stage.addGateway('a').then(() => {
    isOpen = true;
  });
  // A command has ended at its time-out: the gateway would have had the time to open its port.
  await until('a failed command', () => (cluster.status()?.commandsFailed ?? 0) > 0);
  assert.equal(isOpen, false);
  redis.resume();
  await started;
  const { prefix } = cluster.parts;
  const leases = await cluster.parts.redis.call({ run: 'ZRANGE', args: [`${prefix}:{leases}`, 0, -1] });
  assert.ok(leases.ok && JSON.stringify(leases.reply).startsWith('["a/'), JSON.stringify(leases));
});

test('a user’s push reaches the first session of a gateway that has just started', async (context) => {
  const { site, stage } = scene(context);
  const a = await stage.addGateway('a');
  const backend = await stage.addBackend('game', 'game-1');
  await stage.until('a link', () => stage.linkedTo('game-1').length === 1);
  assert.ok(await stage.client(a, 'watcher'));
  await stage.addGateway('b');
  const [, b] = stage.gateways;
  assert.ok(b !== undefined);
  const client = await stage.client(b, 'alice');
  await site.settled();
  backend.push({ user: 'alice' }, 2000, Buffer.from('hello'));
  await client.pushes.find('the push', (text) => text === 'hello');
});

test('without Redis it starts alone within seconds, and joins when Redis comes', async (context) => {
  const { site, stage } = scene(context);
  await redis.kill();
  const gateway = await stage.addGateway('a');
  const client = await stage.client(gateway, 'alice');
  assert.equal(client.client.session?.user, 'alice');
  await redis.restartEmpty();
  await stage.addGateway('b');
  await site.settled();
});
