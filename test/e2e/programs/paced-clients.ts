// Well-behaved clients in a process of their own: each sends requests at a steady pace and measures how long
// the answers take. Ruled over IPC:
//   { start: PacedStart }   connects and begins; says { ready }
//   { measure: ms }         says { measured } of the requests that were sent within so long; one that has no
//                           answer by then counts with its age
//   { close: true }         closes the clients and ends
import { connect, type Client } from '../../../src/sdk/client/node.js';
import type { Measured, PacedCommand, PacedStart } from '../../support/hostile-stage.js';

const PAYLOAD = new TextEncoder().encode('1');
/** Requests one client may have open: it does not pile up behind a stall, but the stall is measured. */
const OPEN_MAX = 4;
/** So many connect at once. */
const CONNECT_AT_ONCE = 20;

let sinceMs = 0;
let latencies: number[] = [];
/** When the requests were sent that have no answer yet. */
const unanswered = new Set<{ readonly sentMs: number }>();
let failed: Record<string, number> = {};
let disconnects = 0;
const clients: Client[] = [];

function say(message: object): void {
  process.send?.(message);
}

async function connectAll({ urls, tokens }: PacedStart): Promise<void> {
  const queue = [...tokens.entries()];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, token] = next;
      const client = await connect({ url: urls[index % urls.length] ?? '', token });
      client.on('disconnected', () => {
        disconnects++;
      });
      clients.push(client);
    }
  };
  await Promise.all(Array.from({ length: CONNECT_AT_ONCE }, work));
}

function pace(client: Client, intervalMs: number): void {
  let open = 0;
  const send = async (): Promise<void> => {
    const sentMs = performance.now();
    const request = { sentMs };
    unanswered.add(request);
    open++;
    try {
      await client.request(1000, PAYLOAD);
    } catch (error) {
      const name = error instanceof Error ? error.name : String(error);
      failed[name] = (failed[name] ?? 0) + 1;
    }
    open--;
    unanswered.delete(request);
    if (sentMs >= sinceMs) latencies.push(performance.now() - sentMs);
  };
  setTimeout(() => {
    setInterval(() => {
      if (open < OPEN_MAX) void send();
    }, intervalMs);
  }, Math.random() * intervalMs);
}

async function start(order: PacedStart): Promise<void> {
  await connectAll(order);
  for (const client of clients) pace(client, (1000 * clients.length) / order.requestsPerSecond);
  say({ ready: clients.length });
}

async function measure(ms: number): Promise<void> {
  latencies = [];
  failed = {};
  sinceMs = performance.now();
  await new Promise((resolve) => setTimeout(resolve, ms));
  const nowMs = performance.now();
  const pending = Array.from(unanswered).filter(({ sentMs }) => sentMs >= sinceMs);
  const sorted = [...latencies, ...pending.map(({ sentMs }) => nowMs - sentMs)].sort((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor((sorted.length - 1) * part)] ?? 0;
  const measured: Measured = { answers: sorted.length, p50Ms: at(0.5), p99Ms: at(0.99), failed, disconnects };
  latencies = [];
  say({ measured });
}

process.on('message', (command: PacedCommand) => {
  if ('start' in command) void start(command.start);
  else if ('measure' in command) void measure(command.measure);
  else void Promise.all(clients.map((client) => client.close())).then(() => process.exit(0));
});
