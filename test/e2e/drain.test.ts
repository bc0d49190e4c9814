// SIGTERM on one of two gateways behind a load balancer, with 200 clients that wait for answers.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { findConsul } from '../../tools/testenv/tools.js';
import { startBackendProcess, type BackendProcess } from '../support/backend-process.js';
import { Balancer } from '../support/balancer.js';
import { Cleanup } from '../support/cleanup.js';
import { startConsul, type TestConsul } from '../support/consul.js';
import { linkedTo, signToken, startGatewayProcess, type GatewayProcess } from '../support/gateway-process.js';
import { eventually } from '../support/journal.js';
import { buildPrograms, Program, type Programs } from '../support/program.js';
import { skipUnless } from '../support/require.js';
import type { CountingCommand } from './programs/counting-backend.js';
import type { MovingCommand, MovingMessage } from './programs/moving-clients.js';

const CLIENTS = 200;
const SPREAD_MS = 2_000;
const GRACE_MS = 500;
const TIMEOUT_MS = 15_000;
/** Epoch times are whole milliseconds, and so is what is told. */
const ROUNDED_MS = 2;
/** The first to go have to wait so long for their answers; they would for 5 s. */
const FIRST_WAIT_MS = 200;
/** Timers count from when their turn of the event loop began, and in one turn many clients hear their GoAway. */
const EARLY_MS = 50;

let programs: Programs;
let consul: TestConsul;
let old: GatewayProcess;
let other: GatewayProcess;
let backend: BackendProcess;
let balancer: Balancer;
let clients: Program;
const cleanup = new Cleanup();

const said = (): readonly MovingMessage[] => clients.messages.entries as readonly MovingMessage[];
const command = (message: MovingCommand): void => {
  clients.send(message);
};
/** From now on the backend keeps its answers to itself, or no longer. */
const holdAnswers = (hold: boolean): void => {
  backend.program.send({ hold } satisfies CountingCommand);
};

async function heard(
  what: string,
  fits: (message: MovingMessage) => boolean,
  count = CLIENTS,
): Promise<void> {
  await eventually(
    `${what} of ${count}`,
    () => said().filter(fits).length,
    (found) => found >= count,
  );
}

/** Nobody leaves before its time; later is right while answers are under way. */
function assertObeyed(): void {
  const times = new Map<number, number>();
  for (const message of said())
    if ('goAway' in message) times.set(message.goAway.client, message.goAway.afterMs);
    else if ('left' in message) {
      const { client, name, afterMs } = message.left;
      const timeMs = times.get(client) ?? Infinity;
      assert.ok(afterMs >= timeMs - EARLY_MS, `${name} after ${afterMs} ms, not ${timeMs}`);
    }
}

async function pendingAt(gateway: GatewayProcess, count: number): Promise<void> {
  await eventually(
    'the requests',
    () => gateway.metrics(),
    (scrape) => scrape.sum('causeway_requests_pending') >= count,
  );
}

/** As a load balancer finds out where to send clients. */
async function readiness(gateway: GatewayProcess): Promise<number> {
  const listening = gateway.log.entries.find(({ msg }) => msg === 'listening');
  return (await fetch(`http://${String(listening?.['admin'])}/readyz`)).status;
}

describe('a gateway is told to stop', { skip: skipUnless(findConsul()), timeout: 90_000 }, () => {
  before(async () => {
    [programs, consul] = await Promise.all([
      cleanup.started(buildPrograms(), (built) => {
        built.close();
      }),
      cleanup.started(startConsul(), (started) => started.stop()),
    ]);
    await consul.put('causeway/routes/game', JSON.stringify([{ types: '1000-1002', service: 'game' }]));
    const env = {
      CAUSEWAY_DRAIN_GRACE_MS: String(GRACE_MS),
      CAUSEWAY_DRAIN_SPREAD_MS: String(SPREAD_MS),
      CAUSEWAY_DRAIN_TIMEOUT_MS: String(TIMEOUT_MS),
    };
    const start = (id: string): Promise<GatewayProcess> =>
      cleanup.started(
        startGatewayProcess(programs, consul.address, { ...env, CAUSEWAY_GATEWAY_ID: id }),
        (gateway) => gateway.dispose(),
      );
    const place = { program: 'counting-backend', service: 'game', serverId: 'game-1' };
    [old, other, backend] = await Promise.all([
      start('old'),
      start('other'),
      cleanup.started(startBackendProcess(programs, { ...place, consul: consul.address }), (started) =>
        started.kill(),
      ),
    ]);
    await Promise.all([linkedTo(old, 'game-1'), linkedTo(other, 'game-1')]);
    balancer = await Balancer.start(old.clients);
    cleanup.add(() => {
      balancer.close();
    });
    clients = new Program(process.execPath, [programs.file('moving-clients')]);
    cleanup.add(() => clients.end('SIGKILL'));
    const users = Array.from({ length: CLIENTS }, (_, at) => `user-${at}`);
    const tokens = await Promise.all(users.map((user) => signToken(user)));
    command({ start: { urls: [`tcp://${balancer.address}`, `ws://${balancer.address}`], tokens } });
    await clients.messages.find('the clients', (message) => 'ready' in (message as MovingMessage));
  });

  after(() => cleanup.run());

  it('each client moves at a time of its own and no answer is lost', async () => {
    holdAnswers(true);
    command({ ask: 2 });
    await pendingAt(old, 2 * CLIENTS);
    await eventually(
      'the gateways in Consul',
      () => consul.serviceIds(),
      (ids) => ids.includes('old') && ids.includes('other'),
    );
    const ended = old.program.end('SIGTERM');
    await eventually(
      'the old one not to be ready',
      () => readiness(old),
      (status) => status === 503,
    );
    await eventually(
      'the old one to leave Consul',
      () => consul.serviceIds(),
      (ids) => !ids.includes('old') && ids.includes('other'),
    );
    assert.ok(old.program.running, 'it leaves before it ends');
    balancer.pointTo(other.clients);

    await heard('GoAway', (message) => 'goAway' in message);
    const told = said().flatMap((message) => ('goAway' in message ? [message.goAway] : []));
    const delays = told.map(({ afterMs }) => afterMs);
    assert.equal(told.length, CLIENTS, 'one GoAway each');
    const begun = old.log.entries.find(({ msg }) => msg === 'stopping') ?? assert.fail();
    // They count from when they are said, the grace from when the drain began.
    const firstMs = Math.min(...told.map(({ heardAtMs, afterMs }) => heardAtMs + afterMs)) - begun.time;
    assert.ok(firstMs >= GRACE_MS - ROUNDED_MS, `the first leaves after ${firstMs} ms`);
    assert.ok(Math.max(...delays) <= GRACE_MS + SPREAD_MS, delays.join());
    assert.ok(new Set(delays).size > CLIENTS * 0.9, 'the times differ');

    await sleep(Math.min(...delays) + FIRST_WAIT_MS);
    assert.ok(!said().some((message) => 'left' in message), 'who is due waits for its answers');
    holdAnswers(false);
    await heard('answers', (message) => 'answered' in message, 2 * CLIENTS);
    await heard('moves', (message) => 'moved' in message);
    const moved = said().flatMap((message) => ('moved' in message ? [message.moved.gateway] : []));
    assert.deepEqual([moved.length, new Set(moved)], [CLIENTS, new Set(['other'])]);
    assert.deepEqual(
      said().filter((message) => 'failed' in message),
      [],
    );
    assertObeyed();
    assert.deepEqual(await ended, { code: 0, signal: null });
    const drained = old.log.entries.find(({ msg }) => msg === 'drained');
    assert.equal(drained?.['left'], 0);
  });

  it('the clients go on at the other one', async () => {
    command({ ask: 1 });
    await heard('answers', (message) => 'answered' in message && message.answered.gateway === 'other');
    assert.deepEqual(
      said().filter((message) => 'failed' in message),
      [],
    );
  });

  it('a second SIGTERM ends at once', async () => {
    holdAnswers(true);
    command({ ask: 1 });
    await pendingAt(other, CLIENTS);
    const ended = other.program.end('SIGTERM');
    await other.log.find('the drain', ({ msg }) => msg === 'stopping');
    void other.program.end('SIGTERM');
    // A drain that came to its own end would end with 0.
    assert.deepEqual(await ended, { code: 1, signal: null });
    const last = other.log.entries.filter(({ msg }) => ['drained', 'stopped at once'].includes(msg));
    assert.deepEqual(
      last.map(({ msg }) => msg),
      ['stopped at once'],
    );
  });
});
