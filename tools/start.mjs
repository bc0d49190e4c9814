// `npm start`: a standalone gateway and a demo backend, each a process of its own, on loopback.
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const FILE = 'causeway.yaml';
const START_TIMEOUT_MS = 20_000;

const welcome = `
Causeway is running.
  clients      127.0.0.1:7000   WebSocket (ws://127.0.0.1:7000) and TCP
  operators    127.0.0.1:7001   /healthz /readyz /metrics /status
  routes       ${FILE}     type 1000 goes to the service "echo"; edit and save, it is watched

Next, in another terminal:
  npx causeway token --user alice
  node tools/demo/say.mjs "$(npx causeway token --user alice)" hello
  curl http://127.0.0.1:7001/status

Ctrl-C stops it.
`;

/** The process ends when either child does: half a demo helps nobody. */
const children = [];

function start(name, args) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  children.push(child);
  child.once('exit', (code, signal) => {
    if (stopping) return;
    console.error(`${name} ended (${signal ?? `exit ${code}`})`);
    void stop(code === 0 ? 1 : (code ?? 1));
  });
  return child;
}

let stopping = false;

async function stop(exitCode) {
  if (stopping) {
    for (const child of children) child.kill('SIGKILL');
    return;
  }
  stopping = true;
  const running = children.filter((child) => child.exitCode === null && child.signalCode === null);
  for (const child of running) child.kill('SIGTERM');
  await Promise.all(running.map((child) => once(child, 'exit')));
  process.exit(exitCode);
}

async function untilReady() {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && !stopping) {
    const status = await fetch('http://127.0.0.1:7001/status').then(
      (answer) => answer.json(),
      () => undefined,
    );
    if (status?.instances?.some((instance) => instance.link === 'open')) return true;
    await sleep(100);
  }
  return false;
}

async function untilHealthy() {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && !stopping) {
    if (
      await fetch('http://127.0.0.1:7001/healthz').then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return true;
    await sleep(50);
  }
  return false;
}

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void stop(0));
if (!existsSync(FILE)) copyFileSync('tools/demo/causeway.yaml', FILE);
start('gateway', ['dist/main.js', 'serve']);
if (await untilHealthy()) {
  start('echo', ['tools/demo/echo.mjs']);
  if (await untilReady()) console.log(welcome);
  else if (!stopping) console.error(`the gateway has no link to the demo backend yet: does ${FILE} name it?`);
} else if (!stopping) {
  console.error('the gateway did not start: see above');
  await stop(1);
}
