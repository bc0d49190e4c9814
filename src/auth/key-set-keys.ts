// Token keys out of a JWK Set: in a file, or fetched from a login service.
//
// The fetched set is kept, and fetched anew from time to time, also while nobody logs in: that it cannot be
// fetched is seen before a login fails of it. A token whose key is not in it makes a fetch too, but not more
// often than the cooldown: tokens of strangers name any key they like. When the service cannot be reached,
// the set that was fetched last goes on counting for a day, and only tokens with keys unknown to it cannot be
// checked.

import type { Clock, Timer } from '../clock.js';
import type { Log } from '../log.js';
import { KEY_SET_ALGORITHMS, parseKeySet, type KeySet } from './key-set.js';
import type { FoundKeys, KeyHint, TokenKeys } from './token-keys.js';

/** Keys of a file that changes: `current` is asked for each token. */
export function fileKeySetKeys(current: () => KeySet): TokenKeys {
  return {
    algorithms: KEY_SET_ALGORITHMS,
    find: async (hint) => {
      const found = await current().find(hint);
      return found === 'none' ? unknownKey(hint) : found;
    },
  };
}

/** Fetches the text of the set. Rejects with a sentence for the log. */
export type FetchText = (url: string) => Promise<string>;

export interface RemoteKeySetOptions {
  /** What it is, for logs and metrics. */
  readonly name: string;
  readonly url: string;
  readonly fetchText: FetchText;
  readonly clock: Clock;
  readonly log: Log;
}

/** For /status and metrics: what a credential in files says of itself too. */
export interface RemoteKeySetStatus {
  readonly name: string;
  /** The URL. */
  readonly files: readonly string[];
  /** False while it cannot be fetched: the one fetched last, if any, is in force. */
  readonly ok: boolean;
  readonly problem: string | undefined;
  /** When the one in force was fetched; undefined: none has been yet. */
  readonly loadedAtEpochMs: number | undefined;
  readonly expiresAtEpochMs: undefined;
  /** Sets that differed from the one before, and fetches that failed. */
  readonly reloads: number;
  readonly refusals: number;
}

/** From one fetch that succeeded to the next one. */
export const FRESH_MS = 600_000;
/** A set older than this is used no more: a key that was taken back would count for ever. */
export const STALE_MAX_MS = 24 * 3_600_000;
/** Tokens with unknown keys make no fetch for so long, after one that succeeded and after one that failed. */
export const COOLDOWN_MS = 30_000;
export const FAILURE_COOLDOWN_MS = 2_000;
/** From a fetch that failed to the next one, while no token asks for one. */
export const RETRY_MS = 30_000;

export class RemoteKeySet implements TokenKeys {
  readonly algorithms = KEY_SET_ALGORITHMS;
  readonly #options: RemoteKeySetOptions;
  #current: KeySet | undefined;
  #text: string | undefined;
  #fetchedAtMs = -Infinity;
  #loadedAtEpochMs: number | undefined;
  #triedAtMs = -Infinity;
  #problem: string | undefined;
  #pending: Promise<void> | undefined;
  #next: Timer | undefined;
  #isClosed = false;
  #reloads = 0;
  #refusals = 0;

  constructor(options: RemoteKeySetOptions) {
    this.#options = options;
  }

  /** Fetches it in the background, now and again and again until `close`. */
  keepFresh(): void {
    void this.#fetch().then(() => {
      if (this.#isClosed) return;
      const delayMs = this.#problem === undefined ? FRESH_MS : RETRY_MS;
      this.#next = this.#options.clock.after(delayMs, () => {
        this.keepFresh();
      });
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#next?.cancel();
  }

  status(): RemoteKeySetStatus {
    const { name, url } = this.#options;
    return {
      name,
      files: [url],
      ok: this.#problem === undefined,
      problem: this.#problem,
      loadedAtEpochMs: this.#loadedAtEpochMs,
      expiresAtEpochMs: undefined,
      reloads: this.#reloads,
      refusals: this.#refusals,
    };
  }

  async find(hint: KeyHint): Promise<FoundKeys> {
    const found = await this.#look(hint);
    if (found !== 'none') return found;
    await this.#fetch();
    const again = await this.#look(hint);
    return again === 'none' ? this.#unknown(hint) : again;
  }

  async #look(hint: KeyHint): Promise<FoundKeys | 'none'> {
    const isUsable = this.#options.clock.nowMs() - this.#fetchedAtMs < STALE_MAX_MS;
    return this.#current !== undefined && isUsable ? this.#current.find(hint) : 'none';
  }

  /** While the service is away, a key it may have made since cannot be told from one it never had. */
  #unknown(hint: KeyHint): FoundKeys {
    if (this.#problem === undefined) return unknownKey(hint);
    return { ok: false, refusal: 'unavailable', detail: `key set at ${this.#options.url} unavailable` };
  }

  /** One fetch at a time, for all who wait. */
  #fetch(): Promise<void> {
    if (this.#pending !== undefined) return this.#pending;
    const nowMs = this.#options.clock.nowMs();
    const cooldownMs = this.#problem === undefined ? COOLDOWN_MS : FAILURE_COOLDOWN_MS;
    if (nowMs - this.#triedAtMs < cooldownMs) return Promise.resolve();
    this.#triedAtMs = nowMs;
    this.#pending = this.#fetchNow(nowMs).finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  async #fetchNow(nowMs: number): Promise<void> {
    const { url, fetchText } = this.#options;
    try {
      const text = await fetchText(url);
      const parsed = parseKeySet(text);
      if (!parsed.ok) throw new Error(parsed.reason);
      this.#take(parsed.value, text, nowMs);
    } catch (error) {
      this.#refuse(error instanceof Error ? error.message : String(error));
    }
  }

  #take(keySet: KeySet, text: string, fetchedAtMs: number): void {
    const { url, clock, log } = this.#options;
    if (this.#text !== undefined && this.#text !== text) this.#reloads++;
    this.#text = text;
    this.#current = keySet;
    this.#fetchedAtMs = fetchedAtMs;
    this.#loadedAtEpochMs = clock.epochMs();
    if (this.#problem !== undefined) log.info({ url }, 'key set can be fetched again');
    this.#problem = undefined;
  }

  /** One line for the first failure; the others are counted. */
  #refuse(reason: string): void {
    const { url, log } = this.#options;
    if (this.#problem === undefined)
      log.error({ url, reason }, 'cannot fetch the key set; check auth.jwksUrl');
    this.#problem = reason;
    this.#refusals++;
  }
}

const unknownKey = ({ kid, algorithm }: KeyHint): FoundKeys => ({
  ok: false,
  refusal: 'invalid',
  detail: `no ${algorithm} key ${kid === undefined ? 'without kid' : JSON.stringify(kid.slice(0, 64))} in the key set`,
});
