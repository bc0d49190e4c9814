import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  RedisCommand,
  RedisCommands,
  RedisEvents,
  RedisOutcome,
  RedisReply,
} from '../../../../src/cluster/redis/commands.js';
import { REVOKE_USERS, RevokedUsers } from '../../../../src/cluster/redis/revoked-users.js';
import { FakeClock } from '../../../support/fake-clock.js';

/** What one gateway keeps in a Redis that holds a sorted set and can be away. */
class Bench {
  readonly clock = new FakeClock();
  readonly found: string[] = [];
  stored = new Map<string, number>();
  isAway = false;
  events: RedisEvents = {};
  readonly revoked: RevokedUsers;

  constructor() {
    const redis: RedisCommands = {
      call: (command) => Promise.resolve(this.#answer(command)),
      batch: () => Promise.resolve([]),
      health: () => ({ ok: true, sinceEpochMs: 0, detail: '' }),
      counters: { commands: 0, failed: 0, lost: 0 },
      subscribe: (events) => {
        this.events = events;
      },
      close: () => undefined,
    };
    const found = (user: string, notBeforeEpochMs: number): void => {
      this.found.push(`${user} ${notBeforeEpochMs}`);
    };
    this.revoked = new RevokedUsers({ redis, prefix: 'p', clock: this.clock, found });
  }

  #answer({ run, args }: RedisCommand): RedisOutcome {
    if (this.isAway) return { ok: false, cause: 'unsent', detail: 'away' };
    assert.equal(args[0], 'p:revoked');
    if (run === REVOKE_USERS) {
      const pairs = args.slice(3);
      for (let at = 0; at < pairs.length; at += 2) {
        const [moment, user] = [Number(pairs[at]), String(pairs[at + 1])];
        this.stored.set(user, Math.max(moment, this.stored.get(user) ?? 0));
      }
      return { ok: true, reply: 1 };
    }
    assert.equal(run, 'ZRANGE');
    const rows = [...this.stored].slice(Number(args[1]), Number(args[2]) + 1);
    const reply: RedisReply = rows.flatMap(([user, moment]) => [user, String(moment)]);
    return { ok: true, reply };
  }

  /** Lets promises and what falls due within the time settle. */
  async pass(ms = 0): Promise<void> {
    await this.clock.run(ms);
  }
}

test('a gateway that starts learns all that stand there, over pages', async () => {
  const bench = new Bench();
  for (let at = 0; at < 1_200; at++) bench.stored.set(`u${at}`, at + 1);
  bench.revoked.start();
  await bench.pass(10);
  assert.equal(bench.found.length, 1_200);
  assert.equal(new Set(bench.found).size, 1_200);
});

test('what was made while Redis was away is written when it answers, and told to nobody twice', async () => {
  const bench = new Bench();
  bench.isAway = true;
  bench.revoked.start();
  bench.revoked.add('alice', 5);
  await bench.pass(3_000);
  assert.equal(bench.stored.size, 0);
  bench.isAway = false;
  await bench.pass(3_000);
  assert.deepEqual([...bench.stored], [['alice', 5]]);
  assert.deepEqual(bench.found, []);
});

test('a Redis that came back empty is told again; an earlier moment never replaces a later one', async () => {
  const bench = new Bench();
  bench.revoked.start();
  bench.revoked.add('alice', 5);
  bench.revoked.add('alice', 3);
  await bench.pass(10);
  assert.deepEqual([...bench.stored], [['alice', 5]]);
  bench.stored = new Map([['bob', 9]]);
  bench.events.replaced?.();
  await bench.pass(10);
  assert.deepEqual(Object.fromEntries(bench.stored), { alice: 5, bob: 9 });
  assert.deepEqual(bench.found, ['bob 9']);
});
