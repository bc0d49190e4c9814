// When and where the next try to connect goes.

import type { Random } from '../../clock.js';
import { STABLE_AFTER_MS, backoffMs } from './backoff.js';
import { redirected } from './endpoint.js';

export class Reconnection {
  readonly #url: string;
  readonly #random: Random;
  #failures = 0;
  /** When the transport became good, monotonic milliseconds; undefined while there is none. */
  #openSinceMs: number | undefined;
  /** Where a GoAway sent us. Given up when a try there fails, or with the session that lives there. */
  #redirect: string | undefined;
  /** Where the transport that is about to end goes next; undefined: no GoAway. */
  #moveTo: string | undefined;

  constructor(url: string, random: Random) {
    this.#url = url;
    this.#random = random;
  }

  get url(): string {
    return this.#redirect ?? this.#url;
  }

  opened(nowMs: number): void {
    this.#openSinceMs = nowMs;
  }

  /**
   * A transport, or the try to get one, ended. Only one that lived for a while resets the back-off:
   * else a gateway that welcomes and drops would be asked without end, at once.
   * @returns how long to wait before the next try, in milliseconds
   */
  lost(retryAfterMs: number, nowMs: number): number {
    if (this.#openSinceMs === undefined) this.#redirect = undefined;
    else if (nowMs - this.#openSinceMs >= STABLE_AFTER_MS) this.#failures = 0;
    this.#openSinceMs = undefined;
    if (this.#moveTo !== undefined) return this.#moveNow(this.#moveTo);
    this.#failures++;
    return retryAfterMs > 0 ? retryAfterMs : backoffMs(this.#failures, this.#random);
  }

  /** The gateway asked to go to `address` ("host:port"; empty: to stay), and said when: no back-off then. */
  move(address: string): void {
    this.#moveTo = address;
  }

  /** The session ended, and with it the reason to go anywhere but home. */
  home(): void {
    this.#redirect = undefined;
  }

  #moveNow(address: string): number {
    this.#moveTo = undefined;
    this.#redirect = redirected(this.url, address);
    return 0;
  }
}
