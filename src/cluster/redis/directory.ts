// Who is online where: each gateway mirrors its own sessions into Redis, one hash a user, and reads those
// of all. Readers take the entries of gateways that live and clear away what they find of others.

import type { Clock } from '../../clock.js';
import type { AdmitOutcome, LocateOutcome, LoginPolicy, Presence } from '../cluster.js';
import { isLimiting } from '../login-policy.js';
import {
  listOf,
  pairsOf,
  textOf,
  type RedisCommand,
  type RedisCommands,
  type RedisReply,
} from './commands.js';
import type { Leases } from './leases.js';
import { REMOVE_FIELD, TAKE_FIELD } from './login-script.js';
import { Logins, type Displaced } from './logins.js';
import { Mirror, type MirrorCounters } from './mirror.js';
import { decodeEntry, ENTRY_VOID_MS, userKey } from './presence-entry.js';

/** How long `close` waits for Redis: what is left then ends with the lease. */
export const CLOSE_TIMEOUT_MS = 1_000;
/** A login looks through as many removals that wait: more wait only while Redis is away. */
const REMOVALS_LOOKED_AT = 1_000;

export interface DirectoryOptions {
  readonly redis: RedisCommands;
  readonly leases: Leases;
  readonly prefix: string;
  readonly clock: Clock;
  /** A session of this gateway or another one that has to end: see Logins. */
  readonly displaced: (displaced: Displaced) => void;
}

export interface DirectoryCounters extends Readonly<MirrorCounters> {
  readonly sessions: number;
  /** Changes that Redis has not confirmed. */
  readonly waiting: number;
  /** Entries of ended gateways that were cleared away. */
  readonly cleared: number;
  /** Entries that no gateway of this version wrote. */
  readonly unreadable: number;
  /** Sessions that were told to end for another one. */
  readonly displaced: number;
}

export class Directory {
  readonly #options: DirectoryOptions;
  readonly #mirror: Mirror<Presence>;
  readonly #logins: Logins;
  /** Entered by `admit`, so that `enter` need not write them again. */
  readonly #admitted = new Map<string, string>();
  readonly #counted = { cleared: 0, unreadable: 0, displaced: 0 };

  constructor(options: DirectoryOptions) {
    const { redis, leases, prefix, clock } = options;
    this.#options = options;
    const displaced = (who: Displaced): void => {
      this.#counted.displaced++;
      options.displaced(who);
    };
    this.#logins = new Logins({ redis, leases, prefix, displaced });
    this.#mirror = new Mirror<Presence>({
      ...{ redis, clock },
      mayWrite: () => leases.own !== undefined,
      put: (presence, inDoubt) => this.#logins.entering(presence, inDoubt),
      stored: (presence, reply) => {
        // It may have ended while it was written.
        if (this.#mirror.get(presence.sessionId) !== undefined) this.#logins.entered(presence, reply);
      },
      remove: (presence, inDoubt) => this.#removal(presence, inDoubt ? TAKE_FIELD : 'HDEL'),
      removed: (_presence, reply) => {
        if (typeof reply === 'string') this.#logins.takenOut(reply);
      },
      overflowed: () => {
        leases.newTerm();
      },
    });
  }

  get counters(): DirectoryCounters {
    const { size, waiting, counters } = this.#mirror;
    return { ...counters, ...this.#counted, sessions: size, waiting };
  }

  start(): void {
    this.#mirror.start();
  }

  enter(presence: Presence): void {
    const admittedUnder = this.#admitted.get(presence.sessionId);
    this.#admitted.delete(presence.sessionId);
    this.#record(presence, admittedUnder);
  }

  leave(sessionId: string): void {
    this.#admitted.delete(sessionId);
    this.#mirror.remove(sessionId);
  }

  async admit(presence: Presence, policy: LoginPolicy): Promise<AdmitOutcome> {
    if (!isLimiting(policy)) {
      this.enter(presence);
      return { kind: 'admitted', displaced: 0 };
    }
    const token = this.#options.leases.own?.token ?? '';
    const outcome = await this.#logins.admit(presence, policy, this.#removalsOf(presence.user));
    if (outcome.kind === 'unavailable') {
      // It may be entered yet: `enter` says that it is to be.
      if (!outcome.surelyUndone) this.#mirror.forget(presence.sessionId, presence);
      return { kind: 'unavailable', detail: outcome.detail };
    }
    if (outcome.kind !== 'admitted') return outcome;
    this.#record(presence, token);
    this.#admitted.set(presence.sessionId, token);
    return outcome;
  }

  /** @param writtenUnder the token of its entry in Redis, if it has one; under another term that is void by now */
  #record(presence: Presence, writtenUnder: string | undefined): void {
    const isWritten = writtenUnder !== undefined && writtenUnder === this.#options.leases.own?.token;
    if (isWritten) this.#mirror.adopt(presence.sessionId, presence);
    else this.#mirror.put(presence.sessionId, presence);
  }

  async locate(user: string): Promise<LocateOutcome> {
    const outcome = await this.#options.redis.call(this.#query(user));
    if (!outcome.ok) return { ok: false, detail: outcome.detail };
    return { ok: true, sessions: this.#presences(user, outcome.reply) };
  }

  /** Gateways that may hold a session of one of the users; undefined: not known now. Never rejects. */
  async gatewaysOfUsers(users: readonly string[]): Promise<readonly string[] | undefined> {
    const outcomes = await this.#options.redis.batch(users.map((user) => this.#query(user)));
    const gateways = new Set<string>();
    for (const [at, outcome] of outcomes.entries()) {
      if (!outcome.ok) return undefined;
      for (const { gatewayId } of this.#presences(users[at] ?? '', outcome.reply)) gateways.add(gatewayId);
    }
    return [...gateways];
  }

  /** A new term began. */
  resync(): void {
    this.#mirror.resync();
  }

  /** Resolves when Redis has confirmed all that was entered and left. */
  flushed(): Promise<void> {
    return this.#mirror.flushed();
  }

  /** Takes the sessions of this gateway out. */
  close(): Promise<void> {
    return this.#mirror.close(CLOSE_TIMEOUT_MS);
  }

  /** What ended here and Redis does not know of yet must not count against the next login. */
  #removalsOf(user: string): readonly RedisCommand[] {
    const removals: RedisCommand[] = [];
    let looked = 0;
    for (const presence of this.#mirror.removing()) {
      if (looked++ >= REMOVALS_LOOKED_AT) break;
      if (presence.user === user) removals.push(this.#removal(presence));
    }
    return removals;
  }

  #removal({ user, sessionId }: Presence, run: RedisCommand['run'] = 'HDEL'): RedisCommand {
    return { run, args: [userKey(this.#options.prefix, user), sessionId] };
  }

  #query(user: string): RedisCommand {
    return { run: 'HGETALL', args: [userKey(this.#options.prefix, user)] };
  }

  #presences(user: string, reply: RedisReply): readonly Presence[] {
    const { leases } = this.#options;
    const oldestS = (leases.redisEpochMs() - ENTRY_VOID_MS) / 1000;
    const presences: Presence[] = [];
    const cleared: RedisCommand[] = [];
    for (const [sessionId, value] of pairsOf(listOf(reply).map(textOf))) {
      const entry = decodeEntry(user, sessionId, value);
      if (entry === undefined) this.#counted.unreadable++;
      else if (leases.isVoid(entry.token) || entry.writtenEpochS < oldestS)
        cleared.push({ run: REMOVE_FIELD, args: [userKey(this.#options.prefix, user), sessionId, value] });
      else presences.push(entry.presence);
    }
    this.#clear(cleared);
    return presences;
  }

  #clear(commands: readonly RedisCommand[]): void {
    if (commands.length === 0) return;
    this.#counted.cleared += commands.length;
    void this.#options.redis.batch(commands);
  }
}
