import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReadPause } from '../../../src/link/read-pause.js';

interface Paused {
  readonly pause: ReadPause;
  /** What the socket was told. */
  readonly told: boolean[];
}

function paused(frames: readonly number[]): Paused {
  const told: boolean[] = [];
  const pause = new ReadPause({ pause: (isPaused) => told.push(isPaused) }, 100);
  assert.equal(pause.stopsAt(101), true);
  for (const frame of frames) pause.hold(Uint8Array.of(0, frame, 0), 1, 2);
  return { pause, told };
}

test('stops above the limit, once', () => {
  const { pause, told } = paused([]);
  assert.equal(pause.stopsAt(1000), false);
  assert.deepEqual([pause.isPaused, told], [true, [true]]);
});

test('does not stop at the limit, and never without one', () => {
  const told: boolean[] = [];
  const socket = { pause: (isPaused: boolean): void => void told.push(isPaused) };
  assert.equal(new ReadPause(socket, 100).stopsAt(100), false);
  assert.equal(new ReadPause(socket, Infinity).stopsAt(Number.MAX_VALUE), false);
  assert.deepEqual(told, []);
});

test('goes on with what was held, in order, and then reads', () => {
  const { pause, told } = paused([1, 2, 3]);
  const taken: number[] = [];
  pause.goOn((bytes, start) => {
    assert.deepEqual(told, [true]);
    return taken.push(bytes[start] ?? 0) > 0;
  });
  assert.deepEqual([taken, told, pause.isPaused], [[1, 2, 3], [true, false], false]);
});

test('holds copies: what was read lies in a buffer that is used again', () => {
  const { pause } = paused([]);
  const read = Buffer.of(7, 8);
  pause.hold(read, 0, 2);
  read.fill(0);
  const taken: Uint8Array[] = [];
  pause.goOn((bytes) => taken.push(bytes) > 0);
  assert.deepEqual([...(taken[0] ?? [])], [7, 8]);
});

test('a held frame that fills the queue again leaves the others held', () => {
  const { pause, told } = paused([1, 2, 3]);
  const taken: number[] = [];
  const take = (bytes: Uint8Array): boolean => {
    taken.push(bytes[0] ?? 0);
    if (taken.length === 2) pause.stopsAt(101);
    return true;
  };
  pause.goOn(take);
  assert.deepEqual([taken, pause.isPaused, told], [[1, 2], true, [true, true]]);
  pause.goOn(take);
  assert.deepEqual([taken, pause.isPaused, told], [[1, 2, 3], false, [true, true, false]]);
});

test('nothing more is given to who wants no more', () => {
  const { pause } = paused([1, 2, 3]);
  let taken = 0;
  pause.goOn(() => ++taken < 2);
  assert.equal(taken, 2);
});

test('goes on only when it has stopped', () => {
  const told: boolean[] = [];
  const pause = new ReadPause({ pause: (isPaused) => told.push(isPaused) }, 100);
  pause.goOn(() => assert.fail('nothing is held'));
  assert.deepEqual(told, []);
});
