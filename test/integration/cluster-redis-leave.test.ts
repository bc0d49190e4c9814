// Whoever closes a connection to Redis can go at once, whatever ioredis is about at that moment; and whoever does
// not close it keeps it, at whatever moment Sentinels tell of another master.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, test, type TestContext } from 'node:test';
import { Redis } from 'ioredis';
import { systemClock, type Random } from '../../src/clock.js';
import { RedisConnection, type RedisSettings } from '../../src/cluster/redis/connection.js';
import { MasterConnector } from '../../src/cluster/redis/connectors.js';
import { silentLog } from '../../src/log.js';
import { TestAuthority } from '../support/certificates.js';
import { eventually } from '../support/journal.js';
import { ScriptedRedis, type Answer } from '../support/scripted-redis.js';

const MASTER_NAME = 'main';

const until = (what: string, isSo: () => boolean | Promise<boolean>): Promise<boolean> =>
  eventually(what, isSo, (met) => met);

/** Sockets, servers and timers that keep this process. */
const kept = (): string =>
  process
    .getActiveResourcesInfo()
    .filter((kind) => /^(TCP|TLS|Timeout)/.test(kind))
    .join();

const open = (settings: RedisSettings, random: Random = Math.random): RedisConnection =>
  new RedisConnection(settings, { clock: systemClock, random, log: silentLog, scripts: [] });

const answers = async (connection: RedisConnection): Promise<boolean> =>
  (await connection.call({ run: 'PING', args: [] })).ok;

/** What waits for `passed` waits until `goOn`. */
function gate(): { readonly passed: Promise<void>; readonly goOn: () => void } {
  let goOn = (): void => undefined;
  const passed = new Promise<void>((resolve) => (goOn = resolve));
  return { passed, goOn };
}

const infoOf = (runId: string): string => `redis_version:7.0.0\r\nrun_id:${runId}\r\nrole:master\r\n`;

const answerOfMaster =
  (runId: string): Answer =>
  ([name]) =>
    name === 'INFO' ? infoOf(runId) : 'OK';

/** A Sentinel that names the master that `port` says. */
const answerOfSentinel =
  (port: () => number | Promise<number>): Answer =>
  async ([name, what = '']) => {
    if (name !== 'SENTINEL') return 'OK';
    return what === 'get-master-addr-by-name' ? ['127.0.0.1', String(await port())] : [];
  };

async function started(context: TestContext, ...args: Parameters<typeof ScriptedRedis.start>) {
  const redis = await ScriptedRedis.start(...args);
  context.after(() => {
    redis.close();
  });
  return redis;
}

test('a Redis Cluster: closed while it is asked who has which slots, nothing keeps the process', async () => {
  const held = gate();
  let asked = 0;
  const node: ScriptedRedis = await ScriptedRedis.start(async ([name, what = '']) => {
    if (name === 'INFO') return infoOf('one');
    if (name !== 'CLUSTER') return 'OK';
    if (what.toUpperCase() === 'INFO') return 'cluster_state:ok\r\n';
    if (++asked > 1) await held.passed;
    return [[0, 16_383, ['127.0.0.1', node.port, 'id']]];
  });
  const connection = open({ kind: 'cluster', addresses: [node.address], commandTimeoutMs: 500 });
  await until('it answers', () => answers(connection));
  await until('it is asked again', () => asked === 2);
  connection.close();
  held.goOn();
  await until('its connections end', () => node.connections === 0);
  node.close();
  await eventually('nothing keeps this process', kept, (now) => now === '');
});

/** A connection that asks a Sentinel for the master and is told meanwhile, by another way, that it is another one. */
async function toldWhileAsked(context: TestContext, random: Random) {
  const one = await started(context, answerOfMaster('one'));
  const two = await started(context, answerOfMaster('two'));
  const held = gate();
  let [named, asked] = [one, 0];
  const portOfMaster = async (): Promise<number> => {
    if (++asked === 2) await held.passed;
    return named.port;
  };
  const sentinel = await started(context, answerOfSentinel(portOfMaster));
  const route = { kind: 'sentinel', addresses: [sentinel.address], sentinelMaster: MASTER_NAME } as const;
  const connection = open({ ...route, commandTimeoutMs: 500 }, random);
  context.after(() => {
    connection.close();
  });
  await until('it answers', () => answers(connection));
  await until('it listens for another master', () => sentinel.subscribers === 1);
  one.cut();
  await until('the Sentinel is asked', () => asked === 2);
  named = two;
  sentinel.publish('+switch-master', `${MASTER_NAME} 127.0.0.1 ${one.port} 127.0.0.1 ${two.port}`);
  await until('it was heard', () => sentinel.subscribers === 0);
  const stop = (): void => {
    for (const server of [one, two, sentinel]) server.close();
  };
  return { connection, goOn: held.goOn, stop };
}

describe('a master that Sentinels name', () => {
  test('another one told while they are asked: the connection comes back', async (context) => {
    const { connection, goOn } = await toldWhileAsked(context, Math.random);
    let replaced = 0;
    connection.subscribe({ replaced: () => replaced++ });
    goOn();
    await until('the other master answers', () => answers(connection));
    await until('the other one is noticed', () => replaced === 1);
  });

  test('closed when it is about to come back so: it does not', async (context) => {
    let close = (): void => undefined;
    // Asked for when a time to wait is chosen.
    const { connection, goOn, stop } = await toldWhileAsked(context, () => {
      queueMicrotask(close);
      return 0.5;
    });
    const closed = new Promise<void>((resolve) => {
      close = () => {
        close = () => undefined;
        connection.close();
        resolve();
      };
    });
    goOn();
    await closed;
    stop();
    await eventually('nothing keeps this process', kept, (now) => now === '');
  });

  test('closed before TLS is established: nobody listens for another master', async (context) => {
    const authority = new TestAuthority();
    const { certFile, keyFile } = authority.issue('redis');
    const { ca } = authority;
    const tls = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
    authority.remove();
    const master = await started(context, answerOfMaster('one'), tls);
    const sentinel = await started(
      context,
      answerOfSentinel(() => master.port),
    );
    const connector = (withTls: object): MasterConnector =>
      new MasterConnector(
        new Redis({
          ...{ sentinels: [sentinel.address], name: MASTER_NAME, failoverDetector: true, lazyConnect: true },
          ...{ enableTLSForSentinelMode: true, tls: withTls },
        }).options,
      );
    const closedAt = {
      'its TCP connection is open': async () => {
        const late = connector({ ca });
        const socket = await late.connect(() => undefined);
        await once(socket, 'connect');
        late.disconnect();
        return socket;
      },
      'its socket was made': async () => {
        const early = connector({
          ca,
          // Read just before.
          get servername() {
            queueMicrotask(() => {
              early.disconnect();
            });
            return 'localhost';
          },
        });
        return await early.connect(() => undefined);
      },
    };
    for (const [when, close] of Object.entries(closedAt)) {
      const socket = await close();
      let isSecure = false;
      socket.once('secureConnect', () => (isSecure = true));
      await until('its socket is closed', () => socket.closed);
      assert.equal(isSecure, false, when);
    }
  });
});
