// How `causeway serve` with workers ends: all of them, and what waits for one that is killed. Real processes.
import assert from 'node:assert/strict';
import { connect as connectTcp } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { HELPER_NICENESS } from '../../src/helper-threads.js';
import { findConsul } from '../../tools/testenv/tools.js';
import { Cleanup } from '../support/cleanup.js';
import type { TestConsul } from '../support/consul.js';
import type { GatewayProcess } from '../support/gateway-process.js';
import { isRunning } from '../support/is-running.js';
import { eventually } from '../support/journal.js';
import { nicenessOf } from '../support/niceness.js';
import { Program, type Programs } from '../support/program.js';
import { skipUnless } from '../support/require.js';
import { startWorkers, startWorkersScene, workersOf } from '../support/worker-pages.js';

let programs: Programs;
let consul: TestConsul;
const cleanup = new Cleanup();

const start = (context: Cleanup, env: Readonly<Record<string, string>>): Promise<GatewayProcess> =>
  startWorkers(context, programs, consul.address, { CAUSEWAY_WORKERS: '4', ...env });

async function endOf(pid: number): Promise<void> {
  await eventually(
    'the end of a worker',
    () => isRunning(pid),
    (runs) => !runs,
  );
}

describe('workers that end', { skip: skipUnless(findConsul()), timeout: 120_000 }, () => {
  before(async () => {
    ({ programs, consul } = await startWorkersScene(cleanup));
  });

  after(() => cleanup.run());

  it('says once what is wrong, and ends', async () => {
    const refused = await runToEnd({ CAUSEWAY_WORKERS: '3', CAUSEWAY_SESSIONS_MAX: 'many' });
    assert.equal(refused.code, 2);
    assert.equal(
      refused.lines.filter((line) => line.includes('sessionsMax')).length,
      1,
      refused.lines.join('\n'),
    );
    // Only a worker opens the certificate.
    const broken = await runToEnd({
      CAUSEWAY_WORKERS: '3',
      CAUSEWAY_TLS_CERT_FILE: 'nowhere.pem',
      CAUSEWAY_TLS_KEY_FILE: 'nowhere.key',
    });
    assert.equal(broken.code, 1);
    const said = broken.lines.filter((line) => !line.startsWith('{') && line.includes('nowhere'));
    assert.equal(said.length, 1, broken.lines.join('\n'));
  });

  it(
    'lets the event loop come first in each of its processes',
    { skip: process.platform !== 'linux' },
    async () => {
      const own = new Cleanup();
      try {
        const gateway = await start(own, { CAUSEWAY_WORKERS: '2' });
        const pids = [gateway.program.pid, ...(await workersOf(gateway)).map(({ pid }) => pid)];
        for (const pid of pids) {
          const { [pid]: eventLoop, ...helpers } = Object.fromEntries(nicenessOf(pid));
          // V8 has four from the start; Node's pool may come later.
          const nicer = Object.values(helpers).filter((niceness) => niceness === HELPER_NICENESS);
          assert.deepEqual([eventLoop, nicer.length >= 4], [0, true]);
        }
      } finally {
        await own.run();
      }
    },
  );

  it('closes the connections that wait for a worker which is killed', async () => {
    const own = new Cleanup();
    try {
      const gateway = await start(own, { CAUSEWAY_WORKERS: '2' });
      const victim = (await workersOf(gateway))[0] ?? assert.fail();
      process.kill(victim.pid, 'SIGSTOP');
      let isStopped = true;
      // A stopped process does not notice that its primary is gone.
      own.add(() => {
        if (isStopped) process.kill(victim.pid, 'SIGKILL');
      });
      const [host = '', port = ''] = gateway.clients.split(':');
      let open = 0;
      for (let at = 0; at < 40; at++) {
        const socket = connectTcp({ host, port: Number(port) });
        socket.on('error', () => undefined);
        socket.once('connect', () => open++);
        socket.once('close', () => open--);
        own.add(() => {
          socket.destroy();
        });
      }
      const sent = async (): Promise<number> =>
        (await gateway.metrics()).sum('causeway_worker_connections', { worker: victim.worker });
      const given = await eventually('them to be given away', sent, (count) => count >= 15);
      process.kill(victim.pid, 'SIGKILL');
      isStopped = false;
      await eventually(
        'those of the killed one to be closed',
        () => open,
        (left) => left <= 25,
      );
      const lost = (await gateway.metrics()).sum('causeway_worker_connections_lost_total');
      // Consul's checks are among them, two a second.
      assert.ok(lost > 0 && lost <= given + 10, `${lost} were lost on the way, of ${given}`);
    } finally {
      await own.run();
    }
  });

  it('ends at once at the second SIGTERM, with all its workers', async () => {
    const own = new Cleanup();
    try {
      const gateway = await start(own, {
        CAUSEWAY_DRAIN_GRACE_MS: '60000',
        CAUSEWAY_DRAIN_TIMEOUT_MS: '120000',
      });
      const pids = (await workersOf(gateway)).map(({ pid }) => pid);
      const ended = gateway.stop();
      await gateway.log.find('the drain', ({ msg }) => msg === 'stopping');
      process.kill(gateway.program.pid, 'SIGTERM');
      assert.equal((await ended).code, 1);
      for (const pid of pids) await endOf(pid);
    } finally {
      await own.run();
    }
  });

  it('leaves no worker behind when the primary is killed', async () => {
    const own = new Cleanup();
    try {
      const gateway = await start(own, {});
      const pids = (await workersOf(gateway)).map(({ pid }) => pid);
      process.kill(gateway.program.pid, 'SIGKILL');
      for (const pid of pids) await endOf(pid);
    } finally {
      await own.run();
    }
  });
});

/** Runs `causeway serve` that cannot start. */
async function runToEnd(env: Readonly<Record<string, string>>) {
  const lines: string[] = [];
  const program = new Program(process.execPath, [programs.file('gateway'), 'serve'], {
    cwd: '/',
    env: { CAUSEWAY_LISTEN: '127.0.0.1:0', CAUSEWAY_ADMIN_LISTEN: '127.0.0.1:0', ...env },
    onLine: (line) => {
      lines.push(line);
    },
  });
  const { code } = await program.exited;
  return { code, lines };
}
