// Throughput of one worker against two behind one port: `node --import tsx tools/bench/workers.mjs [--sockets handle]
// [--sessions 200] [--outstanding 16] [--seconds 5] [--workers 1,2]`. This process is the echo backend; load comes
// from `causeway bench` in another one. Prints requests a second and the gateway processes' CPU per request.
// On two cores the load, the backend and the workers share them: the CPU column says what a worker costs, the
// throughput column what is left for it.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { createBackend } from '../../src/sdk/backend/backend.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const causeway = ['--import', import.meta.resolve('tsx'), path.join(root, 'src/main.ts')];
const secret = 'a link secret of benchmarks';
/** Linux counts a process's CPU in hundredths of a second (sysconf _SC_CLK_TCK). */
const TICK_MS = 10;

const { values } = parseArgs({
  options: {
    sockets: { type: 'string', default: 'public' },
    sessions: { type: 'string', default: '200' },
    outstanding: { type: 'string', default: '16' },
    seconds: { type: 'string', default: '5' },
    workers: { type: 'string', default: '1,2' },
  },
});

const backend = createBackend({ service: 'echo', serverId: 'echo-1', secrets: secret });
backend.on(1000, (payload) => payload);
const { port } = await backend.start();
const folder = mkdtempSync(path.join(tmpdir(), 'causeway-workers-'));
writeFileSync(
  path.join(folder, 'causeway.yaml'),
  JSON.stringify({
    routes: [{ types: 1000, service: 'echo' }],
    services: { echo: [{ id: 'echo-1', address: `127.0.0.1:${port}` }] },
  }),
);
try {
  for (const workers of values.workers.split(',')) console.log(JSON.stringify(await measure(workers)));
} finally {
  rmSync(folder, { recursive: true, force: true });
  await backend.close();
}

async function measure(workers) {
  const env = {
    ...process.env,
    CAUSEWAY_LINK_SECRET: secret,
    TSX_TSCONFIG_PATH: path.join(root, 'tsconfig.json'),
  };
  const flags = ['--workers', workers, '--sockets', values.sockets, '--listen', '127.0.0.1:0'];
  const gateway = spawn(
    process.execPath,
    [...causeway, 'serve', ...flags, '--admin-listen', '127.0.0.1:0', '--session-requests-max', '1024'],
    { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  process.once('exit', () => gateway.kill('SIGKILL'));
  const { clients, admin } = await listening(gateway);
  await linked(admin);
  const pids = await processesOf(admin, gateway.pid);
  const before = pids.map(cpuMs);
  const { sessions, outstanding, seconds } = values;
  const { stdout } = await run(
    process.execPath,
    [...causeway, 'bench', `tcp://${clients}`, '--type', '1000', '--sessions', sessions].concat([
      '--outstanding',
      outstanding,
      '--seconds',
      seconds,
      '--json',
    ]),
    { cwd: folder, env },
  );
  const used = pids.map((pid, at) => cpuMs(pid) - before[at]);
  const requests = await answered(admin);
  gateway.kill('SIGKILL'); // its workers end with it
  return {
    workers: Number(workers),
    sockets: values.sockets,
    gatewayCpuMs: used,
    gatewayCpuMicrosPerRequest: Math.round((used.reduce((sum, ms) => sum + ms, 0) * 10_000) / requests) / 10,
    bench: JSON.parse(stdout.trim().split('\n').at(-1)),
  };
}

function listening(gateway) {
  return new Promise((resolve, reject) => {
    let text = '';
    gateway.stdout.on('data', (chunk) => {
      text += chunk;
      const line = text.split('\n').find((one) => one.includes('"listening"') && one.endsWith('}'));
      if (line !== undefined) resolve(JSON.parse(line));
    });
    gateway.once('exit', () => reject(new Error('the gateway did not start')));
  });
}

async function page(admin, name) {
  return (await fetch(`http://${admin}/${name}`)).text();
}

async function linked(admin) {
  for (;;) {
    const { workers, ...own } = JSON.parse(await page(admin, 'status'));
    const all = workers === undefined ? [own] : workers.map(({ status }) => status ?? { instances: [] });
    if (all.every(({ instances }) => instances.some(({ link }) => link === 'open'))) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The gateway itself first; with workers it is the primary. */
async function processesOf(admin, pid) {
  const { workers = [] } = JSON.parse(await page(admin, 'status'));
  return [pid, ...workers.map((worker) => worker.pid)];
}

function cpuMs(pid) {
  const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13);
  return (Number(user) + Number(system)) * TICK_MS;
}

async function answered(admin) {
  const ok = [
    ...(await page(admin, 'metrics')).matchAll(/^causeway_requests_total\{.*code="OK".*\} (\d+)$/gm),
  ];
  return ok.reduce((sum, [, count]) => sum + Number(count), 0);
}
