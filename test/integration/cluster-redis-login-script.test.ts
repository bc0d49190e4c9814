// The script of single login and the pure decision (login-policy.ts) are the same decision: random sessions
// and policies go through both, against a real Redis.

import fc from 'fast-check';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { systemClock } from '../../src/clock.js';
import type { LoginPolicy, Presence } from '../../src/cluster/cluster.js';
import { losersOf, surplusOf } from '../../src/cluster/login-policy.js';
import { listOf, textOf } from '../../src/cluster/redis/commands.js';
import { RedisConnection } from '../../src/cluster/redis/connection.js';
import { ENTRY_SCRIPTS, LOGIN } from '../../src/cluster/redis/login-script.js';
import { encodeEntry } from '../../src/cluster/redis/presence-entry.js';
import { silentLog } from '../../src/log.js';
import { eventually } from '../support/journal.js';
import { startRedis, type TestRedis } from '../support/redis.js';

const LIVE = 'a/i/1/1';
const DEAD = 'b/i/1/1';
const LIFETIME_MS = 60_000;

let redis: TestRedis;
let connection: RedisConnection;
before(async () => {
  redis = await startRedis();
  const { host, port } = redis;
  connection = new RedisConnection(
    { kind: 'server', addresses: [{ host, port }], commandTimeoutMs: 5_000 },
    { clock: systemClock, random: Math.random, log: silentLog, scripts: ENTRY_SCRIPTS },
  );
  await eventually(
    'a connection',
    async () => (await connection.call({ run: 'PING', args: [] })).ok,
    (answers) => answers,
  );
});
after(async () => {
  connection.close();
  await redis.stop();
});

const session = fc.record({
  sessionId: fc.stringMatching(/^[A-Za-z0-9_-]{1,3}$/),
  device: fc.constantFrom('', 'phone', 'web', 'a b\u00fc'),
  sinceEpochMs: fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_003 }),
  isDead: fc.boolean(),
});
type Stored = { readonly isDead: boolean } & Pick<Presence, 'sessionId' | 'device' | 'sinceEpochMs'>;
const policies: fc.Arbitrary<LoginPolicy> = fc.record({
  perUserMax: fc.integer({ min: 0, max: 4 }),
  perDeviceMax: fc.integer({ min: 0, max: 3 }),
  loser: fc.constantFrom('oldest', 'newest'),
});
const stored = fc.uniqueArray(session, { selector: ({ sessionId }) => sessionId, maxLength: 9 });

const presence = ({ sessionId, device, sinceEpochMs }: Stored): Presence => ({
  ...{ sessionId, device, sinceEpochMs, user: 'u', gatewayId: 'a', client: '', address: '' },
  attributes: new Map(),
});

/** Fills the user's key, runs the script as a gateway does, and says what it replied and left behind. */
async function decide(
  mode: 'new' | 'settle',
  entrant: Stored,
  others: readonly Stored[],
  policy: LoginPolicy,
): Promise<{
  readonly verdict: string;
  readonly losers: readonly string[];
  readonly left: readonly string[];
}> {
  const fields = others.flatMap((other) => [
    other.sessionId,
    encodeEntry(presence(other), other.isDead ? DEAD : LIVE, 1_000_000),
  ]);
  await connection.batch([
    { run: 'DEL', args: ['key'] },
    ...(fields.length === 0 ? [] : [{ run: 'HSET', args: ['key', ...fields] }]),
  ]);
  const entry = encodeEntry(presence(entrant), LIVE, 1_000_000);
  const { perUserMax, perDeviceMax, loser } = policy;
  const args = ['key', mode, entrant.sessionId, entry, LIFETIME_MS, perUserMax, perDeviceMax, loser, 0];
  const run = async (judged: readonly string[]): Promise<readonly string[]> => {
    const outcome = await connection.call({ run: LOGIN, args: [...args, ...judged] });
    assert.ok(outcome.ok, JSON.stringify(outcome));
    return listOf(outcome.reply).map(textOf);
  };
  const first = await run(['0']);
  const [verdict = '', ...pairs] = first[0] === 'judge' ? await run(['1', DEAD]) : first;
  const keys = await connection.call({ run: 'HKEYS', args: ['key'] });
  assert.ok(keys.ok);
  const losers = pairs.filter((_, at) => at % 2 === 0).sort();
  return { verdict, losers, left: listOf(keys.reply).map(textOf).sort() };
}

const ids = (sessions: readonly Stored[]): string[] => sessions.map(({ sessionId }) => sessionId).sort();

test('a login: the same sessions go, or the login is refused, and exactly the others are left', async () => {
  await fc.assert(
    fc.asyncProperty(session, stored, policies, async (entrant, all, policy) => {
      const others = all.filter(({ sessionId }) => sessionId !== entrant.sessionId);
      const live = others.filter(({ isDead }) => !isDead);
      const expected = losersOf(entrant, live, policy);
      const { verdict, losers, left } = await decide('new', entrant, others, policy);
      // Dead ones are cleared away when somebody is judged, and hurt nobody before.
      const leftLive = left.filter((id) => !others.some((other) => other.isDead && other.sessionId === id));
      if (expected === 'refused') {
        assert.deepEqual([verdict, losers, leftLive], ['out', [], ids(live)]);
        return;
      }
      const staying = live.filter((other) => !expected.includes(other));
      assert.deepEqual([verdict, losers, leftLive], ['in', ids(expected), ids([...staying, entrant])]);
    }),
    { numRuns: 400 },
  );
});

test('a session that goes on: what is too many goes, itself included', async () => {
  await fc.assert(
    fc.asyncProperty(session, stored, policies, async (entrant, all, policy) => {
      const others = all.filter(({ sessionId }) => sessionId !== entrant.sessionId);
      const live = [...others.filter(({ isDead }) => !isDead), entrant];
      const expected = surplusOf(live, policy);
      const { verdict, losers, left } = await decide('settle', entrant, others, policy);
      const isOut = expected.includes(entrant);
      const leftLive = left.filter((id) => !others.some((other) => other.isDead && other.sessionId === id));
      assert.deepEqual(
        [verdict, losers, leftLive],
        [
          isOut ? 'out' : 'in',
          ids(expected.filter((loser) => loser !== entrant)),
          ids(live.filter((one) => !expected.includes(one))),
        ],
      );
    }),
    { numRuns: 400 },
  );
});

test('settled one after the other by their gateways, no more remain than the policy allows', async () => {
  await fc.assert(
    fc.asyncProperty(stored, policies, async (all, policy) => {
      const live = all.map((one) => ({ ...one, isDead: false }));
      const present: Stored[] = [];
      for (const one of live) {
        const { left } = await decide('settle', one, present, policy);
        present.splice(0, present.length, ...live.filter(({ sessionId }) => left.includes(sessionId)));
      }
      const { perUserMax, perDeviceMax } = policy;
      assert.ok(perUserMax === 0 || present.length <= perUserMax);
      for (const { device } of present) {
        const same = present.filter((one) => one.device === device).length;
        assert.ok(perDeviceMax === 0 || same <= perDeviceMax);
      }
    }),
    { numRuns: 100 },
  );
});
