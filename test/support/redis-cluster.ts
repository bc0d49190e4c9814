// A real Redis Cluster of three masters for one suite, each with a third of the slots and no replica.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { findRedis } from '../../tools/testenv/tools.js';
import { eventually } from './journal.js';
import { mustHave } from './require.js';
import { answersPing } from './redis.js';
import { freePorts, startServer, type ServerProcess } from './server-process.js';

const SLOTS = 16_384;

export interface TestRedisCluster {
  readonly addresses: readonly { readonly host: string; readonly port: number }[];
  /** The process of each node. */
  readonly nodes: readonly ServerProcess[];
  /** Kills a node and starts it again, empty, with its slots. */
  restartEmpty(node: number): Promise<void>;
  stop(): Promise<void>;
}

/** Resolves when all nodes say that the cluster works. */
export async function startRedisCluster(): Promise<TestRedisCluster> {
  const tool = mustHave(findRedis());
  const folder = await mkdtemp(path.join(tmpdir(), 'causeway-redis-cluster-'));
  // Each node needs a second port, for the others.
  const ports = await freePorts(6);
  const addresses = ports.slice(0, 3).map((port) => ({ host: '127.0.0.1', port }));
  const start = (at: number): Promise<ServerProcess> => {
    const port = ports[at] ?? 0;
    const settings = {
      ...{ port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no' },
      ...{
        'cluster-enabled': 'yes',
        'cluster-port': ports[at + 3],
        'cluster-config-file': `node-${at}.conf`,
      },
      ...{ 'cluster-node-timeout': 2_000, 'cluster-require-full-coverage': 'no' },
    };
    const args = Object.entries(settings).flatMap(([key, value]) => [`--${key}`, String(value)]);
    return startServer(tool, args, () => answersPing(port));
  };
  const nodes = await Promise.all([0, 1, 2].map(start));
  await join(addresses, ports.slice(3));
  return {
    addresses,
    nodes,
    restartEmpty: async (at) => {
      await nodes[at]?.kill();
      nodes[at] = await start(at);
      await allWork(addresses);
    },
    stop: async () => {
      await Promise.all(nodes.map((node) => node.kill()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Addresses = TestRedisCluster['addresses'];

async function join(addresses: Addresses, busPorts: readonly number[]): Promise<void> {
  const clients = addresses.map((address) => new Redis({ ...address }));
  try {
    for (const [at, client] of clients.entries()) {
      const from = Math.ceil((SLOTS * at) / 3);
      const to = Math.ceil((SLOTS * (at + 1)) / 3) - 1;
      await client.call('CLUSTER', 'ADDSLOTSRANGE', from, to);
      await client.call('CLUSTER', 'SET-CONFIG-EPOCH', at + 1);
    }
    for (const [at, { host, port }] of addresses.entries())
      await clients[0]?.call('CLUSTER', 'MEET', host, port, busPorts[at] ?? 0);
  } finally {
    for (const client of clients) client.disconnect();
  }
  await allWork(addresses);
}

async function allWork(addresses: Addresses): Promise<void> {
  for (const address of addresses) {
    const client = new Redis({ ...address });
    client.on('error', () => undefined);
    const works = /cluster_state:ok[^]*cluster_slots_ok:16384[^]*cluster_known_nodes:3/;
    const ask = async (): Promise<string> => String(await client.call('CLUSTER', 'INFO').catch(String));
    try {
      await eventually('the cluster works', ask, (said) => works.test(said));
    } finally {
      client.disconnect();
    }
  }
}
