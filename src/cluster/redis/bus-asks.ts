// Questions to other gateways: who has still to answer, the sum so far, the time-out.

import type { AskOutcome } from '../cluster.js';

/** Time for a question and its answers: an XADD and a read each way, and a Redis that has to be found anew. */
export const ASK_TIMEOUT_MS = 2_000;
/** Questions open at once: 10 MiB at most. A backend that asks more gets CLUSTER_UNAVAILABLE. */
export const ASKS_MAX = 16_384;

interface Ask {
  readonly deadlineMs: number;
  readonly resolve: (outcome: AskOutcome) => void;
  /** Gateways that have not answered; undefined until it is known whom it went to. */
  waiting: Set<string> | undefined;
  count: number;
}

const LATE: AskOutcome = { ok: false, detail: `no answer of another gateway within ${ASK_TIMEOUT_MS} ms` };
const CLOSED: AskOutcome = { ok: false, detail: 'this gateway stops' };

export class Asks {
  // In the order of their deadlines: all have the same time-out.
  readonly #open = new Map<number, Ask>();
  #lastId = 0;
  timedOut = 0;

  get size(): number {
    return this.#open.size;
  }

  get hasRoom(): boolean {
    return this.#open.size < ASKS_MAX;
  }

  /** @returns the id for the frame, from 1, never one that is open */
  add(nowMs: number, resolve: (outcome: AskOutcome) => void): number {
    do this.#lastId = (this.#lastId % 0xffff_fffe) + 1;
    while (this.#open.has(this.#lastId));
    const deadlineMs = nowMs + ASK_TIMEOUT_MS;
    this.#open.set(this.#lastId, { deadlineMs, resolve, waiting: undefined, count: 0 });
    return this.#lastId;
  }

  /** Whom the question went to. */
  sentTo(id: number, gatewayIds: readonly string[]): void {
    const ask = this.#open.get(id);
    if (ask === undefined) return;
    ask.waiting = new Set(gatewayIds);
    this.#endIfWhole(id, ask);
  }

  /** An answer of a gateway that was not asked, or that comes twice or late, is nothing. */
  answered(id: number, gatewayId: string, count: number): void {
    const ask = this.#open.get(id);
    if (ask?.waiting?.delete(gatewayId) !== true) return;
    ask.count += count;
    this.#endIfWhole(id, ask);
  }

  /** Ends those whose time is over. */
  sweep(nowMs: number): void {
    for (const [id, ask] of this.#open) {
      if (ask.deadlineMs > nowMs) break;
      this.timedOut++;
      this.#end(id, ask, LATE);
    }
  }

  close(): void {
    for (const [id, ask] of this.#open) this.#end(id, ask, CLOSED);
  }

  #endIfWhole(id: number, ask: Ask): void {
    if (ask.waiting?.size === 0) this.#end(id, ask, { ok: true, count: ask.count });
  }

  #end(id: number, ask: Ask, outcome: AskOutcome): void {
    this.#open.delete(id);
    ask.resolve(outcome);
  }
}
