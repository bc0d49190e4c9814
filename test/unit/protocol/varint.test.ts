import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  byteAt,
  chunkFieldBytes,
  readField32,
  readField53,
  readFieldChunk,
  readUint32,
  readVarint32,
  readVarint53,
  varint32Bytes,
  writeChunkField,
  writeField,
  writeUint32,
  writeVarint,
} from '../../../src/protocol/varint.js';
import { fromHex, toHex } from '../../support/golden.js';
import { shortBytes, uint32, uint53 } from '../../support/wire-arbitraries.js';

/** A varint by arithmetic on big integers. */
function slowVarint(value: number): string {
  const bytes: number[] = [];
  let rest = BigInt(value);
  for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return toHex(Uint8Array.of(...bytes, Number(rest)));
}

function written(value: number): string {
  const bytes = new Uint8Array(16);
  return toHex(bytes.subarray(0, writeVarint(bytes, 0, value)));
}

type Read = typeof readVarint32;

/** Value and length that `read` finds in front of more bytes, or undefined when it refuses. */
function readAll(read: Read, hex: string): [value: number, bytes: number] | undefined {
  const bytes = fromHex(`ffff${hex}`);
  const cursor = { at: 2, value: -1 };
  return read(bytes, bytes.length, cursor) ? [cursor.value, cursor.at - 2] : undefined;
}

test('writes minimal varints up to 2^53-1', () => {
  fc.assert(fc.property(uint53(), (value) => written(value) === slowVarint(value)));
});

test('reads back what was written, and counts its bytes', () => {
  fc.assert(
    fc.property(uint32(), (value) => {
      const hex = written(value);
      assert.deepEqual(readAll(readVarint32, hex), [value, hex.length / 2]);
      assert.deepEqual(readAll(readVarint53, `${hex}ff`), [value, hex.length / 2]);
      assert.equal(varint32Bytes(value), hex.length / 2);
    }),
  );
  fc.assert(
    fc.property(uint53(), (value) => {
      const hex = written(value);
      assert.deepEqual(readAll(readVarint53, hex), [value, hex.length / 2]);
      assert.deepEqual(readAll(readVarint32, hex), value < 2 ** 32 ? [value, hex.length / 2] : undefined);
    }),
  );
});

test('grows by a byte at every seventh bit', () => {
  for (let bits = 7; bits <= 49; bits += 7) {
    assert.equal(written(2 ** bits - 1), slowVarint(2 ** bits - 1));
    assert.equal(written(2 ** bits), slowVarint(2 ** bits));
    if (bits > 28) continue;
    assert.equal(varint32Bytes(2 ** bits - 1), bits / 7);
    assert.equal(varint32Bytes(2 ** bits), bits / 7 + 1);
  }
});

for (const [what, hex] of [
  ['nothing', ''],
  ['cut short', 'ff'],
  ['cut short in its fifth byte', 'ffffffff'],
  ['zero in two bytes', '8000'],
  ['one in two bytes', '8100'],
  ['a fifth byte of zero', '8080808000'],
  ['ten bytes', 'ffffffffffffffffff01'],
  ['a seventh bit of continuation without end', 'ffffffffffffffffffffffff'],
] as const)
  test(`refuses a varint: ${what}`, () => {
    assert.equal(readAll(readVarint32, hex), undefined);
    assert.equal(readAll(readVarint53, hex), undefined);
  });

test('ends at 2^32-1 and 2^53-1', () => {
  assert.deepEqual(readAll(readVarint32, 'ffffffff0f'), [2 ** 32 - 1, 5]);
  assert.equal(readAll(readVarint32, '8080808010'), undefined);
  assert.equal(readAll(readVarint32, 'ffffffff1f'), undefined);
  assert.deepEqual(readAll(readVarint53, 'ffffffffffffff0f'), [2 ** 53 - 1, 8]);
  assert.equal(readAll(readVarint53, '8080808080808010'), undefined);
  assert.equal(readAll(readVarint53, 'ffffffffffffff1f'), undefined);
});

test('never reads at or behind the end', () => {
  fc.assert(
    fc.property(shortBytes(12), shortBytes(12), shortBytes(12), (bytes, after, otherAfter) => {
      for (const read of [readVarint32, readVarint53]) {
        const outcomes = [after, otherAfter].map((tail) => {
          const cursor = { at: 0, value: 0 };
          const taken = read(Uint8Array.of(...bytes, ...tail), bytes.length, cursor);
          return taken ? [cursor.at, cursor.value] : undefined;
        });
        assert.deepEqual(outcomes[0], outcomes[1]);
        if (outcomes[0] !== undefined) assert.ok((outcomes[0][0] ?? Infinity) <= bytes.length);
      }
    }),
  );
});

test('big-endian numbers', () => {
  fc.assert(
    fc.property(uint32(), (value) => {
      const bytes = new Uint8Array(6);
      assert.equal(writeUint32(bytes, 1, value), 5);
      assert.equal(readUint32(bytes, 1), value);
      assert.equal(new DataView(bytes.buffer).getUint32(1), value);
    }),
  );
});

test('a field that is absent reads as zero, a malformed one as -1', () => {
  const cursor = { at: 0, value: 0 };
  assert.equal(readField32(fromHex('1005'), 2, 0x08, cursor), 0);
  assert.equal(cursor.at, 0);
  assert.equal(readField32(fromHex('1005'), 2, 0x10, cursor), 5);
  assert.equal(cursor.at, 2);
  assert.equal(readField32(fromHex('10'), 1, 0x10, { at: 0, value: 0 }), -1);
  assert.equal(readField32(fromHex('108000'), 3, 0x10, { at: 0, value: 0 }), -1);
  assert.equal(readField53(fromHex('18ffffffffffffff0f'), 9, 0x18, { at: 0, value: 0 }), 2 ** 53 - 1);
  assert.equal(readField53(fromHex('18ffffffffffffff1f'), 9, 0x18, { at: 0, value: 0 }), -1);
  assert.equal(readField53(fromHex('10'), 1, 0x18, { at: 0, value: 0 }), 0);
});

test('a chunk field gives start and end, and never passes the end', () => {
  const cursor = { at: 0, value: 0 };
  assert.equal(readFieldChunk(fromHex('22036162637a'), 6, 0x22, cursor), 5);
  assert.equal(cursor.at, 2);
  const absent = { at: 1, value: 0 };
  assert.equal(readFieldChunk(fromHex('ff2a'), 2, 0x22, absent), 1);
  assert.equal(absent.at, 1);
  assert.equal(readFieldChunk(fromHex('220361627a'), 4, 0x22, { at: 0, value: 0 }), -1);
  assert.equal(readFieldChunk(fromHex('22ffffffff0f'), 6, 0x22, { at: 0, value: 0 }), -1);
});

test('fields are written as they are read, zero and empty ones not at all', () => {
  fc.assert(
    fc.property(uint53(), shortBytes(), (value, chunk) => {
      const bytes = new Uint8Array(220);
      const end = writeField(bytes, 3, 0x18, value);
      const chunkEnd = writeChunkField(bytes, end, 0x22, chunk);
      assert.equal(chunkEnd - end, chunkFieldBytes(chunk));
      const cursor = { at: 3, value: 0 };
      assert.equal(readField53(bytes, chunkEnd, 0x18, cursor), value);
      assert.equal(readFieldChunk(bytes, chunkEnd, 0x22, cursor), chunkEnd);
      assert.deepEqual(bytes.slice(cursor.at, chunkEnd), chunk);
    }),
  );
  assert.equal(writeField(new Uint8Array(0), 0, 0x08, 0), 0);
  assert.equal(writeChunkField(new Uint8Array(0), 0, 0x22, new Uint8Array(0)), 0);
});

test('a byte behind the array is zero', () => {
  assert.equal(byteAt(Uint8Array.of(7), 0), 7);
  assert.equal(byteAt(Uint8Array.of(7), 1), 0);
});
