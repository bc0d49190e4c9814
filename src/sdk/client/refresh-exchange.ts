// The one Refresh that may be under way. Control messages are not replayed by a resume, so when its
// transport ends it is sent again, with a new seq, on the next.

import type { Ticket } from './pending-requests.js';

interface Exchange {
  /** undefined: the SDK's own, before the token ends; nobody waits. */
  readonly ticket: Ticket | undefined;
  readonly token: string;
  /** Monotonic milliseconds; Infinity for the SDK's own. */
  readonly deadlineMs: number;
  /** undefined: not sent on this transport. */
  seq: number | undefined;
}

export class RefreshExchange {
  #exchange: Exchange | undefined;

  get pending(): boolean {
    return this.#exchange !== undefined;
  }

  get deadlineMs(): number {
    return this.#exchange?.deadlineMs ?? Infinity;
  }

  /** The token to be sent; undefined when there is none, or it is on its way. */
  get unsent(): string | undefined {
    return this.#exchange?.seq === undefined ? this.#exchange?.token : undefined;
  }

  begin(ticket: Ticket | undefined, token: string, deadlineMs: number): void {
    this.#exchange = { ticket, token, deadlineMs, seq: undefined };
  }

  sent(seq: number): void {
    if (this.#exchange !== undefined) this.#exchange.seq = seq;
  }

  transportLost(): void {
    if (this.#exchange !== undefined) this.#exchange.seq = undefined;
  }

  /** The answer to `seq` came. @returns the exchange it ends; undefined when it ended before */
  settle(seq: number): { readonly ticket: Ticket | undefined; readonly token: string } | undefined {
    return this.#exchange?.seq === seq ? this.#end() : undefined;
  }

  /** @returns the ticket to be told that the deadline has come */
  expire(nowMs: number): Ticket | undefined {
    return nowMs >= this.deadlineMs ? this.#end()?.ticket : undefined;
  }

  /** Nothing will be sent any more. @returns the ticket to be told so */
  clear(): Ticket | undefined {
    return this.#end()?.ticket;
  }

  #end(): Exchange | undefined {
    const ended = this.#exchange;
    this.#exchange = undefined;
    return ended;
  }
}
