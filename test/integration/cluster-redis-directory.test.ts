// Leases, directory, single login and group interest of three gateways in one real Redis, and what is left
// of them when gateways and Redis fail.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { LoginPolicy } from '../../src/cluster/cluster.js';
import type { RedisSettings } from '../../src/cluster/redis/connection.js';
import { LOGIN } from '../../src/cluster/redis/login-script.js';
import { eventually } from '../support/journal.js';
import { RedisNode, SHORT_LEASES, startNodes } from '../support/redis-node.js';
import { startRedis, type TestRedis } from '../support/redis.js';
import { seededRandom } from '../support/seeded-random.js';

let redis: TestRedis;
let settings: RedisSettings;
before(async () => {
  redis = await startRedis();
  const { host, port } = redis;
  settings = { kind: 'server', addresses: [{ host, port }], commandTimeoutMs: 500 };
});
after(() => redis.stop());

const until = (what: string, isSo: () => boolean | Promise<boolean>): Promise<boolean> =>
  eventually(what, isSo, (met) => met);
const isOnline = async (node: RedisNode, user: string, sessions: readonly string[]): Promise<boolean> =>
  JSON.stringify(await node.online(user)) === JSON.stringify(sessions);

/** Three gateways on keys of their own. */
async function three(
  prefix: string,
  work: (a: RedisNode, b: RedisNode, c: RedisNode) => Promise<void>,
): Promise<void> {
  const [a, b, c] = await startNodes(['a', 'b', 'c'], settings, prefix);
  assert.ok(a !== undefined && b !== undefined && c !== undefined);
  try {
    await work(a, b, c);
  } finally {
    await Promise.all([a, b, c].map((node) => node.close()));
  }
}

describe('gateways', () => {
  test('all see each other; one that closes has left, one that dies is lost within seconds', () =>
    three('lives', async (a, b, c) => {
      assert.deepEqual([a.sees, b.sees, c.sees], Array(3).fill(['a', 'b', 'c']));
      await b.close();
      await until('a sees that b left', () => a.sees.length === 2);
      c.directory.enter(c.presence('s1', 'alice'));
      await c.directory.flushed();
      assert.deepEqual(await a.online('alice'), ['s1@c']);
      c.die();
      const diedAtMs = performance.now();
      await until('a sees that c is lost', () => a.sees.length === 1);
      assert.ok(performance.now() - diedAtMs > SHORT_LEASES.leaseMs / 2, 'a lease is not over at once');
      assert.deepEqual(a.told.slice(-2), ['left b', 'lost c']);
      assert.deepEqual(await a.online('alice'), []);
      await until('the void entry is cleared away', async () => {
        const left = await a.connection.call({ run: 'EXISTS', args: ['lives:user:alice'] });
        return left.ok && left.reply === 0;
      });
    }));

  test('one that starts again under its id is another one: old entries are void at once', () =>
    three('again', async (a, b) => {
      b.directory.enter(b.presence('s1', 'alice'));
      await b.directory.flushed();
      b.die();
      const anew = new RedisNode('b', settings, 'again');
      await until('a saw b lost and joined', () => a.told.join().endsWith('lost b,joined b'));
      assert.deepEqual(await a.online('alice'), []);
      anew.directory.enter(anew.presence('s2', 'alice'));
      await anew.directory.flushed();
      assert.deepEqual(await a.online('alice'), ['s2@b']);
      await anew.close();
    }));

  test('two processes under one id: the later one is seen, the earlier one does not fight', () =>
    three('twice', async (a, b) => {
      const later = new RedisNode('b', settings, 'twice');
      await until('the later one has the lease', () => later.leases.own !== undefined);
      await until('the earlier one has lost it', () => b.leases.own === undefined);
      const { own } = later.leases;
      await b.leases.renew();
      await later.leases.renew();
      assert.equal(later.leases.own, own);
      assert.equal(a.sees.length, 3);
      await later.close();
    }));
});

describe('directory', () => {
  test('attributes that change and sessions that end are seen by all, with everything that was entered', () =>
    three('entries', async (a, b, c) => {
      const attributes = new Map([
        ['level', '7'],
        ['__proto__', 'x'],
      ]);
      const session = a.presence('s1', 'ünïcode {user}', { device: 'phone', attributes });
      a.directory.enter(a.presence('s1', 'ünïcode {user}'));
      a.directory.enter(session);
      b.directory.enter(b.presence('s2', 'ünïcode {user}'));
      await Promise.all([a.directory.flushed(), b.directory.flushed()]);
      const located = await c.directory.locate('ünïcode {user}');
      assert.ok(located.ok);
      assert.deepEqual(
        located.sessions.find(({ sessionId }) => sessionId === 's1'),
        session,
      );
      assert.deepEqual([...((await c.directory.gatewaysOfUsers(['ünïcode {user}', 'x'])) ?? [])].sort(), [
        'a',
        'b',
      ]);
      a.directory.leave('s1');
      await a.directory.flushed();
      assert.deepEqual(await c.online('ünïcode {user}'), ['s2@b']);
    }));

  test('what no gateway wrote is counted and left out', () =>
    three('strange', async (a) => {
      for (const value of ['', 'a/b/1/1\n1\n1\n\n{', '\n\n\n\n\n', `a/i/1/1\n1\n1\n\n{"client":1}`])
        await a.connection.call({ run: 'HSET', args: ['strange:user:eve', value.slice(0, 9), value] });
      assert.deepEqual(await a.online('eve'), []);
      assert.ok(a.directory.counters.unreadable >= 3);
      await a.connection.call({ run: 'SET', args: ['strange:user:mallory', 'no hash'] });
      assert.deepEqual(await a.online('mallory'), undefined);
    }));
});

describe('groups', () => {
  test('gateways with members are found, and no others', () =>
    three('groups', async (a, b, c) => {
      assert.equal(await a.groups.entered('lobby'), true);
      assert.equal(await b.groups.entered('lobby'), true);
      assert.deepEqual(await c.groups.gatewaysOf('lobby'), ['a', 'b']);
      a.groups.left('lobby');
      await a.groups.flushed();
      assert.deepEqual(await c.groups.gatewaysOf('lobby'), ['b']);
      b.die();
      await until('b is lost', () => c.sees.length === 2);
      assert.deepEqual(await c.groups.gatewaysOf('lobby'), []);
    }));
});

describe('single login', () => {
  const race = async (
    [a, b, c]: readonly [RedisNode, RedisNode, RedisNode],
    policy: LoginPolicy,
    logins: number,
  ): Promise<{ admitted: number; remaining: readonly string[]; displaced: number }> => {
    const random = seededRandom(logins);
    const nodes = [a, b, c];
    const outcomes = await Promise.all(
      Array.from({ length: logins }, (_, at) => {
        const node = nodes[Math.floor(random() * 3)] ?? a;
        const sinceEpochMs = 1_700_000_000_000 + Math.floor(random() * 50);
        return node.directory.admit(node.presence(`s${at}`, 'alice', { sinceEpochMs }), policy);
      }),
    );
    const displaced = nodes.flatMap((node) => node.displaced);
    assert.equal(new Set(displaced.map(({ sessionId }) => sessionId)).size, displaced.length, 'told once');
    return {
      admitted: outcomes.filter(({ kind }) => kind === 'admitted').length,
      remaining: (await a.online('alice')) ?? [],
      displaced: displaced.length,
    };
  };

  test('300 logins at once over three gateways, the oldest loses: exactly N remain, all others are told', () =>
    three('oldest', async (...nodes) => {
      const policy: LoginPolicy = { perUserMax: 3, perDeviceMax: 0, loser: 'oldest' };
      const { admitted, remaining, displaced } = await race(nodes, policy, 300);
      assert.deepEqual([admitted, remaining.length, displaced], [300, 3, 297]);
    }));

  test('300 logins at once over three gateways, the newest loses: exactly N are let in', () =>
    three('newest', async (...nodes) => {
      const policy: LoginPolicy = { perUserMax: 2, perDeviceMax: 0, loser: 'newest' };
      const { admitted, remaining, displaced } = await race(nodes, policy, 300);
      assert.deepEqual([admitted, remaining.length, displaced], [2, 2, 0]);
    }));

  test('sessions of a gateway that died do not count', () =>
    three('dead', async (a, b) => {
      const policy: LoginPolicy = { perUserMax: 1, perDeviceMax: 0, loser: 'newest' };
      assert.equal((await b.directory.admit(b.presence('s1', 'alice'), policy)).kind, 'admitted');
      assert.equal((await a.directory.admit(a.presence('s2', 'alice'), policy)).kind, 'refused');
      b.die();
      await until('b is lost', () => a.sees.length === 2);
      assert.equal((await a.directory.admit(a.presence('s3', 'alice'), policy)).kind, 'admitted');
      assert.deepEqual(await a.online('alice'), ['s3@a']);
    }));
});

describe('Redis fails', () => {
  const policy: LoginPolicy = { perUserMax: 1, perDeviceMax: 0, loser: 'oldest' };

  test('restarted empty: nobody is lost, everything that is true is there again and nothing else', () =>
    three('empty', async (a, b, c) => {
      for (let at = 0; at < 1_000; at++) a.directory.enter(a.presence(`s${at}`, `user-${at % 500}`));
      b.directory.enter(b.presence('t1', 'user-1'));
      assert.equal(await b.groups.entered('lobby'), true);
      await a.directory.flushed();
      await redis.kill();
      a.directory.leave('s1');
      b.directory.enter(b.presence('t2', 'user-2'));
      assert.equal((await a.directory.locate('user-1')).ok, false);
      assert.equal(await c.groups.gatewaysOf('lobby'), undefined);
      await redis.restartEmpty();
      await until('user-1 is whole', () => isOnline(c, 'user-1', ['s501@a', 't1@b']));
      await until('user-2 is whole', () => isOnline(c, 'user-2', ['s2@a', 's502@a', 't2@b']));
      await until('user-499 is whole', () => isOnline(c, 'user-499', ['s499@a', 's999@a']));
      await until('the group is back', async () => (await c.groups.gatewaysOf('lobby'))?.join() === 'b');
      assert.deepEqual(
        [a, b, c].map(({ told }) => told.filter((line) => line.startsWith('lost'))),
        [[], [], []],
      );
    }));

  test('hung for longer than a lease: commands end in time, nobody is lost, the directory is right again', () =>
    three('hung', async (a, b, c) => {
      a.directory.enter(a.presence('s1', 'alice'));
      b.directory.enter(b.presence('s2', 'alice'));
      await Promise.all([a.directory.flushed(), b.directory.flushed()]);
      redis.pause();
      const askedAtMs = performance.now();
      assert.equal((await a.directory.admit(a.presence('s9', 'bob'), policy)).kind, 'unavailable');
      assert.ok(performance.now() - askedAtMs < 5_000);
      a.directory.leave('s1');
      c.directory.enter(c.presence('s3', 'alice'));
      await new Promise((resolve) => setTimeout(resolve, SHORT_LEASES.leaseMs + 500));
      redis.resume();
      // The login that was given up counts against nobody.
      const strict: LoginPolicy = { perUserMax: 1, perDeviceMax: 0, loser: 'newest' };
      await until('another login of bob', async () => {
        const outcome = await b.directory.admit(b.presence('s10', 'bob'), strict);
        return outcome.kind === 'admitted';
      });
      assert.ok(await isOnline(a, 'bob', ['s10@b']));
      await until('alice is right', () => isOnline(a, 'alice', ['s2@b', 's3@c']));
      assert.deepEqual(
        [a, b, c].map(({ told }) => told.filter((line) => line.startsWith('lost'))),
        [[], [], []],
      );
    }));

  for (const begins of [false, true])
    test(`a login that is done behind its time-out and ${begins ? 'began' : 'did not begin'}: whom it took the place of is told`, () =>
      three('late', async (a, b) => {
        assert.equal((await b.directory.admit(b.presence('s1', 'alice'), policy)).kind, 'admitted');
        const call = a.connection.call.bind(a.connection);
        let isLate = false;
        a.connection.call = (command) => {
          const isSecond = command.run === LOGIN && command.args.includes('1');
          if (!isSecond || isLate) return call(command);
          isLate = true;
          setTimeout(() => void call(command), 1_000);
          return Promise.resolve({ ok: false, cause: 'unanswered', detail: 'late' });
        };
        const login = a.presence('s2', 'alice', { sinceEpochMs: 1_700_000_000_001 });
        assert.equal((await a.directory.admit(login, policy)).kind, 'unavailable');
        if (begins) a.directory.enter(login);
        else a.directory.leave('s2');
        await until('s1 was told', () =>
          [...a.displaced, ...b.displaced].some(({ sessionId }) => sessionId === 's1'),
        );
        b.directory.leave('s1');
        await until('alice is right', () => isOnline(a, 'alice', begins ? ['s2@a'] : []));
      }));

  test('sessions that began without it are settled by the policy when it is back', () =>
    three('settled', async (a, b) => {
      assert.equal((await a.directory.admit(a.presence('s1', 'alice'), policy)).kind, 'admitted');
      await redis.kill();
      const login = b.presence('s2', 'alice', { sinceEpochMs: 1_700_000_000_001 });
      assert.equal((await b.directory.admit(login, policy)).kind, 'unavailable');
      b.directory.enter(login);
      await redis.restartEmpty();
      await until('one is left', () => isOnline(a, 'alice', ['s2@b']));
      await until('s1 was told', () =>
        [a, b].some(({ displaced }) => displaced.some(({ sessionId }) => sessionId === 's1')),
      );
    }));
});
