// 200 clients over both transports under steady load, while routes change, Consul loses everything, instances
// drain and are killed. What each client checks stands in test/support/load-client.ts. The account goes on
// from case to case, and after each of them the clients, the gateway's /metrics and the backends' /metrics must
// have counted the same messages.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { findConsul } from '../../tools/testenv/tools.js';
import { startBackendProcess, type BackendProcess } from '../support/backend-process.js';
import { Cleanup } from '../support/cleanup.js';
import { startConsul, type TestConsul } from '../support/consul.js';
import { linkedTo, startGatewayProcess, type GatewayProcess } from '../support/gateway-process.js';
import { eventually } from '../support/journal.js';
import type { Account } from '../support/load-client.js';
import { Load } from '../support/load-process.js';
import { buildPrograms, type Programs } from '../support/program.js';
import { skipUnless } from '../support/require.js';

const CLIENTS = 200;
const MESSAGES_PER_SECOND = 3000;
/** How many requests show that the load goes on: each client has sent several. */
const SOME = 1500;
/** Long enough that some requests are open at any moment, short enough to be answered within a drain. */
const SLOW_MS = 50;

const ROUTES = 'causeway/routes/game';
const routesTo = (service: string): string => JSON.stringify([{ types: '1000-1002', service }]);

let programs: Programs;
let consul: TestConsul;
let gateway: GatewayProcess;
let load: Load;
const backends: BackendProcess[] = [];
const cleanup = new Cleanup();

async function start(service: string, serverId: string): Promise<void> {
  const backend = await startBackendProcess(programs, {
    program: 'counting-backend',
    service,
    serverId,
    consul: consul.address,
    env: { SLOW_MS: String(SLOW_MS) },
  });
  backends.push(backend);
  cleanup.add(() => backend.kill());
}

const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

function assertWhole(account: Account): void {
  const { faults, failed, disconnects, undelivered, lost, requests, answers } = account;
  assert.deepEqual({ faults, failed, disconnects, undelivered, lost }, NO_TROUBLE);
  assert.equal(total(answers), requests, 'every request was answered exactly once');
}

const NO_TROUBLE = { faults: [], failed: [], disconnects: 0, undelivered: 0, lost: 0 };

/** What the gateway counted of all messages, against what the clients counted. */
async function assertSameCounts(account: Account): Promise<void> {
  const { requests, notifications, answers, pushes, failed } = account;
  const counted = {
    codes: { OK: total(answers), ...codesOf(account) },
    notifications,
    received: requests + notifications,
    sent: requests + total(pushes),
    pending: 0,
  };
  await eventually(
    `the gateway's counts to be ${JSON.stringify(counted)}`,
    async () => {
      const metrics = await gateway.metrics();
      return {
        codes: metrics.by('causeway_requests_total', 'code'),
        notifications: metrics.sum('causeway_notifications_total'),
        received: metrics.sum('causeway_client_messages_received_total'),
        sent: metrics.sum('causeway_client_messages_sent_total'),
        pending: metrics.sum('causeway_requests_pending'),
      };
    },
    (seen) => {
      assertNotPast(seen.received, counted.received);
      return JSON.stringify(seen) === JSON.stringify(counted);
    },
  );
  assert.equal(total(answers) + failed.length, requests);
}

function assertNotPast(seen: number, counted: number): void {
  assert.ok(seen <= counted, `the gateway counted ${seen} messages of ${counted}`);
}

function codesOf({ failed }: Account): Record<string, number> {
  const codes: Record<string, number> = {};
  for (const { name } of failed) codes[name] = (codes[name] ?? 0) + 1;
  return codes;
}

/** What a living instance, the gateway's link to it and the clients counted. */
async function assertSameCountsOf(backend: BackendProcess, account: Account): Promise<void> {
  const { serverId } = backend;
  const [own, gateways] = await Promise.all([backend.metrics(), gateway.metrics()]);
  const link = (name: string): number => gateways.sum(`causeway_link_${name}_total`, { server: serverId });
  const answers = account.answers[serverId] ?? 0;
  assert.deepEqual(
    {
      requests: own.sum('causeway_backend_requests_total'),
      ok: own.sum('causeway_backend_requests_total', { outcome: 'ok' }),
      pushes: own.sum('causeway_backend_sent_total', { kind: 'push', outcome: 'SENT' }),
      notifications: own.sum('causeway_backend_notifications_total', { outcome: 'ok' }),
    },
    {
      requests: answers,
      ok: answers,
      pushes: account.pushes[serverId] ?? 0,
      notifications: link('notifications'),
    },
    `counts of ${serverId}`,
  );
  assert.deepEqual(
    [link('requests'), link('answers'), link('pushes')],
    [answers, answers, account.pushes[serverId] ?? 0],
    `counts of the link to ${serverId}`,
  );
}

/**
 * Kills an instance under load. Exactly the requests that were pending on its link fail.
 * @param failedBefore failures of the account so far
 * @returns how many failed now
 */
async function killAndJudge(backend: BackendProcess, failedBefore: number): Promise<number> {
  const { serverId } = backend;
  const logged = gateway.log.entries.length;
  await backend.kill();
  const closed = await gateway.log.find(
    'the link to be lost',
    ({ msg, ...line }) => msg === 'link closed' && line['serverId'] === serverId,
    logged,
  );
  await load.answered(SOME, 'lobby-1');
  const account = await load.pause();
  const { faults, disconnects, undelivered, lost } = account;
  assert.deepEqual({ faults, disconnects, undelivered, lost, failed: [] }, NO_TROUBLE);
  const failed = account.failed.slice(failedBefore);
  assert.equal(failed.length, closed['pending'], 'as many errors as requests were pending on the link');
  for (const failure of failed) {
    const what = JSON.stringify(failure);
    assert.equal(failure.name, 'INSTANCE_LOST', what);
    assert.equal(failure.lastServer, serverId, what);
    assert.ok(failure.sentAtEpochMs <= closed.time, `sent after the loss was known: ${what}`);
  }
  await assertSameCounts(account);
  return failed.length;
}

function backendOf(serverId: string): BackendProcess {
  const backend = backends.find((candidate) => candidate.serverId === serverId);
  assert.ok(backend, serverId);
  return backend;
}

describe('200 clients under steady load', { skip: skipUnless(findConsul()), timeout: 120_000 }, () => {
  before(async () => {
    programs = await buildPrograms();
    cleanup.add(() => {
      programs.close();
    });
    consul = await startConsul();
    cleanup.add(() => consul.stop());
    await consul.put(ROUTES, routesTo('lobby'));
    const gatewayStarts = startGatewayProcess(programs, consul.address).then((started) => {
      gateway = started;
      cleanup.add(() => gateway.dispose());
    });
    await Promise.all([
      gatewayStarts,
      start('lobby', 'lobby-1'),
      start('lobby', 'lobby-2'),
      start('hall', 'hall-1'),
    ]);
    await linkedTo(gateway, 'lobby-1', 'lobby-2', 'hall-1');
    load = await Load.connect(programs, gateway, CLIENTS, MESSAGES_PER_SECOND);
    cleanup.add(() => load.kill());
  });

  after(() => cleanup.run());

  it('a route changes, and changes back: no error, no loss, order kept', async () => {
    load.run();
    await load.answered(SOME);
    await consul.put(ROUTES, routesTo('hall'));
    await load.answered(SOME, 'hall-1');
    await consul.put(ROUTES, routesTo('lobby'));
    await load.answered(SOME / 3, 'lobby-1');
    await load.answered(SOME / 3, 'lobby-2');
    const account = await load.pause();
    assertWhole(account);
    await assertSameCounts(account);
    for (const backend of backends) await assertSameCountsOf(backend, account);
  });

  it('Consul is killed and comes back empty: no error, the table is held until an operator speaks', async () => {
    load.run();
    const { hash } = (await gateway.status()).table;
    await consul.kill();
    await eventually('the gateway to miss Consul', status, ({ registry }) => !registry.ok);
    await load.answered(SOME);
    await consul.restartEmpty();
    const held = await eventually('the table to be held', status, ({ table }) => table.held !== undefined);
    assert.equal(held.table.hash, hash);
    await load.answered(SOME);
    await eventually(
      'the backends to register again',
      () => consul.serviceIds(),
      (ids) => backends.every(({ serverId }) => ids.includes(serverId)),
    );
    // The same keys again: nothing is left to be held, and nothing has changed.
    await consul.put(ROUTES, routesTo('lobby'));
    const released = await eventually(
      'the table to be released',
      status,
      ({ table }) => table.held === undefined,
    );
    assert.equal(released.table.hash, hash);
    await load.answered(SOME);
    const account = await load.pause();
    assertWhole(account);
    await assertSameCounts(account);
    for (const backend of backends) await assertSameCountsOf(backend, account);
  });

  it('other routes in a Consul that lost its own are held until they are accepted', async () => {
    load.run();
    const { hash } = (await gateway.status()).table;
    await consul.restartEmpty();
    await eventually('the table to be held', status, ({ table }) => table.held !== undefined);
    await consul.put('causeway/routes/others', routesTo('hall'));
    const { table } = await eventually(
      'the new key to be seen',
      status,
      (now) => now.table.seenHash !== EMPTY_HASH,
    );
    assert.equal(table.hash, hash);
    assert.match(table.held ?? '', /"game" is missing/);
    await load.answered(SOME);
    await consul.put('causeway/accepted', table.seenHash);
    await eventually('the accepted table', status, (now) => now.table.hash === table.seenHash);
    await load.answered(SOME, 'hall-1');
    await consul.put('causeway/routes/others', routesTo('lobby'));
    await load.answered(SOME / 3, 'lobby-1');
    const account = await load.pause();
    assertWhole(account);
    await assertSameCounts(account);
  });

  it('an instance comes, another drains on SIGTERM: no error', async () => {
    load.run();
    await load.answered(SOME);
    await start('lobby', 'lobby-3');
    await load.answered(SOME / 5, 'lobby-3');
    assert.deepEqual(await backendOf('lobby-2').stop(), { code: 0, signal: null });
    await load.answered(SOME);
    const account = await load.pause();
    assertWhole(account);
    await assertSameCounts(account);
  });

  it('an instance is killed: only what was pending on it fails, each with its code', async () => {
    load.run();
    await load.answered(SOME / 2, 'lobby-3');
    await killAndJudge(backendOf('lobby-3'), 0);
  });

  it('an instance hangs and is killed: as many errors as had piled up on it', async () => {
    const { failed } = await load.pause();
    await start('lobby', 'lobby-4');
    await linkedTo(gateway, 'lobby-4');
    load.run();
    await load.answered(SOME / 2, 'lobby-4');
    const backend = backendOf('lobby-4');
    backend.freeze();
    await eventually('requests to pile up', status, ({ instances }) =>
      instances.some(({ server, pending }) => server === 'lobby-4' && pending >= CLIENTS / 4),
    );
    const count = await killAndJudge(backend, failed.length);
    assert.ok(count >= CLIENTS / 4, `only ${count} failed`);
  });

  it('clients and gateway end in order', async () => {
    await load.close();
    await eventually('the sessions to end', status, ({ sessions }) => sessions === 0);
    assert.deepEqual(await gateway.stop(), { code: 0, signal: null });
  });
});

/** Content hash of no entries. */
const EMPTY_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const status = (): ReturnType<GatewayProcess['status']> => gateway.status();
