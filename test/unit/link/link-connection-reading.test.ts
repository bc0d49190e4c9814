// What a link reads while its peer takes nothing. See read-pause.ts.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DEFAULT_LINK_LIMITS, type LinkLimits } from '../../../src/link/link-connection.js';
import { encodeEnvelope } from '../../../src/protocol/envelope.js';
import { LinkCloseCode, LinkKind } from '../../../src/protocol/link-frames.js';
import { advance, openFakeLink, type FakeEnd, type FakeLink } from './link-fakes.js';

const ENVELOPE = encodeEnvelope({ type: 1000, seq: 7, payload: Buffer.from('hello') });

function sendRequest({ link }: FakeEnd, request: number): void {
  assert.ok(link.writeEnvelope(LinkKind.REQUEST, 3, request, 1000, 250, 1, ENVELOPE, 0, ENVELOPE.length));
}

const codesOf = (end: FakeEnd): unknown[] => end.sink.closed.map(({ code }) => code);

describe('who asks and does not take the answers', () => {
  const answering = { ...DEFAULT_LINK_LIMITS, readQueueBytesMax: 500 };
  const answer = ({ link }: FakeEnd, request: number): void => {
    const envelope = encodeEnvelope({ type: 1000, seq: 1, payload: new Uint8Array(100) });
    assert.ok(link.writeEnvelope(LinkKind.ANSWER, 0, request, 0, 0, 0, envelope, 0, envelope.length));
  };
  const paused = (change: Partial<LinkLimits> = {}): FakeLink => {
    const link = openFakeLink({ listener: { limits: { ...answering, ...change } } });
    const { dialler, listener, pump } = link;
    listener.socket.blocked = true;
    for (let request = 1; !listener.socket.isPaused && request < 100; request++) {
      sendRequest(dialler, request);
      pump();
      answer(listener, request);
      pump();
    }
    assert.ok(listener.socket.isPaused);
    return link;
  };

  test('is not read until it has taken them all', () => {
    const { listener, pump } = paused();
    assert.ok(listener.link.queuedBytes > 500 && listener.link.queuedBytes < 1000);
    assert.equal(listener.sink.readPauses, 1);
    listener.socket.blocked = false;
    pump();
    assert.equal(listener.socket.isPaused, false);
    assert.equal(listener.sink.readPauses, 1);
  });

  test('what was read with the frame that filled the queue waits, and is taken in order', () => {
    const { dialler, listener, pump } = paused();
    const { length } = listener.sink.frames;
    for (let request = 500; request < 510; request++) sendRequest(dialler, request);
    pump();
    assert.equal(listener.sink.frames.length, length);
    listener.socket.blocked = false;
    pump();
    assert.deepEqual(
      listener.sink.frames.slice(length).map(({ request }) => request),
      Array.from({ length: 10 }, (_, at) => 500 + at),
    );
  });

  test('is not taken for silent meanwhile', () => {
    const { listener, clock, turns } = paused({ stallTimeoutMs: 10 * DEFAULT_LINK_LIMITS.heartbeatMs });
    advance(clock, 5 * DEFAULT_LINK_LIMITS.heartbeatMs, () => {
      turns.runAll();
    });
    assert.deepEqual(codesOf(listener), []);
  });

  test('and takes nothing for too long is LINK_SLOW, and its end is read', () => {
    const { listener, clock, turns } = paused();
    advance(clock, DEFAULT_LINK_LIMITS.stallTimeoutMs + DEFAULT_LINK_LIMITS.heartbeatMs, () => {
      turns.runAll();
    });
    assert.deepEqual(codesOf(listener), [LinkCloseCode.LINK_SLOW]);
    assert.equal(listener.socket.isPaused, false);
  });

  test('is read all the same by an end without that limit', () => {
    const { dialler, listener, pump } = openFakeLink();
    listener.socket.blocked = true;
    for (let request = 1; request < 100; request++) {
      sendRequest(dialler, request);
      pump();
      answer(listener, request);
    }
    pump();
    assert.equal(listener.socket.isPaused, false);
  });
});
