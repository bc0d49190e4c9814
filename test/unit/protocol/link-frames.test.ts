import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  LINK_HEAD_BYTES_MAX,
  encodeLinkFrame,
  newLinkHead,
  scanLinkFrame,
  writeEnvelopeFrameHead,
  type LinkFields,
} from '../../../src/protocol/link-frames.js';
import { causeway } from '../../../src/protocol/gen/link.js';
import { readUint32 } from '../../../src/protocol/varint.js';
import { LINK_FRAME_RULES, readCanonical } from '../../support/canonical.js';
import { fromHex, readLinkGolden, toHex, type GoldenLinkFields } from '../../support/golden.js';
import { mutated, shortBytes, uint32, uint53 } from '../../support/wire-arbitraries.js';

const golden = readLinkGolden();
const { LinkFrame } = causeway.link.v1;
const LENGTH_BYTES = 4;

/** What the scanner says of a LinkFrame without its length, read out of the middle of a larger buffer. */
function scanned(bytes: Uint8Array, around = 0xee): GoldenLinkFields | undefined {
  const buffer = new Uint8Array(bytes.length + 20).fill(around);
  buffer.set(bytes, 7);
  const head = newLinkHead();
  if (!scanLinkFrame(buffer, 7, 7 + bytes.length, head)) return undefined;
  assert.ok(7 <= head.envelopeStart && head.envelopeStart <= head.envelopeEnd);
  assert.ok(head.envelopeEnd <= head.bodyStart && head.bodyStart <= head.bodyEnd);
  assert.equal(head.bodyEnd, 7 + bytes.length);
  const { kind, session, request, type, deadlineMs, hops } = head;
  const envelope = { hex: toHex(buffer.subarray(head.envelopeStart, head.envelopeEnd)) };
  const body = { hex: toHex(buffer.subarray(head.bodyStart, head.bodyEnd)) };
  return { kind, session, request, type, deadlineMs, hops, envelope, body };
}

function readSlowly(bytes: Uint8Array): GoldenLinkFields | undefined {
  const fields = readCanonical(bytes, LINK_FRAME_RULES);
  if (fields === undefined) return undefined;
  const number = (field: number): number => Number(fields.get(field) ?? 0);
  const chunk = (field: number): { hex: string } => {
    const value = fields.get(field);
    return { hex: value instanceof Uint8Array ? toHex(value) : '' };
  };
  const [kind, session, request, type, deadlineMs, hops] = [1, 2, 3, 4, 5, 6].map(number);
  return {
    kind,
    session,
    request,
    type,
    deadlineMs,
    hops,
    envelope: chunk(7),
    body: chunk(8),
  } as GoldenLinkFields;
}

const anyHead = (): fc.Arbitrary<Required<LinkFields>> =>
  fc.record({
    kind: uint32(),
    session: uint32(),
    request: uint53(),
    type: uint32(),
    deadlineMs: uint32(),
    hops: uint32(),
  });

describe('golden', () => {
  for (const { name, fields, hex } of golden.frames)
    test(name, () => {
      const frame = fromHex(hex);
      assert.equal(readUint32(frame, 0), frame.length - LENGTH_BYTES);
      assert.deepEqual(scanned(frame.subarray(LENGTH_BYTES)), fields);
      const { envelope, body, ...head } = fields;
      assert.equal(toHex(encodeLinkFrame(head, fromHex(envelope.hex), fromHex(body.hex))), hex);
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

test('writes what protobufjs writes, and reads it back', () => {
  fc.assert(
    fc.property(anyHead(), shortBytes(300), shortBytes(), (head, envelope, body) => {
      const frame = encodeLinkFrame(head, envelope, body);
      const reference = LinkFrame.encode(LinkFrame.create({ ...head, envelope, body })).finish();
      assert.equal(toHex(frame.subarray(LENGTH_BYTES)), toHex(reference));
      const found = scanned(frame.subarray(LENGTH_BYTES));
      assert.deepEqual(found, { ...head, envelope: { hex: toHex(envelope) }, body: { hex: toHex(body) } });
    }),
  );
});

test('the hot writer and the whole one write the same bytes', () => {
  const nonEmpty = fc.uint8Array({ minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(anyHead(), nonEmpty, fc.nat(9), (head, envelope, at) => {
      const { kind, session, request, type, deadlineMs, hops } = head;
      const bytes = new Uint8Array(at + LINK_HEAD_BYTES_MAX + envelope.length);
      const length = envelope.length;
      const from = writeEnvelopeFrameHead(bytes, at, kind, session, request, type, deadlineMs, hops, length);
      assert.ok(from - at <= LINK_HEAD_BYTES_MAX);
      bytes.set(envelope, from);
      assert.equal(toHex(bytes.subarray(at, from + length)), toHex(encodeLinkFrame(head, envelope)));
    }),
  );
});

test('the longest head fits into LINK_HEAD_BYTES_MAX', () => {
  const bytes = new Uint8Array(LINK_HEAD_BYTES_MAX + 10);
  const most = 2 ** 32 - 1;
  const end = writeEnvelopeFrameHead(
    bytes,
    0,
    most,
    most,
    Number.MAX_SAFE_INTEGER,
    most,
    most,
    most,
    2 ** 30,
  );
  assert.ok(end <= LINK_HEAD_BYTES_MAX, `${end} bytes`);
});

test('agrees with the slow reading on mutated frames, whatever stands around them', () => {
  const seeds = [
    ...golden.frames.map(({ hex }) => fromHex(hex).subarray(LENGTH_BYTES)),
    ...[...golden.accepted, ...golden.refused].map(({ hex }) => fromHex(hex)),
  ];
  fc.assert(
    fc.property(fc.oneof(mutated(seeds), shortBytes(40)), fc.nat(255), (bytes, around) => {
      assert.deepEqual(scanned(bytes, around), readSlowly(bytes));
    }),
    { numRuns: 3000 },
  );
});
