// What one transport still has to send. Small envelopes are framed into a pooled chunk and written once
// per turn; large ones and broadcasts go out as buffers of their own. Bounded in bytes.

import { FRAME_HEAD_BYTES_MAX, frameEnvelope, type Framing } from '../protocol/frames.js';
import { copyBytes } from '../protocol/varint.js';
import type { ClientTransport } from '../transport/client-transport.js';
import { CHUNK_BYTES, type ChunkPool } from './chunk-pool.js';
import type { Flushable, FlushQueue } from './flush-queue.js';

/** Above it an envelope gets a buffer of its own instead of filling half a chunk. */
const OWN_BUFFER_BYTES = CHUNK_BYTES / 2;

/** One push, framed at most once for each framing, however many sessions it goes to. */
export interface Broadcast {
  readonly envelope: Uint8Array;
  framed(framing: Framing): Uint8Array;
}

/** A push that is framed when the first session of each framing needs it. */
export function newBroadcast(envelope: Uint8Array): Broadcast {
  const frames = new Map<Framing, Uint8Array>();
  return {
    envelope,
    framed(framing) {
      const known = frames.get(framing);
      if (known !== undefined) return known;
      const frame = frameEnvelope(framing, envelope);
      frames.set(framing, frame);
      return frame;
    },
  };
}

export class Outbox implements Flushable {
  readonly #transport: ClientTransport;
  readonly #pool: ChunkPool;
  readonly #queue: FlushQueue;
  readonly #queueBytesMax: number;
  #chunk: Uint8Array | undefined;
  #used = 0;
  /** The last write was not taken by the kernel: only then can bytes be queued below us. */
  #blocked = false;
  #closed = false;

  constructor(transport: ClientTransport, pool: ChunkPool, queue: FlushQueue, queueBytesMax: number) {
    this.#transport = transport;
    this.#pool = pool;
    this.#queue = queue;
    this.#queueBytesMax = queueBytesMax;
  }

  get queuedBytes(): number {
    return this.#used + (this.#blocked ? this.#transport.queuedBytes : 0);
  }

  /** Sends the envelope in `bytes[start, end)`. @returns false when the queue is full: nothing was taken. */
  send(bytes: Uint8Array, start: number, end: number): boolean {
    const length = end - start;
    if (!this.#hasRoom(length + FRAME_HEAD_BYTES_MAX)) return false;
    if (length > OWN_BUFFER_BYTES) this.#sendOwn(bytes, start, end);
    else {
      const chunk = this.#chunkFor(length + FRAME_HEAD_BYTES_MAX);
      const at = this.#transport.framing.writeHead(chunk, this.#used, length);
      this.#used = copyBytes(chunk, at, bytes, start, end);
    }
    return true;
  }

  /** As `send`, for bytes framed already and shared with other sessions. */
  sendFramed(frame: Uint8Array): boolean {
    if (!this.#hasRoom(frame.length)) return false;
    if (frame.length > OWN_BUFFER_BYTES) {
      this.flush();
      this.#write(frame);
    } else {
      const chunk = this.#chunkFor(frame.length);
      this.#used = copyBytes(chunk, this.#used, frame, 0, frame.length);
    }
    return true;
  }

  /** Called by the transport when the kernel has taken everything. */
  drained(): void {
    this.#blocked = false;
  }

  flush(): void {
    const chunk = this.#chunk;
    if (chunk === undefined) return;
    const used = this.#used;
    this.#chunk = undefined;
    this.#used = 0;
    if (this.#closed || this.#write(chunk.subarray(0, used))) this.#pool.give(chunk);
  }

  /** Sends the last envelope, whatever is queued: the limit is for peers, not for saying why it ends. */
  finish(envelope: Uint8Array): void {
    this.flush();
    this.#write(frameEnvelope(this.#transport.framing, envelope));
    this.#closed = true;
  }

  /** Nothing is written any more, what is unwritten is dropped. */
  close(): void {
    this.#closed = true;
    this.flush();
  }

  #hasRoom(bytes: number): boolean {
    return !this.#closed && this.queuedBytes + bytes <= this.#queueBytesMax;
  }

  #sendOwn(bytes: Uint8Array, start: number, end: number): void {
    const frame = frameEnvelope(this.#transport.framing, bytes.subarray(start, end));
    this.flush();
    this.#write(frame);
  }

  #write(bytes: Uint8Array): boolean {
    const free = this.#transport.write(bytes);
    if (!free) this.#blocked = true;
    return free;
  }

  #chunkFor(bytes: number): Uint8Array {
    if (this.#chunk !== undefined && this.#used + bytes > CHUNK_BYTES) this.flush();
    if (this.#chunk === undefined) {
      this.#chunk = this.#pool.take();
      this.#queue.add(this);
    }
    return this.#chunk;
  }
}
