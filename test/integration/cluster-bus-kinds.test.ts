// The bus on a Redis Cluster of three nodes, one of which loses its data, and through a failover by Sentinels:
// each push arrives once and in order, or is told as lost, and afterwards all is as before.

import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import type { ClusterReceiver } from '../../src/cluster/cluster.js';
import type { RedisSettings } from '../../src/cluster/redis/connection.js';
import { encodeEnvelope, newEnvelopeHead, scanEnvelope } from '../../src/protocol/envelope.js';
import { startRedisCluster } from '../support/redis-cluster.js';
import { redisSite, until, type RedisSite, type TestCluster } from '../support/redis-gateways.js';
import { MASTER_NAME, startSentinels } from '../support/redis-sentinel.js';

const GATEWAYS = ['a', 'b', 'c'];
const ALL = { sessions: [], user: '', users: [], group: '', all: true, except: [] };

/** What one gateway heard of the pushes of each other one. */
class Ear implements ClusterReceiver {
  readonly serials = new Map<string, number[]>();
  lostPushes = 0;
  /** Losses whose number nobody knows. */
  lapses = 0;

  receive(message: Parameters<ClusterReceiver['receive']>[0], from: string): number {
    if (message.kind !== 'push') return 0;
    const head = newEnvelopeHead();
    const { envelope } = message;
    assert.ok(scanEnvelope(envelope, 0, envelope.length, head));
    const payload = Buffer.from(envelope.subarray(head.payloadStart, head.payloadEnd));
    this.serials.set(from, [...(this.serials.get(from) ?? []), Number(payload.toString())]);
    return 1;
  }

  lost(count: number): void {
    this.lostPushes += count;
    if (count === 0) this.lapses++;
  }

  missed(): void {
    // Counted by `lost`.
  }

  gatewayLost(): void {
    // The test says who lives.
  }
}

interface Scene {
  readonly site: RedisSite;
  readonly clusters: readonly TestCluster[];
  readonly ears: readonly Ear[];
  /** Each gateway pushes so many more to everybody, a few each turn. */
  pushMore(count: number): Promise<void>;
}

async function scene(context: TestContext, settings: RedisSettings): Promise<Scene> {
  const site = redisSite(settings);
  context.after(() => site.close());
  const clusters = GATEWAYS.map((id) => site.join(id));
  const ears = clusters.map(() => new Ear());
  for (const [at, cluster] of clusters.entries()) cluster.start(ears[at] ?? new Ear());
  await site.settled();
  let serial = 0;
  const pushMore = async (count: number): Promise<void> => {
    for (const end = serial + count; serial < end; serial++) {
      const envelope = encodeEnvelope({ type: 2000, payload: Buffer.from(String(serial)) });
      for (const cluster of clusters) cluster.publish({ kind: 'push', target: ALL, envelope });
      if (serial % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  return { site, clusters, ears, pushMore };
}

/** Of `count` pushes of each of two others: in order, none twice, and what is missing was told. */
function checkAll({ ears }: Scene, count: number): void {
  for (const ear of ears) {
    let came = 0;
    for (const serials of ear.serials.values()) {
      assert.deepEqual(
        serials,
        [...new Set(serials)].sort((one, other) => one - other),
        'in order, none twice',
      );
      came += serials.length;
    }
    if (ear.lapses === 0) assert.equal(came + ear.lostPushes, 2 * count, 'came or told');
    else assert.ok(came + ear.lostPushes <= 2 * count);
  }
}

describe('the bus', () => {
  test('on a Redis Cluster: in order over all nodes; a node that loses its data loses nothing in silence', async (context) => {
    const redis = await startRedisCluster();
    context.after(() => redis.stop());
    const at = await scene(context, { kind: 'cluster', addresses: redis.addresses, commandTimeoutMs: 500 });
    await at.pushMore(100);
    await at.site.settled();
    checkAll(at, 100);
    for (const ear of at.ears)
      assert.equal(ear.lostPushes + ear.lapses, 0, 'nothing is lost without a fault');
    for (const node of [0, 1, 2]) {
      const pushed = at.pushMore(100);
      await redis.restartEmpty(node);
      await pushed;
      await at.site.settled();
    }
    await at.pushMore(1);
    await at.site.settled();
    checkAll(at, 401);
  });

  test('through a failover by Sentinels: in order, what the old master took with it is told', async (context) => {
    const sentinels = await startSentinels();
    context.after(() => sentinels.stop());
    const { addresses } = sentinels;
    const named = { kind: 'sentinel', sentinelMaster: MASTER_NAME } as const;
    const at = await scene(context, { ...named, addresses, commandTimeoutMs: 500 });
    await at.pushMore(100);
    const before = await sentinels.masterPort();
    const pushed = at.pushMore(200);
    await sentinels.killMaster();
    await pushed;
    await until('another master', async () => (await sentinels.masterPort()) !== before);
    await at.site.settled();
    await at.pushMore(1);
    await at.site.settled();
    checkAll(at, 301);
  });
});
