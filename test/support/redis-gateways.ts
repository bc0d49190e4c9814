// Several gateways' clusters over one Redis, as a test wants them: started, stopped, and asked to be quiet.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/clock.js';
import type { ClusterReceiver, ClusterStatus } from '../../src/cluster/cluster.js';
import { READ_BLOCK_MS, streamKey } from '../../src/cluster/redis/bus-streams.js';
import { listOf, numberOf, textOf } from '../../src/cluster/redis/commands.js';
import { LEASE_TIMES } from '../../src/cluster/redis/leases.js';
import { RedisConnection, type RedisSettings } from '../../src/cluster/redis/connection.js';
import {
  CLUSTER_SCRIPTS,
  RedisCluster,
  type RedisClusterParts,
} from '../../src/cluster/redis/redis-cluster.js';
import { busBatch } from '../../src/protocol/bus-messages.js';
import { silentLog } from '../../src/log.js';
import type { ClusterUnderTest } from '../contract/cluster-contract.js';

/** A kick of it says nothing and goes to everybody: it is how a test learns that all before it has arrived. */
const NOBODY = 'nobody, asked for by a test';
const deadlineMs = 30_000;
/** As long as in production; renewed, and so seen, four times as often. */
const QUICK_LEASES = { ...LEASE_TIMES, renewIntervalMs: LEASE_TIMES.renewIntervalMs / 4 };
const pollMs = 20;

/** One gateway's cluster; what the test asks of itself does not reach its receiver. */
export class TestCluster extends RedisCluster {
  readonly parts: RedisClusterParts;

  constructor(parts: RedisClusterParts) {
    super(parts);
    this.parts = parts;
  }

  override start(receiver: ClusterReceiver): void {
    super.start({
      receive: (message, from) =>
        message.kind === 'displace' && message.session === NOBODY ? 1 : receiver.receive(message, from),
      lost: (count, target) => {
        receiver.lost(count, target);
      },
      missed: (from) => {
        receiver.missed(from);
      },
      gatewayLost: (gatewayId) => {
        receiver.gatewayLost(gatewayId);
      },
    });
  }

  /** After it the others have done what was published here before. @returns whether they said so */
  async reachesAll(): Promise<boolean> {
    return (await this.ask({ kind: 'displace', session: NOBODY })).ok;
  }

  /** Resolves when it asks Redis for nothing new. @returns what lets it go on */
  async stopReading(): Promise<() => void> {
    const { blocking } = this.parts;
    const call = blocking.call.bind(blocking);
    let readOn = (): void => undefined;
    await new Promise<void>((stopped) => {
      blocking.call = async (command) => {
        stopped();
        await new Promise<void>((resolve) => {
          readOn = resolve;
        });
        return call(command);
      };
    });
    return () => {
      blocking.call = call;
      readOn();
    };
  }

  /** Its lease ends now, as if it had not been renewed. */
  async loseLease(): Promise<void> {
    const { redis, prefix, gatewayId } = this.parts;
    const key = `${prefix}:{leases}`;
    const [tokens, time] = await redis.batch([
      { run: 'ZRANGE', args: [key, 0, -1] },
      { run: 'TIME', args: [] },
    ]);
    if (tokens?.ok !== true || time?.ok !== true) throw new Error('Redis does not answer');
    const own =
      listOf(tokens.reply)
        .map(textOf)
        .find((token) => token.startsWith(`${gatewayId}/`)) ?? '';
    const [seconds, micros] = listOf(time.reply).map(numberOf);
    const nowEpochMs = (seconds ?? 0) * 1_000 + Math.floor((micros ?? 0) / 1_000);
    await redis.call({ run: 'ZADD', args: [key, 'XX', nowEpochMs, own] });
  }

  /** Puts into its own stream what no gateway would write. */
  async writeGarbage(): Promise<void> {
    const { redis, prefix, gatewayId, incarnation } = this.parts;
    const key = streamKey(prefix, { gatewayId, incarnation });
    const forged = busBatch.encode({ gateway: 'x', incarnation: 'y', first: 1, frames: [{}] });
    for (const bytes of [Uint8Array.of(0xff), busBatch.encode({ first: -1 }), forged])
      await redis.call({ run: 'XADD', args: [key, '*', 'b', bytes] });
  }

  statusNow(): ClusterStatus {
    const status = this.status();
    if (status === undefined) throw new Error('not started');
    return status;
  }
}

export type JoinOptions = Partial<Pick<RedisClusterParts, 'busLimits' | 'leaseTimes' | 'log'>>;

export interface RedisSite extends ClusterUnderTest {
  join(gatewayId: string, options?: JoinOptions): TestCluster;
  /** Resolves when each of those that have not been closed sees exactly the others. */
  allSeen(): Promise<void>;
  close(): Promise<void>;
}

/** Gateways of a cluster of their own: its keys have a prefix that no other has. */
/** @param at a server's port on loopback, or how else Redis is reached */
export function redisSite(at: number | RedisSettings): RedisSite {
  const settings = typeof at === 'number' ? serverAt(at) : at;
  const prefix = `test-${randomBytes(6).toString('hex')}`;
  const joined = new Map<TestCluster, string>();
  const site: RedisSite = {
    join: (gatewayId, options = {}) => {
      const [redis, blocking] = [connect(settings), connect(settings, READ_BLOCK_MS)];
      const cluster = new TestCluster({
        ...{ gatewayId, incarnation: randomBytes(6).toString('hex'), redis, blocking, prefix },
        ...{ clock: systemClock, random: Math.random, log: silentLog, scheduleFlush: setImmediate },
        leaseTimes: QUICK_LEASES,
        ...options,
      });
      joined.set(cluster, gatewayId);
      const close = cluster.close.bind(cluster);
      cluster.close = () => {
        joined.delete(cluster);
        return close();
      };
      return cluster;
    },
    allSeen: () =>
      until('all gateways see each other', () => {
        const all = [...joined.values()].sort().join();
        return [...joined.keys()].every(
          (cluster) =>
            cluster
              .gateways()
              .map(({ gatewayId }) => gatewayId)
              .join() === all,
        );
      }),
    settled: async () => {
      await site.allSeen();
      await Promise.all([...joined.keys()].map((cluster) => cluster.flushed()));
      for (const cluster of joined.keys())
        await until('all gateways answer', async () => await cluster.reachesAll());
    },
    close: async () => {
      await Promise.all([...joined.keys()].map((cluster) => cluster.close()));
    },
  };
  return site;
}

const serverAt = (port: number): RedisSettings => ({
  ...{ kind: 'server', commandTimeoutMs: 500 },
  addresses: [{ host: '127.0.0.1', port }],
});

function connect(settings: RedisSettings, blockMs = 0): RedisConnection {
  const scripts = CLUSTER_SCRIPTS;
  return new RedisConnection(settings, {
    ...{ clock: systemClock, random: Math.random, log: silentLog, scripts, blockMs },
  });
}

/** Polls: what happens in Redis tells nobody. Throws at a generous deadline. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within ${deadlineMs} ms: ${what}`);
    await sleep(pollMs);
  }
}
