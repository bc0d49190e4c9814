// Users whose tokens were revoked, for gateways that start later: a sorted set by the moment before which
// tokens count no more. The bus tells those that run; what one of them knows it writes again when Redis may
// have lost it.

import type { Clock } from '../../clock.js';
import {
  listOf,
  numberOf,
  textOf,
  type RedisCommand,
  type RedisCommands,
  type RedisScript,
} from './commands.js';

/** As many as a gateway remembers (src/auth/revocations.ts); those revoked longest ago give way. */
export const REVOKED_MAX = 65_536;
/** Kept for so long after the last revocation: no token is good for longer than this, in milliseconds. */
const REVOKED_TTL_MS = 90 * 86_400_000;
/** Users of one command. */
const PAGE = 500;
const RETRY_MS = 1_000;

/** ARGV: most users, life in ms, then moments and users in turn. A later moment is never replaced by an earlier. */
export const REVOKE_USERS: RedisScript = {
  name: 'causewayRevokeUsers',
  keys: 1,
  lua: `
    for at = 3, #ARGV, 2 do redis.call('ZADD', KEYS[1], 'GT', ARGV[at], ARGV[at + 1]) end
    redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -tonumber(ARGV[1]) - 1)
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
    return 1`,
};

export interface RevokedUsersOptions {
  readonly redis: RedisCommands;
  readonly prefix: string;
  readonly clock: Clock;
  /** A revocation that this gateway may not know. */
  readonly found: (user: string, notBeforeEpochMs: number) => void;
}

export class RevokedUsers {
  readonly #options: RevokedUsersOptions;
  readonly #key: string;
  /** By user, the one revoked last at the end. */
  readonly #known = new Map<string, number>();
  #running = false;
  #again = false;
  #closed = false;

  constructor(options: RevokedUsersOptions) {
    this.#options = options;
    this.#key = `${options.prefix}:revoked`;
  }

  /** Learns those in force, now and whenever Redis may have changed. */
  start(): void {
    this.#options.redis.subscribe({
      healthChanged: ({ ok }) => {
        if (ok) this.#exchange();
      },
      replaced: () => {
        this.#exchange();
      },
    });
    this.#exchange();
  }

  /** Notes one that was made here or heard of, and writes it for later gateways. */
  add(user: string, notBeforeEpochMs: number): void {
    if (this.#note(user, notBeforeEpochMs)) void this.#write([[user, notBeforeEpochMs]]);
  }

  close(): void {
    this.#closed = true;
  }

  #note(user: string, notBeforeEpochMs: number): boolean {
    if ((this.#known.get(user) ?? -1) >= notBeforeEpochMs) return false;
    this.#known.delete(user);
    this.#known.set(user, notBeforeEpochMs);
    const [oldest] = this.#known.keys();
    if (this.#known.size > REVOKED_MAX && oldest !== undefined) this.#known.delete(oldest);
    return true;
  }

  /** Reads what stands there, writes what does not. One at a time; tried again until it is whole. */
  #exchange(): void {
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = true;
    void this.#exchangeOnce().then((whole) => {
      this.#running = false;
      if (whole && !this.#again) return;
      this.#again = false;
      this.#options.clock.after(whole ? 0 : RETRY_MS, () => {
        if (!this.#closed) this.#exchange();
      });
    });
  }

  async #exchangeOnce(): Promise<boolean> {
    const mine = [...this.#known];
    for (let from = 0; ; from += PAGE) {
      const page = await this.#read(from);
      if (page === undefined) return false;
      for (const [user, notBeforeEpochMs] of page)
        if (this.#note(user, notBeforeEpochMs)) this.#options.found(user, notBeforeEpochMs);
      if (page.length < PAGE) break;
    }
    for (let from = 0; from < mine.length; from += PAGE)
      if (!(await this.#write(mine.slice(from, from + PAGE)))) return false;
    return true;
  }

  async #read(from: number): Promise<readonly (readonly [string, number])[] | undefined> {
    const args = [this.#key, from, from + PAGE - 1, 'WITHSCORES'];
    const outcome = await this.#options.redis.call({ run: 'ZRANGE', args });
    return outcome.ok ? pairsOf(outcome.reply) : undefined;
  }

  async #write(users: readonly (readonly [string, number])[]): Promise<boolean> {
    const pairs = users.flatMap(([user, notBeforeEpochMs]) => [notBeforeEpochMs, user]);
    const command: RedisCommand = {
      run: REVOKE_USERS,
      args: [this.#key, REVOKED_MAX, REVOKED_TTL_MS, ...pairs],
    };
    return (await this.#options.redis.call(command)).ok;
  }
}

/** RESP3 has [member, score] pairs, RESP2 one after the other. What is no moment is left out. */
function pairsOf(reply: Parameters<typeof listOf>[0]): readonly (readonly [string, number])[] {
  const flat = listOf(reply).flatMap((item) => (Array.isArray(item) ? listOf(item) : [item]));
  const pairs: (readonly [string, number])[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) pairs.push([textOf(flat[at]), numberOf(flat[at + 1])]);
  return pairs.map(([user, moment]) => [user, Number.isSafeInteger(moment) ? moment : 0] as const);
}
