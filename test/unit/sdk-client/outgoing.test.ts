import assert from 'node:assert/strict';
import { it } from 'node:test';
import { outgoing } from '../../../src/sdk/client/outgoing.js';

const bytes = Uint8Array.of(1);

it('takes a number with bytes, or a descriptor with its message', () => {
  const descriptor = { type: 1000, name: 'x', encode: () => bytes, decode: () => ({}) };
  const sent = { type: 1000, key: Uint8Array.of(0xc3, 0xa9), payload: bytes };
  assert.deepEqual(outgoing(1000, bytes, 'é'), sent);
  assert.deepEqual(outgoing(descriptor, {}, 'é'), sent);
  assert.deepEqual(outgoing(1000, bytes, undefined).key, new Uint8Array(0));
});

it('throws for what can never be sent', () => {
  for (const type of [0, 99, 2 ** 32, 1.5, NaN])
    assert.throws(() => outgoing(type, bytes, undefined), /message type .* is not from 100/);
  assert.throws(() => outgoing(100, bytes, 'é'.repeat(33)), /routing key has 66 bytes, at most 64/);
  assert.throws(() => outgoing(100, {} as Uint8Array, undefined), /must be a Uint8Array/);
  assert.equal(outgoing(2 ** 32 - 1, bytes, 'x'.repeat(64)).key.length, 64);
});
