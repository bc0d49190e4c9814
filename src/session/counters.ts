// Counts of the session room: plain numbers, read by the metrics at scrape time.

import { disconnectName, type DisconnectName } from '../protocol/codes.js';

export class SessionCounters {
  opened = 0;
  resumed = 0;
  /** Hellos with a resume token that got a new session instead. */
  resumeRefused = 0;
  suspended = 0;
  /** Application envelopes (type >= 100) from and to clients, with their bytes. */
  received = 0;
  receivedBytes = 0;
  sent = 0;
  sentBytes = 0;
  pings = 0;
  undelivered = 0;
  /** Notices of undelivered notifications left out because a session had too many types at once. */
  undeliveredUntold = 0;
  /** Sessions told that pushes for them were lost between gateways, each time. */
  lost = 0;
  /** Messages of clients refused as RATE_LIMITED. */
  rateLimited = 0;
  /** Envelopes dropped because the session was gone or its queue was full. */
  dropped = 0;
  /** Envelopes of backends not sent because they are longer than frameBytesMax. */
  tooLong = 0;
  readonly #disconnects = new Map<string, number>();

  disconnected(code: number): void {
    const name = disconnectName(code);
    this.#disconnects.set(name, (this.#disconnects.get(name) ?? 0) + 1);
  }

  /** Ended transports by the code they ended with. */
  get disconnects(): ReadonlyMap<string, number> {
    return this.#disconnects;
  }

  countOf(name: DisconnectName): number {
    return this.#disconnects.get(name) ?? 0;
  }
}
