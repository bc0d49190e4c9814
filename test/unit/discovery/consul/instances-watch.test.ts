import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { InstancesWatch } from '../../../../src/discovery/consul/instances-watch.js';
import type { InstanceSnapshot, Watch } from '../../../../src/discovery/registry.js';
import { Inbox } from '../../../support/inbox.js';
import { openFakeSite, type FakeSite } from './fake-site.js';

describe('instances watch', () => {
  let site: FakeSite;
  let snapshots: Inbox<InstanceSnapshot>;
  let watch: Watch;

  beforeEach(async () => {
    site = await openFakeSite();
    snapshots = new Inbox();
    setServices({ echo: ['causeway'], room: ['x', 'causeway'], other: [] });
    setHealth('echo', entry('echo-1'), entry('echo-2'));
    setHealth('room', entry('room-1'));
    watch = new InstancesWatch(site.context, snapshots.put);
  });
  afterEach(async () => {
    watch.close();
    await site.close();
  });

  function setServices(services: Record<string, string[]>): void {
    site.set('/catalog/services', { body: services });
  }
  function setHealth(service: string, ...entries: unknown[]): void {
    site.set(`/health/service/${service}`, { body: entries });
  }
  function entry(ID: string, change: object = {}, Node = 'n1'): object {
    const Service = { ID, Service: ID.replace(/-.*/, ''), Address: '127.0.0.1', Port: 7000, ...change };
    return { Node: { Node, Address: '127.0.0.1' }, Service, Checks: [] };
  }
  const ids = (snapshot: InstanceSnapshot): string =>
    (snapshot.missed.length > 0 ? '? ' : '') + snapshot.instances.map((one) => one.serverId).join(' ');
  const until = (wanted: string): Promise<InstanceSnapshot> =>
    snapshots.until((latest) => ids(latest) === wanted, wanted);

  test('the first snapshot is whole', async () => {
    await until('echo-1 echo-2 room-1');
    assert.equal(snapshots.all.length, 1);
  });

  test('services without the tag are not asked for', async () => {
    await until('echo-1 echo-2 room-1');
    assert.equal(
      site.server.requests.some((request) => request.path.includes('other')),
      false,
    );
  });

  test('a service whose name cannot be asked for is left out, told of once, and no outage', async () => {
    setServices({ echo: ['causeway'], room: ['causeway'], '..': ['causeway'], 'a\u001b': ['causeway'] });
    await until('echo-1 echo-2 room-1');
    assert.equal(
      site.server.requests.some(({ path }) => path.includes('..') || path.includes('%1B')),
      false,
    );
    assert.ok(site.context.skipLog.skipped >= 2);
    assert.equal(site.context.contact.failures, 0);
  });

  test('a service that loses its tag takes its instances along, without amnesia', async () => {
    await until('echo-1 echo-2 room-1');
    setServices({ echo: ['causeway'], room: ['x'] });
    await until('echo-1 echo-2');
  });

  test('errors empty nothing', async () => {
    await until('echo-1 echo-2 room-1');
    site.set('/health/service/echo', { status: 500 });
    site.set('/catalog/services', 'cut');
    while (site.context.contact.current().ok) await sleep(5);
    await sleep(50);
    assert.equal(snapshots.all.length, 1);
    setHealth('echo', entry('echo-1'), entry('echo-2'), entry('echo-3'));
    await until('echo-1 echo-2 echo-3 room-1');
  });

  test('what is missing after errors is no proof, even with a higher index', async () => {
    await until('echo-1 echo-2 room-1');
    site.set('/health/service/echo', 'cut');
    while (site.context.contact.current().ok) await sleep(5);
    setHealth('echo', entry('echo-1'));
    await until('? echo-1 room-1');
    setHealth('echo', entry('echo-2'), entry('echo-1'));
    await until('echo-1 echo-2 room-1');
  });

  test('an index that goes back with something missing is amnesia', async () => {
    await until('echo-1 echo-2 room-1');
    setHealth('echo', entry('echo-1'));
    await until('echo-1 room-1');
    site.setIndex(3);
    setHealth('room');
    await until('? echo-1');
  });

  test('a first snapshot does not wait for ever for a service that fails', async () => {
    watch.close();
    site.set('/health/service/room', { status: 500 });
    const own = new Inbox<InstanceSnapshot>();
    watch = new InstancesWatch(site.context, own.put);
    const snapshot = await own.until(() => true);
    assert.equal(ids(snapshot), 'echo-1 echo-2');
  });

  test('hostile entries are left out, logged once each, and counted', async () => {
    setHealth(
      'echo',
      null,
      entry('echo-2', { Port: 0 }),
      entry('echo-3', { Meta: { weight: '-7' } }),
      entry('room-1', {}, 'n2'),
      entry('echo-\u0000', {}),
      entry('x'.repeat(5_000)),
      entry('echo-1'),
    );
    const snapshot = await until('echo-1 echo-3 room-1');
    assert.equal(snapshot.instances[1]?.weight, 1);
    setHealth('room', entry('room-1'), entry('room-2'));
    await until('echo-1 echo-3 room-1 room-2');
    const reasons = site.log.lines.flatMap(({ fields }) => ('reason' in fields ? [fields.reason] : []));
    assert.equal(reasons.length, new Set(reasons.map(String)).size + 1, String(reasons));
    assert.ok(site.context.skipLog.skipped >= 5);
  });

  test('an instance that moved to another node is taken from there, while the old entry is critical', async () => {
    const old = { ...entry('room-1', { Address: '127.0.0.8' }, 'n1'), Checks: [{ Status: 'critical' }] };
    setHealth('room', old, entry('room-1', { Address: '127.0.0.9' }, 'n2'));
    const snapshot = await snapshots.until(({ instances }) =>
      instances.some(({ host }) => host === '127.0.0.9'),
    );
    assert.equal(ids(snapshot), 'echo-1 echo-2 room-1');
  });

  test('after close nothing is told and nothing is asked', async () => {
    await until('echo-1 echo-2 room-1');
    // What was sent before the close arrives before it is counted.
    await sleep(30);
    watch.close();
    const asked = site.server.requests.length;
    setHealth('echo');
    await sleep(50);
    assert.equal(snapshots.all.length, 1);
    assert.equal(site.server.requests.length, asked);
  });
});
