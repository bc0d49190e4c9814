// The last sessions that ended, with why and what went through them: the first question of whoever was asked
// "I was thrown out, why?". A ring, so that it costs the same however many sessions end.

/** One session that has ended. */
export interface ClosedSession {
  readonly session: string;
  readonly user: string;
  readonly client: string;
  readonly address: string;
  readonly openedAtEpochMs: number;
  readonly closedAtEpochMs: number;
  /** A DisconnectCode, by name. */
  readonly code: string;
  readonly reason: string;
  /** 1: never resumed. */
  readonly generation: number;
  /** Application envelopes from and to the client, with their bytes. */
  readonly received: number;
  readonly receivedBytes: number;
  readonly sent: number;
  readonly sentBytes: number;
  /** Requests whose answers nobody waits for any more. */
  readonly pending: number;
}

/** At 10 s to look it up, good for 25 ends a second; about 100 KiB. */
export const CLOSED_SESSIONS_MAX = 256;

export class ClosedSessions {
  readonly #ring: ClosedSession[] = [];
  #next = 0;

  add(closed: ClosedSession): void {
    this.#ring[this.#next] = closed;
    this.#next = (this.#next + 1) % CLOSED_SESSIONS_MAX;
  }

  /** The last ones first. */
  newestFirst(): ClosedSession[] {
    return [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)].reverse();
  }
}
