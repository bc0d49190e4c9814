// Token keys out of a JWK Set: in a file, or fetched from a login service.
//
// The fetched set is kept. A token whose key is not in it makes a new fetch, but not more often than the
// cooldown: tokens of strangers name any key they like. When the service cannot be reached, the set that
// was fetched last goes on counting for a day, and only tokens with keys unknown to it cannot be checked.

import type { Clock } from '../clock.js';
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
  readonly url: string;
  readonly fetchText: FetchText;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly log: Log;
}

/** A set older than this is fetched anew, while it goes on being used. */
export const FRESH_MS = 600_000;
/** A set older than this is used no more: a key that was taken back would count for ever. */
export const STALE_MAX_MS = 24 * 3_600_000;
/** Between two fetches, after one that succeeded and after one that failed. */
export const COOLDOWN_MS = 30_000;
export const FAILURE_COOLDOWN_MS = 2_000;

export function remoteKeySetKeys(options: RemoteKeySetOptions): TokenKeys {
  const keySet = new RemoteKeySet(options);
  return { algorithms: KEY_SET_ALGORITHMS, find: (hint) => keySet.find(hint) };
}

class RemoteKeySet {
  readonly #options: RemoteKeySetOptions;
  #current: KeySet | undefined;
  #fetchedAtMs = -Infinity;
  #triedAtMs = -Infinity;
  #failed = false;
  #pending: Promise<void> | undefined;

  constructor(options: RemoteKeySetOptions) {
    this.#options = options;
  }

  async find(hint: KeyHint): Promise<FoundKeys> {
    const ageMs = this.#options.clock.nowMs() - this.#fetchedAtMs;
    if (ageMs >= STALE_MAX_MS) await this.#fetch();
    // In the background: what is known is good enough meanwhile.
    else if (ageMs >= FRESH_MS) void this.#fetch();
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
    if (!this.#failed) return unknownKey(hint);
    return { ok: false, refusal: 'unavailable', detail: `key set at ${this.#options.url} unavailable` };
  }

  /** One fetch at a time, for all who wait. */
  #fetch(): Promise<void> {
    if (this.#pending !== undefined) return this.#pending;
    const nowMs = this.#options.clock.nowMs();
    const cooldownMs = this.#failed ? FAILURE_COOLDOWN_MS : COOLDOWN_MS;
    if (nowMs - this.#triedAtMs < cooldownMs) return Promise.resolve();
    this.#triedAtMs = nowMs;
    this.#pending = this.#fetchNow(nowMs).finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  async #fetchNow(nowMs: number): Promise<void> {
    const { url, fetchText, log } = this.#options;
    try {
      const parsed = parseKeySet(await fetchText(url));
      if (!parsed.ok) throw new Error(parsed.reason);
      this.#current = parsed.value;
      this.#fetchedAtMs = nowMs;
      if (this.#failed) log.info({ url }, 'key set can be fetched again');
      this.#failed = false;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      // One line for the first failure; the refused tokens are counted.
      if (!this.#failed) log.error({ url, reason }, 'cannot fetch the key set; check auth.jwksUrl');
      this.#failed = true;
    }
  }
}

const unknownKey = ({ kid, algorithm }: KeyHint): FoundKeys => ({
  ok: false,
  refusal: 'invalid',
  detail: `no ${algorithm} key ${kid === undefined ? 'without kid' : JSON.stringify(kid.slice(0, 64))} in the key set`,
});
