// What the cluster costs: three gateways as processes of their own over a Redis and a Consul of their own, one
// backend and 10,000 clients in this process. CPU is that of the gateways and of Redis, by their own account.
//   node --import tsx tools/bench/cluster-costs.ts [clients]
import { connect as connectTcp } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createBackend, type Backend, type PushTo, type Session } from '../../src/sdk/backend/backend.js';
import { connect, type Client } from '../../src/sdk/client/node.js';
import { Cleanup } from '../../test/support/cleanup.js';
import { startConsul } from '../../test/support/consul.js';
import {
  LINK_SECRET,
  linkedTo,
  signToken,
  startGatewayProcess,
  type GatewayProcess,
} from '../../test/support/gateway-process.js';
import { buildPrograms } from '../../test/support/program.js';
import { startRedis } from '../../test/support/redis.js';

const GATEWAYS = ['a', 'b', 'c'];
const PUSH = 2000;
const PAYLOAD = Buffer.alloc(64);
/** At once, so that the handshakes do not time out on a busy machine. */
const CONNECTING_MAX = 100;
const GROUPS = 1_000;
const GROUPS_PER_SESSION = 10;
/** Joins under way at once: below the SDK's limit on commands. */
const JOINS_MAX = 100;
const GROUP_PUSHES = 50;
const USER_PUSHES = 10_000;
/** Redis is asked so long before the directory answers for young leases. */
const TRUST_MS = 11_000;

interface Site {
  readonly gateways: readonly GatewayProcess[];
  readonly redisPort: number;
  readonly backend: Backend;
  readonly cleanup: Cleanup;
}

/** Seconds of CPU, and resident bytes. */
interface Usage {
  readonly cpu: readonly number[];
  readonly redisCpu: number;
  readonly resident: readonly number[];
  readonly redisBytes: number;
}

async function startSite(env: Readonly<Record<string, string>>): Promise<Site> {
  const cleanup = new Cleanup();
  const [programs, consul, redis] = await Promise.all([buildPrograms(), startConsul(), startRedis()]);
  cleanup.add(() => {
    programs.close();
  });
  cleanup.add(() => consul.stop());
  cleanup.add(() => redis.stop());
  await consul.put('causeway/routes/all', JSON.stringify([{ types: 1000, service: 'game' }]));
  const registry = { consul: consul.address };
  const backend = createBackend({ service: 'game', serverId: 'game-1', secrets: LINK_SECRET, registry });
  backend.on(1000, (payload) => payload);
  await backend.start();
  cleanup.add(() => backend.close());
  const gateways: GatewayProcess[] = [];
  // One after the other: the backend's oldest link, over which it pushes to many, is that of the first.
  for (const id of GATEWAYS) {
    const gateway = await startGatewayProcess(programs, consul.address, {
      CAUSEWAY_GATEWAY_ID: id,
      CAUSEWAY_CLUSTER_KIND: 'redis',
      CAUSEWAY_REDIS_ADDRESSES: redis.address,
      CAUSEWAY_CONNECTIONS_PER_SECOND_MAX: '0',
      CAUSEWAY_OVERLOAD_DELAY_MS_MAX: '0',
      ...env,
    });
    cleanup.add(() => gateway.dispose());
    await linkedTo(gateway, 'game-1');
    gateways.push(gateway);
  }
  return { gateways, redisPort: redis.port, backend, cleanup };
}

/** @param at place of the gateway of the client with this number */
async function logIn(site: Site, count: number, at: (serial: number) => number): Promise<Client[]> {
  const clients: Client[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let serial = next++; serial < count; serial = next++) {
      const url = site.gateways[at(serial)]?.tcpUrl ?? '';
      // A name that no heartbeat of this process delays the measurement by.
      clients[serial] = await connect({ url, token: await signToken(`u${serial}`), heartbeatMs: 120_000 });
    }
  };
  await Promise.all(Array.from({ length: CONNECTING_MAX }, worker));
  site.cleanup.add(() => Promise.all(clients.map((client) => client.close())));
  return clients;
}

async function usage(site: Site): Promise<Usage> {
  const scrapes = await Promise.all(site.gateways.map((gateway) => gateway.metrics()));
  const info = await redisInfo(site.redisPort);
  return {
    cpu: scrapes.map((scrape) => scrape.sum('process_cpu_seconds_total')),
    redisCpu: Number(info.get('used_cpu_user')) + Number(info.get('used_cpu_sys')),
    resident: scrapes.map((scrape) => scrape.sum('process_resident_memory_bytes')),
    redisBytes: Number(info.get('used_memory')),
  };
}

function redisInfo(port: number): Promise<ReadonlyMap<string, string>> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connectTcp(port, '127.0.0.1', () => socket.write('INFO\r\nQUIT\r\n'));
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () => {
      resolve(
        new Map([...text.matchAll(/^(\w+):(.*)\r$/gm)].map(([, name = '', value = '']) => [name, value])),
      );
    });
  });
}

/** What `run` costs, by `unit`, and prints it. */
async function measure(site: Site, name: string, units: number, run: () => Promise<unknown>): Promise<void> {
  const before = await usage(site);
  const startMs = performance.now();
  await run();
  const tookMs = performance.now() - startMs;
  const after = await usage(site);
  const micros = (seconds: number): string => `${((seconds * 1e6) / units).toFixed(1)} µs`;
  const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  const each = after.cpu.map((cpu, at) => `${GATEWAYS[at] ?? ''} ${micros(cpu - (before.cpu[at] ?? 0))}`);
  const grown = after.resident.map((bytes, at) => bytes - (before.resident[at] ?? 0));
  console.log(
    [
      `${name}: ${units} in ${tookMs.toFixed(0)} ms`,
      `CPU each: ${each.join(', ')}, Redis ${micros(after.redisCpu - before.redisCpu)}`,
      `grown: gateways ${grown.map(mib).join(', ')}, Redis ${mib(after.redisBytes - before.redisBytes)}`,
    ].join('\n  '),
  );
}

/** Counts pushes of all clients. */
function counter(clients: readonly Client[]): { reaches(count: number): Promise<void> } {
  let total = 0;
  let wanted = Infinity;
  let done: () => void = () => undefined;
  for (const client of clients)
    client.onPush(PUSH, () => {
      if (++total >= wanted) done();
    });
  return {
    reaches: (count) =>
      new Promise((resolve) => {
        wanted = total + count;
        done = resolve;
      }),
  };
}

/** Every session in ten groups of a thousand, as a chat's channels are. */
async function joinAll(backend: Backend, sessions: readonly string[]): Promise<void> {
  const groups = new Map<string, string[]>();
  for (const [at, session] of sessions.entries())
    for (let serial = 0; serial < GROUPS_PER_SESSION; serial++) {
      const name = `group-${(at * GROUPS_PER_SESSION + serial * 37) % GROUPS}`;
      const members = groups.get(name) ?? [];
      members.push(session);
      groups.set(name, members);
    }
  const waiting = [...groups];
  const worker = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
      await backend.join(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: JOINS_MAX }, worker));
}

/** Pushes one by one, each when the one before it has come. @returns how long each took, in milliseconds */
async function latencies(backend: Backend, client: Client, to: PushTo, count: number): Promise<number[]> {
  const tookMs: number[] = [];
  for (let serial = 0; serial < count; serial++) {
    const startMs = performance.now();
    const came = new Promise<void>((resolve) => {
      const stop = client.onPush(PUSH, () => {
        stop();
        resolve();
      });
    });
    backend.push(to, PUSH, PAYLOAD);
    await came;
    tookMs.push(performance.now() - startMs);
  }
  return tookMs.sort((a, b) => a - b);
}

async function measurePushes(count: number): Promise<void> {
  const site = await startSite({});
  const { backend } = site;
  try {
    let clients: Client[] = [];
    await measure(site, 'login without a limit', count, async () => {
      clients = await logIn(site, count, (serial) => serial % GATEWAYS.length);
    });
    await sleep(TRUST_MS);
    const sessions = clients.map(({ session }) => session?.id ?? '');
    await measure(site, 'membership, ten of a session', count * GROUPS_PER_SESSION, () =>
      joinAll(backend, sessions),
    );
    await measure(site, `join of ${count} sessions to one group`, 1, () => backend.join(sessions, 'lobby'));

    const pushes = counter(clients);
    await measure(site, `push to a group of ${count}`, GROUP_PUSHES, async () => {
      for (let serial = 0; serial < GROUP_PUSHES; serial++) {
        const all = pushes.reaches(count);
        backend.push({ group: 'lobby' }, PUSH, PAYLOAD);
        await all;
      }
    });
    await measure(site, 'push by user to another gateway, 20 in a turn', USER_PUSHES, async () => {
      const all = pushes.reaches(USER_PUSHES);
      for (let serial = 0; serial < USER_PUSHES; serial++) {
        backend.push({ user: `u${1 + (serial % Math.floor(count / 3)) * 3}` }, PUSH, PAYLOAD);
        if (serial % 20 === 19) await new Promise((resolve) => setTimeout(resolve, 2));
      }
      await all;
    });
    const [, other] = clients;
    if (other === undefined) return;
    await measure(site, 'push by user to another gateway, one by one', 2_000, async () => {
      const tookMs = await latencies(backend, other, { user: 'u1' }, 2_000);
      console.log(`  p50 ${tookMs[1_000]?.toFixed(2) ?? ''} ms, p99 ${tookMs[1_980]?.toFixed(2) ?? ''} ms`);
    });
    const opened = new Promise<Session>((resolve) => void backend.onSession('opened', resolve));
    await other.request(1000, PAYLOAD);
    const session = await opened;
    await measure(site, 'push over the link of its gateway, one by one', 2_000, async () => {
      const tookMs = await latencies(backend, other, { session }, 2_000);
      console.log(`  p50 ${tookMs[1_000]?.toFixed(2) ?? ''} ms, p99 ${tookMs[1_980]?.toFixed(2) ?? ''} ms`);
    });
  } finally {
    await site.cleanup.run();
  }
}

async function measureSingleLogin(count: number): Promise<void> {
  const site = await startSite({ CAUSEWAY_LOGIN_PER_USER_MAX: '1' });
  try {
    await measure(site, 'login with single login on', count, () =>
      logIn(site, count, (serial) => serial % GATEWAYS.length),
    );
  } finally {
    await site.cleanup.run();
  }
}

const clients = Number(process.argv[2] ?? '10000');
process.setMaxListeners(0);
await measurePushes(clients);
await measureSingleLogin(clients);
