// Requests made while there is no transport, for as long as there is none. No gateway has seen them: when the
// session before them is lost, for example because its gateway drained, they are sent on the next one instead
// of failing with an unknown outcome.

import type { Ticket } from './pending-requests.js';
import type { Outgoing } from './session.js';

export interface UnsentRequest {
  readonly ticket: Ticket;
  readonly outgoing: Outgoing;
  /** Monotonic milliseconds. */
  readonly deadlineMs: number;
}

/** What keeping one costs beside its bytes. */
const REQUEST_BYTES = 64;

export class UnsentRequests {
  readonly #bytesMax: number;
  #requests: UnsentRequest[] = [];
  #bytes = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** The first deadline, monotonic milliseconds; Infinity when none waits. */
  get wakeAtMs(): number {
    return this.#requests.reduce((first, { deadlineMs }) => Math.min(first, deadlineMs), Infinity);
  }

  hasRoomFor(outgoing: Outgoing): boolean {
    return this.#bytes + bytesOf(outgoing) <= this.#bytesMax;
  }

  add(request: UnsentRequest): void {
    this.#bytes += bytesOf(request.outgoing);
    this.#requests.push(request);
  }

  /** Takes those whose time is over. */
  expire(nowMs: number): readonly UnsentRequest[] {
    const late = this.#requests.filter(({ deadlineMs }) => deadlineMs <= nowMs);
    if (late.length === 0) return late;
    this.#requests = this.#requests.filter(({ deadlineMs }) => deadlineMs > nowMs);
    this.#bytes = this.#requests.reduce((bytes, { outgoing }) => bytes + bytesOf(outgoing), 0);
    return late;
  }

  /** Takes all, oldest first. */
  clear(): readonly UnsentRequest[] {
    const requests = this.#requests;
    this.#requests = [];
    this.#bytes = 0;
    return requests;
  }

  tickets(): ReadonlySet<Ticket> {
    return new Set(this.#requests.map(({ ticket }) => ticket));
  }
}

const bytesOf = ({ payload, key }: Outgoing): number => payload.length + key.length + REQUEST_BYTES;
