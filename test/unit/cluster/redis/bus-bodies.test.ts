import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ClusterMessage } from '../../../../src/cluster/cluster.js';
import {
  decodeMessage,
  decodeTarget,
  encodeMessage,
  encodeTarget,
} from '../../../../src/cluster/redis/bus-bodies.js';
import { encodeEnvelope } from '../../../../src/protocol/envelope.js';

const TARGET = { sessions: [], user: 'alice', users: [], group: '', all: false, except: ['s1'] };
const push = (fields: { type?: number; seq?: number; code?: number }): ClusterMessage => ({
  kind: 'push',
  target: TARGET,
  envelope: encodeEnvelope({ type: 2000, payload: Buffer.from('x'), ...fields }),
});

const back = (message: ClusterMessage, self = 'b'): ClusterMessage | undefined => {
  const { kind, bytes } = encodeMessage(message);
  return decodeMessage(kind, bytes, self);
};

test('each kind comes back as it was', () => {
  const messages: readonly ClusterMessage[] = [
    push({}),
    { ...push({}), server: 'game-1' } as ClusterMessage,
    { kind: 'order', gateway: 'b', server: 'game-1', step: 'fence', id: 7 },
    { kind: 'order', gateway: 'b', server: 'game-1', step: 'await', id: Number.MAX_SAFE_INTEGER },
    { kind: 'group', change: 'join', group: 'lobby', sessions: ['s1', 's2'] },
    { kind: 'group', change: 'leave', group: 'lobby', sessions: [] },
    { kind: 'kick', session: '', user: 'ünïcode', reason: 'bye', advice: 4 },
    { kind: 'revoke', user: 'alice', notBeforeEpochMs: 1_800_000_000_000 },
    { kind: 'displace', session: 's1' },
    { kind: 'news', to: ['b'], news: Uint8Array.of(1, 2) },
  ];
  for (const message of messages) {
    const got = back(message);
    if (message.kind !== 'push') assert.deepEqual(got, message);
    else {
      assert.ok(got?.kind === 'push');
      assert.deepEqual(Buffer.from(got.envelope), Buffer.from(message.envelope));
      assert.deepEqual([got.target, got.server], [message.target, message.server]);
    }
  }
});

test('what only a gateway or nobody may say to a client is no push', () => {
  for (const fields of [{ type: 8 }, { seq: 1 }, { code: 3 }]) assert.equal(back(push(fields)), undefined);
  const { kind } = encodeMessage(push({}));
  assert.equal(decodeMessage(kind, encodeMessage({ kind: 'displace', session: 's' }).bytes, 'b'), undefined);
});

test('an advice that no client knows, and a kind of a later version, are nothing', () => {
  assert.equal(back({ kind: 'kick', session: 's', user: '', reason: '', advice: 5 }), undefined);
  assert.equal(decodeMessage(4_000, new Uint8Array(0), 'b'), undefined);
});

test('any bytes under any kind are read or refused, and never throw', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 12 }), fc.uint8Array({ maxLength: 40 }), (kind, bytes) => {
      decodeMessage(kind, bytes, 'b');
      decodeTarget(bytes);
    }),
  );
});

test('a target comes back with plain fields', () => {
  assert.deepEqual(decodeTarget(encodeTarget(TARGET)), TARGET);
});
