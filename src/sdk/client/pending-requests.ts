// The open requests of one session, by seq. A seq is taken until its answer came or the session ended:
// a request whose caller gave up (time-out) keeps its seq as "abandoned", because the gateway still
// holds it pending and would take a second use of it for a protocol violation.

import { UINT32_MAX } from '../../protocol/control-types.js';

/** Names a caller's wait. Given by the driver, unique for the client's life. */
export type Ticket = number;

interface PendingRequest {
  /** undefined: abandoned, the answer is dropped. */
  ticket: Ticket | undefined;
  readonly type: number;
  /** Monotonic milliseconds. */
  readonly deadlineMs: number;
}

/** What an answer meets. 'late': its caller was told something else before. 'unknown': a violation. */
export type Settled =
  { readonly is: 'open'; readonly ticket: Ticket } | { readonly is: 'late' } | { readonly is: 'unknown' };

export class PendingRequests {
  readonly #bySeq = new Map<number, PendingRequest>();
  #lastSeq = 0;
  /** No request ends before; may be too early, never too late. */
  #earliestMs = Infinity;

  /** Seqs taken, abandoned ones too: what the gateway may count as pending. */
  get size(): number {
    return this.#bySeq.size;
  }

  /** When to call `expire`, monotonic milliseconds; Infinity when nothing waits. */
  get wakeAtMs(): number {
    return this.#earliestMs;
  }

  /** A seq that is not taken, wrapping at 2^32-1. It is taken by `open`; one that only Hello uses is not. */
  freeSeq(): number {
    do this.#lastSeq = this.#lastSeq >= UINT32_MAX ? 1 : this.#lastSeq + 1;
    while (this.#bySeq.has(this.#lastSeq));
    return this.#lastSeq;
  }

  open(seq: number, ticket: Ticket, type: number, deadlineMs: number): void {
    this.#bySeq.set(seq, { ticket, type, deadlineMs });
    this.#earliestMs = Math.min(this.#earliestMs, deadlineMs);
  }

  /** Takes a seq for a request nobody waits for here: its answer is 'late'. */
  take(type: number): number {
    const seq = this.freeSeq();
    this.#bySeq.set(seq, { ticket: undefined, type, deadlineMs: Infinity });
    return seq;
  }

  /** The answer of `type` to `seq` came: the seq is free again. */
  settle(seq: number, type: number): Settled {
    const request = this.#bySeq.get(seq);
    if (request?.type !== type) return { is: 'unknown' };
    this.#bySeq.delete(seq);
    return request.ticket === undefined ? { is: 'late' } : { is: 'open', ticket: request.ticket };
  }

  /** Frees every seq taken for `type`: its answers were lost with their transport and are not repeated. */
  release(type: number): void {
    for (const [seq, request] of this.#bySeq)
      if (request.type === type && request.ticket === undefined) this.#bySeq.delete(seq);
  }

  /** Abandons every request whose deadline has come. @returns their tickets, oldest request first */
  expire(nowMs: number): Ticket[] {
    const expired: Ticket[] = [];
    if (nowMs < this.#earliestMs) return expired;
    this.#earliestMs = Infinity;
    for (const request of this.#bySeq.values()) {
      if (request.ticket === undefined) continue;
      if (request.deadlineMs > nowMs) {
        this.#earliestMs = Math.min(this.#earliestMs, request.deadlineMs);
        continue;
      }
      expired.push(request.ticket);
      request.ticket = undefined;
    }
    return expired;
  }

  /** The session ended. @returns the tickets that were open, oldest first */
  clear(): Ticket[] {
    const open = [...this.#bySeq.values()].flatMap(({ ticket }) => (ticket === undefined ? [] : [ticket]));
    this.#bySeq.clear();
    this.#earliestMs = Infinity;
    return open;
  }
}
