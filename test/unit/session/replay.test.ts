import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Replay } from '../../../src/session/replay.js';

/** Every envelope ever sent, and how many of the oldest are gone. */
class NaiveReplay {
  readonly #bytesMax: number;
  readonly all: Uint8Array[] = [];
  dropped = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get keptBytes(): number {
    return this.all.slice(this.dropped).reduce((sum, envelope) => sum + 4 + envelope.length, 0);
  }

  add(envelope: Uint8Array): void {
    this.all.push(envelope);
    while (this.keptBytes > this.#bytesMax) this.dropped++;
  }

  acknowledge(count: number): boolean {
    if (count > this.all.length) return false;
    this.dropped = Math.max(this.dropped, count);
    return true;
  }
}

function repeated(replay: Replay, count: number, most = Infinity): Uint8Array[] {
  const sent: Uint8Array[] = [];
  replay.repeatAfter(count, (bytes, start, end) => {
    sent.push(bytes.slice(start, end));
    return sent.length < most;
  });
  return sent;
}

const plain = (envelopes: readonly Uint8Array[]): number[][] => envelopes.map((envelope) => [...envelope]);

describe('a replay', () => {
  test('repeats what follows the count, byte for byte and in order, as often as asked', () => {
    const replay = new Replay(1000);
    for (const value of [1, 2, 3, 4]) replay.add(Uint8Array.of(9, value, value, 9), 1, 3);
    assert.equal(replay.sent, 4);
    assert.deepEqual(plain(repeated(replay, 2)), [
      [3, 3],
      [4, 4],
    ]);
    assert.deepEqual(plain(repeated(replay, 2)), [
      [3, 3],
      [4, 4],
    ]);
    assert.equal(replay.canResumeFrom(1), false);
  });

  test('holds a quarter more than its limit at most, and repeats the newest byte for byte when it is full', () => {
    const replay = new Replay(10_000);
    const naive = new NaiveReplay(10_000);
    for (let count = 0; count < 2_000; count++) {
      const envelope = Uint8Array.from({ length: 1 + ((count * 37) % 300) }, (_, at) => (count + at) & 255);
      replay.add(envelope, 0, envelope.length);
      naive.add(envelope);
      assert.ok(replay.bufferBytes <= 12_500, `holds ${replay.bufferBytes}`);
      assert.equal(replay.keptBytes, naive.keptBytes);
    }
    assert.deepEqual(plain(repeated(replay, naive.dropped)), plain(naive.all.slice(naive.dropped)));
  });

  test('lets go of what was not acknowledged for one to two times its age', () => {
    const replay = new Replay(1000);
    replay.expire(1_000, 500);
    replay.add(Uint8Array.of(1), 0, 1);
    replay.expire(1_499, 500);
    replay.expire(1_500, 500);
    replay.add(Uint8Array.of(2), 0, 1);
    assert.equal(replay.canResumeFrom(0), true);
    replay.expire(1_999, 500);
    assert.equal(replay.canResumeFrom(0), true);
    replay.expire(2_000, 500);
    assert.equal(replay.canResumeFrom(0), false);
    assert.deepEqual(plain(repeated(replay, 1)), [[2]]);
  });

  test('keeps a copy: the caller uses its buffer again', () => {
    const replay = new Replay(1000);
    const buffer = Uint8Array.of(1, 2, 3);
    replay.add(buffer, 0, 3);
    buffer.fill(0);
    assert.deepEqual(plain(repeated(replay, 0)), [[1, 2, 3]]);
  });

  test('stops when the receiver has no more room, and keeps the rest', () => {
    const replay = new Replay(1000);
    for (const value of [1, 2, 3]) replay.add(Uint8Array.of(value), 0, 1);
    assert.deepEqual(plain(repeated(replay, 0, 2)), [[1], [2]]);
    assert.deepEqual(plain(repeated(replay, 1)), [[2], [3]]);
  });

  test('holds exactly its limit, 4 bytes an envelope included', () => {
    const replay = new Replay(2 * (4 + 6));
    for (let sent = 0; sent < 2; sent++) replay.add(new Uint8Array(6), 0, 6);
    assert.ok(replay.canResumeFrom(0));
    replay.add(new Uint8Array(6), 0, 6);
    assert.equal(replay.canResumeFrom(0), false);
    assert.ok(replay.canResumeFrom(1));
    assert.equal(replay.keptBytes, 20);
  });

  test('an envelope longer than the limit leaves nothing to resume from but the end', () => {
    const replay = new Replay(16);
    replay.add(new Uint8Array(4), 0, 4);
    replay.add(new Uint8Array(13), 0, 13);
    assert.equal(replay.canResumeFrom(1), false);
    assert.ok(replay.canResumeFrom(2));
    assert.equal(replay.keptBytes, 0);
    replay.add(Uint8Array.of(7), 0, 1);
    assert.deepEqual(plain(repeated(replay, 2)), [[7]]);
  });

  test('an acknowledgement of more than was sent is refused and changes nothing', () => {
    const replay = new Replay(100);
    replay.add(Uint8Array.of(1), 0, 1);
    assert.equal(replay.acknowledge(2), false);
    assert.equal(replay.canResumeFrom(2), false);
    assert.deepEqual(plain(repeated(replay, 0)), [[1]]);
  });

  test('does the same as a list of everything, in any order of calls', () => {
    const command = fc.oneof(
      { weight: 5, arbitrary: fc.record({ add: fc.uint8Array({ maxLength: 40 }) }) },
      { weight: 2, arbitrary: fc.record({ acknowledge: fc.nat({ max: 60 }) }) },
      { weight: 1, arbitrary: fc.record({ repeat: fc.nat({ max: 60 }) }) },
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200 }),
        fc.array(command, { maxLength: 120 }),
        (bytesMax, commands) => {
          const replay = new Replay(bytesMax);
          const naive = new NaiveReplay(bytesMax);
          for (const step of commands) {
            if ('add' in step) {
              replay.add(step.add, 0, step.add.length);
              naive.add(step.add);
            } else if ('acknowledge' in step)
              assert.equal(replay.acknowledge(step.acknowledge), naive.acknowledge(step.acknowledge));
            else if (replay.canResumeFrom(step.repeat)) {
              naive.acknowledge(step.repeat);
              assert.deepEqual(plain(repeated(replay, step.repeat)), plain(naive.all.slice(step.repeat)));
            }
            assert.equal(replay.sent, naive.all.length);
            assert.equal(replay.keptBytes, naive.keptBytes);
            for (const count of [0, naive.dropped - 1, naive.dropped, naive.all.length, naive.all.length + 1])
              assert.equal(replay.canResumeFrom(count), count >= naive.dropped && count <= naive.all.length);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
