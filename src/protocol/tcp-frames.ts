// TCP framing: a big-endian u32 length (without itself), then the envelope. The link uses the same.

import { HeldBytes } from './held-bytes.js';
import { FrameStatus, type FrameLimit, type FrameSink, type Framing, type LendableReader } from './frames.js';
import { readUint32, writeUint32 } from './varint.js';

const HEAD_BYTES = 4;

export const tcpFraming: Framing = {
  name: 'tcp',
  headBytes: () => HEAD_BYTES,
  writeHead: writeUint32,
};

export class TcpFrameReader implements LendableReader {
  limit: FrameLimit;
  readonly #held = new HeldBytes();

  constructor(limit: FrameLimit) {
    this.limit = limit;
  }

  get heldBytes(): number {
    return this.#held.length;
  }

  get isIdle(): boolean {
    return this.#held.length === 0;
  }

  push(bytes: Uint8Array, start: number, end: number, sink: FrameSink): FrameStatus {
    let at = start;
    while (this.#held.length > 0) {
      const wanted = this.#wantedBytes();
      if (wanted < 0) return FrameStatus.TOO_LARGE;
      if (wanted === 0) {
        if (!this.#deliverHeld(sink)) return FrameStatus.STOPPED;
        break;
      }
      if (at === end) return FrameStatus.OK;
      const taken = Math.min(wanted, end - at);
      this.#held.append(bytes, at, at + taken);
      at += taken;
    }
    return this.#pushWhole(bytes, at, end, sink);
  }

  /** Frames that lie whole in the buffer, without a copy; the rest is held. */
  #pushWhole(bytes: Uint8Array, start: number, end: number, sink: FrameSink): FrameStatus {
    let at = start;
    while (end - at >= HEAD_BYTES) {
      if (sink.putsOff?.(bytes, at, end) === true) return FrameStatus.OK;
      const length = readUint32(bytes, at);
      if (length > this.limit.bytesMax) return FrameStatus.TOO_LARGE;
      const next = at + HEAD_BYTES + length;
      if (next > end) break;
      if (!sink.onEnvelope(bytes, at + HEAD_BYTES, next)) return FrameStatus.STOPPED;
      at = next;
    }
    if (at < end) this.#held.append(bytes, at, end);
    return FrameStatus.OK;
  }

  /** How many bytes the held frame still needs, first its head then its body; -1 when it is too large. */
  #wantedBytes(): number {
    const { bytes, length } = this.#held;
    if (length < HEAD_BYTES) return HEAD_BYTES - length;
    const body = readUint32(bytes, 0);
    return body > this.limit.bytesMax ? -1 : HEAD_BYTES + body - length;
  }

  #deliverHeld(sink: FrameSink): boolean {
    const { bytes, length } = this.#held;
    this.#held.clear();
    return sink.onEnvelope(bytes, HEAD_BYTES, length);
  }
}
