// Every request that waits for an answer, of clients and of relays alike, in one table per gateway.
//
// A request is a slot in typed arrays, so that a message makes no object and no timer. A slot
// stands in three doubly linked lists at once: its requester's (a session that ends drops its own), its
// instance's (a link that dies fails its own) and its time-out bucket's. Slots are reused; what a late
// answer carries is the link's request id, which never is.

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
  /** First slot of this link's list, -1 when empty. Owned by PendingRequests. */
  pendingHead: number;
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
const BUCKETS = 1024;
/** Granularity of time-outs. A request ends up to this much after its deadline, and at most a turn before. */
export const TIMEOUT_TICK_MS = 16;

// A slot is 64 bytes, one cache line: four doubles, then eight 32-bit words. With thousands of requests
// pending each of them is fetched anew for each message, and parallel arrays would fetch a line for each field.
const SLOT_BYTES = 64;
const DOUBLES = 8;
const WORDS = 16;
// Doubles.
const ORIGIN = 0;
const LINK_REQUEST = 1;
const STARTED_MS = 2;
const DEADLINE_TICK = 3;
// Words.
const TYPE = 8;
const SEQ = 9;
/** The three lists: `previous` is the word behind `next`. */
const REQUESTER_LIST = 10;
const RESPONDER_LIST = 12;
const BUCKET_LIST = 14;

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
  readonly #buckets = new Int32Array(BUCKETS).fill(NONE);

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
    this.#enlist(slot, requester, responder, Math.ceil((nowMs + timeoutMs) / TIMEOUT_TICK_MS));
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
    for (let slot = requester.pendingHead; slot !== NONE; slot = this.#word(slot, REQUESTER_LIST))
      if (this.#unsigned(slot, SEQ) === seq) return true;
    return false;
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
    while (responder.pendingHead !== NONE) this.#fail(responder.pendingHead, code, nowMs);
  }

  /** Fails every request whose deadline has passed. Call it at least each TIMEOUT_TICK_MS or so. */
  sweep(nowMs: number, timeoutCode: number): void {
    const target = Math.floor(nowMs / TIMEOUT_TICK_MS);
    // After a long pause one round over all buckets sees every deadline that has passed.
    if (target - this.#tick > BUCKETS) this.#tick = target - BUCKETS;
    while (this.#tick < target) {
      this.#tick++;
      this.#sweepBucket(this.#tick % BUCKETS, target, nowMs, timeoutCode);
    }
  }

  #sweepBucket(bucket: number, target: number, nowMs: number, timeoutCode: number): void {
    let slot = this.#buckets[bucket] ?? NONE;
    while (slot !== NONE) {
      const next = this.#word(slot, BUCKET_LIST);
      if (this.#double(slot, DEADLINE_TICK) <= target) this.#fail(slot, timeoutCode, nowMs);
      slot = next;
    }
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

  #enlist(slot: number, requester: Requester, responder: Responder, deadlineTick: number): void {
    // A deadline never lies in a bucket that this round has passed already.
    const tick = Math.max(deadlineTick, this.#tick + 1);
    this.#doubles[slot * DOUBLES + DEADLINE_TICK] = tick;
    requester.pendingHead = this.#push(slot, REQUESTER_LIST, requester.pendingHead);
    requester.pendingCount++;
    responder.pendingHead = this.#push(slot, RESPONDER_LIST, responder.pendingHead);
    responder.pendingCount++;
    const bucket = tick % BUCKETS;
    this.#buckets[bucket] = this.#push(slot, BUCKET_LIST, this.#buckets[bucket] ?? NONE);
    this.#count++;
  }

  #release(slot: number): void {
    const requester = this.#requesters[slot];
    const responder = this.#responders[slot];
    if (requester === undefined || responder === undefined) return;
    requester.pendingHead = this.#unlink(slot, REQUESTER_LIST, requester.pendingHead);
    requester.pendingCount--;
    responder.pendingHead = this.#unlink(slot, RESPONDER_LIST, responder.pendingHead);
    responder.pendingCount--;
    const bucket = this.#double(slot, DEADLINE_TICK) % BUCKETS;
    this.#buckets[bucket] = this.#unlink(slot, BUCKET_LIST, this.#buckets[bucket] ?? NONE);
    responder.requestIds.retire(this.#double(slot, LINK_REQUEST));
    this.#requesters[slot] = this.#responders[slot] = this.#stats[slot] = undefined;
    this.#count--;
    this.#giveSlot(slot);
  }

  /** Free slots are chained through the requester's list, in which a free slot does not stand. */
  #takeSlot(): number {
    if (this.#freeHead === NONE && !this.#grow()) return NONE;
    const slot = this.#freeHead;
    this.#freeHead = this.#word(slot, REQUESTER_LIST);
    return slot;
  }

  #giveSlot(slot: number): void {
    this.#words[slot * WORDS + REQUESTER_LIST] = this.#freeHead;
    this.#freeHead = slot;
  }

  #grow(): boolean {
    const from = this.#slots;
    const to = Math.min(this.#slotsMax, Math.max(256, from * 2));
    if (to === from) return false;
    const words = new Int32Array(new ArrayBuffer(to * SLOT_BYTES));
    words.set(this.#words);
    this.#words = words;
    this.#doubles = new Float64Array(words.buffer);
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

  /** Puts a slot before the head of a list. @returns the new head */
  #push(slot: number, list: number, head: number): number {
    const words = this.#words;
    words[slot * WORDS + list] = head;
    words[slot * WORDS + list + 1] = NONE;
    if (head !== NONE) words[head * WORDS + list + 1] = slot;
    return slot;
  }

  /** @returns the head of the list without the slot */
  #unlink(slot: number, list: number, head: number): number {
    const words = this.#words;
    const next = this.#word(slot, list);
    const previous = this.#word(slot, list + 1);
    if (next !== NONE) words[next * WORDS + list + 1] = previous;
    if (previous === NONE) return next;
    words[previous * WORDS + list] = next;
    return head;
  }
}
