import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copyOf, MessageContext, type IncomingMessage } from '../../../src/sdk/backend/message.js';
import { FakeClock } from '../../support/fake-clock.js';
import { FakePath } from './fake-path.js';

function contextOf(change: Partial<IncomingMessage>): {
  context: MessageContext;
  clock: FakeClock;
  path: FakePath;
} {
  const path = new FakePath();
  const clock = new FakeClock();
  const message: IncomingMessage = {
    kind: 'request',
    link: path,
    request: 1,
    type: 1000,
    envelopeType: 1000,
    seq: 1,
    key: new Uint8Array(0),
    payload: new Uint8Array(0),
    deadlineAtMs: 100,
    session: undefined,
    fromServer: '',
    ...change,
  };
  return { context: new MessageContext(message, 'server-1', clock), clock, path };
}

test('the time that remains runs out and stays there', () => {
  const { context, clock } = contextOf({});
  clock.advance(40);
  assert.equal(context.remainingMs, 60);
  clock.advance(100);
  assert.equal(context.remainingMs, 0);
  assert.equal(contextOf({ deadlineAtMs: Infinity }).context.remainingMs, Infinity);
});

test('the signal costs nothing unless it is used, and aborts at the deadline', () => {
  const { context, clock, path } = contextOf({});
  assert.deepEqual([clock.pending, path.watchers], [0, 0]);
  const { signal } = context;
  assert.equal(context.signal, signal);
  clock.advance(99);
  assert.equal(signal.aborted, false);
  clock.advance(1);
  assert.equal(signal.aborted, true);
});

test('the signal aborts when the link is gone; a handler that has ended leaves nothing behind', () => {
  const { context, path } = contextOf({ deadlineAtMs: Infinity });
  const { signal } = context;
  path.goAway();
  assert.equal(signal.aborted, true);
  const ended = contextOf({});
  const unheard = ended.context.signal;
  ended.context.release();
  assert.deepEqual([ended.clock.pending, ended.path.watchers], [0, 0]);
  assert.equal(unheard.aborted, false);
});

test('a signal that is first asked for when the link is gone already is aborted', () => {
  const { context, clock, path } = contextOf({});
  path.isOpen = false;
  path.goAway();
  assert.equal(context.signal.aborted, true);
  context.release();
  assert.deepEqual([clock.pending, path.watchers], [0, 0]);
});

test('a copy shares nothing, also of a Buffer', () => {
  const source = Buffer.from('abc');
  const copy = copyOf(source, 1, 3);
  source.fill(0);
  assert.equal(Buffer.from(copy).toString(), 'bc');
});
