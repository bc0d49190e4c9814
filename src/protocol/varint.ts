// Varints and single bytes, the ground under the envelope and link codecs.
//
// The codecs read and write in place, without a cursor object: a writer returns the offset behind
// what it wrote; readers that must report two things (value and offset) use a `VarintCursor` that the
// caller keeps and reuses.

import { UINT32_MAX } from './control-types.js';

/** Where a read ended and what it found. Kept by the caller, overwritten by each read. */
export interface VarintCursor {
  /** Offset behind the varint. */
  at: number;
  value: number;
}

/** The byte at `at`, which every caller has compared with the end first: the zero only satisfies the types. */
export function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

/** Big-endian u32. */
export function readUint32(bytes: Uint8Array, at: number): number {
  return (
    ((byteAt(bytes, at) << 24) |
      (byteAt(bytes, at + 1) << 16) |
      (byteAt(bytes, at + 2) << 8) |
      byteAt(bytes, at + 3)) >>>
    0
  );
}

/** Writes a big-endian u32 and returns the offset behind it. */
export function writeUint32(bytes: Uint8Array, at: number, value: number): number {
  bytes[at] = value >>> 24;
  bytes[at + 1] = value >>> 16;
  bytes[at + 2] = value >>> 8;
  bytes[at + 3] = value;
  return at + 4;
}

/**
 * Reads a minimal varint of at most 2^32-1 at `cursor.at`.
 * @returns false when it is cut short, longer than needed, or too large; the cursor is then undefined.
 */
export function readVarint32(bytes: Uint8Array, end: number, cursor: VarintCursor): boolean {
  let at = cursor.at;
  if (at >= end) return false;
  let byte = byteAt(bytes, at++);
  if (byte < 0x80) {
    cursor.value = byte;
    cursor.at = at;
    return true;
  }
  let value = byte & 0x7f;
  for (let shift = 7; shift <= 28; shift += 7) {
    if (at >= end) return false;
    byte = byteAt(bytes, at++);
    if (shift === 28 && byte > 0x0f) return false;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) {
      cursor.value = value >>> 0;
      cursor.at = at;
      return byte !== 0;
    }
  }
  return false;
}

/** As `readVarint32`, for values up to 2^53-1 (link request ids). */
export function readVarint53(bytes: Uint8Array, end: number, cursor: VarintCursor): boolean {
  let at = cursor.at;
  let value = 0;
  let scale = 1;
  for (let count = 1; count <= 8; count++) {
    if (at >= end) return false;
    const byte = byteAt(bytes, at++);
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) {
      cursor.value = value;
      cursor.at = at;
      return (byte !== 0 || count === 1) && value <= Number.MAX_SAFE_INTEGER;
    }
    scale *= 128;
  }
  return false;
}

/**
 * Reads the protobuf field `tag` (one byte) at `cursor.at` if it stands there.
 * @returns its value, 0 when it is absent, -1 when it is malformed.
 */
export function readField32(bytes: Uint8Array, end: number, tag: number, cursor: VarintCursor): number {
  if (cursor.at >= end || byteAt(bytes, cursor.at) !== tag) return 0;
  cursor.at++;
  return readVarint32(bytes, end, cursor) ? cursor.value : -1;
}

/** As `readField32`, for a field of 53 bits. */
export function readField53(bytes: Uint8Array, end: number, tag: number, cursor: VarintCursor): number {
  if (cursor.at >= end || byteAt(bytes, cursor.at) !== tag) return 0;
  cursor.at++;
  return readVarint53(bytes, end, cursor) ? cursor.value : -1;
}

/**
 * As `readField32`, for a length-delimited field.
 * @returns its end, with `cursor.at` at its start; -1 when it is malformed. Absent, both are the same.
 */
export function readFieldChunk(bytes: Uint8Array, end: number, tag: number, cursor: VarintCursor): number {
  const length = readField32(bytes, end, tag, cursor);
  return length < 0 || length > end - cursor.at ? -1 : cursor.at + length;
}

/** Writes a minimal varint of 0 to 2^53-1 and returns the offset behind it. Takes up to 8 bytes. */
export function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  while (value > UINT32_MAX) {
    bytes[at++] = (value % 128) | 0x80;
    value = Math.floor(value / 128);
  }
  let rest = value >>> 0;
  while (rest >= 0x80) {
    bytes[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  return at;
}

/** Bytes that `writeVarint` takes for a value up to 2^32-1. */
export function varint32Bytes(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x20_0000) return 3;
  return value < 0x1000_0000 ? 4 : 5;
}

/** Writes the field `tag` with a value of 0 to 2^53-1, or nothing for 0; returns the offset behind it. */
export function writeField(bytes: Uint8Array, at: number, tag: number, value: number): number {
  if (value === 0) return at;
  bytes[at] = tag;
  return writeVarint(bytes, at + 1, value);
}

/** Bytes that `writeChunkField` takes. */
export function chunkFieldBytes(chunk: Uint8Array): number {
  return chunk.length === 0 ? 0 : 1 + varint32Bytes(chunk.length) + chunk.length;
}

/** Writes the length-delimited field `tag`, or nothing for an empty chunk; returns the offset behind it. */
export function writeChunkField(bytes: Uint8Array, at: number, tag: number, chunk: Uint8Array): number {
  if (chunk.length === 0) return at;
  bytes[at] = tag;
  const from = writeVarint(bytes, at + 1, chunk.length);
  bytes.set(chunk, from);
  return from + chunk.length;
}
