// SIGTERM on one of two gateways behind a load balancer, with 200 clients that wait for answers.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { findConsul } from '../../tools/testenv/tools.js';
import { startBackendProcess, type BackendProcess } from '../support/backend-process.js';
import { Balancer } from '../support/balancer.js';
import { startConsul, type TestConsul } from '../support/consul.js';
import { linkedTo, signToken, startGatewayProcess, type GatewayProcess } from '../support/gateway-process.js';
import { eventually } from '../support/journal.js';
import { buildPrograms, Program, type Programs } from '../support/program.js';
import { skipUnless } from '../support/require.js';
import type { MovingCommand, MovingMessage } from './programs/moving-clients.js';

const CLIENTS = 200;
const SPREAD_MS = 2_000;
const GRACE_MS = 500;
const SAID_WITHIN_MS = 200;
/** Timers count from when their turn of the event loop began, and in one turn many clients hear their GoAway. */
const EARLY_MS = 50;
/** Longer than the grace, so that the first to go have to wait for their answers. */
const SLOW_MS = 1_500;

let programs: Programs;
let consul: TestConsul;
let old: GatewayProcess;
let other: GatewayProcess;
let backend: BackendProcess;
let balancer: Balancer;
let clients: Program;

const said = (): readonly MovingMessage[] => clients.messages.entries as readonly MovingMessage[];
const command = (message: MovingCommand): void => {
  clients.send(message);
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

/** As a load balancer finds out where to send clients. */
async function readiness(gateway: GatewayProcess): Promise<number> {
  const listening = gateway.log.entries.find(({ msg }) => msg === 'listening');
  return (await fetch(`http://${String(listening?.['admin'])}/readyz`)).status;
}

describe('a gateway is told to stop', { skip: skipUnless(findConsul()), timeout: 90_000 }, () => {
  before(async () => {
    [programs, consul] = await Promise.all([buildPrograms(), startConsul()]);
    await consul.put('causeway/routes/game', JSON.stringify([{ types: '1000-1002', service: 'game' }]));
    const env = {
      CAUSEWAY_DRAIN_GRACE_MS: String(GRACE_MS),
      CAUSEWAY_DRAIN_SPREAD_MS: String(SPREAD_MS),
      CAUSEWAY_DRAIN_TIMEOUT_MS: '15000',
    };
    [old, other, backend] = await Promise.all([
      startGatewayProcess(programs, consul.address, { ...env, CAUSEWAY_GATEWAY_ID: 'old' }),
      startGatewayProcess(programs, consul.address, { ...env, CAUSEWAY_GATEWAY_ID: 'other' }),
      startBackendProcess(programs, {
        program: 'counting-backend',
        service: 'game',
        serverId: 'game-1',
        consul: consul.address,
        env: { SLOW_MS: String(SLOW_MS) },
      }),
    ]);
    await Promise.all([linkedTo(old, 'game-1'), linkedTo(other, 'game-1')]);
    balancer = await Balancer.start(old.clients);
    clients = new Program(process.execPath, [programs.file('moving-clients')]);
    const users = Array.from({ length: CLIENTS }, (_, at) => `user-${at}`);
    const tokens = await Promise.all(users.map((user) => signToken(user)));
    command({ start: { urls: [`tcp://${balancer.address}`, `ws://${balancer.address}`], tokens } });
    await clients.messages.find('the clients', (message) => 'ready' in (message as MovingMessage));
  });

  after(async () => {
    await Promise.all([clients.end('SIGKILL'), backend.kill(), old.dispose(), other.dispose()]);
    balancer.close();
    await consul.stop();
    programs.close();
  });

  it('each client moves at a time of its own and no answer is lost', async () => {
    command({ ask: 2 });
    await eventually(
      'the requests',
      () => old.metrics(),
      (scrape) => scrape.sum('causeway_requests_pending') === 400,
    );
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
    const delays = said().flatMap((message) => ('goAway' in message ? [message.goAway.afterMs] : []));
    assert.equal(delays.length, CLIENTS, 'one GoAway each');
    // They count from when they are said, which is a moment after the drain began.
    assert.ok(Math.min(...delays) >= GRACE_MS - SAID_WITHIN_MS, delays.join());
    assert.ok(Math.max(...delays) <= GRACE_MS + SPREAD_MS, delays.join());
    assert.ok(new Set(delays).size > CLIENTS * 0.9, 'the times differ');

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
    command({ ask: 1 });
    await eventually(
      'the requests',
      () => other.metrics(),
      (scrape) => scrape.sum('causeway_requests_pending') === CLIENTS,
    );
    const ended = other.program.end('SIGTERM');
    await other.log.find('the drain', ({ msg }) => msg === 'stopping');
    const first = performance.now();
    void other.program.end('SIGTERM');
    assert.deepEqual(await ended, { code: 1, signal: null });
    assert.ok(performance.now() - first < 1_000, 'at once');
  });
});
