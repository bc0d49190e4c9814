// Every request that waits for an answer, of clients and of relays alike, in one table per gateway.
//
// A request is a slot in parallel typed arrays, so that a message makes no object and no timer. A slot
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
/** Granularity of time-outs. A request ends up to this much after its deadline, never before. */
export const TIMEOUT_TICK_MS = 16;

interface Links {
  next: Int32Array;
  previous: Int32Array;
}

const newLinks = (slots: number): Links => ({
  next: new Int32Array(slots).fill(NONE),
  previous: new Int32Array(slots).fill(NONE),
});

export class PendingRequests {
  readonly #slotsMax: number;
  #slots = 0;
  #freeHead = NONE;
  #count = 0;
  #tick = 0;

  #type = new Uint32Array(0);
  #seq = new Uint32Array(0);
  #origin = new Float64Array(0);
  #linkRequest = new Float64Array(0);
  #startedMs = new Float64Array(0);
  #deadlineTick = new Float64Array(0);
  readonly #requester: (Requester | undefined)[] = [];
  readonly #responder: (Responder | undefined)[] = [];
  readonly #stats: (RequestStats | undefined)[] = [];
  #byRequester = newLinks(0);
  #byResponder = newLinks(0);
  #byBucket = newLinks(0);
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
    this.#requester[slot] = requester;
    this.#responder[slot] = responder;
    this.#stats[slot] = stats;
    this.#type[slot] = type;
    this.#seq[slot] = seq;
    this.#origin[slot] = origin;
    this.#linkRequest[slot] = id;
    this.#startedMs[slot] = nowMs;
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
    taken.requester = this.#requester[slot] ?? NOBODY;
    taken.type = this.#at(this.#type, slot);
    taken.seq = this.#at(this.#seq, slot);
    taken.origin = this.#at(this.#origin, slot);
    this.#end(slot, code, nowMs);
    return true;
  }

  /** Type and seq of a pending request, to check an answer against before it is taken. */
  matches(responder: Responder, id: number, type: number, seq: number): boolean {
    const slot = responder.requestIds.slotOf(id);
    return slot === NONE || (this.#type[slot] === type && this.#seq[slot] === seq);
  }

  /** Who asked, while the request is pending. */
  requesterOf(responder: Responder, id: number): Requester | undefined {
    const slot = responder.requestIds.slotOf(id);
    return slot === NONE ? undefined : this.#requester[slot];
  }

  /** Whether the requester has a request with this seq pending. Walks its list: bounded by its limit. */
  hasSeq(requester: Requester, seq: number): boolean {
    for (let slot = requester.pendingHead; slot !== NONE; slot = this.#at(this.#byRequester.next, slot))
      if (this.#seq[slot] === seq) return true;
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
    let slot = this.#at(this.#buckets, bucket);
    while (slot !== NONE) {
      const next = this.#at(this.#byBucket.next, slot);
      if (this.#at(this.#deadlineTick, slot) <= target) this.#fail(slot, timeoutCode, nowMs);
      slot = next;
    }
  }

  #fail(slot: number, code: number, nowMs: number): void {
    const requester = this.#requester[slot] ?? NOBODY;
    const type = this.#at(this.#type, slot);
    const seq = this.#at(this.#seq, slot);
    const origin = this.#at(this.#origin, slot);
    this.#end(slot, code, nowMs);
    requester.requestFailed(type, seq, origin, code);
  }

  #end(slot: number, code: number, nowMs: number): void {
    this.#stats[slot]?.requestEnded(code, nowMs - this.#at(this.#startedMs, slot));
    this.#release(slot);
  }

  #enlist(slot: number, requester: Requester, responder: Responder, deadlineTick: number): void {
    // A deadline never lies in a bucket that this round has passed already.
    const tick = Math.max(deadlineTick, this.#tick + 1);
    this.#deadlineTick[slot] = tick;
    requester.pendingHead = push(this.#byRequester, requester.pendingHead, slot);
    requester.pendingCount++;
    responder.pendingHead = push(this.#byResponder, responder.pendingHead, slot);
    responder.pendingCount++;
    const bucket = tick % BUCKETS;
    this.#buckets[bucket] = push(this.#byBucket, this.#at(this.#buckets, bucket), slot);
    this.#count++;
  }

  #release(slot: number): void {
    const requester = this.#requester[slot];
    const responder = this.#responder[slot];
    if (requester === undefined || responder === undefined) return;
    requester.pendingHead = unlink(this.#byRequester, requester.pendingHead, slot);
    requester.pendingCount--;
    responder.pendingHead = unlink(this.#byResponder, responder.pendingHead, slot);
    responder.pendingCount--;
    const bucket = this.#at(this.#deadlineTick, slot) % BUCKETS;
    this.#buckets[bucket] = unlink(this.#byBucket, this.#at(this.#buckets, bucket), slot);
    responder.requestIds.retire(this.#at(this.#linkRequest, slot));
    this.#requester[slot] = this.#responder[slot] = this.#stats[slot] = undefined;
    this.#count--;
    this.#giveSlot(slot);
  }

  /** Free slots are chained through `byRequester.next`, which a free slot does not use otherwise. */
  #takeSlot(): number {
    if (this.#freeHead === NONE && !this.#grow()) return NONE;
    const slot = this.#freeHead;
    this.#freeHead = this.#at(this.#byRequester.next, slot);
    return slot;
  }

  #giveSlot(slot: number): void {
    this.#byRequester.next[slot] = this.#freeHead;
    this.#freeHead = slot;
  }

  #grow(): boolean {
    const from = this.#slots;
    const to = Math.min(this.#slotsMax, Math.max(256, from * 2));
    if (to === from) return false;
    this.#type = grown(this.#type, new Uint32Array(to));
    this.#seq = grown(this.#seq, new Uint32Array(to));
    this.#origin = grown(this.#origin, new Float64Array(to));
    this.#linkRequest = grown(this.#linkRequest, new Float64Array(to));
    this.#startedMs = grown(this.#startedMs, new Float64Array(to));
    this.#deadlineTick = grown(this.#deadlineTick, new Float64Array(to));
    this.#byRequester = grownLinks(this.#byRequester, to);
    this.#byResponder = grownLinks(this.#byResponder, to);
    this.#byBucket = grownLinks(this.#byBucket, to);
    this.#slots = to;
    for (let slot = to - 1; slot >= from; slot--) this.#giveSlot(slot);
    return true;
  }

  /** A slot or bucket that exists: the zero only satisfies the types. */
  #at(array: Int32Array | Uint32Array | Float64Array, index: number): number {
    return array[index] ?? 0;
  }
}

function push(links: Links, head: number, slot: number): number {
  links.next[slot] = head;
  links.previous[slot] = NONE;
  if (head !== NONE) links.previous[head] = slot;
  return slot;
}

function unlink(links: Links, head: number, slot: number): number {
  const next = links.next[slot] ?? NONE;
  const previous = links.previous[slot] ?? NONE;
  if (next !== NONE) links.previous[next] = previous;
  if (previous === NONE) return next;
  links.next[previous] = next;
  return head;
}

function grown<Numbers extends Uint32Array | Float64Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}

function grownLinks(from: Links, slots: number): Links {
  const to = newLinks(slots);
  to.next.set(from.next);
  to.previous.set(from.previous);
  return to;
}
