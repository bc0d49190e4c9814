import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeBatch, type ReceivedBatch } from '../../../../src/cluster/redis/bus-frames.js';
import { BusSender } from '../../../../src/cluster/redis/bus-sender.js';
import type { RedisCommand, RedisCommands, RedisOutcome } from '../../../../src/cluster/redis/commands.js';
import { BusFrameKind } from '../../../../src/protocol/bus-messages.js';
import { FakeClock } from '../../../support/fake-clock.js';

const [SELF, PEER] = [
  { gatewayId: 'a', incarnation: 'a1' },
  { gatewayId: 'b', incarnation: 'b1' },
];

/** A sender on a Redis that does what `answer` says. */
class Bench {
  readonly clock = new FakeClock();
  readonly tries: ReceivedBatch[] = [];
  answer: RedisOutcome = { ok: true, reply: '1-0' };
  readonly sender: BusSender;

  constructor() {
    const redis: RedisCommands = {
      call: (command) => Promise.resolve(this.#append(command)),
      batch: () => Promise.resolve([]),
      health: () => ({ ok: true, sinceEpochMs: 0, detail: '' }),
      counters: { commands: 0, failed: 0, lost: 0 },
      subscribe: () => undefined,
      close: () => undefined,
    };
    this.sender = new BusSender({
      ...{ self: SELF, redis, keyPrefix: 'p', clock: this.clock, random: () => 0.5 },
      scheduleFlush: (flush) => this.clock.after(0, flush),
    });
  }

  #append({ run, args }: RedisCommand): RedisOutcome {
    assert.equal(run, 'XADD');
    assert.equal(args[0], 'p:bus:{b@b1}');
    const batch = decodeBatch(args.at(-1) as Uint8Array);
    assert.ok(batch !== undefined);
    this.tries.push(batch);
    return this.answer;
  }

  push(serial: number, holdMs = 10_000): void {
    const body = { bytes: Uint8Array.of(serial), owners: 0 };
    const expiresAtMs = this.clock.nowMs() + holdMs;
    const target = Buffer.from('alice');
    this.sender.send(PEER, { kind: BusFrameKind.PUSH, body, ask: 0, push: true, target, expiresAtMs });
  }

  /** First number and number of frames of each try since the last look. */
  taken(): number[][] {
    return this.tries.splice(0).map(({ first, frames }) => [first, frames.length]);
  }
}

test('what is sent in one turn leaves together, the next in the next', async () => {
  const bench = new Bench();
  for (const serial of [1, 2, 3]) bench.push(serial);
  await bench.clock.run(1);
  bench.push(4);
  await bench.clock.run(1);
  assert.deepEqual(bench.taken(), [
    [1, 3],
    [4, 1],
  ]);
  assert.equal(bench.sender.budget.bytes, 0);
});

for (const [name, answer] of [
  ['a Redis that does not answer', { ok: false, cause: 'unanswered', detail: '' }],
  ['a stream that is not there', { ok: true, reply: null }],
] as const)
  test(`${name}: the same numbers again, with what came since`, async () => {
    const bench = new Bench();
    bench.answer = answer;
    bench.push(1);
    await bench.clock.run(10);
    bench.push(2);
    await bench.clock.run(60);
    assert.deepEqual(bench.taken(), [[1, 1]]);
    bench.answer = { ok: true, reply: '1-0' };
    await bench.clock.run(200);
    assert.deepEqual(bench.taken(), [[1, 2]]);
    assert.equal(bench.sender.counters.retries, 1);
  });

test('what waited too long leaves as a loss in its place, with whom it was for', async () => {
  const bench = new Bench();
  bench.answer = { ok: false, cause: 'unsent', detail: '' };
  bench.push(1, 300);
  bench.push(2, 300);
  bench.push(3, 60_000);
  await bench.clock.run(1_000);
  bench.answer = { ok: true, reply: '1-0' };
  bench.tries.length = 0;
  await bench.clock.run(300);
  const [batch] = bench.tries;
  assert.deepEqual(
    batch?.frames.map(({ runs, body }) => (runs === undefined ? body[0] : runs.map(({ count }) => count))),
    [[2], 3],
  );
  assert.equal(Buffer.from(batch.frames[0]?.runs?.[0]?.target ?? []).toString(), 'alice');
  assert.equal(bench.sender.counters.gaveUp, 2);
});

test('marks say the next number: after a second of quiet, ever more seldom, and when Redis is back', async () => {
  const bench = new Bench();
  bench.push(1);
  await bench.clock.run(1);
  bench.taken();
  await bench.clock.run(1_100);
  assert.deepEqual(bench.taken(), [[2, 0]]);
  await bench.clock.run(300_000);
  assert.deepEqual(
    bench.taken(),
    Array.from({ length: 5 }, () => [2, 0]),
  );
  bench.sender.wake();
  await bench.clock.run(100);
  assert.deepEqual(bench.taken(), [[2, 0]]);
  assert.equal(bench.sender.counters.marks, 7);
});

test('a flow that was silent for long is forgotten: the next one counts anew, under another number', async () => {
  const bench = new Bench();
  bench.push(1);
  await bench.clock.run(1);
  const [before] = bench.tries;
  await bench.clock.run(700_000);
  bench.tries.length = 0;
  bench.push(2);
  await bench.clock.run(1);
  const [behind] = bench.tries;
  assert.equal(behind?.first, 1);
  assert.notEqual(behind.flow, before?.flow);
});
