// Whether a new session may begin: the limit on sessions, the lateness of the event loop, the drain. Asked when Hello comes and again
// when its token is checked. A refusal is a Disconnect after the upgrade, which tells the client its own
// time to come back; a closed port could not.

import type { Random } from '../clock.js';
import type { DisconnectName } from '../protocol/codes.js';

export interface Refusal {
  readonly name: DisconnectName;
  readonly retryAfterMs: number;
}

export const REFUSAL_CAUSES = ['draining', 'sessions', 'overload', 'handshakes', 'user-logins'] as const;
export type RefusalCause = (typeof REFUSAL_CAUSES)[number];

/** Clients that found no room, or flooded, come back spread over these: by then some load may be gone. */
const LATER_MS_MIN = 2_000;
const LATER_MS_MAX = 10_000;

/** Clients of a gateway that drains come back, to another one, spread over these. */
const DRAINING_RETRY_MS_MIN = 500;
const DRAINING_RETRY_MS_MAX = 3_000;

export class SessionGate {
  readonly #sessions: { readonly size: number };
  readonly #sessionsMax: number;
  readonly #overload: { readonly isOn: boolean };
  readonly #random: Random;
  /** Refusals by cause. */
  readonly refused: Record<RefusalCause, number> = {
    draining: 0,
    sessions: 0,
    overload: 0,
    handshakes: 0,
    'user-logins': 0,
  };
  #draining = false;

  constructor(
    sessions: { readonly size: number },
    sessionsMax: number,
    overload: { readonly isOn: boolean },
    random: Random,
  ) {
    this.#sessions = sessions;
    this.#sessionsMax = sessionsMax;
    this.#overload = overload;
    this.#random = random;
  }

  get draining(): boolean {
    return this.#draining;
  }

  /** No new session from now on. Those that are here may still be resumed. */
  drain(): void {
    this.#draining = true;
  }

  /** Why no new session may begin now; undefined: it may. */
  refusal(): Refusal | undefined {
    const cause = this.#cause();
    if (cause === undefined) return undefined;
    this.refused[cause]++;
    return cause === 'draining'
      ? { name: 'DRAINING', retryAfterMs: this.drainingRetryMs() }
      : { name: 'OVERLOADED', retryAfterMs: this.laterMs() };
  }

  /** A connection without a session has to go: there are too many. */
  crowdedOut(): Refusal {
    this.refused.handshakes++;
    return { name: 'OVERLOADED', retryAfterMs: this.laterMs() };
  }

  #cause(): RefusalCause | undefined {
    if (this.#draining) return 'draining';
    if (this.#sessions.size >= this.#sessionsMax) return 'sessions';
    return this.#overload.isOn ? 'overload' : undefined;
  }

  /** When a client that found no room is to try again, in milliseconds. Another for each. */
  laterMs(): number {
    return this.#between(LATER_MS_MIN, LATER_MS_MAX);
  }

  /** When a client that a drain sends away is to try again, in milliseconds. Another for each. */
  drainingRetryMs(): number {
    return this.#between(DRAINING_RETRY_MS_MIN, DRAINING_RETRY_MS_MAX);
  }

  #between(minMs: number, maxMs: number): number {
    return Math.round(minMs + this.#random() * (maxMs - minMs));
  }
}
