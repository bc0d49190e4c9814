// Every request that waits for an answer, of clients and of relays alike, in one table per gateway.
//
// A request is a slot in typed arrays, so that a message makes no object and no timer. A slot stands in its
// requester's list (a session that ends drops its own); the requests of a link are those of its ids (a link
// that dies fails its own); time-outs are found by a sweep over deadlines. Slots are reused; what a late answer
// carries is the link's request id, which never is.

import type { RequestIds } from './request-ids.js';

/** Who asked. Told exactly once per request, unless its requests were dropped by `dropAll`. */
export interface Requester {
  /** First slot of this requester's list, -1 when empty. Owned by PendingRequests. */
  pendingHead: number;
  /** How many requests of it are pending. Owned by PendingRequests. */
  pendingCount: number;
  /** The answer, an envelope in canonical form; valid only during the call. `origin` as given at `add`. */
  requestAnswered(origin: number, bytes: Uint8Array, start: number, end: number): void;
  /** No answer will come. `code` is an ErrorCode; `seq` and `origin` as given at `add`. */
  requestFailed(type: number, seq: number, origin: number, code: number): void;
}

/** The instance that was asked, as the table needs it. */
export interface Responder {
  /** How many requests wait for it. Owned by PendingRequests. */
  pendingCount: number;
  readonly requestIds: RequestIds;
}

/** Counts of one route, plain numbers; `elapsedMs` feeds its latency histogram. */
export interface RequestStats {
  requestEnded(code: number, elapsedMs: number): void;
}

/** What `take` found. One object, overwritten by each call. */
export interface TakenRequest {
  requester: Requester;
  type: number;
  seq: number;
  origin: number;
}

/** Stands where a requester is wanted and there is none. */
export const NOBODY: Requester = {
  pendingHead: -1,
  pendingCount: 0,
  requestAnswered: () => undefined,
  requestFailed: () => undefined,
};

const NONE = -1;
/** Granularity of time-outs. A request ends up to this much after its deadline, and at most a turn before. */
export const TIMEOUT_TICK_MS = 16;

// With thousands of requests pending each slot is fetched into the cache anew for each message: so all of it
// lies in 40 bytes, and what only time-outs need lies elsewhere.
const SLOT_BYTES = 40;
const DOUBLES = SLOT_BYTES / 8;
const WORDS = SLOT_BYTES / 4;
// Doubles.
const ORIGIN = 0;
const LINK_REQUEST = 1;
const STARTED_MS = 2;
// Words.
const TYPE = 6;
const SEQ = 7;
/** The requester's list. A free slot stands in the list of free ones. */
const NEXT = 8;
const PREVIOUS = 9;

/** Slots that share one lower bound of their deadlines. */
const BLOCK_SLOTS = 256;

export class PendingRequests {
  readonly #slotsMax: number;
  #slots = 0;
  #freeHead = NONE;
  #count = 0;
  #tick = 0;

  #doubles = new Float64Array(0);
  #words = new Int32Array(0);
  readonly #requesters: (Requester | undefined)[] = [];
  readonly #responders: (Responder | undefined)[] = [];
  readonly #stats: (RequestStats | undefined)[] = [];
  /** The tick in which each slot's request times out; Infinity in a free one. */
  #dueTicks = new Float64Array(0);
  /** For each block a tick before which none of it is due. Lowered by each request, raised by the sweep alone. */
  #blockDueTicks = new Float64Array(0);

  /** @param slotsMax most requests that may be pending in the whole gateway, a bound on memory */
  constructor(slotsMax: number) {
    this.#slotsMax = slotsMax;
  }

  get count(): number {
    return this.#count;
  }

  /**
   * Enters a request.
   * @param origin an id that the requester gets back on failure (a relay's own request id)
   * @returns the id for the link, or 0 when the table or the link's share of it is full.
   */
  add(
    requester: Requester,
    responder: Responder,
    stats: RequestStats,
    type: number,
    seq: number,
    origin: number,
    nowMs: number,
    timeoutMs: number,
  ): number {
    const slot = this.#takeSlot();
    if (slot === NONE) return 0;
    const id = responder.requestIds.issue(slot);
    if (id === 0) {
      this.#giveSlot(slot);
      return 0;
    }
    this.#requesters[slot] = requester;
    this.#responders[slot] = responder;
    this.#stats[slot] = stats;
    this.#words[slot * WORDS + TYPE] = type;
    this.#words[slot * WORDS + SEQ] = seq;
    this.#doubles[slot * DOUBLES + ORIGIN] = origin;
    this.#doubles[slot * DOUBLES + LINK_REQUEST] = id;
    this.#doubles[slot * DOUBLES + STARTED_MS] = nowMs;
    this.#schedule(slot, Math.ceil((nowMs + timeoutMs) / TIMEOUT_TICK_MS));
    this.#enlist(slot, requester, responder);
    return id;
  }

  /**
   * Ends the request that `responder` answers with `id`, if it is pending.
   * @returns false when it is not: it timed out, its session ended, or it never was.
   */
  take(responder: Responder, id: number, code: number, nowMs: number, taken: TakenRequest): boolean {
    const slot = responder.requestIds.slotOf(id);
    if (slot === NONE) return false;
    taken.requester = this.#requesters[slot] ?? NOBODY;
    taken.type = this.#unsigned(slot, TYPE);
    taken.seq = this.#unsigned(slot, SEQ);
    taken.origin = this.#double(slot, ORIGIN);
    this.#end(slot, code, nowMs);
    return true;
  }

  /** Type and seq of a pending request, to check an answer against before it is taken. */
  matches(responder: Responder, id: number, type: number, seq: number): boolean {
    const slot = responder.requestIds.slotOf(id);
    return slot === NONE || (this.#unsigned(slot, TYPE) === type && this.#unsigned(slot, SEQ) === seq);
  }

  /** Who asked, while the request is pending. */
  requesterOf(responder: Responder, id: number): Requester | undefined {
    const slot = responder.requestIds.slotOf(id);
    return slot === NONE ? undefined : this.#requesters[slot];
  }

  /** Whether the requester has a request with this seq pending. Walks its list: bounded by its limit. */
  hasSeq(requester: Requester, seq: number): boolean {
    for (let slot = requester.pendingHead; slot !== NONE; slot = this.#word(slot, NEXT))
      if (this.#unsigned(slot, SEQ) === seq) return true;
    return false;
  }

  /** For how long the request has been pending, in milliseconds; undefined when it is not any more. */
  waitedMs(responder: Responder, id: number, nowMs: number): number | undefined {
    const slot = responder.requestIds.slotOf(id);
    return slot === NONE ? undefined : nowMs - this.#double(slot, STARTED_MS);
  }

  /** Takes a request back that could not be sent; nobody is told. */
  cancel(responder: Responder, id: number): void {
    const slot = responder.requestIds.slotOf(id);
    if (slot !== NONE) this.#release(slot);
  }

  /** Drops all requests of a requester that is gone; nobody is told, answers to them come late. */
  dropAll(requester: Requester, code: number, nowMs: number): void {
    while (requester.pendingHead !== NONE) this.#end(requester.pendingHead, code, nowMs);
  }

  /** Fails all requests of an instance whose link is gone. */
  failAll(responder: Responder, code: number, nowMs: number): void {
    for (const id of responder.requestIds.pending()) {
      const slot = responder.requestIds.slotOf(id);
      // Hearing of one failure may have ended others.
      if (slot !== NONE) this.#fail(slot, code, nowMs);
    }
  }

  /** Fails every request whose deadline has passed. Call it each TIMEOUT_TICK_MS or so. */
  sweep(nowMs: number, timeoutCode: number): void {
    this.#tick = Math.floor(nowMs / TIMEOUT_TICK_MS);
    for (let block = 0; block < this.#blockDueTicks.length; block++)
      if ((this.#blockDueTicks[block] ?? Infinity) <= this.#tick) this.#sweepBlock(block, nowMs, timeoutCode);
  }

  /** Most of a block that comes up was answered long ago: it is looked at about once a time-out. */
  #sweepBlock(block: number, nowMs: number, timeoutCode: number): void {
    const end = Math.min(this.#slots, (block + 1) * BLOCK_SLOTS);
    // Before the failures: what they bring about lowers it again.
    this.#blockDueTicks[block] = Infinity;
    let earliest = Infinity;
    for (let slot = block * BLOCK_SLOTS; slot < end; slot++) {
      const dueTick = this.#dueTicks[slot] ?? Infinity;
      if (dueTick <= this.#tick) this.#fail(slot, timeoutCode, nowMs);
      else if (dueTick < earliest) earliest = dueTick;
    }
    this.#lowerBlock(block, earliest);
  }

  #fail(slot: number, code: number, nowMs: number): void {
    const requester = this.#requesters[slot] ?? NOBODY;
    const type = this.#unsigned(slot, TYPE);
    const seq = this.#unsigned(slot, SEQ);
    const origin = this.#double(slot, ORIGIN);
    this.#end(slot, code, nowMs);
    requester.requestFailed(type, seq, origin, code);
  }

  #end(slot: number, code: number, nowMs: number): void {
    this.#stats[slot]?.requestEnded(code, nowMs - this.#double(slot, STARTED_MS));
    this.#release(slot);
  }

  #schedule(slot: number, dueTick: number): void {
    // Never in a tick that has been swept already.
    const tick = Math.max(dueTick, this.#tick + 1);
    this.#dueTicks[slot] = tick;
    this.#lowerBlock(Math.floor(slot / BLOCK_SLOTS), tick);
  }

  #lowerBlock(block: number, tick: number): void {
    if (tick < (this.#blockDueTicks[block] ?? Infinity)) this.#blockDueTicks[block] = tick;
  }

  #enlist(slot: number, requester: Requester, responder: Responder): void {
    const words = this.#words;
    const head = requester.pendingHead;
    words[slot * WORDS + NEXT] = head;
    words[slot * WORDS + PREVIOUS] = NONE;
    if (head !== NONE) words[head * WORDS + PREVIOUS] = slot;
    requester.pendingHead = slot;
    requester.pendingCount++;
    responder.pendingCount++;
    this.#count++;
  }

  #unlist(slot: number, requester: Requester): void {
    const words = this.#words;
    const next = this.#word(slot, NEXT);
    const previous = this.#word(slot, PREVIOUS);
    if (next !== NONE) words[next * WORDS + PREVIOUS] = previous;
    if (previous === NONE) requester.pendingHead = next;
    else words[previous * WORDS + NEXT] = next;
    requester.pendingCount--;
  }

  #release(slot: number): void {
    const requester = this.#requesters[slot];
    const responder = this.#responders[slot];
    if (requester === undefined || responder === undefined) return;
    this.#unlist(slot, requester);
    responder.pendingCount--;
    responder.requestIds.retire(this.#double(slot, LINK_REQUEST));
    this.#requesters[slot] = this.#responders[slot] = this.#stats[slot] = undefined;
    this.#dueTicks[slot] = Infinity;
    this.#count--;
    this.#giveSlot(slot);
  }

  #takeSlot(): number {
    if (this.#freeHead === NONE && !this.#grow()) return NONE;
    const slot = this.#freeHead;
    this.#freeHead = this.#word(slot, NEXT);
    return slot;
  }

  #giveSlot(slot: number): void {
    this.#words[slot * WORDS + NEXT] = this.#freeHead;
    this.#freeHead = slot;
  }

  #grow(): boolean {
    const from = this.#slots;
    const to = Math.min(this.#slotsMax, Math.max(BLOCK_SLOTS, from * 2));
    if (to === from) return false;
    const doubles = new Float64Array(to * DOUBLES);
    doubles.set(this.#doubles);
    this.#doubles = doubles;
    this.#words = new Int32Array(doubles.buffer);
    this.#dueTicks = grown(this.#dueTicks, to);
    this.#blockDueTicks = grown(this.#blockDueTicks, Math.ceil(to / BLOCK_SLOTS));
    this.#slots = to;
    for (let slot = to - 1; slot >= from; slot--) this.#giveSlot(slot);
    return true;
  }

  // The slot exists: the fallbacks only satisfy the types.

  #word(slot: number, word: number): number {
    return this.#words[slot * WORDS + word] ?? NONE;
  }

  #unsigned(slot: number, word: number): number {
    return (this.#words[slot * WORDS + word] ?? 0) >>> 0;
  }

  #double(slot: number, double: number): number {
    return this.#doubles[slot * DOUBLES + double] ?? 0;
  }
}

/** The same ticks and behind them such that are never due. */
function grown(ticks: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const more = new Float64Array(length).fill(Infinity);
  more.set(ticks);
  return more;
}
