// Leases, directory, single login and groups on a Redis Cluster of three nodes, and on a master that
// Sentinels name: what the fault of a node leaves behind.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { Redis } from 'ioredis';
import type { LoginPolicy } from '../../src/cluster/cluster.js';
import { MasterConnector } from '../../src/cluster/redis/connectors.js';
import { eventually } from '../support/journal.js';
import { startRedisCluster } from '../support/redis-cluster.js';
import { startNodes, type RedisNode } from '../support/redis-node.js';
import { MASTER_NAME, startSentinels } from '../support/redis-sentinel.js';

const until = (what: string, isSo: () => boolean | Promise<boolean>): Promise<boolean> =>
  eventually(what, isSo, (met) => met);
const isOnline = async (node: RedisNode, user: string, sessions: readonly string[]): Promise<boolean> =>
  JSON.stringify(await node.online(user)) === JSON.stringify(sessions);
const policy: LoginPolicy = { perUserMax: 3, perDeviceMax: 0, loser: 'oldest' };
const USERS = 60;

/** Every user with one session on each gateway, and a group. */
async function fill(nodes: readonly RedisNode[]): Promise<void> {
  for (const [at, node] of nodes.entries())
    for (let user = 0; user < USERS; user++)
      node.directory.enter(node.presence(`s${user}-${at}`, `user-${user}`));
  await Promise.all(nodes.map((node) => node.directory.flushed()));
  await Promise.all(nodes.map((node) => node.groups.entered('lobby')));
}

/** What is not as it should be. */
async function flaws(nodes: readonly RedisNode[]): Promise<readonly string[]> {
  const [asked] = nodes;
  assert.ok(asked !== undefined);
  const found: string[] = [];
  for (let user = 0; user < USERS; user++) {
    const sessions = nodes.map(({ gatewayId }, at) => `s${user}-${at}@${gatewayId}`).join();
    const online = String(await asked.online(`user-${user}`));
    if (online !== sessions) found.push(`user-${user}: ${online}`);
  }
  const members = [...((await asked.groups.gatewaysOf('lobby')) ?? [])].sort().join();
  if (members !== nodes.map(({ gatewayId }) => gatewayId).join()) found.push(`lobby: ${members}`);
  return found;
}

const whole = (when: string, nodes: readonly RedisNode[]): Promise<readonly string[]> =>
  eventually(
    `whole ${when}`,
    () => flaws(nodes),
    (found) => found.length === 0,
  );

const losses = (nodes: readonly RedisNode[]): readonly string[] =>
  nodes.flatMap(({ told }) => told.filter((line) => line.startsWith('lost')));

describe('a Redis Cluster of three nodes', () => {
  test('everything works on it, and is whole again after a node lost its data and after one hung', async () => {
    const redis = await startRedisCluster();
    const { addresses } = redis;
    const settings = { kind: 'cluster', addresses: addresses.slice(0, 2), commandTimeoutMs: 500 } as const;
    const nodes = await startNodes(['a', 'b', 'c'], settings);
    const [a] = nodes;
    try {
      assert.ok(a !== undefined);
      await fill(nodes);
      assert.deepEqual(await flaws(nodes), []);
      const found = await a.directory.gatewaysOfUsers(Array.from({ length: USERS }, (_, at) => `user-${at}`));
      assert.deepEqual([...(found ?? [])].sort(), ['a', 'b', 'c']);
      const logins = Array.from({ length: 100 }, (_, at) => {
        const node = nodes[at % 3] ?? a;
        return node.directory.admit(node.presence(`race-${at}`, 'racer'), policy);
      });
      assert.ok((await Promise.all(logins)).every(({ kind }) => kind === 'admitted'));
      assert.equal((await a.online('racer'))?.length, 3);
      for (const node of nodes) for (let at = 0; at < 100; at++) node.directory.leave(`race-${at}`);
      for (const at of [0, 1, 2]) {
        await redis.restartEmpty(at);
        await whole(`after node ${at} lost its data`, nodes);
      }
      redis.nodes[1]?.pause();
      await until('some users cannot be located', async () => {
        const outcomes = await Promise.all(
          Array.from({ length: USERS }, (_, user) => a.directory.locate(`user-${user}`)),
        );
        return outcomes.some(({ ok }) => !ok);
      });
      redis.nodes[1]?.resume();
      await whole('after node 1 hung', nodes);
      assert.deepEqual(losses(nodes), []);
    } finally {
      redis.nodes[1]?.resume();
      await Promise.all(nodes.map((node) => node.close()));
      await redis.stop();
    }
  });
});

describe('a master that Sentinels name', () => {
  test('killed: the replica takes over, nobody is lost, everything is whole again', async () => {
    const sentinels = await startSentinels();
    const { addresses } = sentinels;
    const settings = {
      kind: 'sentinel',
      addresses,
      sentinelMaster: MASTER_NAME,
      commandTimeoutMs: 500,
    } as const;
    const nodes = await startNodes(['a', 'b', 'c'], settings);
    const [a, b] = nodes;
    try {
      assert.ok(a !== undefined && b !== undefined);
      await fill(nodes);
      assert.deepEqual(await flaws(nodes), []);
      const before = await sentinels.masterPort();
      await sentinels.killMaster();
      a.directory.leave('s0-0');
      b.directory.enter(b.presence('late', 'user-1'));
      assert.equal((await a.directory.locate('user-2')).ok, false);
      await until('another master', async () => (await sentinels.masterPort()) !== before);
      await until('what changed meanwhile is there', async () => {
        const isLeft = await isOnline(a, 'user-0', ['s0-1@b', 's0-2@c']);
        return isLeft && (await isOnline(a, 'user-1', ['late@b', 's1-0@a', 's1-1@b', 's1-2@c']));
      });
      a.directory.enter(a.presence('s0-0', 'user-0'));
      b.directory.leave('late');
      await whole('at last', nodes);
      assert.deepEqual(losses(nodes), []);
    } finally {
      await Promise.all(nodes.map((node) => node.close()));
      await sentinels.stop();
    }
  });

  test('a client that is closed while its socket opens opens none', async () => {
    const sentinels = await startSentinels();
    try {
      const options = { sentinels: [...sentinels.addresses], name: MASTER_NAME, failoverDetector: true };
      const connector = new MasterConnector(new Redis({ ...options, lazyConnect: true }).options);
      const socket = await connector.connect(() => undefined);
      assert.ok(socket.connecting);
      let hasOpened = false;
      socket.once('connect', () => (hasOpened = true));
      const closed = once(socket, 'close');
      connector.disconnect();
      await closed;
      assert.equal(hasOpened, false);
    } finally {
      await sentinels.stop();
    }
  });
});
