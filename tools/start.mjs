// `npm start`: a standalone gateway, the demo's backends and its page, each a process of its own, on loopback.
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { linkKeyPath, loadOrCreateKey } from '../dist/auth/key-file.js';

const FILE = 'causeway.yaml';
const START_TIMEOUT_MS = 20_000;
const POLL_MS = 50;
const BACKENDS = ['echo', 'chat', 'world'];
const STATUS_URL = 'http://127.0.0.1:7001/status';
const PAGE_URL = 'http://127.0.0.1:7080/';

const welcome = `
Causeway is running.
  clients      127.0.0.1:7000   WebSocket (ws://127.0.0.1:7000) and TCP
  operators    127.0.0.1:7001   /healthz /readyz /metrics /status
  routes       ${FILE}     type 1000 goes to the service "echo"; edit and save, it is watched
  demo         ${PAGE_URL}   a chat and a world in the browser; open it twice

Next, in another terminal:
  npx causeway token --user alice
  node tools/demo/say.mjs "$(npx causeway token --user alice)" hello
  curl http://127.0.0.1:7001/status

Ctrl-C stops it.
`;

const children = [];
let stopping = false;

/** All end when one does: half a demo helps nobody. */
function start(name, args) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  children.push(child);
  child.once('exit', (code, signal) => {
    if (stopping) return;
    console.error(`${name} ended (${signal ?? `exit ${code}`})`);
    void stop(code === 0 ? 1 : (code ?? 1));
  });
  return child;
}

/** A second call does not wait. */
async function stop(exitCode) {
  const running = children.filter((child) => child.exitCode === null && child.signalCode === null);
  for (const child of running) child.kill(stopping ? 'SIGKILL' : 'SIGTERM');
  if (stopping) return;
  stopping = true;
  await Promise.all(running.map((child) => once(child, 'exit')));
  process.exit(exitCode);
}

/** @returns whether it came true in time */
async function until(isTrue) {
  const deadlineMs = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadlineMs && !stopping) {
    if (await isTrue().catch(() => false)) return true;
    await sleep(POLL_MS);
  }
  return false;
}

/** Services without a link to an instance. */
async function unlinked() {
  const { instances } = await (await fetch(STATUS_URL)).json();
  const linked = instances.filter(({ link }) => link === 'open').map(({ service }) => service);
  return BACKENDS.filter((service) => !linked.includes(service));
}

async function main() {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void stop(0));
  if (!existsSync(FILE)) copyFileSync('tools/demo/causeway.yaml', FILE);
  // The gateway would make it, but the backends read it and should listen when the gateway dials them.
  const key = await loadOrCreateKey(linkKeyPath('.causeway'));
  if (!key.ok) throw new Error(`${key.reason}; ${key.remedy}`);
  const servers = [...BACKENDS, 'page'].map((name) => start(name, [`tools/demo/${name}.mjs`]));
  await Promise.all(servers.map((server) => once(server, 'message')));
  start('gateway', ['dist/main.js', 'serve']);
  if (await until(async () => (await unlinked()).length === 0)) console.log(welcome);
  else if (!stopping)
    console.error(`no link to ${(await unlinked()).join(', ')}: does ${FILE} name it, with the address at which
it listens? tools/demo/causeway.yaml is what a new project begins with.`);
}

await main();
