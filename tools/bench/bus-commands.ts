// Counts what Redis is asked for per operation of the cluster: three gateways' clusters over a Redis of its
// own, each operation many times, the difference of INFO commandstats, less what the gateways ask for by
// themselves meanwhile. Counts, not times: they are true on a busy machine too.
//   node --import tsx tools/bench/bus-commands.ts
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterMessage, Presence } from '../../src/cluster/cluster.js';
import { homeTag } from '../../src/cluster/session-home.js';
import type { PushTarget } from '../../src/protocol/link-messages.js';
import { encodeEnvelope } from '../../src/protocol/envelope.js';
import { redisSite, type TestCluster } from '../../test/support/redis-gateways.js';
import { startRedis } from '../../test/support/redis.js';

const TIMES = 300;
const GATEWAYS = ['a', 'b', 'c'];
const NOBODY: PushTarget = { sessions: [], user: '', users: [], group: '', all: false, except: [] };
/** Asked for all the time, however little happens: leases, reads that wait, streams kept. */
const OWN = new Set(['xread', 'info', 'time', 'exists', 'xtrim', 'pexpire', 'hello', 'client', 'ping']);

type Counts = ReadonlyMap<string, number>;

const presence = (serial: number, gatewayId: string): Presence => ({
  ...{ sessionId: `s${serial}`, user: `user-${serial}`, gatewayId, sinceEpochMs: 1, device: '', client: '' },
  ...{ address: '127.0.0.1:1', attributes: new Map() },
});
const push = (target: Partial<PushTarget>): ClusterMessage => ({
  kind: 'push',
  target: { ...NOBODY, ...target },
  envelope: encodeEnvelope({ type: 2000, payload: Buffer.alloc(64) }),
});

async function main(): Promise<void> {
  const redis = await startRedis();
  const site = redisSite(redis.port);
  const [a, b, c] = GATEWAYS.map((gatewayId) => site.join(gatewayId)) as [
    TestCluster,
    TestCluster,
    TestCluster,
  ];
  const quiet = {
    receive: () => 1,
    lost: () => undefined,
    missed: () => undefined,
    gatewayLost: () => undefined,
  };
  for (const cluster of [a, b, c]) cluster.start(quiet);
  await site.settled();
  for (let serial = 0; serial < TIMES; serial++) b.enter(presence(serial, 'b'));
  await Promise.all([b.groupEntered('lobby'), c.groupEntered('lobby')]);
  await site.settled();
  // Leases younger than this are not trusted to have written all they hold.
  await sleep(11_000);

  const limit = { perUserMax: 2, perDeviceMax: 0, loser: 'oldest' } as const;
  const operations: Readonly<Record<string, (serial: number) => unknown>> = {
    'login without a limit': (serial) => {
      a.enter(presence(serial + 10_000, 'a'));
    },
    'end of a session': (serial) => {
      a.leave(`s${serial + 10_000}`);
    },
    'login with single login on': (serial) => a.admit(presence(serial + 20_000, 'a'), limit),
    'push to a user on one other gateway': (serial) => a.publish(push({ user: `user-${serial}` })),
    'push to a user, the same with 20 in one turn': (serial) => {
      for (let at = 0; at < 20; at++) a.publish(push({ user: `user-${serial}` }));
    },
    'push to a session on another gateway': () =>
      a.publish(push({ sessions: [`${homeTag('b')}${'x'.repeat(24)}`] })),
    'push to a group on two other gateways': () => a.publish(push({ group: 'lobby' })),
    'push to everyone, three gateways': () => a.publish(push({ all: true })),
    'kick of a user, asked and answered': (serial) =>
      a.ask({ kind: 'kick', session: '', user: `user-${serial}`, reason: '', advice: 0 }),
    'first member of a group': (serial) => a.groupEntered(`group-${serial}`),
  };
  for (const [name, run] of Object.entries(operations)) {
    const before = await commandStats(redis.port);
    for (let serial = 0; serial < TIMES; serial++) {
      await run(serial);
      // One by one, as on a gateway with little to do: what comes together costs less.
      await sleep(4);
    }
    await sleep(100);
    await Promise.all([a, b, c].map((cluster) => cluster.flushed()));
    print(name, before, await commandStats(redis.port));
  }
  await site.close();
  await redis.stop();
}

function print(name: string, before: Counts, after: Counts): void {
  const rows = [...after]
    .map(([command, count]) => [command, (count - (before.get(command) ?? 0)) / TIMES] as const)
    .filter(([command, count]) => !OWN.has(command) && count >= 0.02)
    .map(([command, count]) => `${command} ${count.toFixed(2)}`);
  console.log(`${name}: ${rows.join(', ')}`);
}

/** Calls by command since Redis started. */
function commandStats(port: number): Promise<Counts> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write('INFO commandstats\r\nQUIT\r\n'));
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () => {
      const rows = [...text.matchAll(/cmdstat_([^:]+):calls=(\d+)/g)];
      resolve(new Map(rows.map(([, command = '', calls]) => [command, Number(calls)])));
    });
  });
}

await main();
