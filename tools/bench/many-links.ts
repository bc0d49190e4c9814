// What links from many gateways cost a backend of the SDK: CPU of its process for a request and its answer, and
// memory and CPU of links that are idle.
//
//   node --import tsx tools/bench/many-links.ts [--messages 200000] [--links 1,10,100]
//
// The backend runs in a process of its own; this one plays the gateways.

import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { systemClock } from '../../src/clock.js';
import { DEFAULT_LINK_LIMITS, LinkConnection } from '../../src/link/link-connection.js';
import { sessionOpened } from '../../src/protocol/link-messages.js';
import { encodeEnvelope } from '../../src/protocol/envelope.js';
import { encodeLinkFrame, LinkKind, LinkRole } from '../../src/protocol/link-frames.js';
import { createBackend } from '../../src/sdk/backend/backend.js';
import { connectByteSocket } from '../../src/transport/net-byte-socket.js';

const SECRET = 'a link secret of this benchmark alone';
const TYPE = 1000;
const PAYLOAD = new Uint8Array(64);
/** Requests under way at once, over all links. */
const WINDOW = 512;
const IDLE_MS = 5_000;

interface Usage {
  readonly cpuUs: number;
  readonly heapBytes: number;
  readonly rssBytes: number;
}

// ---- the backend ----------------------------------------------------------------------------------

async function serve(): Promise<void> {
  const backend = createBackend({ service: 'bench', serverId: 'bench-1', secrets: SECRET });
  backend.on(TYPE, (payload) => payload);
  const { port } = await backend.start();
  const collect = (globalThis as { gc?: () => void }).gc;
  process.on('message', () => {
    collect?.();
    const { user, system } = process.cpuUsage();
    const { heapUsed, rss, arrayBuffers } = process.memoryUsage();
    process.send?.({ cpuUs: user + system, heapBytes: heapUsed + arrayBuffers, rssBytes: rss });
  });
  process.on('disconnect', () => process.exit());
  process.send?.(port);
}

// ---- the gateways ---------------------------------------------------------------------------------

interface Gateways {
  readonly links: LinkConnection[];
  onAnswer: () => void;
}

async function dial(port: number, count: number): Promise<Gateways> {
  const gateways: Gateways = { links: [], onAnswer: () => undefined };
  for (let at = 0; at < count; at++) gateways.links.push(await dialOne(port, `gateway-${at}`, gateways));
  return gateways;
}

function dialOne(port: number, id: string, gateways: Gateways): Promise<LinkConnection> {
  return new Promise((resolve, reject) => {
    connectByteSocket({ host: '127.0.0.1', port, timeoutMs: 2_000, clock: systemClock }, (outcome) => {
      if (!outcome.ok) {
        reject(new Error(outcome.cause));
        return;
      }
      const link: LinkConnection = new LinkConnection(
        outcome.socket,
        {
          ...{ side: 'dialler', role: LinkRole.GATEWAY, id, expectedId: 'bench-1' },
          secrets: [Buffer.from(SECRET)],
          nonce: randomBytes(16),
          limits: DEFAULT_LINK_LIMITS,
          clock: systemClock,
          scheduleFlush: setImmediate,
        },
        {
          onReady: () => {
            const body = sessionOpened.encode({ id: `${id}-session`, generation: 1, user: id });
            link.writeFrame(encodeLinkFrame({ kind: LinkKind.SESSION_OPENED, session: 1 }, undefined, body));
            resolve(link);
          },
          onFrame: (_bytes, _start, _end, head) => {
            if (head.kind === LinkKind.ANSWER) gateways.onAnswer();
            return 0;
          },
          onDrain: () => undefined,
          onClosed: (_code, reason) => {
            reject(new Error(reason));
          },
        },
      );
    });
  });
}

/** Sends requests over all links in turn. Resolves when all are answered. */
function load(gateways: Gateways, messages: number): Promise<void> {
  const { links } = gateways;
  const envelope = encodeEnvelope({ type: TYPE, seq: 1, payload: PAYLOAD });
  let sent = 0;
  let answered = 0;
  const send = (): void => {
    const request = ++sent;
    const link = links[request % links.length];
    link?.writeEnvelope(LinkKind.REQUEST, 1, request, TYPE, 0, 0, envelope, 0, envelope.length);
  };
  return new Promise((resolve) => {
    gateways.onAnswer = () => {
      if (++answered === messages) resolve();
      else if (sent < messages) send();
    };
    for (let at = 0; at < Math.min(WINDOW, messages); at++) send();
  });
}

async function measure(links: number, messages: number): Promise<string> {
  const child = fork(fileURLToPath(import.meta.url), ['serve'], {
    execArgv: ['--expose-gc', '--import', 'tsx'],
  });
  const [port] = (await once(child, 'message')) as [number];
  const usage = async (): Promise<Usage> => {
    child.send('usage');
    const [told] = (await once(child, 'message')) as [Usage];
    return told;
  };
  const before = await usage();
  const gateways = await dial(port, links);
  const linked = await usage();
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  const idle = await usage();
  // The first tenth warms the code up.
  await load(gateways, Math.ceil(messages / 10));
  const warm = await usage();
  await load(gateways, messages);
  const loaded = await usage();
  child.disconnect();
  for (const link of gateways.links) link.close(1, 'done');
  const perLinkKb = (linked.heapBytes - before.heapBytes) / links / 1024;
  const loadedKb = (loaded.heapBytes - before.heapBytes) / links / 1024;
  return [
    String(links),
    ((loaded.cpuUs - warm.cpuUs) / messages).toFixed(2),
    perLinkKb.toFixed(1),
    loadedKb.toFixed(1),
    ((idle.cpuUs - linked.cpuUs) / IDLE_MS / 10).toFixed(2),
  ].join(' | ');
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      messages: { type: 'string', default: '200000' },
      links: { type: 'string', default: '1,10,100' },
    },
  });
  console.log('| links | CPU µs a request | KB a link, new | KB a link, after load | CPU % idle |');
  console.log('| --- | --- | --- | --- | --- |');
  for (const links of values.links.split(','))
    console.log(`| ${await measure(Number(links), Number(values.messages))} |`);
}

await (process.argv[2] === 'serve' ? serve() : main());
