// Keeps in Redis what is true here: items of this gateway, each one entry. Callers change the truth and go
// on; changes are written in batches, one batch at a time, so the order of what happened to one item is the
// order in which Redis hears of it. A change that got no answer is written again: writing is idempotent.
//
// What got no answer may be done yet: a Redis that hung reads what an old connection still brought, also behind
// what a new one did. So an item with such a command is in doubt, and what is true of it is written once more
// some seconds after Redis has answered for it.
//
// Two things make Redis equal to the truth after whatever happened to it. A new term (lease-view.ts) voids
// all that was written and everything is written again. And a sweep goes round all the time and writes each
// item again, for what was lost without anybody noticing.

import { within, type Clock, type Timer } from '../../clock.js';
import type { RedisCommand, RedisCommands, RedisOutcome, RedisReply } from './commands.js';

export interface MirrorOptions<Item> {
  readonly redis: RedisCommands;
  readonly clock: Clock;
  /** Nothing is written while it says no: there is no term to write under. */
  readonly mayWrite: () => boolean;
  /** @param inDoubt an earlier command for the item got no answer */
  readonly put: (item: Item, inDoubt: boolean) => RedisCommand;
  readonly remove: (item: Item, inDoubt: boolean) => RedisCommand;
  /** What Redis replied to a put. */
  readonly stored?: (item: Item, reply: RedisReply) => void;
  /** What Redis replied to a removal. */
  readonly removed?: (item: Item, reply: RedisReply) => void;
  /** More removals wait than are kept: only a new term can void their entries. */
  readonly overflowed: () => void;
}

/** Each item is written again within this time. */
export const SWEEP_PERIOD_MS = 300_000;
const SWEEP_TICK_MS = 1_000;
/** Gathers what happens in one turn of the event loop and a little more. */
const FLUSH_DELAY_MS = 2;
const RETRY_MS = 250;
/** Changes in one batch: about a millisecond of Redis. */
const BATCH_MAX = 256;
/** Removals that wait while Redis is away, and items in doubt: 100 bytes each. */
export const REMOVALS_MAX = 65_536;
/** What a given up connection brings arrives within it, once Redis answers on another one. */
export const DOUBT_MS = 5_000;

export interface MirrorCounters {
  written: number;
  retried: number;
  overflows: number;
  resyncs: number;
}

interface Doubt<Item> {
  readonly item: Item;
  /** When what is true is written once more; Infinity: Redis has not answered for the item since. */
  againAtMs: number;
}

/** One of a batch. */
interface Written<Item> {
  readonly id: string;
  readonly item: Item;
  readonly wasAgain: boolean;
}

interface Waiter {
  readonly settle: (stored: boolean) => void;
  readonly deadline: Timer;
}

export class Mirror<Item> {
  readonly counters: MirrorCounters = { written: 0, retried: 0, overflows: 0, resyncs: 0 };
  readonly #options: MirrorOptions<Item>;
  readonly #truth = new Map<string, Item>();
  /** Ids of the truth that are to be written; an id is in one of the two at most. */
  #toPut = new Set<string>();
  readonly #toRemove = new Map<string, Item>();
  readonly #doubts = new Map<string, Doubt<Item>>();
  readonly #waiters = new Map<string, Waiter[]>();
  #round: Iterator<string> | undefined;
  #sweep: Timer | undefined;
  #flush: Timer | undefined;
  #writing = false;
  #closed = false;
  #idle: (() => void)[] = [];

  constructor(options: MirrorOptions<Item>) {
    this.#options = options;
  }

  start(): void {
    this.#sweep = this.#options.clock.every(SWEEP_TICK_MS, () => {
      this.#sweepSome();
    });
  }

  get size(): number {
    return this.#truth.size;
  }

  /** Changes that Redis has not confirmed yet, those on the way left out. */
  get waiting(): number {
    return this.#toPut.size + this.#toRemove.size;
  }

  get(id: string): Item | undefined {
    return this.#truth.get(id);
  }

  put(id: string, item: Item): void {
    this.#truth.set(id, item);
    this.#toRemove.delete(id);
    this.#toPut.add(id);
    this.#scheduleFlush(FLUSH_DELAY_MS);
  }

  /** As `put`, for what was written already by other means. */
  adopt(id: string, item: Item): void {
    this.#truth.set(id, item);
    this.#toRemove.delete(id);
  }

  remove(id: string): void {
    const item = this.#truth.get(id);
    if (item === undefined) return;
    this.#truth.delete(id);
    this.#toPut.delete(id);
    this.#settleWaiters(id, false);
    this.#queueRemoval(id, item);
  }

  /** Takes out what other means may have written, or may write yet, unless it is put. */
  forget(id: string, item: Item): void {
    this.#doubt(id, item);
    if (!this.#truth.has(id)) this.#queueRemoval(id, item);
  }

  /** Resolves true when Redis has confirmed the item, false when it was removed or the time is over. */
  stored(id: string, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const deadline = this.#options.clock.after(timeoutMs, () => {
        resolve(false);
      });
      const settle = (stored: boolean): void => {
        deadline.cancel();
        resolve(stored);
      };
      this.#waiters.set(id, [...(this.#waiters.get(id) ?? []), { settle, deadline }]);
    });
  }

  /** Writes everything again: a new term began, and what is still to be removed is void. */
  resync(): void {
    this.counters.resyncs++;
    this.#toRemove.clear();
    this.#toPut = new Set(this.#truth.keys());
    this.#scheduleFlush(0);
  }

  /** Resolves when nothing waits and nothing is on the way. For tests and for a close that is in no hurry. */
  async flushed(): Promise<void> {
    while (this.#writing || this.waiting > 0)
      await new Promise<void>((resolve) => {
        this.#idle.push(resolve);
      });
  }

  /** Removals that Redis has not been asked for yet, oldest first. */
  removing(): Iterable<Item> {
    return this.#toRemove.values();
  }

  /** Takes everything out and stops; what Redis does not take in time ends with the term. */
  async close(timeoutMs: number): Promise<void> {
    this.#sweep?.cancel();
    for (const [id, item] of this.#truth) this.#toRemove.set(id, item);
    this.#truth.clear();
    this.#toPut.clear();
    for (const id of [...this.#waiters.keys()]) this.#settleWaiters(id, false);
    this.#scheduleFlush(0);
    await within(this.#options.clock, timeoutMs, this.flushed());
    this.#closed = true;
    this.#flush?.cancel();
  }

  #queueRemoval(id: string, item: Item): void {
    this.#toRemove.set(id, item);
    if (this.#toRemove.size > REMOVALS_MAX) {
      this.#toRemove.clear();
      this.#overflow();
    }
    this.#scheduleFlush(FLUSH_DELAY_MS);
  }

  #doubt(id: string, item: Item): void {
    this.#doubts.set(id, { item, againAtMs: Infinity });
    if (this.#doubts.size <= REMOVALS_MAX) return;
    this.#doubts.clear();
    this.#overflow();
  }

  #overflow(): void {
    this.counters.overflows++;
    this.#options.overflowed();
  }

  /** Writes what is true of those that were in doubt. */
  #settleDoubts(): void {
    const nowMs = this.#options.clock.nowMs();
    for (const [id, { item, againAtMs }] of this.#doubts) {
      if (againAtMs > nowMs) continue;
      if (this.#truth.has(id)) this.#toPut.add(id);
      else this.#toRemove.set(id, item);
    }
  }

  #sweepSome(): void {
    this.#settleDoubts();
    let left = Math.ceil((this.#truth.size * SWEEP_TICK_MS) / SWEEP_PERIOD_MS);
    for (; left > 0; left--) {
      this.#round ??= this.#truth.keys();
      const next = this.#round.next();
      if (next.done === true) this.#round = undefined;
      else this.#toPut.add(next.value);
    }
    this.#scheduleFlush(FLUSH_DELAY_MS);
  }

  #scheduleFlush(delayMs: number): void {
    if (this.#closed || this.#writing || this.#flush !== undefined || this.waiting === 0) return;
    this.#flush = this.#options.clock.after(delayMs, () => {
      this.#flush = undefined;
      void this.#write();
    });
  }

  async #write(): Promise<void> {
    this.#writing = true;
    let answered = true;
    while (answered && this.waiting > 0 && !this.#closed && this.#options.mayWrite())
      answered = await this.#writeBatch();
    this.#writing = false;
    const resolved = this.#idle;
    this.#idle = [];
    for (const resolve of resolved) resolve();
    this.#scheduleFlush(RETRY_MS);
  }

  /** @returns false when something has to be tried again later */
  async #writeBatch(): Promise<boolean> {
    const { redis, put, remove } = this.#options;
    const removals = [...firstOf(this.#toRemove, BATCH_MAX)];
    for (const [id] of removals) this.#toRemove.delete(id);
    const ids = [...firstOf(this.#toPut, BATCH_MAX - removals.length)];
    for (const id of ids) this.#toPut.delete(id);
    const puts = ids.flatMap((id) => {
      const item = this.#truth.get(id);
      return item === undefined ? [] : [{ id, item }];
    });
    const removing = removals.map(([id, item]) => ({ id, item, wasAgain: this.#isAgain(id) }));
    const putting = puts.map(({ id, item }) => ({ id, item, wasAgain: this.#isAgain(id) }));
    const outcomes = await redis.batch([
      ...removing.map(({ id, item }) => remove(item, this.#doubts.has(id))),
      ...putting.map(({ id, item }) => put(item, this.#doubts.has(id))),
    ]);
    let answered = true;
    for (const [at, outcome] of outcomes.entries()) {
      const isRemoval = at < removing.length;
      const written = isRemoval ? removing[at] : putting[at - removing.length];
      if (written === undefined) continue;
      this.#judge(written, outcome);
      if (!outcome.ok) {
        answered = false;
        this.#tryAgain(written, isRemoval);
      } else if (isRemoval) this.#options.removed?.(written.item, outcome.reply);
      else this.#confirmed(written.id, written.item, outcome.reply);
    }
    return answered;
  }

  /** Whether its doubt ends when this is answered. */
  #isAgain(id: string): boolean {
    return (this.#doubts.get(id)?.againAtMs ?? Infinity) <= this.#options.clock.nowMs();
  }

  #judge({ id, item, wasAgain }: Written<Item>, outcome: RedisOutcome): void {
    if (outcome.ok) this.counters.written++;
    else this.counters.retried++;
    const doubt = this.#doubts.get(id);
    if (!outcome.ok) {
      if (outcome.cause === 'unanswered') this.#doubt(id, item);
    } else if (wasAgain) this.#doubts.delete(id);
    else if (doubt?.againAtMs === Infinity) doubt.againAtMs = this.#options.clock.nowMs() + DOUBT_MS;
  }

  #tryAgain({ id, item }: Written<Item>, isRemoval: boolean): void {
    const isTrue = this.#truth.has(id);
    if (isRemoval && !isTrue) this.#toRemove.set(id, item);
    else if (!isRemoval && isTrue) this.#toPut.add(id);
  }

  #confirmed(id: string, item: Item, reply: RedisReply): void {
    this.#options.stored?.(item, reply);
    this.#settleWaiters(id, true);
  }

  #settleWaiters(id: string, stored: boolean): void {
    for (const { settle } of this.#waiters.get(id) ?? []) settle(stored);
    this.#waiters.delete(id);
  }
}

function* firstOf<T>(all: Iterable<T>, count: number): Iterable<T> {
  let left = count;
  for (const one of all) {
    if (left-- <= 0) return;
    yield one;
  }
}
