// The token a client says Hello with: where it comes from, until when it is good, and when a live
// session should be given a new one.

/** A live session gets a new token when this share of the old one's life is over. */
const REFRESH_AFTER = 0.8;
/** A refresh that failed is tried again when this share of the token's life has passed since. */
const REFRESH_AGAIN_AFTER = 0.05;
const REFRESH_AGAIN_MIN_MS = 1_000;

export class TokenKeeper {
  #token: string | undefined;
  readonly #renewable: boolean;
  #lifeMs = Infinity;
  #endsAtMs = Infinity;
  #refreshAtMs = Infinity;

  /** @param fixed the only token there is; undefined: tokens are fetched */
  constructor(fixed: string | undefined) {
    this.#token = fixed;
    this.#renewable = fixed === undefined;
  }

  /** Whether a refused token can be replaced. */
  get renewable(): boolean {
    return this.#renewable;
  }

  /** When a new token should be fetched for the live session, monotonic milliseconds. */
  get refreshAtMs(): number {
    return this.#refreshAtMs;
  }

  /** The token to say Hello with; undefined: fetch one. A fixed one is given whatever its age. */
  current(nowMs: number): string | undefined {
    return this.#renewable && nowMs >= this.#endsAtMs ? undefined : this.#token;
  }

  /** A token came; how long it lives is not known yet. */
  fetched(token: string): void {
    this.#token = token;
    this.#lives(Infinity, 0);
  }

  /** The gateway took `token`. @param expiresInMs 0: it does not end */
  accepted(token: string, expiresInMs: number, nowMs: number): void {
    this.#token = token;
    this.#lives(expiresInMs === 0 ? Infinity : expiresInMs, nowMs);
  }

  /** The gateway refused it. */
  refused(): void {
    if (this.#renewable) this.#token = undefined;
  }

  /** A fetch for the live session has begun: none other until it has an end. */
  refreshing(): void {
    this.#refreshAtMs = Infinity;
  }

  /** That fetch, or the Refresh after it, failed. */
  refreshFailed(nowMs: number): void {
    if (!this.#renewable || this.#lifeMs === Infinity) return;
    this.#refreshAtMs = nowMs + Math.max(REFRESH_AGAIN_MIN_MS, this.#lifeMs * REFRESH_AGAIN_AFTER);
  }

  #lives(lifeMs: number, nowMs: number): void {
    this.#lifeMs = lifeMs;
    this.#endsAtMs = nowMs + lifeMs;
    this.#refreshAtMs = this.#renewable ? nowMs + lifeMs * REFRESH_AFTER : Infinity;
  }
}
