// Requests assembled beforehand: a frame differs from the next one in the bytes of `seq` and of a stamp in the
// payload, so sending one is a copy and a few stores, and checking an echo is a comparison.
//
// seq always takes three bytes as a varint, which keeps every length in the frame the same.

import { encodeEnvelope } from '../../protocol/envelope.js';
import { byteAt, varint32Bytes, writeVarint } from '../../protocol/varint.js';
import { clientFrame, maskByte, type ClientPipe } from './client-pipe.js';
import { SESSION_DIGITS, type LoadProtocol } from './load-protocol.js';

/** The digit. */
const ZERO = 0x30;

/** Lowest and highest varint of three bytes. */
export const SEQ_MIN = 0x4000;
export const SEQ_MAX = 0x1f_ffff;
const SEQ_BYTES = 3;

/** Session number and seq, so that an answer of somebody else's shows. Shorter payloads go without. */
const STAMP_BYTES = 8;

/** Longer ones are compared natively: the call costs as much as comparing so many bytes one by one. */
const LOOP_BYTES_MAX = 128;

export class RequestFrames {
  /** Length of each frame. */
  readonly bytes: number;
  readonly #template: Uint8Array;
  readonly #pipe: ClientPipe;
  /** Bytes before the body; the offsets below are within it. */
  readonly #head: number;
  readonly #seqAt: number;
  readonly #stampAt: number;
  readonly #sessionAt: number | undefined;
  /** The payload in the clear, stamp left at zero. */
  readonly #payload: Uint8Array;
  readonly #varint = new Uint8Array(SEQ_BYTES);

  constructor(protocol: LoadProtocol, type: number, payloadBytes: number) {
    this.#payload = patternOf(payloadBytes);
    const envelope = encodeEnvelope({ type, seq: SEQ_MIN, payload: this.#payload });
    const { bytes, envelopeAt, sessionAt } = protocol.wrapRequest(envelope);
    const { pipe } = protocol;
    this.#pipe = pipe;
    this.#head = pipe.headBytes(bytes.length);
    this.#seqAt = envelopeAt + 2 + varint32Bytes(type);
    this.#stampAt = envelopeAt + envelope.length - payloadBytes;
    this.#sessionAt = sessionAt;
    this.#template = clientFrame(pipe, bytes);
    this.bytes = this.#template.length;
  }

  /** Writes the request `seq` of session `session` at `at` and returns the offset behind it. */
  write(target: Uint8Array, at: number, session: number, seq: number): number {
    target.set(this.#template, at);
    const body = at + this.#head;
    writeVarint(this.#varint, 0, seq);
    for (let i = 0; i < SEQ_BYTES; i++) this.#put(target, body, this.#seqAt + i, byteAt(this.#varint, i));
    if (this.#payload.length >= STAMP_BYTES) {
      for (let i = 0; i < 4; i++) {
        this.#put(target, body, this.#stampAt + i, (session >>> (8 * i)) & 0xff);
        this.#put(target, body, this.#stampAt + 4 + i, (seq >>> (8 * i)) & 0xff);
      }
    }
    if (this.#sessionAt !== undefined) this.#putDigits(target, body, this.#sessionAt, session);
    return at + this.bytes;
  }

  /** Whether `bytes[start, end)` is the payload of that request. */
  isEcho(bytes: Uint8Array, start: number, end: number, session: number, seq: number): boolean {
    const payload = this.#payload;
    if (end - start !== payload.length) return false;
    if (payload.length < STAMP_BYTES) return isSame(bytes, start, payload, 0);
    for (let i = 0; i < 4; i++) {
      if (byteAt(bytes, start + i) !== ((session >>> (8 * i)) & 0xff)) return false;
      if (byteAt(bytes, start + 4 + i) !== ((seq >>> (8 * i)) & 0xff)) return false;
    }
    return isSame(bytes, start, payload, STAMP_BYTES);
  }

  #putDigits(target: Uint8Array, body: number, at: number, session: number): void {
    let rest = session;
    for (let i = SESSION_DIGITS - 1; i >= 0; i--) {
      this.#put(target, body, at + i, ZERO + (rest % 10));
      rest = (rest / 10) | 0;
    }
  }

  #put(target: Uint8Array, body: number, at: number, byte: number): void {
    target[body + at] = byte ^ maskByte(this.#pipe, at);
  }
}

/** Compares from byte `from` of the payload on; lengths are the same. */
export function isSame(bytes: Uint8Array, start: number, payload: Uint8Array, from: number): boolean {
  if (payload.length > LOOP_BYTES_MAX)
    return Buffer.compare(bytes.subarray(start + from, start + payload.length), payload.subarray(from)) === 0;
  for (let i = from; i < payload.length; i++)
    if (byteAt(bytes, start + i) !== byteAt(payload, i)) return false;
  return true;
}

/** Every byte its place, with the stamp's bytes at zero. */
function patternOf(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (at < STAMP_BYTES && length >= STAMP_BYTES ? 0 : at & 0xff));
}
