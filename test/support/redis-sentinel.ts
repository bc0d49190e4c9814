// A master, a replica and three Sentinels for one suite: kill the master and the replica takes its place.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { findRedis } from '../../tools/testenv/tools.js';
import { eventually } from './journal.js';
import { mustHave } from './require.js';
import { answersPing } from './redis.js';
import { freePorts, startServer, type ServerProcess } from './server-process.js';

export const MASTER_NAME = 'causeway';

export interface TestSentinels {
  /** Of the Sentinels. */
  readonly addresses: readonly { readonly host: string; readonly port: number }[];
  /** SIGKILL to the first master; the Sentinels make the replica one within seconds. */
  killMaster(): Promise<void>;
  /** Port of the master that the Sentinels name now. */
  masterPort(): Promise<number>;
  stop(): Promise<void>;
}

/** Resolves when the Sentinels know the replica and each other. */
export async function startSentinels(): Promise<TestSentinels> {
  const tool = mustHave(findRedis());
  const folder = await mkdtemp(path.join(tmpdir(), 'causeway-sentinel-'));
  const [masterPort = 0, replicaPort = 0, ...sentinelPorts] = await freePorts(5);
  const server = (port: number, more: readonly string[]): Promise<ServerProcess> => {
    const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
    return startServer(tool, [...settings, ...more], () => answersPing(port));
  };
  const master = await server(masterPort, []);
  const replicaOf = ['--replicaof', '127.0.0.1', String(masterPort), '--repl-diskless-sync-delay', '0'];
  const replica = await server(replicaPort, replicaOf);
  const sentinels = await Promise.all(
    sentinelPorts.map(async (port, at) => {
      const file = path.join(folder, `sentinel-${at}.conf`);
      await writeFile(file, sentinelConfiguration(port, masterPort, folder));
      return startServer(tool, [file, '--sentinel'], () => answersPing(port));
    }),
  );
  const [askedPort = 0] = sentinelPorts;
  const client = new Redis({ host: '127.0.0.1', port: askedPort });
  client.on('error', () => undefined);
  const told = async (): Promise<string> =>
    String(await client.call('SENTINEL', 'MASTER', MASTER_NAME).catch(String));
  await eventually('the Sentinels know all', told, (said) =>
    said.includes('num-slaves,1,num-other-sentinels,2'),
  );
  return {
    addresses: sentinelPorts.map((port) => ({ host: '127.0.0.1', port })),
    killMaster: () => master.kill(),
    masterPort: async () => {
      const named: unknown = await client.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', MASTER_NAME);
      return Array.isArray(named) ? Number(named[1]) : 0;
    },
    stop: async () => {
      client.disconnect();
      await Promise.all([master, replica, ...sentinels].map((process) => process.kill()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const sentinelConfiguration = (port: number, masterPort: number, folder: string): string =>
  [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${folder}`,
    `sentinel monitor ${MASTER_NAME} 127.0.0.1 ${masterPort} 2`,
    `sentinel down-after-milliseconds ${MASTER_NAME} 1000`,
    `sentinel failover-timeout ${MASTER_NAME} 3000`,
    '',
  ].join('\n');
