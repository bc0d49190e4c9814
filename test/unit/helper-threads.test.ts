import assert from 'node:assert/strict';
import { test } from 'node:test';
import { favourEventLoop, HELPER_NICENESS, type Threads } from '../../src/helper-threads.js';
import { recordingLog } from '../support/recording-log.js';

function threadsOf(list: Threads['list'], refuse?: string): { threads: Threads; set: Map<number, number> } {
  const set = new Map<number, number>();
  const setNiceness = (thread: number, niceness: number): void => {
    if (refuse !== undefined) throw new Error(refuse);
    set.set(thread, niceness);
  };
  return { threads: { list, setNiceness }, set };
}

test('all threads but the one of the event loop step back', () => {
  const { threads, set } = threadsOf(() => [7, 8, 9]);
  favourEventLoop({ pid: 8, threads }, recordingLog());
  assert.deepEqual(
    [...set],
    [
      [7, HELPER_NICENESS],
      [9, HELPER_NICENESS],
    ],
  );
});

test('where the system does not say what threads there are, nothing happens', () => {
  const log = recordingLog();
  const { threads, set } = threadsOf(() => undefined);
  favourEventLoop({ pid: 8, threads }, log);
  favourEventLoop({ pid: 8 }, log);
  assert.deepEqual([set.size, log.lines], [0, []]);
});

test('a system that refuses is told, and no reason to end', () => {
  const log = recordingLog();
  favourEventLoop({ pid: 8, threads: threadsOf(() => [7], 'EPERM').threads }, log);
  assert.deepEqual(
    log.lines.map(({ fields }) => fields),
    [{ reason: 'EPERM' }],
  );
});
