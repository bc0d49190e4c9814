// `npm start`: a standalone gateway, the demo's backends and its page, each a process of its own, on loopback.
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatConfigProblem } from '../dist/config/layer.js';
import { loadConfig } from '../dist/config/load-config.js';
import { formatAddress } from '../dist/discovery/address.js';
import { linkKeyPath, loadOrCreateKey } from '../dist/auth/key-file.js';

const FILE = 'causeway.yaml';
const START_TIMEOUT_MS = 20_000;
const POLL_MS = 50;
const BACKENDS = ['echo', 'chat', 'world'];
const PAGE_URL = 'http://127.0.0.1:7080/';

/** @param operators address of the operators' port @param token whether it asks for one */
const welcome = (operators, token) => `
Causeway is running.
  clients      127.0.0.1:7000   WebSocket (ws://127.0.0.1:7000) and TCP
  operators    ${operators}   /healthz /readyz /metrics /status
  routes       ${FILE}     type 1000 goes to the service "echo"; edit and save, it is watched
  demo         ${PAGE_URL}   a chat and a world in the browser; open it twice

Next, in another terminal:
  npx causeway token --user alice
  node tools/demo/say.mjs "$(npx causeway token --user alice)" hello
  curl ${token ? '-H "Authorization: Bearer TOKEN" ' : ''}http://${operators}/status

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

/** Services without a link to an instance. Rejects when the gateway does not say. */
async function unlinked(operators, token) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(`http://${operators}/status`, { headers });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const { instances } = await answer.json();
  const linked = instances.filter(({ link }) => link === 'open').map(({ service }) => service);
  return BACKENDS.filter((service) => !linked.includes(service));
}

async function main() {
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void stop(0));
  if (!existsSync(FILE)) copyFileSync('tools/demo/causeway.yaml', FILE);
  // As the gateway will read it; what is wrong with it stops nothing halfway when it is said first.
  const loaded = loadConfig({ env: process.env, flags: {}, generatedGatewayId: 'start' });
  if (!loaded.ok) throw new Error(loaded.problems.map(formatConfigProblem).join('\n'));
  const { admin } = loaded.config;
  // The gateway would make it, but the backends read it and should listen when the gateway dials them.
  const key = await loadOrCreateKey(linkKeyPath('.causeway'));
  if (!key.ok) throw new Error(`${key.reason}; ${key.remedy}`);
  const servers = [...BACKENDS, 'page'].map((name) => start(name, [`tools/demo/${name}.mjs`]));
  await Promise.all(servers.map((server) => once(server, 'message')));
  start('gateway', ['dist/main.js', 'serve']);
  await tellLinks(formatAddress(admin.listen), admin.token?.reveal());
}

async function tellLinks(operators, token) {
  const missing = () => unlinked(operators, token);
  if (await until(async () => (await missing()).length === 0))
    console.log(welcome(operators, token !== undefined));
  else if (!stopping)
    console.error(
      await missing().then(
        (services) => `no link to ${services.join(', ')}: does ${FILE} name it, with the address at which
it listens? tools/demo/causeway.yaml is what a new project begins with.`,
        (error) => `http://${operators}/status does not say which backends have links: ${error.message}`,
      ),
    );
}

main().catch((error) => {
  console.error(error.message);
  void stop(1);
});
