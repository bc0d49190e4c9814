// What a link sends, collected in one preallocated buffer and handed to the kernel once per event-loop
// turn: a write per message costs 50 % more CPU, a buffer per message more still (docs/PERFORMANCE.md).
//
// Ownership: the buffer is ours until `socket.write` says false; then it is the socket's, and a new one
// is made. While the kernel takes nothing, only full buffers are handed over.

import { LINK_HEAD_BYTES_MAX, writeEnvelopeFrameHead } from '../protocol/link-frames.js';
import { ByteCopier, viewOf } from '../protocol/byte-copier.js';
import type { ByteSocket } from '../transport/byte-socket.js';

/** One buffer: as much as a socket's default send buffer takes at once. */
const BUFFER_BYTES = 64 * 1024;
/** Longer frames go out in a buffer of their own, so that the shared one stays useful for many small ones. */
const SHARED_FRAME_BYTES_MAX = 16 * 1024;
const EMPTY = new Uint8Array(0);

/** Runs `run` once, after the messages of this event-loop turn. In production `setImmediate`. */
export type ScheduleFlush = (run: () => void) => void;

export class LinkOutput {
  readonly #socket: ByteSocket;
  readonly #scheduleFlush: ScheduleFlush;
  readonly #flushNow = (): void => {
    this.flush();
  };
  readonly #copier = new ByteCopier();
  /** Made at the first need: most connections of strangers and health checks never send. */
  #buffer = EMPTY;
  #length = 0;
  #scheduled = false;
  #blocked = false;
  /** Bytes handed to the socket since the link began. */
  #handedBytes = 0;

  constructor(socket: ByteSocket, scheduleFlush: ScheduleFlush) {
    this.#socket = socket;
    this.#scheduleFlush = scheduleFlush;
  }

  /** Bytes that the kernel has not taken yet. */
  get queuedBytes(): number {
    return this.#length + this.#socket.queuedBytes;
  }

  /** Bytes that wait because the kernel takes no more: unless 0, `drained` will be called. */
  get refusedBytes(): number {
    return this.#blocked ? this.queuedBytes : 0;
  }

  /** Bytes that the kernel has taken since the link began. */
  get takenBytes(): number {
    return this.#handedBytes - this.#socket.queuedBytes;
  }

  /** Appends a frame whose last field is the envelope `source[start, end)`, copied during the call. */
  appendEnvelope(
    kind: number,
    session: number,
    request: number,
    type: number,
    deadlineMs: number,
    hops: number,
    source: Uint8Array,
    start: number,
    end: number,
  ): void {
    const roomBytes = LINK_HEAD_BYTES_MAX + end - start;
    const own = roomBytes > SHARED_FRAME_BYTES_MAX;
    const target = own ? new Uint8Array(roomBytes) : this.#room(roomBytes);
    const at = own ? 0 : this.#length;
    const from = writeEnvelopeFrameHead(
      target,
      at,
      kind,
      session,
      request,
      type,
      deadlineMs,
      hops,
      end - start,
    );
    const behind = this.#copier.copy(target, from, source, start, end);
    if (own) this.#handOwn(target.subarray(0, behind));
    else this.#appended(behind);
  }

  /** Appends a whole frame. The array may be kept: nobody may change it any more. */
  appendFrame(frame: Uint8Array): void {
    if (frame.length > SHARED_FRAME_BYTES_MAX) {
      this.#handOwn(frame);
      return;
    }
    const target = this.#room(frame.length);
    target.set(frame, this.#length);
    this.#appended(this.#length + frame.length);
  }

  /** Hands over what is collected, unless the kernel has not taken the last yet. */
  flush(): void {
    this.#scheduled = false;
    if (!this.#blocked) this.#handOver();
  }

  /** Hands over everything, whatever the kernel took: nothing will be appended any more. */
  flushLast(): void {
    this.#handOver();
  }

  /** The kernel has taken everything handed over. */
  drained(): void {
    this.#blocked = false;
    this.#handOver();
  }

  #room(bytes: number): Uint8Array {
    if (this.#length + bytes > BUFFER_BYTES) this.#handOver();
    if (this.#buffer === EMPTY) this.#buffer = new Uint8Array(BUFFER_BYTES);
    return this.#buffer;
  }

  #appended(behind: number): void {
    this.#length = behind;
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#scheduleFlush(this.#flushNow);
  }

  #handOwn(bytes: Uint8Array): void {
    this.#handOver();
    this.#write(bytes);
  }

  #handOver(): void {
    if (this.#length === 0) return;
    const bytes = viewOf(this.#buffer, 0, this.#length);
    this.#length = 0;
    if (!this.#write(bytes)) this.#buffer = EMPTY;
  }

  #write(bytes: Uint8Array): boolean {
    this.#handedBytes += bytes.length;
    const taken = this.#socket.write(bytes);
    if (!taken) this.#blocked = true;
    return taken;
  }
}
