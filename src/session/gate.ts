// Whether a new session may begin: the limit on sessions, and the drain. Asked when Hello comes and again
// when its token is checked. A refusal is a Disconnect after the upgrade, which tells the client its own
// time to come back; a closed port could not.

import type { Random } from '../clock.js';
import type { DisconnectName } from '../protocol/codes.js';

export interface Refusal {
  readonly name: DisconnectName;
  readonly retryAfterMs: number;
}

/** Clients of a gateway that drains come back, to another one, spread over these. */
const DRAINING_RETRY_MS_MIN = 500;
const DRAINING_RETRY_MS_MAX = 3_000;

export class SessionGate {
  readonly #sessions: { readonly size: number };
  readonly #sessionsMax: number;
  readonly #random: Random;
  #draining = false;

  constructor(sessions: { readonly size: number }, sessionsMax: number, random: Random) {
    this.#sessions = sessions;
    this.#sessionsMax = sessionsMax;
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
    if (this.#draining) return { name: 'DRAINING', retryAfterMs: this.drainingRetryMs() };
    return this.#sessions.size >= this.#sessionsMax ? { name: 'OVERLOADED', retryAfterMs: 0 } : undefined;
  }

  /** When a client that a drain sends away is to try again, in milliseconds. Another for each. */
  drainingRetryMs(): number {
    const spanMs = DRAINING_RETRY_MS_MAX - DRAINING_RETRY_MS_MIN;
    return Math.round(DRAINING_RETRY_MS_MIN + this.#random() * spanMs);
  }
}
