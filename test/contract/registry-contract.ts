// What every registry does, run against each of them: the file (test/unit/discovery) and a real Consul
// (test/integration).
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InstanceSnapshot, Registry, RouteSource } from '../../src/discovery/registry.js';
import { Inbox } from '../support/inbox.js';

export interface InstanceSpec {
  readonly id: string;
  readonly service: string;
  readonly port: number;
  readonly meta?: Readonly<Record<string, string>>;
}

/** A registry and the means to change what stands in it, as an operator or a backend would. */
export interface RegistryFixture {
  readonly registry: Registry;
  putInstance(spec: InstanceSpec): Promise<void>;
  removeInstance(id: string): Promise<void>;
  /** Name → JSON text of a list of routes. */
  putRoutes(name: string, json: string): Promise<void>;
  removeRoutes(name: string): Promise<void>;
  /** Writes what no reader of ours can use, beside or instead of what is there. */
  writeGarbage(): Promise<void>;
  removeGarbage(): Promise<void>;
  /** Resolves when the registry must have seen everything written so far, and longer than a change takes. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

/** Longer than either registry needs to notice a change (file: 2 looks; Consul: one pause of its loop). */
export const noticedMs = 400;

export function registryContract(
  name: string,
  create: () => Promise<RegistryFixture>,
  skip: string | false = false,
): void {
  describe(`registry contract: ${name}`, { skip }, () => {
    let fixture: RegistryFixture;
    const instances = new Inbox<InstanceSnapshot>();
    const routes = new Inbox<RouteSource>();

    before(async () => {
      fixture = await create();
    });
    after(async () => {
      await fixture.close();
    });

    test('the first snapshots come later than the call, also when nothing is there', async () => {
      fixture.registry.watchInstances(instances.put);
      fixture.registry.watchRoutes(routes.put);
      assert.deepEqual([instances.all.length, routes.all.length], [0, 0]);
      const snapshot = await instances.until(() => true);
      assert.deepEqual(snapshot, { instances: [], missed: [] });
      const source = await routes.until(() => true);
      assert.equal(source.entries.size, 0);
      assert.equal(source.doubt, false);
      assert.equal(source.acceptedHash, undefined);
      assert.notEqual(source.origin, '');
      assert.equal(fixture.registry.contact().ok, true);
    });

    test('instances appear with everything that was said of them, ascending by id', async () => {
      await fixture.putInstance({ id: 'echo-2', service: 'echo', port: 7102 });
      const meta = { weight: '2.5', zone: 'a' };
      await fixture.putInstance({ id: 'echo-1', service: 'echo', port: 7101, meta });
      await fixture.putInstance({ id: 'room-1', service: 'room', port: 7103 });
      const snapshot = await instances.until((latest) => latest.instances.length === 3);
      assert.deepEqual(
        snapshot.instances.map((one) => [
          one.serverId,
          one.service,
          one.host,
          one.port,
          one.weight,
          one.healthy,
        ]),
        [
          ['echo-1', 'echo', '127.0.0.1', 7101, 2.5, true],
          ['echo-2', 'echo', '127.0.0.1', 7102, 1, true],
          ['room-1', 'room', '127.0.0.1', 7103, 1, true],
        ],
      );
      assert.equal(snapshot.instances[0]?.meta.get('zone'), 'a');
      assert.deepEqual(snapshot.missed, []);
    });

    test('an instance that moves and one that leaves are told', async () => {
      await fixture.putInstance({ id: 'echo-2', service: 'echo', port: 7202 });
      await instances.until((latest) => latest.instances.some((one) => one.port === 7202));
      await fixture.removeInstance('echo-2');
      const snapshot = await instances.until((latest) => latest.instances.length === 2);
      assert.deepEqual(ids(snapshot), ['echo-1', 'room-1']);
      assert.deepEqual(snapshot.missed, []);
    });

    test('routes appear, change and disappear, ascending by name', async () => {
      await fixture.putRoutes('b', '[{"types":1000,"service":"echo"}]');
      await fixture.putRoutes('a', '[]');
      const source = await routes.until((latest) => latest.entries.size === 2);
      assert.deepEqual([...source.entries.keys()], ['a', 'b']);
      assert.deepEqual(JSON.parse(source.entries.get('b') ?? ''), [{ types: 1000, service: 'echo' }]);
      await fixture.putRoutes('b', '[{"types":1001,"service":"room"}]');
      const changed = await routes.until((latest) => latest.entries.get('b')?.includes('1001') === true);
      assert.notEqual(changed.revision, source.revision);
      await fixture.removeRoutes('a');
      await routes.until((latest) => latest.entries.size === 1);
    });

    test('nothing is told when nothing changed', async () => {
      const counts = (): number[] => [instances.all.length, routes.all.length];
      const before = counts();
      await fixture.putRoutes('b', '[{"types":1001,"service":"room"}]');
      await fixture.quiet();
      assert.deepEqual(counts(), before);
    });

    test('garbage harms nobody, and what comes after it is seen', async () => {
      await fixture.writeGarbage();
      await fixture.quiet();
      assert.deepEqual(ids(instances.latest), ['echo-1', 'room-1']);
      assert.equal(routes.latest?.entries.has('b'), true);
      await fixture.removeGarbage();
      await fixture.putInstance({ id: 'echo-3', service: 'echo', port: 7104 });
      await instances.until((latest) => ids(latest).includes('echo-3'));
    });

    test('a watch that begins later is told what stands there now', async () => {
      const late = new Inbox<InstanceSnapshot>();
      const watch = fixture.registry.watchInstances(late.put);
      const snapshot = await late.until(() => true);
      assert.deepEqual(ids(snapshot), ['echo-1', 'echo-3', 'room-1']);
      watch.close();
    });

    test('when all instances vanish that is no proof, until they are there again', async () => {
      for (const id of ['echo-1', 'echo-3', 'room-1']) await fixture.removeInstance(id);
      const emptied = await instances.until((latest) => latest.instances.length === 0);
      assert.ok(emptied.missed.length > 0);
      await fixture.putInstance({ id: 'room-1', service: 'room', port: 7103 });
      await fixture.putInstance({ id: 'echo-1', service: 'echo', port: 7101 });
      await fixture.putInstance({ id: 'echo-3', service: 'echo', port: 7104 });
      await instances.until((latest) => latest.instances.length === 3 && latest.missed.length === 0);
    });

    test('keeping an accepted snapshot never rejects', async () => {
      const source = routes.latest;
      assert.ok(source !== undefined);
      await fixture.registry.recordAccepted(source, Date.UTC(2026, 0, 1));
    });

    test('a closed watch hears nothing, the others go on; a closed registry is silent', async () => {
      const closed = new Inbox<RouteSource>();
      const watch = fixture.registry.watchRoutes(closed.put);
      await closed.until(() => true);
      watch.close();
      watch.close();
      const heard = closed.all.length;
      await fixture.putRoutes('c', '[]');
      await routes.until((latest) => latest.entries.has('c'));
      assert.equal(closed.all.length, heard);
      fixture.registry.close();
      const before = [instances.all.length, routes.all.length];
      await fixture.putRoutes('d', '[]');
      await fixture.removeInstance('echo-1');
      await sleep(noticedMs);
      assert.deepEqual([instances.all.length, routes.all.length], before);
    });
  });
}

function ids(snapshot: InstanceSnapshot | undefined): string[] {
  return (snapshot?.instances ?? []).map((instance) => instance.serverId);
}
