// WebSocket framing (RFC 6455) as a server sees it, after the upgrade. Text is refused, extensions are
// never negotiated, so RSV bits are always wrong. `ws` is the reference for the outcomes; a
// differential test feeds both.

import { HeldBytes } from './held-bytes.js';
import { FrameStatus, type FrameLimit, type FrameSink, type Framing, type LendableReader } from './frames.js';
import { byteAt, readUint32, writeUint32 } from './varint.js';

/** RFC 6455 section 5.2. */
const Opcode = { CONTINUATION: 0, TEXT: 1, BINARY: 2, CLOSE: 8, PING: 9, PONG: 10 } as const;

const FIN = 0x80;
const RESERVED_BITS = 0x70;
const MASKED = 0x80;
const MASK_BYTES = 4;
const CONTROL_BYTES_MAX = 125;

/**
 * A message may come in so many fragments: enough for any client library, little enough that a stream
 * of empty fragments cannot keep the gateway busy for nothing.
 */
const FRAGMENTS_MAX = 1024;

export const websocketFraming: Framing = {
  name: 'ws',
  headBytes: (length) => (length < 126 ? 2 : length < 65536 ? 4 : 10),
  writeHead(bytes, at, length) {
    bytes[at] = FIN | Opcode.BINARY;
    if (length < 126) {
      bytes[at + 1] = length;
      return at + 2;
    }
    if (length < 65536) {
      bytes[at + 1] = 126;
      bytes[at + 2] = length >>> 8;
      bytes[at + 3] = length;
      return at + 4;
    }
    bytes[at + 1] = 127;
    return writeUint32(bytes, writeUint32(bytes, at + 2, 0), length);
  },
};

/** A control frame from the server; `payload` at most 125 bytes. */
function controlFrame(opcode: number, payload: Uint8Array): Uint8Array {
  const frame = new Uint8Array(2 + payload.length);
  frame[0] = FIN | opcode;
  frame[1] = payload.length;
  frame.set(payload, 2);
  return frame;
}

/**
 * The pong for the last ping that was held, and room for no more: a flood of pings costs a copy each and makes
 * no garbage.
 */
export class PongSlot {
  readonly #payload = new Uint8Array(CONTROL_BYTES_MAX);
  #length = 0;

  /** @param bytes the ping's payload is `bytes[start, end)`, at most 125 bytes */
  hold(bytes: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end; at++) this.#payload[at - start] = byteAt(bytes, at);
    this.#length = end - start;
  }

  frame(): Uint8Array {
    return controlFrame(Opcode.PONG, this.#payload.subarray(0, this.#length));
  }
}

/** A close frame with a status code (RFC 6455 section 7.4) and no reason: the Disconnect says why. */
export function closeFrame(statusCode: number): Uint8Array {
  return controlFrame(Opcode.CLOSE, Uint8Array.of(statusCode >>> 8, statusCode & 0xff));
}

export class WebSocketFrameReader implements LendableReader {
  limit: FrameLimit;
  /** Bytes of a frame that is not whole yet. */
  readonly #held = new HeldBytes();
  /** Payload of the fragments of an unfinished message, unmasked. */
  readonly #message = new HeldBytes();
  readonly #words = new WordView();
  /** Fragments of the unfinished message; 0 when there is none. */
  #fragments = 0;

  constructor(limit: FrameLimit) {
    this.limit = limit;
  }

  get heldBytes(): number {
    return this.#held.length + this.#message.length;
  }

  get isIdle(): boolean {
    return this.#held.length === 0 && this.#fragments === 0;
  }

  push(bytes: Uint8Array, start: number, end: number, sink: FrameSink): FrameStatus {
    let at = start;
    while (this.#held.length > 0) {
      const wanted = wantedBytes(this.#held.bytes, 0, this.#held.length);
      if (wanted > 0 && at === end) return FrameStatus.OK;
      if (wanted > 0) {
        const taken = Math.min(wanted, end - at);
        this.#held.append(bytes, at, at + taken);
        at += taken;
      }
      const status = this.#check(this.#held.bytes, 0, this.#held.length);
      if (status !== FrameStatus.OK) return status;
      if (wantedBytes(this.#held.bytes, 0, this.#held.length) > 0) continue;
      const { bytes: frame, length } = this.#held;
      this.#held.clear();
      const outcome = this.#frame(frame, 0, length, sink);
      if (outcome !== FrameStatus.OK) return outcome;
    }
    return this.#pushWhole(bytes, at, end, sink);
  }

  /** Frames that lie whole in the buffer, unmasked in place; the rest is held. */
  #pushWhole(bytes: Uint8Array, start: number, end: number, sink: FrameSink): FrameStatus {
    let at = start;
    while (at < end) {
      if (sink.putsOff?.(bytes, at, end) === true) return FrameStatus.OK;
      const refused = this.#check(bytes, at, end);
      if (refused !== FrameStatus.OK) return refused;
      const wanted = wantedBytes(bytes, at, end);
      if (wanted > 0) break;
      const next = end + wanted;
      const outcome = this.#frame(bytes, at, next, sink);
      if (outcome !== FrameStatus.OK) return outcome;
      at = next;
    }
    if (at < end) this.#held.append(bytes, at, end);
    return FrameStatus.OK;
  }

  /** Looks at as much of a frame's head as is there, so that a bad frame ends before its body is awaited. */
  #check(bytes: Uint8Array, start: number, end: number): FrameStatus {
    const first = byteAt(bytes, start);
    const opcode = first & 0x0f;
    if ((first & RESERVED_BITS) !== 0) return FrameStatus.MALFORMED;
    const order = this.#checkOpcode(opcode, (first & FIN) !== 0);
    if (order !== FrameStatus.OK || end - start < 2) return order;
    const second = byteAt(bytes, start + 1);
    const short = second & 0x7f;
    if ((second & MASKED) === 0) return FrameStatus.MALFORMED;
    if (opcode >= Opcode.CLOSE) return short > CONTROL_BYTES_MAX ? FrameStatus.MALFORMED : FrameStatus.OK;
    if (end - start < headBytes(short) - MASK_BYTES) return FrameStatus.OK;
    const length = payloadBytes(bytes, start, short);
    return length + this.#message.length > this.limit.bytesMax ? FrameStatus.TOO_LARGE : FrameStatus.OK;
  }

  #checkOpcode(opcode: number, fin: boolean): FrameStatus {
    switch (opcode) {
      case Opcode.BINARY:
        return this.#fragments === 0 ? FrameStatus.OK : FrameStatus.MALFORMED;
      case Opcode.CONTINUATION:
        if (this.#fragments === 0) return FrameStatus.MALFORMED;
        return this.#fragments < FRAGMENTS_MAX ? FrameStatus.OK : FrameStatus.TOO_LARGE;
      case Opcode.TEXT:
        return this.#fragments === 0 ? FrameStatus.TEXT : FrameStatus.MALFORMED;
      case Opcode.CLOSE:
      case Opcode.PING:
      case Opcode.PONG:
        return fin ? FrameStatus.OK : FrameStatus.MALFORMED;
      default:
        return FrameStatus.MALFORMED;
    }
  }

  /** One whole, checked frame in `bytes[start, end)`. */
  #frame(bytes: Uint8Array, start: number, end: number, sink: FrameSink): FrameStatus {
    const first = byteAt(bytes, start);
    const opcode = first & 0x0f;
    const payload = start + headBytes(byteAt(bytes, start + 1) & 0x7f);
    unmask(bytes, payload, end, this.#words);
    if (opcode === Opcode.BINARY && (first & FIN) !== 0)
      return sink.onEnvelope(bytes, payload, end) ? FrameStatus.OK : FrameStatus.STOPPED;
    if (opcode < Opcode.CLOSE) return this.#fragment(bytes, payload, end, (first & FIN) !== 0, sink);
    if (opcode !== Opcode.CLOSE) return heartbeat(opcode, bytes, payload, end, sink);
    if (!isCloseBody(bytes.subarray(payload, end))) return FrameStatus.MALFORMED;
    sink.onClose();
    return FrameStatus.STOPPED;
  }

  #fragment(bytes: Uint8Array, start: number, end: number, fin: boolean, sink: FrameSink): FrameStatus {
    this.#fragments++;
    this.#message.append(bytes, start, end);
    if (!fin) return FrameStatus.OK;
    const { bytes: message, length } = this.#message;
    this.#message.clear();
    this.#fragments = 0;
    return sink.onEnvelope(message, 0, length) ? FrameStatus.OK : FrameStatus.STOPPED;
  }
}

/** A ping or a pong. Its payload stays where it is: thousands of them in one read are no garbage. */
function heartbeat(
  opcode: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  sink: FrameSink,
): FrameStatus {
  if (opcode === Opcode.PING) sink.onPing(bytes, start, end);
  else sink.onPong?.();
  return FrameStatus.OK;
}

/** RFC 6455 sections 5.5.1 and 7.4: no body, or a code that may travel, with a reason in UTF-8. */
function isCloseBody(payload: Uint8Array): boolean {
  if (payload.length === 0) return true;
  if (payload.length === 1) return false;
  const code = (byteAt(payload, 0) << 8) | byteAt(payload, 1);
  const registered = code >= 1000 && code <= 1014 && code !== 1004 && code !== 1005 && code !== 1006;
  return (registered || (code >= 3000 && code <= 4999)) && isUtf8(payload.subarray(2));
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Bytes of the whole frame head, mask included, for the 7-bit length `short`. */
function headBytes(short: number): number {
  return 2 + MASK_BYTES + (short < 126 ? 0 : short === 126 ? 2 : 8);
}

/** Length of the payload, in bytes; the head must be there up to the mask. */
function payloadBytes(bytes: Uint8Array, start: number, short: number): number {
  if (short < 126) return short;
  if (short === 126) return (byteAt(bytes, start + 2) << 8) | byteAt(bytes, start + 3);
  return readUint32(bytes, start + 2) * 2 ** 32 + readUint32(bytes, start + 6);
}

/** How many bytes the frame at `start` lacks; 0 or less when it is whole: then it ends that far before `end`. */
function wantedBytes(bytes: Uint8Array, start: number, end: number): number {
  const have = end - start;
  if (have < 2) return 2 - have;
  const short = byteAt(bytes, start + 1) & 0x7f;
  const head = headBytes(short);
  return have < head ? head - have : head + payloadBytes(bytes, start, short) - have;
}

/** Payloads from here on are worth a view for unmasking them a word at a time. */
const VIEWED_BYTES_MIN = 16;

/** The view of the buffer that was read into last: sockets that share a read buffer share it. */
class WordView {
  #bytes: Uint8Array = new Uint8Array(0);
  #view = new DataView(this.#bytes.buffer);

  of(bytes: Uint8Array): DataView {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    return this.#view;
  }
}

/** Applies the mask that stands before `start` to `bytes[start, end)`, in place. */
function unmask(bytes: Uint8Array, start: number, end: number, words: WordView): void {
  let at = start;
  if (end - start >= VIEWED_BYTES_MIN) {
    const view = words.of(bytes);
    const mask = view.getInt32(start - MASK_BYTES);
    for (const last = end - 4; at <= last; at += 4) view.setInt32(at, view.getInt32(at) ^ mask);
  }
  for (; at < end; at++)
    bytes[at] = byteAt(bytes, at) ^ byteAt(bytes, start - MASK_BYTES + ((at - start) & 3));
}
