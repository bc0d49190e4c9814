import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConsulRegistry } from '../../../../src/discovery/consul/consul-registry.js';
import type { RouteSource } from '../../../../src/discovery/registry.js';
import { Inbox } from '../../../support/inbox.js';
import { openFakeSite } from './fake-site.js';

test('prefix and tag are its own, and closing it ends all watches', async (t) => {
  const site = await openFakeSite();
  t.after(() => site.close());
  const registry = new ConsulRegistry({ ...site.context, prefix: 'game/eu/', serviceTag: 'game' });
  t.after(() => {
    registry.close();
  });
  site.set('/catalog/services', { body: { echo: ['game'], other: ['causeway'] } });
  const sources = new Inbox<RouteSource>();
  const instances = new Inbox<object>();
  registry.watchRoutes(sources.put);
  registry.watchInstances(instances.put);
  const source = await sources.until(() => true);
  await instances.until(() => true);
  assert.equal(source.origin, 'consul game/eu/routes/');
  assert.equal(registry.contact().ok, true);
  assert.equal(registry.skippedInstances(), 0);
  const paths = new Set(site.server.requests.map(({ path }) => path));
  assert.deepEqual([...paths].sort(), [
    '/v1/catalog/services',
    '/v1/health/service/echo',
    '/v1/kv/game/eu/accepted',
    '/v1/kv/game/eu/routes/',
  ]);
  // What was sent before the close arrives before it is counted.
  await sleep(30);
  registry.close();
  const asked = site.server.requests.length;
  site.set('/kv/game/eu/accepted', { status: 404 });
  await sleep(50);
  assert.equal(site.server.requests.length, asked);
  assert.equal(sources.all.length, 1);
});
