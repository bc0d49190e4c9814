// Splits what a NATS server says into its operations: lines that end with CRLF, of which MSG announces a payload.
//   https://docs.nats.io/reference/reference-protocols/nats-protocol

import { HeldBytes } from '../../protocol/held-bytes.js';
import { byteAt } from '../../protocol/varint.js';

/** Offsets are into a buffer that is valid only during the call. */
export interface NatsSink {
  /** The payload of a message. */
  onMessage(bytes: Uint8Array, start: number, end: number): void;
  /** Any other operation, without its CRLF. */
  onLine(line: string): void;
}

const LINE_FEED = 0x0a;
const ZERO = 0x30;
const MSG = [0x4d, 0x53, 0x47];
const CRLF_BYTES = 2;
/** Longer ones, or payloads, come from something else than a NATS server with its defaults. */
const OPERATION_BYTES_MAX = 2 ** 21;

export class NatsReader {
  readonly #held = new HeldBytes();

  /** @returns false: this is not NATS; the reader must not be used again */
  push(bytes: Uint8Array, start: number, end: number, sink: NatsSink): boolean {
    if (this.#held.length === 0) return this.#read(bytes, start, end, sink);
    this.#held.append(bytes, start, end);
    const { bytes: together, length } = this.#held;
    this.#held.clear();
    return this.#read(together, 0, length, sink);
  }

  #read(bytes: Uint8Array, start: number, end: number, sink: NatsSink): boolean {
    let at = start;
    while (at < end) {
      const lineFeed = bytes.indexOf(LINE_FEED, at);
      if (lineFeed < 0 || lineFeed >= end) break;
      let next = lineFeed + 1;
      if (isMessage(bytes, at)) {
        const payloadEnd = next + lengthBefore(bytes, lineFeed - 1);
        if (payloadEnd + CRLF_BYTES > end) break;
        sink.onMessage(bytes, next, payloadEnd);
        next = payloadEnd + CRLF_BYTES;
      } else sink.onLine(Buffer.from(bytes.subarray(at, lineFeed)).toString('latin1').trimEnd());
      at = next;
    }
    if (end - at > OPERATION_BYTES_MAX) return false;
    if (at < end) this.#held.append(bytes, at, end);
    return true;
  }
}

const isMessage = (bytes: Uint8Array, at: number): boolean =>
  MSG.every((letter, offset) => byteAt(bytes, at + offset) === letter);

/** The decimal number whose last digit stands before `end`. */
function lengthBefore(bytes: Uint8Array, end: number): number {
  let length = 0;
  let scale = 1;
  for (let at = end - 1; isDigit(byteAt(bytes, at)); at--) {
    length += (byteAt(bytes, at) - ZERO) * scale;
    scale *= 10;
  }
  return length;
}

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= ZERO + 9;
