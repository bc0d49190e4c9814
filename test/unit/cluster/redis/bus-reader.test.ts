import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BusReader } from '../../../../src/cluster/redis/bus-reader.js';
import type { RedisCommand, RedisCommands, RedisOutcome } from '../../../../src/cluster/redis/commands.js';
import { FakeClock } from '../../../support/fake-clock.js';

const HUNG: RedisOutcome = { ok: false, cause: 'unanswered', detail: '' };
const entry = (serial: number): readonly [Buffer, readonly [Buffer, Buffer]] => [
  Buffer.from(`${serial}-0`),
  [Buffer.from('b'), Buffer.of(serial)],
];

/** A reader on a Redis that holds some entries, or none, or hangs. */
class Bench {
  readonly clock = new FakeClock();
  readonly reader: BusReader;
  readonly taken: number[] = [];
  /** From where each read began, and up to where the stream was cut. */
  readonly reads: string[] = [];
  readonly cuts: string[] = [];
  serials: number[] = [];
  hangs = false;
  made = 0;

  constructor() {
    const redis = { call: (command: RedisCommand) => this.#call(command) } as RedisCommands;
    this.reader = new BusReader({
      ...{ key: 'k', redis, blocking: redis, clock: this.clock, random: () => 0.5 },
      take: ([serial = 0]) => this.taken.push(serial),
    });
  }

  #call({ run, args }: RedisCommand): Promise<RedisOutcome> {
    if (run === 'XREAD') return this.#read(String(args.at(-1)));
    this.cuts.push(String(args[1]));
    return Promise.resolve(this.hangs ? HUNG : { ok: true, reply: this.made });
  }

  async #read(after: string): Promise<RedisOutcome> {
    this.reads.push(after);
    const found = this.serials.filter((serial) => serial > Number.parseInt(after));
    if (!this.hangs && found.length > 0) return { ok: true, reply: [Buffer.from('k'), found.map(entry)] };
    await new Promise<void>((resolve) => this.clock.after(1_000, resolve));
    return this.hangs ? HUNG : { ok: true, reply: null };
  }
}

test('reads on behind what it has, and has it cut off', async () => {
  const bench = new Bench();
  bench.serials = [1, 2];
  await bench.reader.start();
  await bench.clock.run(10);
  bench.serials.push(3);
  await bench.clock.run(2_100);
  bench.reader.close();
  assert.deepEqual(bench.taken, [1, 2, 3]);
  assert.deepEqual(bench.reads.slice(0, 3), ['0-0', '2-0', '2-0']);
  assert.equal(bench.cuts.at(-1), '3-0');
});

test('after a read without an answer it begins again at what is left', async () => {
  const bench = new Bench();
  bench.serials = [7];
  await bench.reader.start();
  await bench.clock.run(10);
  bench.hangs = true;
  await bench.clock.run(2_500);
  // Another Redis: its numbers may be smaller.
  bench.hangs = false;
  bench.serials = [2];
  await bench.clock.run(2_500);
  bench.reader.close();
  assert.deepEqual(bench.taken, [7, 2]);
});

test('says how often the stream had to be made; the first time is none', async () => {
  const bench = new Bench();
  bench.made = 1;
  await bench.reader.start();
  assert.equal(bench.reader.remade, 0);
  await bench.clock.run(1_100);
  assert.equal(bench.reader.remade, 1);
  bench.reader.close();
});
