import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  startQueryLoop,
  type QueryNews,
  type QueryResult,
} from '../../../../src/discovery/consul/query-loop.js';
import { FakeClock } from '../../../support/fake-clock.js';
import { seededRandom } from '../../../support/seeded-random.js';

const waitMs = 60_000;

/** A Consul as far as one query sees it: holds a request until its index passes, the wait ends or it dies. */
class ModelConsul {
  readonly #clock: FakeClock;
  readonly asked: bigint[] = [];
  #index = 10n;
  #content = 0;
  #alive = true;
  readonly #held = new Set<() => void>();

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  get content(): number {
    return this.#content;
  }

  write(content: number): void {
    this.#content = content;
    this.touch();
  }

  /** A write elsewhere: the index moves, the content does not. */
  touch(): void {
    this.#index += 1n;
    this.#wake();
  }

  kill(): void {
    this.#alive = false;
    this.#wake();
  }

  restartEmpty(): void {
    this.kill();
    this.#alive = true;
    this.#index = 3n;
    this.#content = 0;
  }

  restart(): void {
    this.kill();
    this.#alive = true;
  }

  async ask(index: bigint, signal: AbortSignal): Promise<QueryResult<number>> {
    this.asked.push(index);
    const holds = this.#alive && index >= 1n && index >= this.#index;
    const served = holds ? await this.#hold(signal) : this.#alive;
    if (!served) return { ok: false, reason: 'no contact' };
    return { ok: true, value: this.#content, index: this.#index, fingerprint: String(this.#content) };
  }

  /** False when the process died with the request in its hands. */
  #hold(signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (): void => {
        timer.cancel();
        this.#held.delete(end);
        signal.removeEventListener('abort', end);
        resolve(this.#alive && !signal.aborted);
      };
      const timer = this.#clock.after(waitMs, end);
      this.#held.add(end);
      signal.addEventListener('abort', end);
    });
  }

  #wake(): void {
    for (const end of [...this.#held]) end();
  }
}

function simulate(seed = 1) {
  const clock = new FakeClock();
  const consul = new ModelConsul(clock);
  const values: { value: number; news: QueryNews }[] = [];
  const contacts: (string | undefined)[] = [];
  /** Failures of other queries. */
  const others = { failures: 0 };
  const loop = startQueryLoop<number>({
    failures: () => others.failures,
    ask: (index, signal) => consul.ask(index, signal),
    onValue: (value, news) => values.push({ value, news }),
    onContact: (failure) => contacts.push(failure),
    clock,
    random: seededRandom(seed),
  });
  return { clock, consul, values, contacts, loop, others };
}

describe('query loop', () => {
  test('publishes the first content, then changes as they come, and nothing else', async () => {
    const { clock, consul, values } = simulate();
    await clock.run(1_000);
    consul.touch();
    await clock.run(1_000);
    consul.write(5);
    await clock.run(10);
    assert.deepEqual(
      values.map(({ value }) => value),
      [0, 5],
    );
  });

  test('a quiet Consul is asked once a wait', async () => {
    const { clock, consul } = simulate();
    await clock.run(waitMs * 10);
    assert.ok(consul.asked.length <= 12, String(consul.asked.length));
  });

  test('after a restart from nothing it begins at 0 and says that the index went back', async () => {
    const { clock, consul, values } = simulate();
    consul.write(5);
    await clock.run(1_000);
    consul.restartEmpty();
    await clock.run(5_000);
    const last = values.at(-1);
    assert.equal(last?.value, 0);
    assert.deepEqual(last.news, { index: 3n, indexWentBack: true, reconnected: true });
    assert.equal(consul.asked.at(-2), 0n);
  });

  test('a Consul that stays away is asked for ever, at a bounded rate, and found soon after', async () => {
    const { clock, consul, values, contacts } = simulate();
    await clock.run(1_000);
    consul.kill();
    const before = consul.asked.length;
    await clock.run(3_600_000);
    const tries = consul.asked.length - before;
    assert.ok(tries >= 1_200 && tries <= 2_500, String(tries));
    assert.equal(contacts.at(-1), 'no contact');
    consul.restart();
    consul.write(9);
    await clock.run(3_001);
    assert.equal(values.at(-1)?.value, 9);
    assert.equal(contacts.at(-1), undefined);
  });

  test('a restart while it slept between two requests is noticed when another query failed', async () => {
    const { clock, consul, values, others } = simulate();
    await clock.run(1_000);
    for (const content of [5, 6, 7]) {
      consul.write(content);
      await clock.run(1);
    }
    const asked = consul.asked.length;
    consul.restartEmpty();
    others.failures++;
    await clock.run(1_000);
    assert.equal(consul.asked[asked], 0n, 'an index of the old Consul would block in the new one');
    assert.deepEqual(values.at(-1), {
      value: 0,
      news: { index: 3n, indexWentBack: true, reconnected: true },
    });
  });

  test('after close nothing is called and no timer stays', async () => {
    const { clock, consul, values, contacts, loop } = simulate();
    await clock.run(1_000);
    const seen = [values.length, contacts.length];
    loop.close();
    consul.write(5);
    await clock.run(waitMs * 2);
    assert.deepEqual([values.length, contacts.length], seen);
    assert.equal(clock.pending, 0);
  });

  test('a listener may close it', async () => {
    const clock = new FakeClock();
    const consul = new ModelConsul(clock);
    let calls = 0;
    const loop = startQueryLoop<number>({
      failures: () => 0,
      ask: (index, signal) => consul.ask(index, signal),
      onValue: () => {
        calls += 1;
        loop.close();
      },
      onContact: () => undefined,
      clock,
      random: () => 0,
    });
    await clock.run(waitMs * 3);
    assert.equal(calls, 1);
    assert.equal(clock.pending, 0);
  });

  test('whatever happens to Consul, soon after it is back its content is what was told last', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('write' as const), content: fc.integer({ min: 0, max: 5 }) }),
      fc.record({ do: fc.constantFrom('touch', 'kill', 'restart', 'restartEmpty') }),
    );
    const steps = fc.array(fc.tuple(step, fc.integer({ min: 0, max: 4_000 })), { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(steps, fc.integer(), async (script, seed) => {
        const { clock, consul, values, loop } = simulate(seed);
        for (const [action, pauseMs] of script) {
          if (action.do === 'write') consul.write(action.content);
          else consul[action.do]();
          await clock.run(pauseMs);
        }
        consul.restart();
        await clock.run(5_000);
        loop.close();
        assert.equal(values.at(-1)?.value, consul.content);
        values.slice(1).forEach(({ value, news }, at) => {
          assert.ok(value !== values[at]?.value || news.indexWentBack, 'told the same twice');
        });
      }),
      { numRuns: 60 },
    );
  });
});
