// The Consul registry and registration against a real Consul.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/clock.js';
import { parseAddress } from '../../src/discovery/address.js';
import { ConsulClient } from '../../src/discovery/consul/consul-client.js';
import { ConsulRegistry } from '../../src/discovery/consul/consul-registry.js';
import { registerInstance } from '../../src/discovery/consul/registration.js';
import type { InstanceSnapshot, Registered, RouteSource } from '../../src/discovery/registry.js';
import { findConsul } from '../../tools/testenv/tools.js';
import { noticedMs, registryContract, type RegistryFixture } from '../contract/registry-contract.js';
import { connectConsul, startConsul, type ConsulHttp, type TestConsul } from '../support/consul.js';
import { Inbox } from '../support/inbox.js';
import { recordingLog, type RecordingLog } from '../support/recording-log.js';
import { skipUnless } from '../support/require.js';

const skip = skipUnless(findConsul());
const random = Math.random;

interface Site {
  readonly http: ConsulHttp;
  readonly client: ConsulClient;
  readonly registry: ConsulRegistry;
  readonly prefix: string;
  readonly tag: string;
  readonly log: RecordingLog;
}

/** A registry with a prefix and a tag of its own. */
function openSite(address: string): Site {
  const parsed = parseAddress(address);
  assert.ok(parsed !== undefined, address);
  const client = new ConsulClient({ address: parsed });
  const prefix = `test-${randomUUID()}`;
  const log = recordingLog();
  const options = { client, prefix, serviceTag: prefix, clock: systemClock, random, log };
  return {
    http: connectConsul(address),
    client,
    registry: new ConsulRegistry(options),
    prefix,
    tag: prefix,
    log,
  };
}

async function createFixture(): Promise<RegistryFixture> {
  // Its own, because the contract fixes the ids, and those are unique over all of a Consul.
  const consul = await startConsul();
  const { http, client, registry, prefix, tag } = openSite(consul.address);
  const register = (ID: string, Name: string, rest: object): Promise<void> =>
    http.register({ ID, Name, Tags: [tag], ...rest });
  const garbage = { noPort: 'no-port', noHost: 'x'.repeat(200) };
  return {
    registry,
    putInstance: ({ id, service, port, meta }) =>
      register(id, service, { Address: '127.0.0.1', Port: port, ...(meta ? { Meta: meta } : {}) }),
    removeInstance: (id) => http.deregister(id),
    putRoutes: (name, json) => http.put(`${prefix}/routes/${name}`, json),
    removeRoutes: (name) => http.delete(`${prefix}/routes/${name}`),
    writeGarbage: async () => {
      await register(garbage.noPort, 'echo', { Address: '127.0.0.1' });
      await register(garbage.noHost, 'echo', {
        Address: 'no host/at all',
        Port: 1,
        Meta: { weight: '1e999' },
      });
      await http.put(`${prefix}/routes/`, '');
      await http.put(`${prefix}/routes/broken`, Uint8Array.of(0xff, 0xfe, 0x5b, 0x5d));
      await http.put(`${prefix}/routes/huge`, 'x'.repeat(500_000));
      await http.put(`${prefix}/accepted`, '   ');
    },
    removeGarbage: async () => {
      for (const id of Object.values(garbage)) await http.deregister(id);
      for (const name of ['', 'broken', 'huge']) await http.delete(`${prefix}/routes/${name}`);
      await http.delete(`${prefix}/accepted`);
    },
    quiet: () => sleep(noticedMs),
    close: async () => {
      registry.close();
      client.close();
      await consul.stop();
    },
  };
}

registryContract('consul', createFixture, skip);

/** A listener for Consul's checks, standing in for a backend. */
async function listen(): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

describe('consul registry with a Consul of its own', { skip }, () => {
  let consul: TestConsul;
  let site: Site;
  let instances: Inbox<InstanceSnapshot>;
  let sources: Inbox<RouteSource>;
  const registered: Registered[] = [];
  const registrationLog = recordingLog();
  const servers: Server[] = [];

  const register = async (serverId: string, service: string): Promise<Server> => {
    const { server, port } = await listen();
    servers.push(server);
    const meta = new Map([['zone', 'a']]);
    registered.push(
      registerInstance(
        site.client,
        { serverId, service, host: '127.0.0.1', port, meta },
        { clock: systemClock, random, log: registrationLog, tags: [site.tag] },
      ),
    );
    return server;
  };

  before(async () => {
    consul = await startConsul();
    site = openSite(consul.address);
    instances = new Inbox();
    sources = new Inbox();
    site.registry.watchInstances(instances.put);
    site.registry.watchRoutes(sources.put);
  });

  after(async () => {
    site.registry.close();
    await Promise.all(registered.map((one) => one.deregister()));
    site.client.close();
    for (const server of servers) server.close();
    await consul.stop();
  });

  test('a registered backend is healthy at once', async () => {
    await register('x-1', 'x');
    await register('y-1', 'y');
    const snapshot = await instances.until((latest) => latest.instances.length === 2);
    assert.deepEqual(
      snapshot.instances.map((one) => [one.serverId, one.healthy, one.meta.get('zone')]),
      [
        ['x-1', true, 'a'],
        ['y-1', true, 'a'],
      ],
    );
    assert.deepEqual(registrationLog.messages('warn'), []);
  });

  test('routes and the mark of acceptance are told together', async () => {
    await consul.put(`${site.prefix}/routes/main`, '[{"types":1000,"service":"x"}]');
    await consul.put(`${site.prefix}/accepted`, ' abc123\n');
    const source = await sources.until(
      (latest) => latest.acceptedHash === 'abc123' && latest.entries.size === 1,
    );
    assert.deepEqual([...source.entries.keys()], ['main']);
    assert.match(source.revision, /^\d+$/);
  });

  test('writes elsewhere are no news', async () => {
    const before = [instances.all.length, sources.all.length];
    for (let at = 0; at < 5; at += 1) await consul.put(`elsewhere/${at}`, 'x');
    await sleep(noticedMs);
    assert.deepEqual([instances.all.length, sources.all.length], before);
  });

  test('a Consul restarted empty: nothing is taken for gone, and backends come back by themselves', async () => {
    await consul.restartEmpty();
    const lost = await instances.until((latest) => latest.missed.length > 0, 'amnesia');
    assert.ok(lost.instances.length < 2);
    // The routes and the mark are two queries; the one that is back first tells its loss with the other's old state.
    await sources.until((latest) => latest.doubt && latest.entries.size === 0, 'a lost table');
    const back = await instances.until(
      (latest) => latest.missed.length === 0 && latest.instances.length === 2,
      'trust',
    );
    assert.deepEqual(
      back.instances.map((one) => one.serverId),
      ['x-1', 'y-1'],
    );
    // Once both were listed, every shorter list says that it is no proof.
    const both = instances.all.findIndex((snapshot) => snapshot.instances.length === 2);
    const shorter = instances.all.slice(both).filter((snapshot) => snapshot.instances.length < 2);
    assert.ok(shorter.every((snapshot) => snapshot.missed.length > 0));
  });

  test('a Consul that is away changes nothing, and both transitions are logged once', async () => {
    await consul.put(`${site.prefix}/routes/main`, '[]');
    await sources.until((latest) => latest.entries.size === 1);
    while (!site.registry.contact().ok) await sleep(10);
    const before = [instances.all.length, sources.all.length];
    const linesBefore = site.log.lines.length;
    await consul.kill();
    while (site.registry.contact().ok) await sleep(10);
    await sleep(noticedMs);
    assert.deepEqual([instances.all.length, sources.all.length], before);
    assert.match(site.registry.contact().detail, /ECONNREFUSED|socket hang up|ECONNRESET/);
    await consul.restartEmpty();
    while (!site.registry.contact().ok) await sleep(10);
    const messages = site.log.lines.slice(linesBefore).map((line) => line.message);
    const about = (what: string): number => messages.filter((message) => message.includes(what)).length;
    assert.deepEqual([about('no contact'), about('registry reached')], [1, 1]);
    await instances.until((latest) => latest.missed.length === 0 && latest.instances.length === 2, 'trust');
  });

  test('a backend that stops listening is told as unhealthy within seconds', async () => {
    const server = await register('z-1', 'z');
    await instances.until((latest) => latest.instances.some((one) => one.serverId === 'z-1' && one.healthy));
    server.close();
    const closedAtMs = performance.now();
    await instances.until((latest) => latest.instances.some((one) => one.serverId === 'z-1' && !one.healthy));
    assert.ok(performance.now() - closedAtMs < 5_000);
  });

  test('leaving is told', async () => {
    await registered.at(-1)?.deregister();
    await instances.until((latest) => latest.instances.length === 2 && latest.missed.length === 0);
    assert.deepEqual(await consul.serviceIds(), ['x-1', 'y-1']);
  });

  test('history keeps the last 20, each once, whichever gateway writes it', async () => {
    const other = new ConsulRegistry({ ...site, serviceTag: site.tag, clock: systemClock, random });
    for (let revision = 1; revision <= 23; revision += 1) {
      const source: RouteSource = {
        entries: new Map([['main', `[${revision}]`]]),
        origin: 'test',
        revision: String(revision),
        doubt: false,
        acceptedHash: undefined,
      };
      await Promise.all([site.registry, other].map((registry) => registry.recordAccepted(source, revision)));
    }
    const keys = await consul.keys(`${site.prefix}/history/`);
    assert.equal(keys.length, 20);
    assert.match(keys[0] ?? '', /\/history\/0{19}4$|\/history\/0{18}04$/);
    const latest: unknown = JSON.parse((await consul.get(keys.at(-1) ?? '')) ?? '');
    assert.deepEqual(latest, {
      acceptedAt: '1970-01-01T00:00:00.023Z',
      revision: '23',
      entries: { main: '[23]' },
    });
  });
});
