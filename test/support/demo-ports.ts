// `npm start` has ports of its own, the same on every machine, so only one test file at a time may run it.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whoever listens here may start the demo. Beside the demo's ports, and used by nothing else. */
const TURN_PORT = 7099;
const DEMO_PORTS = [7000, 7001, 7080, 7101, 7102, 7103];
/** Longer than another file needs them. */
const WAIT_MS = 240_000;
const POLL_MS = 200;

/** Waits for this process's turn, which ends with the process. @returns why not, for node:test's `skip` */
export async function turnOnDemoPorts(morePorts: readonly number[] = []): Promise<string | false> {
  const deadlineMs = performance.now() + WAIT_MS;
  while (!(await listens(TURN_PORT, false))) {
    if (performance.now() > deadlineMs) return `port ${TURN_PORT} of 127.0.0.1 is taken`;
    await sleep(POLL_MS);
  }
  const ports = [...DEMO_PORTS, ...morePorts];
  const taken: number[] = [];
  for (const port of ports) if (!(await listens(port, true))) taken.push(port);
  return taken.length > 0 && `port ${taken.join(', ')} of 127.0.0.1 is taken`;
}

/** Whether this process could listen there; `once` closes it again. */
async function listens(port: number, onlyTry: boolean): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  if (onlyTry) await once(server.close(), 'close');
  else server.unref();
  return true;
}
