import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { decodeMessage, encodeMessage } from '../../../../src/cluster/redis/bus-bodies.js';
import { decodeBatch, encodeBatch } from '../../../../src/cluster/redis/bus-frames.js';
import { Ledger } from '../../../../src/cluster/redis/bus-ledger.js';
import type { ClusterMessage } from '../../../../src/cluster/cluster.js';
import { busBatch, busLoss, BusFrameKind, busPush } from '../../../../src/protocol/bus-messages.js';
import { kick, pushTarget } from '../../../../src/protocol/link-messages.js';
import { encodeEnvelope } from '../../../../src/protocol/envelope.js';

const SELF = { gatewayId: 'f', incarnation: 'f1' };

describe('what is no batch is refused', () => {
  const whole = { gateway: 'g', incarnation: 'i', first: 1, pushes: 0 };
  for (const [name, change] of Object.entries({
    'no sender': { gateway: '' },
    'a sender with an endless name': { gateway: 'g'.repeat(257) },
    'no incarnation': { incarnation: '' },
    'number 0': { first: 0 },
    'a fraction': { first: 1.5 },
    'more than can be counted': { first: 2 ** 54 },
    'not a number': { first: Number.NaN },
    'negative pushes': { pushes: -1 },
    'more pushes than frames': { first: 3, pushes: 3 },
    'a loss of nothing': { frames: [{ kind: 7, body: busLoss.encode({ runs: [] }) }] },
    'a loss of no frames': { frames: [{ kind: 7, body: busLoss.encode({ runs: [{ push: true }] }) }] },
  }))
    test(name, () => {
      assert.equal(decodeBatch(busBatch.encode({ ...whole, ...change })), undefined);
    });

  test('random bytes, and batches with a byte changed, throw nowhere', () => {
    const message = encodeMessage({ kind: 'kick', session: 's', user: '', reason: 'r', advice: 1 });
    const body = { bytes: message.bytes, owners: 0 };
    const outgoing = { kind: message.kind, body, ask: 1, push: false, target: undefined, expiresAtMs: 0 };
    const good = encodeBatch(SELF, 1, { first: 1, pushes: 0, items: [{ is: 'message', message: outgoing }] });
    const changed = fc
      .tuple(fc.nat(good.length - 1), fc.nat(255))
      .map(([at, value]) => good.map((byte, place) => (place === at ? value : byte)));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 80 }), changed), (bytes) => {
        const batch = decodeBatch(bytes);
        const steps = batch === undefined ? [] : new Ledger().take(batch);
        for (const step of steps)
          if (step.is === 'frame') decodeMessage(step.frame.kind, step.frame.body, 'me');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('what is no message is refused', () => {
  const target = pushTarget.encode({ all: true });
  const envelope = encodeEnvelope({ type: 100 });
  const pushOf = (change: object): Uint8Array => busPush.encode({ target, envelope, ...change });
  const cases: readonly (readonly [string, number, Uint8Array])[] = [
    ['a kind of a later version', 99, new Uint8Array(0)],
    ['an answer', BusFrameKind.ANSWER, new Uint8Array(0)],
    [
      'a push of the gateway’s own types',
      BusFrameKind.PUSH,
      pushOf({ envelope: encodeEnvelope({ type: 8 }) }),
    ],
    ['a push that answers', BusFrameKind.PUSH, pushOf({ envelope: encodeEnvelope({ type: 100, seq: 1 }) })],
    ['a push with a code', BusFrameKind.PUSH, pushOf({ envelope: encodeEnvelope({ type: 100, code: 1 }) })],
    ['a push of no envelope', BusFrameKind.PUSH, pushOf({ envelope: Uint8Array.of(0xff) })],
    ['a push to a broken target', BusFrameKind.PUSH, pushOf({ target: Uint8Array.of(0x0a, 9) })],
    ['a kick with an advice that is none', BusFrameKind.KICK, kick.encode({ user: 'u', advice: 5 })],
    ['a body that is none', BusFrameKind.GROUP, Uint8Array.of(0x0a, 9)],
  ];
  for (const [name, kind, body] of cases)
    test(name, () => {
      assert.equal(decodeMessage(kind, body, 'me'), undefined);
    });

  test('a good one of each is read', () => {
    assert.deepEqual(decodeMessage(BusFrameKind.PUSH, pushOf({}), 'me')?.kind, 'push');
    const order: ClusterMessage = { kind: 'order', gateway: 'me', server: 's', step: 'await', id: 2 ** 50 };
    const { kind, bytes } = encodeMessage(order);
    assert.deepEqual(decodeMessage(kind, bytes, 'me'), order);
  });
});
