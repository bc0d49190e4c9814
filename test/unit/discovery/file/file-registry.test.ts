import assert from 'node:assert/strict';
import { mkdtemp, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { systemClock } from '../../../../src/clock.js';
import { FileRegistry } from '../../../../src/discovery/file/file-registry.js';
import type { RouteSource } from '../../../../src/discovery/registry.js';
import { silentLog } from '../../../../src/log.js';
import {
  noticedMs,
  registryContract,
  type InstanceSpec,
  type RegistryFixture,
} from '../../../contract/registry-contract.js';
import { Inbox } from '../../../support/inbox.js';
import { recordingLog, type RecordingLog } from '../../../support/recording-log.js';

registryContract('file', createFixture);

async function createFixture(): Promise<RegistryFixture> {
  const folder = await mkdtemp(path.join(tmpdir(), 'causeway-file-registry-'));
  const file = path.join(folder, 'causeway.yaml');
  const instances = new Map<string, InstanceSpec>();
  const routes = new Map<string, unknown>();
  let garbage = '';
  const save = async (): Promise<void> => {
    const services: Record<string, object[]> = {};
    for (const { id, service, port, meta } of instances.values())
      (services[service] ??= []).push({ id, address: `127.0.0.1:${port}`, ...(meta ? { meta } : {}) });
    const text = garbage + stringify({ routes: Object.fromEntries(routes), services });
    // As careful editors do: a new file takes the place of the old one.
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  };
  await save();
  return {
    registry: new FileRegistry({ file, clock: systemClock, log: silentLog }),
    putInstance: (spec) => save.call(instances.set(spec.id, spec)),
    removeInstance: (id) => save.call(instances.delete(id)),
    putRoutes: (name, json) => save.call(routes.set(name, JSON.parse(json))),
    removeRoutes: (name) => save.call(routes.delete(name)),
    writeGarbage: () => save.call((garbage = 'routes: [\n')),
    removeGarbage: () => save.call((garbage = '')),
    quiet: () => sleep(noticedMs),
    close: () => rm(folder, { recursive: true }),
  };
}

describe('file registry', () => {
  let folder: string;
  let file: string;
  let registry: FileRegistry;
  let log: RecordingLog;
  let sources: Inbox<RouteSource>;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'causeway-file-registry-'));
    file = path.join(folder, 'causeway.yaml');
    log = recordingLog();
    registry = new FileRegistry({ file, clock: systemClock, log });
    sources = new Inbox();
  });

  afterEach(async () => {
    registry.close();
    await rm(folder, { recursive: true, force: true });
  });

  const names = (source: RouteSource): string[] => [...source.entries.keys()];

  test('a plain list of routes stands under one name', async () => {
    await writeFile(file, 'routes:\n  - { types: 1000, service: echo }\n');
    registry.watchRoutes(sources.put);
    const source = await sources.until(() => true);
    assert.deepEqual([...source.entries], [['routes', '[{"types":1000,"service":"echo"}]']]);
    assert.equal(source.origin, file);
  });

  test('a broken file is reported with line and column, and the last good state stays', async () => {
    await writeFile(file, 'routes: { a: [] }\n');
    registry.watchRoutes(sources.put);
    await sources.until((source) => names(source).includes('a'));
    await writeFile(file, 'routes:\n  a: [\n');
    while (registry.contact().ok) await sleep(10);
    assert.match(registry.contact().detail, /^line \d+, column \d+: /);
    assert.equal(log.messages('error').length, 1);
    assert.equal(sources.all.length, 1);
    await writeFile(file, 'routes: { b: [] }\n');
    await sources.until((source) => names(source).includes('b'));
    assert.equal(registry.contact().ok, true);
  });

  test('a file that does not exist yet is waited for, and one that goes away changes nothing', async () => {
    registry.watchRoutes(sources.put);
    while (!registry.contact().detail.includes('does not exist')) await sleep(10);
    assert.equal(sources.all.length, 0);
    await writeFile(file, 'routes: { a: [] }\n');
    await sources.until((source) => names(source).includes('a'));
    await unlink(file);
    while (registry.contact().ok) await sleep(10);
    assert.equal(sources.all.length, 1);
    await writeFile(file, 'routes: { a: [], b: [] }\n');
    await sources.until((source) => names(source).includes('b'));
  });

  test('corrections are warned of', async () => {
    await writeFile(file, 'services: { echo: [{ id: e, address: "h:1", weight: -1 }] }\n');
    registry.watchRoutes(sources.put);
    await sources.until(() => true);
    assert.deepEqual(log.messages('warn'), ['used with a correction']);
  });
});
