import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HeldBytes } from '../../../src/protocol/held-bytes.js';
import { shortBytes } from '../../support/wire-arbitraries.js';

test('holds what was appended, in order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(shortBytes(600), fc.nat(50), fc.nat(50)), { maxLength: 12 }), (pieces) => {
      const held = new HeldBytes();
      const expected: number[] = [];
      for (const [bytes, skip, drop] of pieces) {
        const start = Math.min(skip, bytes.length);
        const end = Math.max(start, bytes.length - drop);
        held.append(bytes, start, end);
        expected.push(...bytes.subarray(start, end));
        assert.deepEqual([...held.bytes.subarray(0, held.length)], expected);
      }
    }),
  );
});

test('memory grows with what came, at most doubling, and goes when it is let go', () => {
  const held = new HeldBytes();
  assert.equal(held.bytes.length, 0);
  for (let count = 1; count <= 5000; count++) {
    held.append(Uint8Array.of(count & 0xff), 0, 1);
    assert.ok(held.bytes.length <= Math.max(256, 2 * count), `${held.bytes.length} bytes for ${count}`);
  }
  held.clear();
  assert.deepEqual([held.bytes.length, held.length], [0, 0]);
});

test('keeps a copy: the source may be reused', () => {
  const source = Uint8Array.of(1, 2, 3);
  const held = new HeldBytes();
  held.append(source, 0, 3);
  source.fill(9);
  assert.deepEqual([...held.bytes.subarray(0, held.length)], [1, 2, 3]);
});

test('bytes taken before clear stay with the taker', () => {
  const held = new HeldBytes();
  held.append(Uint8Array.of(1, 2), 0, 2);
  const { bytes } = held;
  held.clear();
  held.append(Uint8Array.of(7, 7), 0, 2);
  assert.deepEqual([...bytes.subarray(0, 2)], [1, 2]);
});
