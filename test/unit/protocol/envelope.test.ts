import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  encodeEnvelope,
  newEnvelopeHead,
  scanEnvelope,
  type EnvelopeFields,
} from '../../../src/protocol/envelope.js';
import { causeway } from '../../../src/protocol/gen/client.js';
import { ENVELOPE_RULES, readCanonical } from '../../support/canonical.js';
import { fromHex, readClientGolden, toHex, type GoldenEnvelopeFields } from '../../support/golden.js';
import { mutated, shortBytes, uint32 } from '../../support/wire-arbitraries.js';

const golden = readClientGolden();
const { Envelope } = causeway.v1;

/** What the scanner says of `bytes`, read out of the middle of a larger buffer. */
function scanned(bytes: Uint8Array, around = 0xee): GoldenEnvelopeFields | undefined {
  const buffer = new Uint8Array(bytes.length + 20).fill(around);
  buffer.set(bytes, 7);
  const head = newEnvelopeHead();
  if (!scanEnvelope(buffer, 7, 7 + bytes.length, head)) return undefined;
  assert.ok(7 <= head.keyStart && head.keyStart <= head.keyEnd && head.keyEnd <= head.payloadStart);
  assert.ok(head.payloadStart <= head.payloadEnd && head.payloadEnd === 7 + bytes.length);
  return {
    type: head.type,
    seq: head.seq,
    code: head.code,
    key: { hex: toHex(buffer.subarray(head.keyStart, head.keyEnd)) },
    payload: { hex: toHex(buffer.subarray(head.payloadStart, head.payloadEnd)) },
  };
}

function toFields(fields: GoldenEnvelopeFields): EnvelopeFields {
  return { ...fields, key: fromHex(fields.key.hex), payload: fromHex(fields.payload.hex) };
}

/** The slow reading of the same bytes. */
function readSlowly(bytes: Uint8Array): GoldenEnvelopeFields | undefined {
  const fields = readCanonical(bytes, ENVELOPE_RULES);
  if (fields === undefined) return undefined;
  const number = (field: number): number => Number(fields.get(field) ?? 0);
  const chunk = (field: number): { hex: string } => {
    const value = fields.get(field);
    return { hex: value instanceof Uint8Array ? toHex(value) : '' };
  };
  return { type: number(1), seq: number(2), code: number(3), key: chunk(4), payload: chunk(5) };
}

const anyFields = (): fc.Arbitrary<Required<EnvelopeFields>> =>
  fc.record({ type: uint32(), seq: uint32(), code: uint32(), key: shortBytes(70), payload: shortBytes(300) });

/** Canonical bytes with some zero and empty fields written out. */
const explicitEnvelope = (): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(anyFields(), fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }))
    .map(([{ type, seq, code, key, payload }, explicit]) => {
      const parts = [
        encodeEnvelope({ type }),
        encodeEnvelope({ type: 0, seq }),
        encodeEnvelope({ type: 0, code }),
        encodeEnvelope({ type: 0, key }),
        encodeEnvelope({ type: 0, payload }),
      ];
      const tags = [0x08, 0x10, 0x18, 0x22, 0x2a];
      return Uint8Array.from(
        parts.flatMap((part, field) =>
          part.length > 0 ? [...part] : explicit[field] === true ? [tags[field] ?? 0, 0] : [],
        ),
      );
    });

describe('golden', () => {
  for (const { name, sender, fields, hex } of golden.envelopes)
    test(`${sender}: ${name}`, () => {
      assert.deepEqual(scanned(fromHex(hex)), fields);
      assert.equal(toHex(encodeEnvelope(toFields(fields))), hex);
    });
  for (const { name, fields, hex } of golden.accepted)
    test(`accepted: ${name}`, () => {
      assert.deepEqual(scanned(fromHex(hex)), fields);
    });
  for (const { name, hex } of golden.refused)
    test(`refused: ${name}`, () => {
      assert.equal(scanned(fromHex(hex)), undefined);
      assert.equal(readSlowly(fromHex(hex)), undefined, 'the reference agrees');
    });
});

test('writes what protobufjs writes, and each reads the other', () => {
  fc.assert(
    fc.property(anyFields(), (fields) => {
      const bytes = encodeEnvelope(fields);
      assert.equal(toHex(bytes), toHex(Envelope.encode(Envelope.create(fields)).finish()));
      assert.deepEqual(
        { ...scanned(bytes) },
        {
          ...fields,
          key: { hex: toHex(fields.key) },
          payload: { hex: toHex(fields.payload) },
        },
      );
    }),
  );
});

test('explicit zero and empty fields say the same as absent ones', () => {
  fc.assert(
    fc.property(explicitEnvelope(), (bytes) => {
      const found = scanned(bytes);
      assert.ok(found !== undefined);
      const { type, seq, code, key, payload } = Envelope.decode(bytes);
      assert.deepEqual(found, {
        type,
        seq,
        code,
        key: { hex: toHex(key) },
        payload: { hex: toHex(payload) },
      });
    }),
  );
});

test('agrees with the slow reading on mutated envelopes, whatever stands around them', () => {
  const seeds = [...golden.envelopes, ...golden.accepted, ...golden.refused]
    .map(({ hex }) => fromHex(hex))
    .filter((bytes) => bytes.length < 300);
  fc.assert(
    fc.property(fc.oneof(mutated(seeds), shortBytes(40)), fc.nat(255), (bytes, around) => {
      const expected = readSlowly(bytes);
      assert.deepEqual(scanned(bytes, around), expected);
      if (expected === undefined) return;
      const again = Envelope.decode(bytes);
      assert.equal(again.type, expected.type, 'an ordinary decoder sees the same type');
      assert.equal(toHex(again.payload), expected.payload.hex);
    }),
    { numRuns: 3000 },
  );
});

test('one head serves scan after scan', () => {
  const head = newEnvelopeHead();
  const full = encodeEnvelope({ type: 9, seq: 8, code: 7, key: Uint8Array.of(1), payload: Uint8Array.of(2) });
  assert.ok(scanEnvelope(full, 0, full.length, head));
  assert.ok(scanEnvelope(new Uint8Array(0), 0, 0, head));
  assert.deepEqual([head.type, head.seq, head.code, head.keyEnd - head.keyStart], [0, 0, 0, 0]);
  assert.equal(head.payloadEnd - head.payloadStart, 0);
});
