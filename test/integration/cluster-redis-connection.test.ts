// The connection to Redis against a real one: replies, scripts, and what becomes of commands when it is
// killed, hangs or comes back empty.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/clock.js';
import type { RedisScript } from '../../src/cluster/redis/commands.js';
import { RedisConnection } from '../../src/cluster/redis/connection.js';
import { silentLog } from '../../src/log.js';
import { eventually } from '../support/journal.js';
import { startRedis, type TestRedis } from '../support/redis.js';

const timeoutMs = 200;
const appendScript: RedisScript = {
  name: 'causewayTestAppend',
  lua: `redis.call('RPUSH', KEYS[1], ARGV[1]) return redis.call('LLEN', KEYS[1])`,
  keys: 1,
};

const until = (what: string, isSo: () => boolean | Promise<boolean>): Promise<boolean> =>
  eventually(what, isSo, (met) => met);

let redis: TestRedis;
before(async () => {
  redis = await startRedis();
});
after(() => redis.stop());

function open(): RedisConnection {
  const { host, port } = redis;
  return new RedisConnection(
    { kind: 'server', addresses: [{ host, port }], commandTimeoutMs: timeoutMs },
    { clock: systemClock, random: Math.random, log: silentLog, scripts: [appendScript] },
  );
}

async function opened(): Promise<RedisConnection> {
  const connection = open();
  await until('the first answer', async () => (await connection.call({ run: 'PING', args: [] })).ok);
  return connection;
}

describe('a Redis that works', () => {
  test('texts, numbers, bytes and lists come back as they are', async () => {
    const connection = await opened();
    const bytes = Buffer.from([0, 0xff, 0x80, 10]);
    const outcomes = await connection.batch([
      { run: 'SET', args: ['k', bytes] },
      { run: 'GET', args: ['k'], bytes: true },
      { run: 'HSET', args: ['h', 'f', 1, 'g', 'two'] },
      { run: 'HGETALL', args: ['h'] },
      { run: 'GET', args: ['nothing'] },
    ]);
    assert.deepEqual(
      outcomes.map((outcome) => outcome.ok && outcome.reply),
      ['OK', bytes, 2, ['f', '1', 'g', 'two'], null],
    );
    connection.close();
  });

  test('a part of a larger array is written as that part', async () => {
    const connection = await opened();
    await connection.call({ run: 'SET', args: ['part', Uint8Array.of(1, 2, 3, 4).subarray(1, 3)] });
    const got = await connection.call({ run: 'GET', args: ['part'], bytes: true });
    assert.deepEqual(got, { ok: true, reply: Buffer.from([2, 3]) });
    connection.close();
  });

  test('a script survives that Redis forgets it, in a batch too', async () => {
    const connection = await opened();
    const append = { run: appendScript, args: ['list', 'x'] };
    assert.deepEqual(await connection.call(append), { ok: true, reply: 1 });
    await connection.call({ run: 'SCRIPT', args: ['FLUSH'] });
    assert.deepEqual(await connection.batch([append, append]), [
      { ok: true, reply: 2 },
      { ok: true, reply: 3 },
    ]);
    connection.close();
  });

  test('a refusal is one, for its command only', async () => {
    const connection = await opened();
    const [wrong, right] = await connection.batch([
      { run: 'LPUSH', args: ['h', 'x'] },
      { run: 'PING', args: [] },
    ]);
    assert.ok(wrong !== undefined && !wrong.ok && wrong.cause === 'refused');
    assert.match(wrong.detail, /WRONGTYPE/);
    assert.deepEqual(right, { ok: true, reply: 'PONG' });
    assert.equal(connection.health().ok, true);
    connection.close();
  });
});

describe('a Redis that fails', () => {
  test('nobody there: commands end at once as unsent, and work when it comes', async () => {
    const connection = await opened();
    await redis.kill();
    await until('an unsent command', async () => {
      const outcome = await connection.call({ run: 'PING', args: [] });
      return !outcome.ok && outcome.cause === 'unsent';
    });
    assert.equal(connection.health().ok, false);
    let replaced = 0;
    connection.subscribe({ replaced: () => replaced++ });
    await redis.restartEmpty();
    await until(
      'the first answer of the new Redis',
      async () => (await connection.call({ run: 'PING', args: [] })).ok,
    );
    await until('the new Redis noticed', () => replaced === 1);
    assert.equal(connection.health().ok, true);
    connection.close();
  });

  test('hung: commands end at their time-out, the connection is made anew, nothing is sent twice', async () => {
    const connection = await opened();
    let replaced = 0;
    connection.subscribe({ replaced: () => replaced++ });
    redis.pause();
    const outcomes = await connection.batch([
      { run: appendScript, args: ['hung', '1'] },
      { run: appendScript, args: ['hung', '2'] },
    ]);
    assert.deepEqual(
      outcomes.map((outcome) => !outcome.ok && outcome.cause),
      ['unanswered', 'unanswered'],
    );
    const { lost } = connection.counters;
    await until('a connection given up', () => connection.counters.lost > lost);
    redis.resume();
    await until(
      'an answer after the pause',
      async () => (await connection.call({ run: 'PING', args: [] })).ok,
    );
    const list = await connection.call({ run: 'LRANGE', args: ['hung', '0', '-1'] });
    assert.deepEqual(list, { ok: true, reply: ['1', '2'] });
    assert.equal(replaced, 0);
    connection.close();
  });
});

test('another Redis is noticed, even if it does not say at once which it is', async (context) => {
  const scripted = await startScripted('one');
  context.after(() => {
    scripted.close();
  });
  const connection = new RedisConnection(
    { kind: 'server', addresses: [{ host: '127.0.0.1', port: scripted.port }], commandTimeoutMs: timeoutMs },
    { clock: systemClock, random: Math.random, log: silentLog, scripts: [] },
  );
  context.after(() => {
    connection.close();
  });
  let replaced = 0;
  connection.subscribe({ replaced: () => replaced++ });
  await until('it is known which Redis this is', () => scripted.told > 0);
  scripted.become('two', timeoutMs + 100);
  await until('the other one is noticed', () => replaced === 1);
});

interface Scripted {
  readonly port: number;
  /** How often it said which one it is, driver's own questions left out. */
  readonly told: number;
  /** Another one, whose first answer to that comes so late. */
  become(runId: string, lateMs: number): void;
  close(): void;
}

/** Speaks as much of Redis's protocol as it takes to be asked which one it is. */
async function startScripted(runId: string): Promise<Scripted> {
  const state = { runId, lateMs: 0, told: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    let answered = Promise.resolve();
    socket.on('data', (chunk) => {
      // Commands are lists of texts: *2, $4, INFO, $6, server.
      for (const command of chunk
        .toString()
        .split(/(?:^|\r\n)\*\d+\r\n/)
        .slice(1))
        answered = answered.then(() => replyTo(command)).then((reply) => void socket.write(reply));
    });
  });
  const replyTo = async (command: string): Promise<string> => {
    if (!/^\$4\r\nINFO\r\n/i.test(command)) return '+OK\r\n';
    // The driver asks without saying for what.
    const isOurs = command.includes('server');
    const { lateMs } = state;
    if (isOurs) state.lateMs = 0;
    if (isOurs) await sleep(lateMs);
    if (isOurs) state.told++;
    const text = `redis_version:7.0.0\r\nrun_id:${state.runId}\r\nloading:0\r\n`;
    return `$${text.length}\r\n${text}\r\n`;
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    get told() {
      return state.told;
    },
    become: (next, lateMs) => {
      Object.assign(state, { runId: next, lateMs });
      for (const socket of sockets) socket.destroy();
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
