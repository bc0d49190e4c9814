// WebSocket frames as a client reads them (RFC 6455): unmasked, and whole messages only, which is what every
// server here sends. The gateway's own reader is in protocol/websocket-frames.ts.

import { FrameStatus, type FrameLimit, type FrameReader, type FrameSink } from '../../protocol/frames.js';
import { HeldBytes } from '../../protocol/held-bytes.js';
import { byteAt, readUint32 } from '../../protocol/varint.js';

const FIN_BINARY = 0x82;
const FIN_CLOSE = 0x88;
const FIN_PING = 0x89;
const FIN_PONG = 0x8a;

export class ServerFrameReader implements FrameReader {
  readonly #limit: FrameLimit;
  readonly #held = new HeldBytes();

  constructor(limit: FrameLimit) {
    this.#limit = limit;
  }

  get heldBytes(): number {
    return this.#held.length;
  }

  push(bytes: Uint8Array, start: number, end: number, sink: FrameSink): FrameStatus {
    if (this.#held.length === 0) return this.#read(bytes, start, end, sink);
    this.#held.append(bytes, start, end);
    const { bytes: together, length } = this.#held;
    this.#held.clear();
    return this.#read(together, 0, length, sink);
  }

  #read(bytes: Uint8Array, start: number, end: number, sink: FrameSink): FrameStatus {
    let at = start;
    while (end - at >= 2) {
      const short = byteAt(bytes, at + 1);
      const payload = at + (short < 126 ? 2 : short === 126 ? 4 : 10);
      if (payload > end) break;
      const length = payloadBytes(bytes, at, short);
      if (length > this.#limit.bytesMax) return FrameStatus.TOO_LARGE;
      if (payload + length > end) break;
      const status = deliver(byteAt(bytes, at), bytes, payload, payload + length, sink);
      if (status !== FrameStatus.OK) return status;
      at = payload + length;
    }
    if (at < end) this.#held.append(bytes, at, end);
    return FrameStatus.OK;
  }
}

function deliver(first: number, bytes: Uint8Array, start: number, end: number, sink: FrameSink): FrameStatus {
  switch (first) {
    case FIN_BINARY:
      return sink.onEnvelope(bytes, start, end) ? FrameStatus.OK : FrameStatus.STOPPED;
    case FIN_PING:
      sink.onPing(bytes, start, end);
      return FrameStatus.OK;
    case FIN_PONG:
      return FrameStatus.OK;
    case FIN_CLOSE:
      sink.onClose();
      return FrameStatus.STOPPED;
    default:
      return FrameStatus.MALFORMED;
  }
}

/** Over 2^32 is as good as over any limit. */
function payloadBytes(bytes: Uint8Array, at: number, short: number): number {
  if (short < 126) return short;
  if (short === 126) return (byteAt(bytes, at + 2) << 8) | byteAt(bytes, at + 3);
  return short === 127 ? readUint32(bytes, at + 2) * 2 ** 32 + readUint32(bytes, at + 6) : Infinity;
}
