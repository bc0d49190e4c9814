import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OutgoingCalls, type CallReply } from '../../../src/sdk/backend/outgoing-calls.js';

const OK: CallReply = { ok: true, payload: new Uint8Array(0), count: 0 };

function setUp(): { calls: OutgoingCalls; ended: string[]; begin: (deadlineAtMs: number) => number } {
  const calls = new OutgoingCalls(3);
  const ended: string[] = [];
  const begin = (deadlineAtMs: number): number => {
    const id = calls.begin('call', deadlineAtMs, (reply) =>
      ended.push(`${id} ${reply.ok ? 'ok' : reply.error.name}`),
    );
    return id;
  };
  return { calls, ended, begin };
}

test('ids rise and are not used again; each call is settled once', () => {
  const { calls, ended, begin } = setUp();
  assert.deepEqual([begin(10), begin(10)], [1, 2]);
  assert.equal(calls.settle('call', 2, OK), 'settled');
  assert.equal(calls.settle('call', 2, OK), 'late');
  assert.equal(begin(10), 3);
  assert.equal(calls.settle('call', 4, OK), 'violation');
  assert.equal(calls.settle('command', 1, OK), 'violation', 'a call is not answered by DONE');
  assert.deepEqual(ended, ['2 ok']);
});

test('only so many are pending', () => {
  const { calls, begin } = setUp();
  for (let count = 0; count < 3; count++) begin(10);
  assert.equal(begin(10), 0);
  calls.withdraw(1);
  assert.equal(begin(10), 4);
});

test('a sweep ends those whose time is over, whatever their order', () => {
  const { calls, ended, begin } = setUp();
  begin(300);
  begin(100);
  begin(200);
  calls.sweep(99);
  assert.equal(ended.length, 0);
  calls.sweep(200);
  assert.deepEqual(ended, ['2 TIMEOUT', '3 TIMEOUT']);
  calls.sweep(300);
  assert.deepEqual(ended.at(-1), '1 TIMEOUT');
  assert.equal(calls.pending, 0);
});

test('the end of the link ends all', () => {
  const { calls, ended, begin } = setUp();
  begin(10);
  begin(10);
  calls.failAll();
  assert.deepEqual(ended, ['1 INSTANCE_LOST', '2 INSTANCE_LOST']);
  assert.equal(calls.settle('call', 1, OK), 'late');
});
