// Lines on their way out: none waits, none throws, each comes out once and whole, or is counted.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LogSink, type LogFile } from '../../src/log-sink.js';
import { FakeClock } from '../support/fake-clock.js';

const KIB = 1024;
const line = (text: string): string => `${text}\n`;

/** A file that answers when the test says so, with what it says. */
class ScriptedFile implements LogFile {
  out = '';
  /** Of a write that has not been answered. */
  #asked: { bytes: Uint8Array; done: Parameters<LogFile['write']>[1] } | undefined;
  /** What `writeSync` throws, one after another. */
  readonly refusals: string[] = [];
  sleptMs = 0;

  write(bytes: Uint8Array, done: Parameters<LogFile['write']>[1]): void {
    assert.equal(this.#asked, undefined, 'one write at a time');
    this.#asked = { bytes, done };
  }

  writeSync(bytes: Uint8Array): number {
    const refusal = this.refusals.shift();
    if (refusal !== undefined) throw failure(refusal);
    this.out += Buffer.from(bytes).toString();
    return bytes.length;
  }

  sleep(ms: number): void {
    this.sleptMs += ms;
  }

  get asked(): string | undefined {
    return this.#asked && Buffer.from(this.#asked.bytes).toString();
  }

  take(count = Infinity): void {
    const { bytes, done } = this.#answered();
    const taken = bytes.subarray(0, count);
    this.out += Buffer.from(taken).toString();
    done(null, taken.length);
  }

  takeAll(): void {
    while (this.#asked !== undefined) this.take();
  }

  refuse(code: string): void {
    this.#answered().done(failure(code), 0);
  }

  #answered() {
    const asked = this.#asked ?? assert.fail('nothing is being written');
    this.#asked = undefined;
    return asked;
  }
}

const failure = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code });

function newSink() {
  const [file, clock] = [new ScriptedFile(), new FakeClock()];
  const sink = new LogSink(file, clock);
  const told: number[] = [];
  sink.onBack = (lost) => {
    told.push(lost);
    sink.write(line(`lost ${lost}`));
  };
  return { file, clock, sink, told };
}

describe('the sink of log lines', () => {
  test('brings them out in order, whole lines that a pipe takes at once', () => {
    const { file, sink } = newSink();
    const lines = Array.from({ length: 20 }, (_, at) => line(`${at} ${'x'.repeat(KIB - 10)}`));
    for (const one of lines) sink.write(one);
    while (file.asked !== undefined) {
      assert.ok(file.asked.length <= 4 * KIB && file.asked.endsWith('\n'));
      file.take();
    }
    assert.equal(file.out, lines.join(''));
    assert.equal(sink.dropped, 0);
  });

  test('goes on where a write ended early, and after "not now"', async () => {
    const { file, sink, clock } = newSink();
    sink.write(line('one'));
    sink.write(line('two'));
    file.take(2);
    assert.equal(file.asked, 'e\n');
    file.refuse('EAGAIN');
    assert.equal(file.asked, undefined);
    sink.write(line('three'));
    await clock.run(100);
    file.takeAll();
    assert.equal(file.out, 'one\ntwo\nthree\n');
    assert.equal(sink.dropped, 0);
  });

  test('a full disk costs the lines that came meanwhile; how many is told when one comes out', () => {
    const { file, sink, told } = newSink();
    for (const text of ['a', 'b', 'c']) sink.write(line(text));
    file.refuse('ENOSPC');
    file.refuse('ENOSPC');
    assert.equal(sink.dropped, 3);
    assert.deepEqual(told, []);
    sink.write(line('d'));
    file.takeAll();
    assert.equal(file.out, 'd\nlost 3\n');
    assert.deepEqual(told, [3]);
    assert.equal(sink.dropped, 3);
  });

  test('a line that broke off is one that is lost, and the next begins on its own', () => {
    const { file, sink } = newSink();
    sink.write(line('begun'));
    file.take(3);
    file.refuse('ENOSPC');
    assert.equal(sink.dropped, 1);
    sink.write(line('refused too'));
    file.refuse('ENOSPC');
    assert.equal(sink.dropped, 2);
    sink.write(line('next'));
    file.takeAll();
    assert.equal(file.out, 'beg\nnext\nlost 2\n');
  });

  test('a reader that stopped costs no more memory than the queue, and no line of those in it', () => {
    const { file, sink } = newSink();
    const one = line('x'.repeat(KIB - 1));
    for (let count = 0; count < 1_100; count++) sink.write(one);
    assert.equal(sink.dropped, 76);
    file.takeAll();
    assert.equal(file.out.length, 1_024 * KIB + 'lost 76\n'.length);
    // The room is there again, byte by byte.
    for (let count = 0; count < 1_024; count++) sink.write(one);
    assert.equal(sink.dropped, 76);
  });

  test('resolves when all are out, or when the time is up', async () => {
    const { file, sink, clock } = newSink();
    await sink.flushed(1_000);
    sink.write(line('a'));
    let done = 0;
    void sink.flushed(1_000).then(() => done++);
    await clock.run(999);
    assert.equal(done, 0);
    file.take();
    await clock.run(0);
    assert.equal(done, 1);
    sink.write(line('b'));
    void sink.flushed(1_000).then(() => done++);
    await clock.run(1_000);
    assert.equal(done, 2);
    assert.equal(clock.pending, 0);
  });

  test('at the end of the process the rest comes out behind what a thread is writing', () => {
    const { file, sink } = newSink();
    sink.write(line('in a thread'));
    sink.write(line('left'));
    file.refusals.push('EAGAIN', 'EAGAIN');
    sink.flushNow();
    sink.write(line('said while ending'));
    assert.equal(file.out, 'left\nsaid while ending\n');
    assert.equal(file.sleptMs, 40);
  });

  test('the end of the process waits neither for a reader that stopped nor for a disk', async () => {
    const stopped = newSink();
    stopped.sink.write(line('a'));
    stopped.file.refuse('EAGAIN');
    stopped.file.refusals.push(...Array.from({ length: 1_000 }, () => 'EAGAIN'));
    stopped.sink.flushNow();
    assert.ok(stopped.file.sleptMs <= 500);

    const full = newSink();
    full.sink.write(line('a'));
    full.file.refuse('EAGAIN');
    full.file.refusals.push('ENOSPC');
    full.sink.flushNow();
    assert.equal(full.sink.dropped, 1);

    const stuck = newSink();
    stuck.sink.write(line('a'));
    stuck.sink.write(line('b'));
    await stuck.clock.run(1_000);
    stuck.sink.flushNow();
    assert.equal(stuck.file.out, '');
  });
});
