import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  NOBODY,
  PendingRequests,
  TIMEOUT_TICK_MS,
  type Requester,
  type RequestStats,
  type Responder,
  type TakenRequest,
} from '../../../src/link/pending-requests.js';
import { RequestIds } from '../../../src/link/request-ids.js';

const TIMEOUT = 1102;
const LOST = 1101;
const GONE = 1900;

class Asker implements Requester {
  pendingHead = -1;
  pendingCount = 0;
  /** `seq:origin:code` of each request that failed. */
  readonly failed: string[] = [];
  onFailed: () => void = () => undefined;

  requestAnswered(): void {
    throw new Error('the table itself answers nobody');
  }

  requestFailed(_type: number, seq: number, origin: number, code: number): void {
    this.failed.push(`${seq}:${origin}:${code}`);
    this.onFailed();
  }
}

class Answerer implements Responder {
  pendingCount = 0;
  readonly requestIds: RequestIds;

  constructor(pendingMax = 1000) {
    this.requestIds = new RequestIds(pendingMax);
  }
}

class Stats implements RequestStats {
  readonly ended: [code: number, elapsedMs: number][] = [];

  requestEnded(code: number, elapsedMs: number): void {
    this.ended.push([code, elapsedMs]);
  }
}

const newTaken = (): TakenRequest => ({ requester: NOBODY, type: 0, seq: 0, origin: 0 });

describe('a pending request', () => {
  test('is taken once by its answer; a second answer finds nothing', () => {
    const table = new PendingRequests(100);
    const [asker, answerer, stats, taken] = [new Asker(), new Answerer(), new Stats(), newTaken()];
    const id = table.add(asker, answerer, stats, 1000, 7, 99, 50, 1000);
    assert.deepEqual([table.count, asker.pendingCount, answerer.pendingCount], [1, 1, 1]);
    assert.ok(table.hasSeq(asker, 7));
    assert.equal(table.hasSeq(asker, 8), false);
    assert.ok(table.take(answerer, id, 0, 53, taken));
    assert.deepEqual({ ...taken }, { requester: asker, type: 1000, seq: 7, origin: 99 });
    assert.deepEqual(stats.ended, [[0, 3]]);
    assert.equal(table.take(answerer, id, 0, 54, taken), false);
    assert.deepEqual(
      [table.count, asker.pendingCount, answerer.pendingCount, table.hasSeq(asker, 7)],
      [0, 0, 0, false],
    );
  });

  test('matches by type and seq; a late or unknown id matches anything', () => {
    const table = new PendingRequests(100);
    const answerer = new Answerer();
    const id = table.add(new Asker(), answerer, new Stats(), 1000, 7, 0, 0, 1000);
    assert.ok(table.matches(answerer, id, 1000, 7));
    assert.equal(table.matches(answerer, id, 1001, 7), false);
    assert.equal(table.matches(answerer, id, 1000, 8), false);
    assert.ok(table.matches(answerer, id + 1, 1, 1));
  });

  test('is not answered by another link that uses the same id', () => {
    const table = new PendingRequests(100);
    const [first, second] = [new Answerer(), new Answerer()];
    const id = table.add(new Asker(), first, new Stats(), 1000, 7, 0, 0, 1000);
    assert.equal(table.take(second, id, 0, 0, newTaken()), false);
    assert.equal(table.count, 1);
  });

  test('that could not be sent is cancelled: nobody is told and nothing counted', () => {
    const table = new PendingRequests(100);
    const [asker, answerer, stats] = [new Asker(), new Answerer(), new Stats()];
    const id = table.add(asker, answerer, stats, 1000, 7, 0, 0, 1000);
    table.cancel(answerer, id);
    table.cancel(answerer, id);
    assert.deepEqual([table.count, asker.failed, stats.ended], [0, [], []]);
  });

  test('fails with the link, once, with seq and origin', () => {
    const table = new PendingRequests(100);
    const [asker, gone, stays] = [new Asker(), new Answerer(), new Answerer()];
    for (const seq of [1, 2]) table.add(asker, gone, new Stats(), 1000, seq, seq * 10, 0, 1000);
    table.add(asker, stays, new Stats(), 1000, 3, 30, 0, 1000);
    table.failAll(gone, LOST, 5);
    assert.deepEqual(asker.failed.sort(), [`1:10:${LOST}`, `2:20:${LOST}`]);
    table.failAll(gone, LOST, 5);
    assert.equal(asker.failed.length, 2);
    assert.equal(table.count, 1);
  });

  test('is dropped with its requester: nobody is told, the stats know', () => {
    const table = new PendingRequests(100);
    const [gone, stays, answerer, stats] = [new Asker(), new Asker(), new Answerer(), new Stats()];
    const id = table.add(gone, answerer, stats, 1000, 1, 0, 0, 1000);
    table.add(stays, answerer, new Stats(), 1000, 1, 0, 0, 1000);
    table.dropAll(gone, GONE, 5);
    assert.deepEqual([gone.failed, stats.ended, table.count], [[], [[GONE, 5]], 1]);
    assert.equal(table.take(answerer, id, 0, 6, newTaken()), false);
  });
});

describe('time-outs', () => {
  for (const timeoutMs of [0, 1, TIMEOUT_TICK_MS, 999, 20_000, 600_000])
    test(`${timeoutMs} ms: never before, at most a tick or so after`, () => {
      const table = new PendingRequests(100);
      const asker = new Asker();
      const startMs = 12_345.6;
      table.sweep(startMs, TIMEOUT);
      table.add(asker, new Answerer(), new Stats(), 1000, 1, 0, startMs, timeoutMs);
      let nowMs = startMs;
      while (asker.failed.length === 0) {
        nowMs += TIMEOUT_TICK_MS;
        table.sweep(nowMs, TIMEOUT);
        assert.ok(nowMs < startMs + timeoutMs + 3 * TIMEOUT_TICK_MS);
      }
      assert.ok(nowMs >= startMs + timeoutMs);
      assert.equal(table.count, 0);
    });

  test('a sweep after a long pause ends everything that is due and nothing else, in every block', () => {
    const table = new PendingRequests(5000);
    const [asker, answerer] = [new Asker(), new Answerer(5000)];
    for (let seq = 1; seq <= 3000; seq++)
      table.add(asker, answerer, new Stats(), 1000, seq, 0, 0, (seq % 100) * 1000);
    table.sweep(25_500, TIMEOUT);
    const failed = asker.failed.map((line) => Number.parseInt(line, 10) % 100);
    assert.equal(failed.length, 30 * 26);
    assert.ok(failed.every((seconds) => seconds <= 25));
    table.sweep(100_000, TIMEOUT);
    assert.equal(asker.failed.length, 3000);
  });

  test('a deadline in the very tick that was swept last is met by the next one', () => {
    const table = new PendingRequests(10);
    const asker = new Asker();
    const nowMs = 800 * TIMEOUT_TICK_MS;
    table.sweep(nowMs, TIMEOUT);
    table.add(asker, new Answerer(), new Stats(), 1000, 1, 0, nowMs, 0);
    table.sweep(nowMs + TIMEOUT_TICK_MS, TIMEOUT);
    assert.equal(asker.failed.length, 1);
  });

  test('a failure that makes its requester go drops its other due requests, each ended once', () => {
    const table = new PendingRequests(1000);
    const [asker, other, answerer, stats] = [new Asker(), new Asker(), new Answerer(), new Stats()];
    for (let seq = 1; seq <= 5; seq++) {
      table.add(asker, answerer, stats, 1000, seq, 0, 0, 100);
      table.add(other, answerer, stats, 1000, seq, 0, 0, 100);
    }
    asker.onFailed = () => {
      table.dropAll(asker, GONE, 200);
    };
    table.sweep(200, TIMEOUT);
    assert.deepEqual([asker.failed.length, other.failed.length, stats.ended.length], [1, 5, 10]);
    assert.equal(table.count, 0);
  });
});

describe('limits', () => {
  test('the table takes as many as it may, growing to it, and again after an end', () => {
    const table = new PendingRequests(1000);
    const [asker, answerer] = [new Asker(), new Answerer(10_000)];
    const ids = Array.from({ length: 1000 }, (_, seq) =>
      table.add(asker, answerer, new Stats(), 1, seq, 0, 0, 1000),
    );
    assert.ok(ids.every((id) => id > 0));
    assert.equal(table.add(asker, answerer, new Stats(), 1, 5000, 0, 0, 1000), 0);
    assert.equal(table.count, 1000);
    assert.ok(table.take(answerer, ids[500] ?? 0, 0, 0, newTaken()));
    assert.ok(table.add(asker, answerer, new Stats(), 1, 5000, 0, 0, 1000) > 0);
  });

  test("a link's own limit takes nothing from the table", () => {
    const table = new PendingRequests(3);
    const [asker, small, other] = [new Asker(), new Answerer(1), new Answerer()];
    assert.ok(table.add(asker, small, new Stats(), 1, 1, 0, 0, 1000) > 0);
    for (let tried = 0; tried < 10; tried++)
      assert.equal(table.add(asker, small, new Stats(), 1, 2, 0, 0, 1000), 0);
    for (let seq = 0; seq < 2; seq++) assert.ok(table.add(asker, other, new Stats(), 1, seq, 0, 0, 1000) > 0);
    assert.deepEqual([table.count, asker.pendingCount, small.pendingCount], [3, 3, 1]);
  });
});

// ---- the same as a list, in any order of calls ------------------------------------------------------

interface Model {
  readonly asker: number;
  readonly answerer: number;
  readonly id: number;
  readonly seq: number;
  readonly deadlineMs: number;
}

const who = fc.nat({ max: 2 });
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ add: who, to: who, timeoutMs: fc.nat({ max: 40_000 }) }) },
  { weight: 4, arbitrary: fc.record({ take: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ late: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ cancel: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ dropAll: who }) },
  { weight: 1, arbitrary: fc.record({ failAll: who }) },
  { weight: 3, arbitrary: fc.record({ sweepAfterMs: fc.nat({ max: 20_000 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

class ModelRun {
  readonly table = new PendingRequests(300);
  readonly askers = [new Asker(), new Asker(), new Asker()] as const;
  readonly answerers = [new Answerer(120), new Answerer(120), new Answerer(120)] as const;
  readonly stats = new Stats();
  pending: Model[] = [];
  readonly ended: Model[] = [];
  failures = 0;
  ends = 0;
  nowMs = 0;
  seq = 0;

  take(now: Step): void {
    if ('add' in now) this.#add(now.add, now.to, now.timeoutMs);
    else if ('take' in now) this.#answer(now.take);
    else if ('late' in now) this.#lateAnswer(now.late);
    else if ('cancel' in now) {
      const model = this.#pick(now.cancel);
      if (model === undefined) return;
      this.table.cancel(this.#answerer(model.answerer), model.id);
      this.#end((each) => each === model, false, false);
    } else if ('dropAll' in now) {
      this.table.dropAll(this.#asker(now.dropAll), GONE, this.nowMs);
      this.#end((each) => each.asker === now.dropAll, false);
    } else if ('failAll' in now) {
      this.table.failAll(this.#answerer(now.failAll), LOST, this.nowMs);
      this.#end((each) => each.answerer === now.failAll, true);
    } else {
      this.nowMs += now.sweepAfterMs;
      this.table.sweep(this.nowMs, TIMEOUT);
      const dueTick = Math.floor(this.nowMs / TIMEOUT_TICK_MS);
      this.#end((each) => Math.ceil(each.deadlineMs / TIMEOUT_TICK_MS) <= dueTick, true);
    }
  }

  check(): void {
    assert.equal(this.table.count, this.pending.length);
    assert.equal(this.stats.ended.length, this.ends);
    assert.equal(
      this.askers.reduce((sum, asker) => sum + asker.failed.length, 0),
      this.failures,
    );
    for (const [at, asker] of this.askers.entries())
      assert.equal(asker.pendingCount, this.pending.filter((each) => each.asker === at).length);
    for (const [at, answerer] of this.answerers.entries())
      assert.equal(answerer.pendingCount, this.pending.filter((each) => each.answerer === at).length);
    for (const { asker, seq } of this.pending) assert.ok(this.table.hasSeq(this.#asker(asker), seq));
    for (const { asker, seq } of this.ended) assert.equal(this.table.hasSeq(this.#asker(asker), seq), false);
  }

  #add(asker: number, answerer: number, timeoutMs: number): void {
    const seq = (this.seq += 1);
    const link = this.#answerer(answerer);
    const before = link.requestIds.last;
    const full = this.pending.length === 300 || link.pendingCount === 120;
    const id = this.table.add(
      this.#asker(asker),
      link,
      this.stats,
      1000,
      seq,
      seq * 2,
      this.nowMs,
      timeoutMs,
    );
    assert.equal(id === 0, full);
    if (id === 0) return;
    assert.ok(id > before, 'ids rise');
    // A deadline in the tick that was swept already is met by the next one.
    const sweptTick = Math.floor(this.nowMs / TIMEOUT_TICK_MS);
    const deadlineMs = Math.max(this.nowMs + timeoutMs, (sweptTick + 1) * TIMEOUT_TICK_MS);
    this.pending.push({ asker, answerer, id, seq, deadlineMs });
  }

  #answer(at: number): void {
    const model = this.#pick(at);
    if (model === undefined) return;
    const taken = newTaken();
    assert.ok(this.table.matches(this.#answerer(model.answerer), model.id, 1000, model.seq));
    assert.ok(this.table.take(this.#answerer(model.answerer), model.id, 0, this.nowMs, taken));
    assert.deepEqual(
      [taken.requester, taken.seq, taken.origin],
      [this.#asker(model.asker), model.seq, model.seq * 2],
    );
    this.#end((each) => each === model, false);
  }

  #lateAnswer(at: number): void {
    const model = this.ended[at % Math.max(1, this.ended.length)];
    if (model === undefined) return;
    assert.equal(this.table.take(this.#answerer(model.answerer), model.id, 0, this.nowMs, newTaken()), false);
  }

  #end(which: (model: Model) => boolean, told: boolean, counted = true): void {
    const ended = this.pending.filter(which);
    this.pending = this.pending.filter((model) => !which(model));
    this.ended.push(...ended);
    if (told) this.failures += ended.length;
    if (counted) this.ends += ended.length;
  }

  #pick(at: number): Model | undefined {
    return this.pending[at % Math.max(1, this.pending.length)];
  }

  #asker(at: number): Asker {
    return this.askers[at] ?? this.askers[0];
  }

  #answerer(at: number): Answerer {
    return this.answerers[at] ?? this.answerers[0];
  }
}

test('each request ends exactly once, counts are right, whatever happens in which order', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
      const run = new ModelRun();
      for (const now of steps) {
        run.take(now);
        run.check();
      }
    }),
    { numRuns: 150 },
  );
});

test('the same under load, with the table grown and full', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 800, maxLength: 1200, size: 'max' }), (steps) => {
      const run = new ModelRun();
      for (const now of steps) if ('add' in now || steps.indexOf(now) % 7 === 0) run.take(now);
      run.check();
    }),
    { numRuns: 15 },
  );
});
