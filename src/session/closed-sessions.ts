// The last sessions that ended, with why and what went through them: the first question of whoever was asked
// "I was thrown out, why?". A ring, so that it costs the same however many sessions end.

import { disconnectName } from '../protocol/codes.js';

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

/** What `ClosedSession` is made from. */
interface EndedSession extends Omit<
  ClosedSession,
  'session' | 'user' | 'closedAtEpochMs' | 'code' | 'reason' | 'pending'
> {
  readonly id: string;
  readonly user: string;
  readonly pendingCount: number;
}

export function accountOf(
  ended: EndedSession,
  code: number,
  reason: string,
  nowEpochMs: number,
): ClosedSession {
  const { client, address, openedAtEpochMs, generation } = ended;
  const { received, receivedBytes, sent, sentBytes } = ended;
  return {
    session: ended.id,
    user: ended.user,
    ...{ client, address, openedAtEpochMs, generation },
    closedAtEpochMs: nowEpochMs,
    code: disconnectName(code),
    reason,
    ...{ received, receivedBytes, sent, sentBytes },
    pending: ended.pendingCount,
  };
}
