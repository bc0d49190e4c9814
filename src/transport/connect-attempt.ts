// An outgoing connection until it is known how it went: established, failed, late or given up. The first of
// them counts, the others find it settled.

import type { Socket } from 'node:net';
import type { Clock } from '../clock.js';
import type { ByteSocket } from './byte-socket.js';

/** How an attempt to connect ended. `cause` is for logs. */
export type ConnectOutcome =
  { readonly ok: true; readonly socket: ByteSocket } | { readonly ok: false; readonly cause: string };

export interface ConnectOptions {
  readonly host: string;
  readonly port: number;
  /** From the call to the established connection, name look-up included. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

export interface ConnectAttempt {
  /** Gives the attempt up. `onOutcome` is not called any more; after the outcome it does nothing. */
  abort(): void;
}

export class PendingConnect implements ConnectAttempt {
  readonly #socket: Socket;
  readonly #onOutcome: (outcome: ConnectOutcome) => void;
  readonly #deadline: { cancel(): void };
  #pending = true;

  /** @param what is waited for, for the message when it does not come in time: "connection" */
  constructor(
    socket: Socket,
    { clock, timeoutMs }: ConnectOptions,
    what: string,
    onOutcome: (outcome: ConnectOutcome) => void,
  ) {
    this.#socket = socket;
    this.#onOutcome = onOutcome;
    this.#deadline = clock.after(timeoutMs, () => {
      this.fail(`no ${what} within ${timeoutMs} ms`);
    });
  }

  /** @param make what the callee gets; not called when it is too late */
  succeed(make: () => ByteSocket): void {
    if (this.#settle()) this.#onOutcome({ ok: true, socket: make() });
  }

  fail(cause: string): void {
    if (!this.#settle()) return;
    this.#socket.destroy();
    this.#onOutcome({ ok: false, cause });
  }

  abort(): void {
    if (this.#settle()) this.#socket.destroy();
  }

  /** @returns whether this is the first end */
  #settle(): boolean {
    const first = this.#pending;
    this.#pending = false;
    this.#deadline.cancel();
    return first;
  }
}
