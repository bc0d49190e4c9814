// Connections that were given up as idle and not yet ended by their backends, which end them behind
// everything they have sent. One that does not end is not waited for.

import type { Clock, Timer } from '../clock.js';
import { LinkCloseCode } from '../protocol/link-frames.js';
import type { LinkConnection } from './link-connection.js';

/** A backend ends a link that is not needed any more when its calls on it are answered. */
const RETIRE_TIMEOUT_MS = 60_000;

export class RetiredLinks {
  readonly #clock: Clock;
  readonly #timers = new Map<LinkConnection, Timer>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(connection: LinkConnection): void {
    const timer = this.#clock.after(RETIRE_TIMEOUT_MS, () => {
      connection.close(LinkCloseCode.UNLISTED, 'the link is not needed any more');
    });
    this.#timers.set(connection, timer);
  }

  /** The connection is closed, by whomever. */
  ended(connection: LinkConnection): void {
    this.#timers.get(connection)?.cancel();
    this.#timers.delete(connection);
  }

  /** Ends all at once. */
  close(): void {
    for (const [connection, timer] of this.#timers) {
      timer.cancel();
      connection.close(LinkCloseCode.STOPPING, 'the gateway stops');
    }
  }
}
