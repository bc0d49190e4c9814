// A worker's channel as child_process shows it, without a process: what is sent, and what becomes of it when
// the channel breaks with things under way.
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { describe, test } from 'node:test';
import { workerProcess, type WorkerExit } from '../../../src/workers/worker-process.js';

class FakeChild extends EventEmitter {
  pid: number | undefined = 7;
  connected = true;
  /** Callbacks of what was sent: Node forgets them when the channel breaks behind a waiting handle. */
  readonly sent: ((error: Error | null) => void)[] = [];

  send(...given: readonly unknown[]): boolean {
    this.sent.push(given.at(-1) as (error: Error | null) => void);
    return true;
  }
}

class FakeConnection {
  closed = 0;
  close(): void {
    this.closed++;
  }
}

function stage() {
  const child = new FakeChild();
  const exits: WorkerExit[] = [];
  const worker = (): ReturnType<typeof workerProcess> => {
    const made = workerProcess(child as unknown as ChildProcess);
    made.onExit((exit) => exits.push(exit));
    return made;
  };
  return { child, exits, worker };
}

describe('process of a worker', () => {
  for (const end of ['exit', 'disconnect'])
    test(`connections that wait in the channel are closed at its ${end}`, () => {
      const { child, worker } = stage();
      const made = worker();
      const connections = [new FakeConnection(), new FakeConnection()];
      const went: boolean[] = [];
      for (const connection of connections)
        made.send({ kind: 'connection' }, connection, (did) => went.push(did));
      made.send({ kind: 'drain' }, undefined, (did) => went.push(did));
      child.sent[0]?.(null);
      assert.deepEqual([...connections.map(({ closed }) => closed), went], [1, 0, [true]]);
      child.emit(end, null, 'SIGKILL');
      child.emit('exit', null, 'SIGKILL');
      child.sent[1]?.(new Error('late'));
      assert.deepEqual([...connections.map(({ closed }) => closed), went], [1, 1, [true, false, false]]);
    });

  test('what is sent to one that is gone is closed at once', () => {
    const { child, worker } = stage();
    child.connected = false;
    const connection = new FakeConnection();
    worker().send({ kind: 'connection' }, connection, (went) => {
      assert.equal(went, false);
    });
    assert.deepEqual([connection.closed, child.sent.length], [1, 0]);
  });

  test('one that could not be started has ended, once', () => {
    const { child, exits, worker } = stage();
    child.pid = undefined;
    worker();
    child.emit('error', new Error('spawn EMFILE'));
    child.emit('error', new Error('spawn EMFILE'));
    assert.deepEqual(exits, [{ code: null, signal: null, error: 'spawn EMFILE' }]);
  });

  test('an error of one that runs is no end', () => {
    const { child, exits, worker } = stage();
    worker();
    child.emit('error', new Error('write EPIPE'));
    assert.deepEqual(exits, []);
    child.emit('exit', 1, null);
    assert.deepEqual(exits, [{ code: 1, signal: null }]);
  });
});
