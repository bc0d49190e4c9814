import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { RedisCommand, RedisCommands, RedisOutcome } from '../../../../src/cluster/redis/commands.js';
import { DOUBT_MS, Mirror, REMOVALS_MAX, SWEEP_PERIOD_MS } from '../../../../src/cluster/redis/mirror.js';
import { FakeClock } from '../../../support/fake-clock.js';

const UNSENT: RedisOutcome = { ok: false, cause: 'unsent', detail: 'away' };
const UNANSWERED: RedisOutcome = { ok: false, cause: 'unanswered', detail: 'hung' };

/** When what was sent to a Redis that hangs is done. */
const LATE_MS = DOUBT_MS - 1_000;

/** Redis as a map; `mode` says what becomes of the next batches. */
class FakeRedis implements Pick<RedisCommands, 'batch'> {
  readonly held = new Map<string, string>();
  mode: 'works' | 'away' | 'answers are lost' | 'hangs' = 'works';
  writes = 0;
  /** What an older term wrote is void, as if it were not there. */
  term = 0;
  readonly #clock: FakeClock;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  batch(commands: readonly RedisCommand[]): Promise<readonly RedisOutcome[]> {
    if (this.mode === 'away') return Promise.resolve(commands.map(() => UNSENT));
    const { term } = this;
    // Behind what other connections bring meanwhile.
    if (this.mode === 'hangs')
      this.#clock.after(LATE_MS, () => {
        this.#do(commands, term);
      });
    else this.#do(commands, term);
    const outcome: RedisOutcome = this.mode === 'works' ? { ok: true, reply: 1 } : UNANSWERED;
    return Promise.resolve(commands.map(() => outcome));
  }

  #do(commands: readonly RedisCommand[], term: number): void {
    for (const { run, args } of commands) {
      this.writes++;
      if (run === 'SET' && term === this.term) this.held.set(String(args[0]), String(args[1]));
      else this.held.delete(String(args[0]));
    }
  }
}

interface World {
  readonly clock: FakeClock;
  readonly redis: FakeRedis;
  readonly mirror: Mirror<string>;
  overflows: number;
  mayWrite: boolean;
}

function world(): World {
  const clock = new FakeClock();
  const redis = new FakeRedis(clock);
  const at: World = {
    clock,
    redis,
    overflows: 0,
    mayWrite: true,
    mirror: new Mirror<string>({
      redis: redis as unknown as RedisCommands,
      clock,
      mayWrite: () => at.mayWrite,
      put: (item) => ({ run: 'SET', args: [item.split('=')[0] ?? '', item] }),
      remove: (item) => ({ run: 'DEL', args: [item.split('=')[0] ?? ''] }),
      overflowed: () => {
        at.overflows++;
      },
    }),
  };
  at.mirror.start();
  return at;
}

describe('changes', () => {
  test('are written soon, the last one of an item counts', async () => {
    const { clock, redis, mirror } = world();
    mirror.put('a', 'a=1');
    mirror.put('b', 'b=1');
    mirror.put('a', 'a=2');
    mirror.remove('b');
    assert.equal(redis.held.size, 0);
    await clock.run(10);
    assert.deepEqual([...redis.held], [['a', 'a=2']]);
    assert.equal(mirror.waiting, 0);
  });

  test('wait while there is no term and while Redis is away', async () => {
    const at = world();
    at.mayWrite = false;
    at.mirror.put('a', 'a=1');
    await at.clock.run(1_000);
    assert.equal(at.redis.writes, 0);
    at.mayWrite = true;
    at.redis.mode = 'away';
    await at.clock.run(1_000);
    assert.equal(at.mirror.waiting, 1);
    at.redis.mode = 'works';
    await at.clock.run(1_000);
    assert.deepEqual([...at.redis.held.keys()], ['a']);
  });

  test('what is adopted is not written, until the sweep comes round', async () => {
    const { clock, redis, mirror } = world();
    mirror.adopt('a', 'a=1');
    await clock.run(500);
    assert.equal(redis.writes, 0);
    await clock.run(2_000);
    assert.deepEqual([...redis.held.keys()], ['a']);
  });

  test('who waits for an item is told when Redis has it, or that it has not in time', async () => {
    const at = world();
    const stored = at.mirror.stored('a', 1_000);
    at.mirror.put('a', 'a=1');
    await at.clock.run(10);
    assert.equal(await stored, true);
    at.redis.mode = 'answers are lost';
    const late = at.mirror.stored('b', 1_000);
    at.mirror.put('b', 'b=1');
    await at.clock.run(1_100);
    assert.equal(await late, false);
    const removed = at.mirror.stored('b', 1_000);
    at.mirror.remove('b');
    assert.equal(await removed, false);
  });

  test('close takes everything out, and does not wait for a Redis that is away', async () => {
    const at = world();
    at.mirror.put('a', 'a=1');
    await at.clock.run(10);
    const closed = at.mirror.close(1_000);
    await at.clock.run(50);
    await closed;
    assert.equal(at.redis.held.size, 0);
    const other = world();
    other.redis.mode = 'away';
    other.mirror.put('a', 'a=1');
    const late = other.mirror.close(1_000);
    await other.clock.run(1_100);
    await late;
  });
});

describe('faults', () => {
  test('a new term writes everything again', async () => {
    const { clock, redis, mirror } = world();
    for (let at = 0; at < 1_000; at++) mirror.put(`i${at}`, `i${at}=1`);
    await clock.run(100);
    redis.held.clear();
    mirror.resync();
    await clock.run(100);
    assert.equal(redis.held.size, 1_000);
    assert.equal(mirror.counters.resyncs, 1);
  });

  test('the sweep brings back what Redis lost unnoticed', async () => {
    const { clock, redis, mirror } = world();
    for (let at = 0; at < 100; at++) mirror.put(`i${at}`, `i${at}=1`);
    await clock.run(100);
    redis.held.clear();
    await clock.run(SWEEP_PERIOD_MS + 2_000);
    assert.equal(redis.held.size, 100);
  });

  test('more removals than are kept: a new term is asked for', () => {
    const at = world();
    at.redis.mode = 'away';
    for (let item = 0; item <= REMOVALS_MAX; item++) {
      at.mirror.put(String(item), `${item}=1`);
      at.mirror.remove(String(item));
    }
    assert.equal(at.overflows, 1);
    assert.equal(at.mirror.waiting, 0);
  });

  for (const [name, inTruth] of [
    ['a late removal does not undo a newer put', true],
    ['a late put does not undo a removal', false],
  ] as const)
    test(name, async () => {
      const { clock, redis, mirror } = world();
      mirror.put('a', 'a=1');
      if (inTruth) {
        await clock.run(100);
        mirror.remove('a');
      }
      redis.mode = 'hangs';
      await clock.run(10);
      redis.mode = 'works';
      if (inTruth) mirror.put('a', 'a=2');
      else mirror.remove('a');
      await clock.run(LATE_MS);
      assert.deepEqual([...redis.held.keys()], inTruth ? [] : ['a'], 'it came late');
      await clock.run(4_000);
      assert.deepEqual([...redis.held], inTruth ? [['a', 'a=2']] : []);
    });

  test('what others wrote late is forgotten, unless it was put meanwhile', async () => {
    const { clock, redis, mirror } = world();
    for (const id of ['a', 'b']) mirror.forget(id, `${id}=1`);
    mirror.put('b', 'b=1');
    await clock.run(1_000);
    redis.held.set('a', 'a=1');
    await clock.run(DOUBT_MS + 2_000);
    assert.deepEqual([...redis.held], [['b', 'b=1']]);
    const { writes } = redis;
    await clock.run(2 * DOUBT_MS);
    // The sweep writes b now and then.
    assert.ok(redis.writes - writes <= 11, 'the doubt is over');
  });

  test('whatever happens and fails in between, Redis has what is true in the end', async () => {
    const step = fc.record({
      kind: fc.constantFrom(
        ...(['put', 'remove', 'works', 'away', 'answers are lost', 'hangs', 'wait', 'resync'] as const),
      ),
      id: fc.constantFrom('a', 'b', 'c'),
      value: fc.nat(9),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { clock, redis, mirror } = world();
        const truth = new Map<string, string>();
        for (const { kind, id, value } of steps) {
          if (kind === 'put') {
            truth.set(id, `${id}=${value}`);
            mirror.put(id, `${id}=${value}`);
          } else if (kind === 'remove') {
            truth.delete(id);
            mirror.remove(id);
          } else if (kind === 'wait') await clock.run(value * 40);
          else if (kind === 'resync') {
            // Entries of an older term are void: as if they were not there.
            redis.held.clear();
            redis.term++;
            mirror.resync();
          } else redis.mode = kind;
        }
        redis.mode = 'works';
        await clock.run(DOUBT_MS + 2_000);
        assert.deepEqual([...redis.held].sort(), [...truth].sort());
      }),
    );
  });
});
