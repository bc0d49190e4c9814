// What two workers do as one gateway: limits of users, counts that outlive a worker, and who of them is silent.
// Real processes.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Client } from '../../src/sdk/client/node.js';
import { findConsul } from '../../tools/testenv/tools.js';
import { Cleanup } from '../support/cleanup.js';
import { causeway } from '../support/command-line.js';
import type { TestConsul } from '../support/consul.js';
import { signToken, type GatewayProcess } from '../support/gateway-process.js';
import { eventually } from '../support/journal.js';
import { ListeningClient } from '../support/listening-client.js';
import type { Programs } from '../support/program.js';
import { skipUnless } from '../support/require.js';
import { adminOf, startWorkers, startWorkersScene, workersOf } from '../support/worker-pages.js';

const WORKERS = 2;
const PER_SECOND = 100;
const LOGINS_PER_MINUTE = 30;

let programs: Programs;
let consul: TestConsul;
let gateway: GatewayProcess;
const cleanup = new Cleanup();

const gatewayOf = ({ client }: ListeningClient): string => client.session?.gateway ?? '';

async function join(user: string, count: number): Promise<ListeningClient[]> {
  const clients = await Promise.all(
    Array.from({ length: count }, () => ListeningClient.connect(gateway.tcpUrl, user)),
  );
  cleanup.add(() => Promise.all(clients.map(({ client }) => client.close())));
  return clients;
}

/**
 * Requests of all clients for so long, far more than the limit.
 * @returns how many passed, for how many seconds they were asked, and when it began and had the last answer
 */
async function hammer(clients: readonly ListeningClient[], ms: number) {
  const beganMs = performance.now();
  const asked: Promise<boolean>[] = [];
  while (performance.now() - beganMs < ms) {
    for (const client of clients) for (let at = 0; at < 5; at++) asked.push(isLetPass(client));
    await sleep(10);
  }
  const seconds = (performance.now() - beganMs) / 1000;
  const passed = (await Promise.all(asked)).filter((isPassed) => isPassed).length;
  return { passed, seconds, beganMs, endedMs: performance.now() };
}

function isLetPass(client: ListeningClient): Promise<boolean> {
  return client.ask(1000, 'x').then(
    () => true,
    (error: unknown) => {
      assert.match(String(error), /USER_RATE_LIMITED/);
      return false;
    },
  );
}

/** What is promised of all workers together, see src/traffic/shared-limit.ts. */
function assertBounded(passed: number, inMs: number): void {
  const most = PER_SECOND * (inMs / 1000 + 4) + 2 * WORKERS;
  assert.ok(passed <= most, `${passed} in ${inMs} ms, and at most ${most}`);
}

async function allAnswer(): Promise<void> {
  await eventually(
    'all workers to answer',
    () => workersOf(gateway),
    (workers) => workers.every(({ state, status }) => state === 'serving' && status !== undefined),
  );
}

const skip = skipUnless(findConsul());

describe('workers as one gateway', { skip, timeout: 300_000 }, () => {
  before(async () => {
    ({ programs, consul } = await startWorkersScene(cleanup));
    gateway = await startWorkers(cleanup, programs, consul.address, {
      CAUSEWAY_WORKERS: String(WORKERS),
      CAUSEWAY_LIMITS_USER_MESSAGES_PER_SECOND_MAX: String(PER_SECOND),
      CAUSEWAY_LIMITS_USER_LOGINS_PER_MINUTE_MAX: String(LOGINS_PER_MINUTE),
    });
  });

  after(() => cleanup.run());

  it('one user’s messages at both workers have one limit', async (t) => {
    const clients = await join('both', 4);
    assert.equal(new Set(clients.map(gatewayOf)).size, WORKERS, 'at both workers');
    const first = await hammer(clients, 4_000);
    t.diagnostic(
      `${first.passed} passed in ${first.seconds.toFixed(2)} s, the limit is ${PER_SECOND} a second`,
    );
    assertBounded(first.passed, first.endedMs - first.beganMs);
    assert.ok(first.passed >= (PER_SECOND * first.seconds) / 2, `${first.passed} in ${first.seconds} s`);
    const again = await hammer(clients, 3_000);
    t.diagnostic(`then ${again.passed} in ${again.seconds.toFixed(2)} s`);
    // What may pass at once is not given twice.
    assertBounded(first.passed + again.passed, again.endedMs - first.beganMs);
    const metrics = await gateway.metrics();
    assert.ok(metrics.sum('causeway_worker_user_limit_charges_total') > 0);
    assert.equal(metrics.sum('causeway_user_limit_alone'), 0);
  });

  it('who is at one worker has all of it, not a share', async (t) => {
    const { passed, seconds } = await hammer(await join('single', 1), 4_000);
    t.diagnostic(`${passed} passed in ${seconds.toFixed(2)} s, the limit is ${PER_SECOND} a second`);
    const share = (PER_SECOND / WORKERS) * (seconds + 1);
    assert.ok(passed > share * 1.15, `${passed} in ${seconds} s, a share is ${share}`);
  });

  it('logins count wherever they are', async (t) => {
    const token = await signToken('hasty');
    const tried: Promise<Client | undefined>[] = [];
    for (let at = 0; at < 70; at++) {
      const client = connect({ url: gateway.tcpUrl, token, connectTimeoutMs: 2_000 });
      tried.push(client.catch(() => undefined));
      await sleep(50);
    }
    const clients = (await Promise.all(tried)).filter((client) => client !== undefined);
    cleanup.add(() => Promise.all(clients.map((client) => client.close())));
    t.diagnostic(`${clients.length} of 70 logins, the limit is ${LOGINS_PER_MINUTE} a minute`);
    // Each worker charges its logins when it has had half of what it may let in on credit.
    const most = LOGINS_PER_MINUTE * 1.5 + 2 * WORKERS;
    assert.ok(
      clients.length >= LOGINS_PER_MINUTE * 0.8 && clients.length <= most,
      `${clients.length} logins`,
    );
    const refused = (await gateway.metrics()).sum('causeway_sessions_refused_total', {
      cause: 'user-logins',
    });
    assert.ok(refused > 0);
  });

  it('a list says who of them is silent, and so do explanations', async () => {
    const [one] = await join('explained', 1);
    assert.ok(one);
    const workers = await workersOf(gateway);
    const silent = workers.find((worker) => worker.gateway !== gatewayOf(one)) ?? assert.fail();
    const said = async (path: string): Promise<{ readonly silent: unknown }> =>
      (await (await fetch(`${adminOf(gateway)}${path}`)).json()) as { silent: unknown };
    const paths = ['/sessions', '/sessions/closed', '/explain?type=1000&user=explained'];
    for (const path of paths) assert.deepEqual((await said(path)).silent, [], path);
    process.kill(silent.pid, 'SIGSTOP');
    try {
      const asked = ['routes', 'explain', '--type', '1000', '--user', 'explained'];
      // Each waits for the silent one until its time is up.
      const [lists, metrics, unknown, { exitCode, err }] = await Promise.all([
        Promise.all(paths.map(said)),
        gateway.metrics(),
        fetch(`${adminOf(gateway)}/explain?type=1000&session=nowhere`),
        causeway([...asked, '--admin', new URL(adminOf(gateway)).host]),
      ]);
      for (const [at, path] of paths.entries()) assert.deepEqual(lists[at]?.silent, [silent.worker], path);
      assert.deepEqual(metrics.by('causeway_worker_silent', 'worker'), { [silent.worker]: 1 });
      assert.equal(unknown.status, 503, 'it may be at the silent one');
      assert.match(err.join('\n'), new RegExp(`no answer from worker ${silent.worker}`));
      assert.equal(exitCode, 1);
    } finally {
      process.kill(silent.pid, 'SIGCONT');
    }
    await allAnswer();
  });

  it('what a worker counted until it has drained stays in the sums', async () => {
    const sum = async (): Promise<number> =>
      (await gateway.metrics()).sum('causeway_requests_total', { code: 'OK' });
    const joined = await Promise.all(Array.from({ length: 6 }, (_, at) => join(`kept-${at}`, 1)));
    const clients = joined.flat();
    const victim = (await workersOf(gateway))[0] ?? assert.fail();
    const [leaving, staying] = [true, false].map((isHere) =>
      clients.filter((client) => (gatewayOf(client) === victim.gateway) === isHere),
    );
    assert.ok(leaving && staying && leaving.length > 0 && staying.length > 0);
    // One that was stopped may have lost its link, and dials again.
    for (const client of clients)
      await eventually(
        'a link of its worker',
        () =>
          client.ask(1000, 'x').then(
            () => true,
            () => false,
          ),
        (answered) => answered,
      );
    // Nobody scrapes from here on until the worker is gone.
    const before = await sum();
    let answers = 0;
    const ask = async (client: ListeningClient): Promise<void> => {
      await client.ask(1000, 'x');
      answers++;
    };
    for (let at = 0; at < 20; at++) await Promise.all(clients.map(ask));
    process.kill(victim.pid, 'SIGTERM');
    let running = true;
    const asking = staying.map(async (client) => {
      while (running) {
        await ask(client);
        await sleep(20);
      }
    });
    await gateway.log.find('its end', ({ msg }) => msg === 'a worker drained and is replaced');
    running = false;
    await Promise.all(asking);
    assert.equal((await sum()) - before, answers);
    await allAnswer();
    assert.equal((await sum()) - before, answers, 'its successor counts on');
  });
});
