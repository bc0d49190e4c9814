// `causeway routes` on a real Consul, with two gateways that follow the table.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { assemble, consulClient } from '../../src/assemble.js';
import { startAdmin, type AdminServer } from '../../src/admin/server.js';
import { systemClock } from '../../src/clock.js';
import { announce, type Announced } from '../../src/cli/announce.js';
import { loadConfig } from '../../src/config/load-config.js';
import type { Config } from '../../src/config/schema.js';
import { ConsulRouteStore, type HistoryEntry } from '../../src/discovery/consul/route-store.js';
import { startGateway, type Gateway } from '../../src/gateway.js';
import { contentHash } from '../../src/routing/content-hash.js';
import { findConsul } from '../../tools/testenv/tools.js';
import { causeway, type Said } from '../support/command-line.js';
import { startConsul, type TestConsul } from '../support/consul.js';
import { recordingLog, type RecordingLog } from '../support/recording-log.js';
import { skipUnless } from '../support/require.js';
import { silentLog } from '../../src/log.js';

const skip = skipUnless(findConsul());

interface RunningGateway {
  readonly gateway: Gateway;
  readonly admin: AdminServer;
  readonly announced: Announced;
  readonly log: RecordingLog;
}

let consul: TestConsul;
let folder: string;
let gateways: RunningGateway[];

before(async () => {
  if (skip !== false) return;
  consul = await startConsul();
  folder = await mkdtemp(path.join(tmpdir(), 'causeway-routes-'));
  gateways = [await run('g-1'), await run('g-2')];
});

after(async () => {
  if (skip !== false) return;
  for (const one of gateways) await stop(one);
  await consul.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Every test begins with one accepted route, in force at both gateways. */
beforeEach(async () => {
  const base = await input('base', { base: [{ types: 100, service: 'base' }] });
  assert.equal((await routes('apply', base, '--prune')).exitCode, 0);
  await inForce();
});

function configOf(gatewayId: string): Config {
  const flags = {
    registryKind: 'consul',
    consulAddress: consul.address,
    listen: '127.0.0.1:0',
    adminListen: '127.0.0.1:0',
    stateDir: path.join(folder, `state-${gatewayId}`),
    logLevel: 'silent',
  };
  const loaded = loadConfig({ env: {}, flags, generatedGatewayId: gatewayId });
  assert.ok(loaded.ok);
  return loaded.config;
}

/** As `serve` does it, in this process. */
async function run(gatewayId: string): Promise<RunningGateway> {
  const config = configOf(gatewayId);
  const log = recordingLog();
  const assembled = await assemble(config, gatewayId, log);
  assert.ok(assembled.ok);
  const gateway = await startGateway(assembled.settings, assembled.parts);
  const admin = await startAdmin(gateway, systemClock, { host: '127.0.0.1', port: 0, log: silentLog });
  return { gateway, admin, log, announced: announce('test', config, gateway, admin, log) };
}

async function stop({ gateway, admin, announced }: RunningGateway): Promise<void> {
  await announced.leave();
  await gateway.stop();
  await admin.close();
}

function routes(...argv: readonly string[]): Promise<Said> {
  const registry = ['--registry-kind', 'consul', '--consul-address', consul.address];
  return causeway(['routes', ...argv, ...registry, '--state-dir', folder]);
}

/** A folder with a JSON file for each entry. */
async function input(name: string, entries: Readonly<Record<string, unknown>>): Promise<string> {
  const place = path.join(folder, name);
  await rm(place, { recursive: true, force: true });
  await mkdir(place);
  for (const [entry, list] of Object.entries(entries))
    await writeFile(path.join(place, `${entry}.json`), JSON.stringify(list));
  return place;
}

async function storedEntries(): Promise<ReadonlyMap<string, string>> {
  const client = consulClient(configOf('reader'));
  const read = await new ConsulRouteStore(client, 'causeway').read();
  client.close();
  assert.ok(read.ok);
  return read.value.entries;
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > deadlineMs) assert.fail(`not within 10 s: ${what}`);
    await sleep(10);
  }
}

/** What stands in Consul is in force at every gateway. */
async function inForce(): Promise<void> {
  const hash = contentHash(await storedEntries());
  await until('the table is in force', () =>
    gateways.every(({ gateway }) => {
      const status = gateway.tableStatus();
      return status.hash === hash && status.seenHash === hash;
    }),
  );
}

const hashes = (): string[] => gateways.map(({ gateway }) => gateway.tableStatus().hash);

describe('apply', { skip }, () => {
  test('all changed keys at once, and both gateways follow; what the input lacks is left alone', async () => {
    const place = await input('two', {
      chat: [{ types: '2000-2099', service: 'chat' }],
      world: [{ types: 3000, service: 'world', pick: 'key' }],
    });
    const shown = await routes('diff', place, '--exit-code');
    assert.equal(shown.exitCode, 1);
    assert.ok(shown.out.includes('+ chat'), shown.out.join('\n'));
    assert.deepEqual([...(await storedEntries()).keys()], ['base'], 'diff writes nothing');
    const said = await routes('apply', place);
    assert.equal(said.exitCode, 0, said.err.join('\n'));
    assert.deepEqual([...(await storedEntries()).keys()], ['base', 'chat', 'world']);
    await inForce();
    assert.equal((await routes('diff', place, '--exit-code')).exitCode, 0);
    assert.match((await routes('apply', place)).out.join('\n'), /nothing to do/);
    assert.equal((await routes('apply', place, '--prune')).exitCode, 0);
    assert.deepEqual([...(await storedEntries()).keys()], ['chat', 'world']);
  });

  test('a table that does not compile with what stands there is refused whole, all problems at once', async () => {
    const before = await storedEntries();
    const place = await input('wrong', {
      chat: [{ types: 100, service: 'chat' }],
      world: [{ types: 'x', service: 'world', timeout: 1 }],
    });
    const said = await routes('apply', place);
    assert.equal(said.exitCode, 1);
    const all = said.err.join('\n');
    assert.match(all, /"chat" \/0\/types: type 100 also stands/);
    assert.match(all, /"world" \/0: unknown key "timeout"; did you mean "timeoutMs"\?/);
    assert.deepEqual(await storedEntries(), before);
  });

  test('of two writers who read the same, one gets a conflict and nothing of it is written', async () => {
    const client = consulClient(configOf('rival'));
    const store = new ConsulRouteStore(client, 'causeway');
    const [mine, theirs] = [await store.read(), await store.read()];
    assert.ok(mine.ok && theirs.ok);
    // Different keys: only the mark of acceptance has both.
    const write = (name: string): Parameters<typeof store.write>[1] => ({
      set: new Map([[name, '[]']]),
      remove: [],
      acceptedHash: name,
    });
    assert.deepEqual(await store.write(theirs.value, write('theirs')), { ok: true });
    const second = await store.write(mine.value, write('mine'));
    assert.match(second.ok ? '' : second.reason, /^conflict: /);
    assert.equal(await consul.get('causeway/routes/mine'), undefined);
    const [edited] = [await store.read()];
    assert.ok(edited.ok);
    await consul.put('causeway/routes/theirs', '[ ]');
    const third = await store.write(edited.value, write('theirs'));
    assert.match(third.ok ? '' : third.reason, /^conflict: /, 'an edit by hand counts too');
    client.close();
  });

  test('more than one transaction takes is refused with advice, and parts are taken', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 64 }, (_, at) => [`team${at}`, [{ types: 5000 + at, service: `s${at}` }]]),
    );
    const place = await input('many', many);
    const said = await routes('apply', place);
    assert.equal(said.exitCode, 1);
    assert.match(
      said.err.join('\n'),
      /64 keys change, and one transaction takes 63; do it in parts, with --only/,
    );
    assert.deepEqual([...(await storedEntries()).keys()], ['base']);
    const part = await routes('apply', place, '--only', ...Object.keys(many).slice(0, 63));
    assert.equal(part.exitCode, 0, part.err.join('\n'));
    assert.equal((await storedEntries()).size, 64);
    await inForce();
    const clean = await input('clean', { base: [{ types: 100, service: 'base' }] });
    const removed = await routes('apply', clean, '--prune');
    assert.equal(removed.exitCode, 0, removed.err.join('\n'));
  });
});

test('rollback brings each of the last 20 tables back', { skip }, async () => {
  for (let at = 0; at < 21; at++) {
    const turn = [{ types: 6000 + at, service: 'turn' }];
    const even = [{ types: 7000, service: 'even' }];
    const place = await input('turn', { turn, ...(at % 2 === 0 && { even }) });
    assert.equal((await routes('apply', place, '--prune')).exitCode, 0);
    await recorded();
  }
  const kept = await history();
  assert.equal(kept.length, 20);
  for (const { revision, entries } of kept) {
    const said = await routes('rollback', revision);
    assert.equal(said.exitCode, 0, said.err.join('\n'));
    assert.deepEqual(await storedEntries(), entries);
    await recorded();
  }
  assert.match((await routes('history')).out.join('\n'), /as it stands now/);
  assert.match((await routes('rollback', '999999999')).err.join('\n'), /not in the history/);

  const stored = await storedEntries();
  const others = await history();
  const other = others.find(({ entries }) => entries.has('even') !== stored.has('even')) ?? assert.fail();
  const one = await routes('rollback', other.revision, '--only', 'turn');
  assert.equal(one.exitCode, 0, one.err.join('\n'));
  const turn = other.entries.get('turn') ?? assert.fail();
  assert.deepEqual(await storedEntries(), new Map([...stored, ['turn', turn]]), 'the other key stays');
  const [newest = assert.fail()] = (await history()).slice(-1);
  const misspelt = await routes('rollback', newest.revision, '--only', 'tern');
  assert.equal(misspelt.exitCode, 1);
  assert.match(misspelt.err.join('\n'), /^--only tern: no such key, neither in revision \d+ nor in /);
});

async function history(): Promise<readonly HistoryEntry[]> {
  const client = consulClient(configOf('reader'));
  const read = await new ConsulRouteStore(client, 'causeway').history();
  client.close();
  assert.ok(read.ok);
  return read.value;
}

/** The table is in force, and in the history. */
async function recorded(): Promise<void> {
  await inForce();
  const revision = gateways[0]?.gateway.tableStatus().revision;
  await until('it is in the history', async () => (await history()).at(-1)?.revision === revision);
}

describe('status', { skip }, () => {
  test('a refused table is seen in log, metric, /status and routes status, on every gateway', async () => {
    const [good] = hashes();
    await consul.put('causeway/routes/broken', '[{ "types": 1, "service": "x" }]');
    await until('both refuse', () =>
      gateways.every(({ gateway }) => gateway.tableStatus().problems.length > 0),
    );
    assert.deepEqual(hashes(), [good, good], 'the good one stays');
    const said = await routes('status');
    assert.equal(said.exitCode, 1);
    for (const id of ['g-1', 'g-2'])
      assert.match(
        said.out.join('\n'),
        new RegExp(`^${id} refuses: "broken" /0/types: type 1 is reserved`, 'm'),
      );
    for (const { admin, log } of gateways) {
      const base = `http://127.0.0.1:${admin.address.port}`;
      const metrics = await (await fetch(`${base}/metrics`)).text();
      assert.match(metrics, /^causeway_table_refused 1$/m);
      const status = (await (await fetch(`${base}/status`)).json()) as { table: { problems: object[] } };
      assert.equal(status.table.problems.length, 1);
      assert.ok(log.lines.some(({ message }) => message.includes('route table refused')));
    }
    await consul.delete('causeway/routes/broken');
    await inForce();
    assert.equal((await routes('status')).exitCode, 0);
  });

  test('explain asks every gateway that Consul knows', async () => {
    const said = await routes('explain', '--type', '100');
    assert.equal(said.exitCode, 1);
    assert.match(said.out.join('\n'), /Gateway g-1:[\s\S]*No instance of "base"[\s\S]*1100 NO_INSTANCE/);
    assert.match(said.out.join('\n'), /Gateway g-2:/);
  });
});

test('a gateway that leaves is out of Consul at once, and not asked any more', { skip }, async () => {
  const third = await run('g-3');
  await until('it is registered', async () => (await consul.serviceIds()).includes('g-3'));
  assert.match((await routes('status')).out.join('\n'), /^g-3 /m);
  await stop(third);
  assert.ok(!(await consul.serviceIds()).includes('g-3'));
  assert.doesNotMatch((await routes('status')).out.join('\n'), /^g-3 /m);
});

test('after Consul lost everything a part that is applied takes no other part away', { skip }, async () => {
  const both = await input('both', {
    base: [{ types: 100, service: 'base' }],
    chat: [{ types: 2000, service: 'chat' }],
  });
  assert.equal((await routes('apply', both)).exitCode, 0);
  await inForce();
  const good = hashes();
  await consul.restartEmpty();
  await until('both hold', () => gateways.every(({ gateway }) => gateway.tableStatus().held !== undefined));
  const part = await routes('apply', both, '--only', 'chat');
  assert.equal(part.exitCode, 0, part.err.join('\n'));
  assert.match(part.out.join('\n'), /not accepted as a whole/);
  await until('the part is held', () =>
    gateways.every(({ gateway }) => gateway.tableStatus().held?.includes('"base" is missing') === true),
  );
  // The mark is a query of its own: what it says arrives a moment later.
  await sleep(300);
  assert.deepEqual(hashes(), good);
  assert.equal((await routes('apply', both)).exitCode, 0);
  await inForce();
  assert.ok(gateways.every(({ gateway }) => gateway.tableStatus().held === undefined));
});

test(
  'after Consul lost everything the table is held until accept says that it is meant',
  { skip },
  async () => {
    const [good] = hashes();
    await consul.restartEmpty();
    await until('both hold', () => gateways.every(({ gateway }) => gateway.tableStatus().held !== undefined));
    assert.deepEqual(hashes(), [good, good]);
    await until('the gateways are registered again', async () => (await consul.serviceIds()).length >= 2);
    const held = await routes('status');
    assert.equal(held.exitCode, 1);
    assert.match(held.out.join('\n'), /g-1 holds: the registry suddenly holds no routes/);
    assert.equal((await routes('accept')).exitCode, 0);
    await until('the empty table is in force', () =>
      gateways.every(({ gateway }) => gateway.routes().length === 0),
    );
    assert.equal((await routes('status')).exitCode, 0);
  },
);
