// The client wire's envelope: a scanner that never touches the payload, and a writer.
//
// Canonical form (docs/PROTOCOL.md) is what makes forwarding the same bytes safe: with each field at
// most once and in order, no two readers can disagree about what an envelope says.

import {
  chunkFieldBytes,
  readField32,
  readFieldChunk,
  varint32Bytes,
  writeChunkField,
  writeField,
  type VarintCursor,
} from './varint.js';

/**
 * What a scan found. Offsets are into the scanned buffer. The caller keeps one object, which every scan
 * overwrites (and uses as its cursor), so that scanning allocates nothing.
 */
export interface EnvelopeHead extends VarintCursor {
  type: number;
  seq: number;
  code: number;
  keyStart: number;
  keyEnd: number;
  payloadStart: number;
  payloadEnd: number;
}

export function newEnvelopeHead(): EnvelopeHead {
  return {
    at: 0,
    value: 0,
    type: 0,
    seq: 0,
    code: 0,
    keyStart: 0,
    keyEnd: 0,
    payloadStart: 0,
    payloadEnd: 0,
  };
}

const TYPE_TAG = 0x08;
const SEQ_TAG = 0x10;
const CODE_TAG = 0x18;
const KEY_TAG = 0x22;
const PAYLOAD_TAG = 0x2a;

/**
 * Reads the head of the envelope in `bytes[start, end)` into `head` and checks canonical form.
 * @returns false when the bytes are no canonical envelope; `head` is then undefined.
 */
export function scanEnvelope(bytes: Uint8Array, start: number, end: number, head: EnvelopeHead): boolean {
  head.at = start;
  head.type = readField32(bytes, end, TYPE_TAG, head);
  head.seq = readField32(bytes, end, SEQ_TAG, head);
  head.code = readField32(bytes, end, CODE_TAG, head);
  if (head.type < 0 || head.seq < 0 || head.code < 0) return false;
  head.keyEnd = readFieldChunk(bytes, end, KEY_TAG, head);
  if (head.keyEnd < 0) return false;
  head.keyStart = head.at;
  head.at = head.keyEnd;
  head.payloadEnd = readFieldChunk(bytes, end, PAYLOAD_TAG, head);
  head.payloadStart = head.at;
  return head.payloadEnd === end;
}

/** What an envelope to be written says. Absent and zero fields are left out. */
export interface EnvelopeFields {
  readonly type: number;
  readonly seq?: number;
  readonly code?: number;
  readonly key?: Uint8Array;
  readonly payload?: Uint8Array;
}

const EMPTY = new Uint8Array(0);

const numberBytes = (value: number): number => (value === 0 ? 0 : 1 + varint32Bytes(value));

/** Encodes one envelope into a fresh array, in canonical form. */
export function encodeEnvelope(fields: EnvelopeFields): Uint8Array {
  const { type, seq = 0, code = 0, key = EMPTY, payload = EMPTY } = fields;
  const numbers = numberBytes(type) + numberBytes(seq) + numberBytes(code);
  const bytes = new Uint8Array(numbers + chunkFieldBytes(key) + chunkFieldBytes(payload));
  let at = writeField(bytes, 0, TYPE_TAG, type);
  at = writeField(bytes, at, SEQ_TAG, seq);
  at = writeField(bytes, at, CODE_TAG, code);
  at = writeChunkField(bytes, at, KEY_TAG, key);
  writeChunkField(bytes, at, PAYLOAD_TAG, payload);
  return bytes;
}
