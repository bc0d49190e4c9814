// What one transport still has to send. Small envelopes are framed into pages and written once per turn;
// large ones and broadcasts go out as buffers of their own. Bounded in bytes.
//
// A base class of Connection and not a part of it: one object less for each idle session, and one less to
// be fetched into the cache for each message.

import { FRAME_HEAD_BYTES_MAX, frameEnvelope, type Framing } from '../protocol/frames.js';
import { viewOf } from '../protocol/byte-copier.js';
import type { ClientTransport } from '../transport/client-transport.js';
import type { Flushable, Turn } from '../turn.js';
import { OWN_PAGE_BYTES, type SendPage, type SendPages } from './send-pages.js';

/** Above it an envelope gets a buffer of its own: copying it again would cost more than a write. */
const PAGED_BYTES_MAX = 16 * 1024;
/** The same for bytes that others send too: they need no copy at all. */
const PAGED_BROADCAST_BYTES_MAX = 1024;

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

/** What all outboxes of a gateway share. */
export interface OutboxParts {
  readonly pages: SendPages;
  readonly turn: Turn;
  readonly settings: { readonly queueBytesMax: number };
}

export class Outbox implements Flushable {
  readonly #transport: ClientTransport;
  readonly #parts: OutboxParts;
  /** What was gathered in this turn is `#page.bytes[#from, #to)`. */
  #page: SendPage | undefined;
  #from = 0;
  #to = 0;
  /** Gathered in this turn instead of a page: a broadcast that is all there is. It is written without a copy. */
  #alone: Uint8Array | undefined;
  /** The last write was not taken by the kernel: only then can bytes be queued below us. */
  #blocked = false;
  #closed = false;

  constructor(transport: ClientTransport, parts: OutboxParts) {
    this.#transport = transport;
    this.#parts = parts;
  }

  get queuedBytes(): number {
    const gathered = this.#to - this.#from + (this.#alone?.length ?? 0);
    return gathered + (this.#blocked ? this.#transport.queuedBytes : 0);
  }

  /** Sends the envelope in `bytes[start, end)`. @returns false when the queue is full: nothing was taken. */
  send(bytes: Uint8Array, start: number, end: number): boolean {
    const length = end - start;
    if (!this.#hasRoom(length + FRAME_HEAD_BYTES_MAX)) return false;
    if (length > PAGED_BYTES_MAX) {
      this.#writeBehind(frameEnvelope(this.#transport.framing, bytes.subarray(start, end)));
      return true;
    }
    const { framing } = this.#transport;
    const page = this.#pageFor(length + framing.headBytes(length));
    const at = framing.writeHead(page.bytes, page.used, length);
    this.#to = page.used = this.#parts.pages.copier.copy(page.bytes, at, bytes, start, end);
    return true;
  }

  /** As `send`, for bytes framed already and shared with other sessions. */
  sendFramed(frame: Uint8Array): boolean {
    if (!this.#hasRoom(frame.length)) return false;
    if (frame.length > PAGED_BROADCAST_BYTES_MAX) this.#writeBehind(frame);
    else if (this.#page === undefined && this.#alone === undefined) {
      this.#alone = frame;
      this.#parts.turn.add(this);
    } else this.#gather(this.#pageFor(frame.length), frame);
    return true;
  }

  #gather(page: SendPage, frame: Uint8Array): void {
    this.#to = page.used = this.#parts.pages.copier.copy(page.bytes, page.used, frame, 0, frame.length);
  }

  /** Called by the transport when the kernel has taken everything. */
  drained(): void {
    this.#blocked = false;
  }

  flush(): void {
    const page = this.#page;
    if (page === undefined) return this.#flushAlone();
    const gathered = viewOf(page.bytes, this.#from, this.#to);
    this.#page = undefined;
    this.#from = this.#to = 0;
    // A page that the socket holds on to is never given back: the garbage collector has it in the end.
    if (this.#closed || this.#write(gathered)) this.#parts.pages.giveBack(page);
  }

  #flushAlone(): void {
    const frame = this.#alone;
    this.#alone = undefined;
    if (frame !== undefined && !this.#closed) this.#write(frame);
  }

  /** Sends the last envelope, whatever is queued: the limit is for peers, not for saying why it ends. */
  sendLast(envelope: Uint8Array): void {
    this.#writeBehind(frameEnvelope(this.#transport.framing, envelope));
    this.#closed = true;
  }

  /** Nothing is written any more, what is unwritten is dropped. */
  discard(): void {
    this.#closed = true;
    this.flush();
  }

  #hasRoom(bytes: number): boolean {
    if (this.#closed) return false;
    if (this.queuedBytes + bytes <= this.#parts.settings.queueBytesMax) return true;
    const hasGathered = this.#page !== undefined || this.#alone !== undefined;
    return hasGathered && this.#hasRoomAfterFlush(bytes);
  }

  /** The kernel has not been offered yet what was gathered: only what it does not take is a queue. */
  #hasRoomAfterFlush(bytes: number): boolean {
    this.flush();
    return this.queuedBytes + bytes <= this.#parts.settings.queueBytesMax;
  }

  /** Writes at once, behind what was gathered. */
  #writeBehind(frame: Uint8Array): void {
    this.flush();
    this.#write(frame);
  }

  #write(bytes: Uint8Array): boolean {
    const taken = this.#transport.write(bytes);
    if (!taken) this.#blocked = true;
    return taken;
  }

  /** A page with room for `bytes` behind its mark, where what was gathered so far ends. */
  #pageFor(bytes: number): SendPage {
    const page = this.#page;
    const alone = this.#alone;
    if (alone !== undefined) return this.#joined(alone, bytes);
    if (page === undefined) return this.#firstPage(bytes);
    if (page.used === this.#to && page.used + bytes <= page.bytes.length) return page;
    if (this.#to - this.#from + bytes <= OWN_PAGE_BYTES) return this.#movedTo(this.#parts.pages.own(), page);
    this.flush();
    return this.#firstPage(bytes);
  }

  #firstPage(bytes: number): SendPage {
    const page = this.#newPage(bytes);
    this.#parts.turn.add(this);
    return page;
  }

  /** What was alone has company: both in one page. The turn knows of it already. */
  #joined(alone: Uint8Array, bytes: number): SendPage {
    this.#alone = undefined;
    const page = this.#newPage(alone.length + bytes);
    this.#gather(page, alone);
    return page;
  }

  #newPage(bytes: number): SendPage {
    const { pages } = this.#parts;
    const page = this.#blocked && bytes <= OWN_PAGE_BYTES ? pages.own() : pages.share(bytes);
    this.#page = page;
    this.#from = this.#to = page.used;
    return page;
  }

  /** Another outbox has taken what lies behind ours: we go on elsewhere. */
  #movedTo(own: SendPage, page: SendPage): SendPage {
    own.bytes.set(viewOf(page.bytes, this.#from, this.#to));
    own.used = this.#to - this.#from;
    this.#page = own;
    this.#from = 0;
    this.#to = own.used;
    this.#parts.pages.giveBack(page);
    return own;
  }
}
