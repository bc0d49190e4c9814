// A server started for tests: on loopback, in a temporary folder, waited for until it answers, and killed
// with the test process at the latest.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tool } from '../../tools/testenv/tool.js';
import { endsWithUs } from './ends-with-us.js';
import { claimPort } from './port-claims.js';

export interface ServerProcess {
  /** SIGKILL, and the wait until it is gone. A second call does nothing. */
  kill(): Promise<void>;
  /** SIGSTOP: it keeps its connections and answers nothing, until `resume`. */
  pause(): void;
  resume(): void;
  /** Whether it has not ended yet. */
  running(): boolean;
}

const startDeadlineMs = 20_000;
const pollMs = 25;
/** What the server said last, kept for the error message. */
const outputCharsMax = 4_000;

/** Starts it and resolves as soon as `answers` says so. Rejects with its output when it ends or stays silent. */
export async function startServer(
  tool: Tool,
  args: readonly string[],
  answers: () => Promise<boolean>,
): Promise<ServerProcess> {
  const child = spawn(tool.path, args, {
    env: { ...process.env, ...tool.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = lastOutput(child);
  const forget = endsWithUs(() => void child.kill('SIGKILL'));
  const server: ServerProcess = {
    running: () => child.exitCode === null && child.signalCode === null,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    kill: async () => {
      forget();
      if (!server.running()) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
  const deadline = performance.now() + startDeadlineMs;
  while (!(await answers())) {
    if (server.running() && performance.now() < deadline) {
      await sleep(pollMs);
      continue;
    }
    await server.kill();
    throw new Error(`${tool.path} did not start: ${said()}`);
  }
  return server;
}

function lastOutput(child: ChildProcess): () => string {
  let text = '';
  const keep = (chunk: Buffer): void => {
    text = (text + chunk.toString()).slice(-outputCharsMax);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  child.on('error', (error) => {
    text += error.message;
  });
  return () => text;
}

/**
 * Below the ports that the kernel gives to who asks for any; port-claims.ts keeps them until the server's start. A node of a Redis Cluster uses the port 10,000 above its own as well.
 */
const PORT_FIRST = 12_000;
const PORTS = 10_000;

/** Loopback ports that nobody listens on; all are held open until the last one is known, so they differ. */
export async function freePorts(count: number): Promise<number[]> {
  const servers: Server[] = [];
  while (servers.length < count) {
    const server = await listenOn(PORT_FIRST + randomInt(PORTS));
    if (server !== undefined) servers.push(server);
  }
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

/** undefined: somebody else does, or may soon. */
async function listenOn(port: number): Promise<Server | undefined> {
  if (!claimPort(port)) return undefined;
  const server = createServer().listen(port, '127.0.0.1');
  return once(server, 'listening').then(
    () => server,
    () => undefined,
  );
}
