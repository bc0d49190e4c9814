// Sender and receiver of the bus against a Redis that loses, repeats, delays and trims: each push comes once,
// in order, or is counted as lost.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { BusFrameKind } from '../../../../src/protocol/bus-messages.js';
import { Flow, QueueBudget } from '../../../../src/cluster/redis/bus-flow.js';
import { decodeBatch, encodeBatch } from '../../../../src/cluster/redis/bus-frames.js';
import { Ledger } from '../../../../src/cluster/redis/bus-ledger.js';

const SELF = { gatewayId: 'f', incarnation: 'f1' };
const BATCH_BYTES = 40;

/** What can happen, each by a number of its own. */
type Event =
  | { readonly is: 'push'; readonly to: number; readonly holdMs: number }
  | { readonly is: 'other'; readonly holdMs: number }
  /** A try to append: done and confirmed, done and not confirmed, not done, done later and not confirmed. */
  | { readonly is: 'append'; readonly how: 'done' | 'done-unknown' | 'failed' | 'late' }
  /** Entries that were on their way in a Redis that hung. */
  | { readonly is: 'late-arrives' }
  | { readonly is: 'read' }
  /** The stream loses what was not read: all, or the oldest. */
  | { readonly is: 'emptied' }
  | { readonly is: 'trimmed' }
  | { readonly is: 'time'; readonly ms: number };

class Site {
  nowMs = 0;
  /** Numbers of the pushes that came, and what was told. */
  readonly delivered: number[] = [];
  readonly others: number[] = [];
  readonly lost: { readonly count: number; readonly target: string | undefined }[] = [];
  readonly offered: { readonly target: string }[] = [];
  offeredOthers = 0;
  missed = 0;
  readonly #flow: Flow;
  readonly #ledger = new Ledger();
  #stream: Uint8Array[] = [];
  readonly #late: Uint8Array[] = [];

  constructor(bytesMax: number) {
    this.#flow = new Flow(new QueueBudget(bytesMax), bytesMax);
  }

  do(event: Event): void {
    switch (event.is) {
      case 'push':
        return this.#offer(true, event.holdMs, `user-${event.to}`);
      case 'other':
        return this.#offer(false, event.holdMs, '');
      case 'append':
        return this.append(event.how);
      case 'late-arrives':
        this.#stream.push(...this.#late.splice(0));
        return;
      case 'read':
        return this.read();
      case 'emptied':
        this.#stream = [];
        return;
      case 'trimmed':
        this.#stream.shift();
        return;
      case 'time':
        this.nowMs += event.ms;
        this.#flow.expire(this.nowMs);
    }
  }

  append(how: 'done' | 'done-unknown' | 'failed' | 'late'): void {
    const bytes = encodeBatch(SELF, 1, this.#flow.takeBatch(BATCH_BYTES));
    if (how.startsWith('done')) this.#stream.push(bytes);
    if (how === 'late') this.#late.push(bytes);
    if (how === 'done') this.#flow.confirm();
    else this.#flow.retry();
  }

  read(): void {
    for (const bytes of this.#stream.splice(0)) {
      const batch = decodeBatch(bytes);
      assert.ok(batch !== undefined);
      for (const step of this.#ledger.take(batch)) {
        if (step.is === 'frame') this.#count(step.frame.push, step.frame.body);
        if (step.is === 'lost')
          this.lost.push({ count: step.count, target: step.target && Buffer.from(step.target).toString() });
        if (step.is === 'missed') this.missed++;
      }
    }
  }

  /** Redis is well again, and what is left is sent, then a mark. */
  settle(): void {
    while (!this.#flow.isEmpty) this.append('done');
    this.append('done');
    this.do({ is: 'late-arrives' });
    this.read();
  }

  #offer(push: boolean, holdMs: number, to: string): void {
    const serial = push ? this.offered.push({ target: to }) : (this.offeredOthers += 1);
    this.#flow.offer({
      kind: push ? BusFrameKind.PUSH : BusFrameKind.KICK,
      body: { bytes: Buffer.from(String(serial)), owners: 0 },
      ...{ ask: 0, push, target: push ? Buffer.from(to) : undefined },
      expiresAtMs: this.nowMs + holdMs,
    });
  }

  #count(push: boolean, body: Uint8Array): void {
    (push ? this.delivered : this.others).push(Number(Buffer.from(body).toString()));
  }
}

const holdMs = fc.constantFrom(5, 50, 1_000);
const gentle: fc.Arbitrary<Event>[] = [
  fc.record({ is: fc.constant('push' as const), to: fc.nat(2), holdMs }),
  fc.record({ is: fc.constant('other' as const), holdMs }),
  fc.record({
    is: fc.constant('append' as const),
    how: fc.constantFrom('done' as const, 'done-unknown' as const, 'failed' as const, 'late' as const),
  }),
  fc.constant({ is: 'late-arrives' as const }),
  fc.constant({ is: 'read' as const }),
  fc.record({ is: fc.constant('time' as const), ms: fc.nat(30) }),
];
const rough: fc.Arbitrary<Event>[] = [
  ...gentle,
  fc.constant({ is: 'emptied' as const }),
  fc.constant({ is: 'trimmed' as const }),
];
const plan = (events: fc.Arbitrary<Event>[]): fc.Arbitrary<Event[]> =>
  fc.array(fc.oneof(...events), { maxLength: 120 });
const bytesMax = fc.constantFrom(600, 100_000);

function played(events: readonly Event[], bytes: number): Site {
  const site = new Site(bytes);
  for (const event of events) site.do(event);
  site.settle();
  return site;
}

const rising = (numbers: readonly number[]): boolean =>
  numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? 0));
const lostIn = (site: Site): number => site.lost.reduce((sum, { count }) => sum + count, 0);

describe('numbers of the bus', () => {
  test('whatever Redis does: delivered once and in order, or counted as lost, exactly', () => {
    fc.assert(
      fc.property(plan(rough), bytesMax, (events, bytes) => {
        const site = played(events, bytes);
        assert.ok(rising(site.delivered) && rising(site.others));
        assert.equal(site.delivered.length + lostIn(site), site.offered.length);
        if (site.others.length < site.offeredOthers) assert.ok(site.missed > 0);
      }),
      { numRuns: 1_000 },
    );
  });

  test('what the sender gave up is told to those whom it was for, and to nobody else', () => {
    fc.assert(
      fc.property(plan(gentle), bytesMax, (events, bytes) => {
        const site = played(events, bytes);
        const missing = new Map<string, number>();
        for (const [at, { target }] of site.offered.entries())
          if (!site.delivered.includes(at + 1)) missing.set(target, (missing.get(target) ?? 0) + 1);
        const told = new Map<string, number>();
        for (const { count, target = 'unknown' } of site.lost)
          told.set(target, (told.get(target) ?? 0) + count);
        assert.deepEqual(new Map([...told].sort()), new Map([...missing].sort()));
        assert.equal(site.others.length < site.offeredOthers || site.lost.length > 0, site.missed > 0);
      }),
      { numRuns: 1_000 },
    );
  });

  test('nothing is lost or repeated when Redis keeps what it took, however often it is tried', () => {
    const calm = plan([...gentle.slice(0, 5)]);
    fc.assert(
      fc.property(calm, (events) => {
        const site = played(events, 1_000_000);
        assert.deepEqual(
          site.delivered,
          site.offered.map((_, at) => at + 1),
        );
        assert.equal(site.others.length, site.offeredOthers);
        assert.deepEqual([site.lost, site.missed], [[], 0]);
      }),
      { numRuns: 500 },
    );
  });
});
