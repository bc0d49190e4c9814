// Single login over all gateways: the script of login-script.ts, asked for logins ('new') and, once there is
// a limit, for every later writing of an entry too ('settle'). So sessions that began while Redis was away,
// or whose end was decided but never told to their gateway, are found too many when they are written next.

import type { AdmitOutcome, LoginPolicy, Presence } from '../cluster.js';
import { isLimiting } from '../login-policy.js';
import {
  listOf,
  pairsOf,
  textOf,
  type RedisCommand,
  type RedisCommands,
  type RedisOutcome,
  type RedisReply,
} from './commands.js';
import { parseToken } from './lease-view.js';
import type { Leases } from './leases.js';
import { LOGIN, PUT_FIELD } from './login-script.js';
import { encodeEntry, ENTRY_TTL_MS, ENTRY_VOID_MS, loserLinesOf, userKey } from './presence-entry.js';

/** A session whose place another one took. Its entry is gone. */
export interface Displaced {
  readonly sessionId: string;
  readonly gatewayId: string;
}

export interface LoginsOptions {
  readonly redis: RedisCommands;
  readonly leases: Leases;
  readonly prefix: string;
  /** Tells the session's gateway, which may be this one. */
  readonly displaced: (displaced: Displaced) => void;
}

type Decision =
  | { readonly kind: 'decided'; readonly in: boolean; readonly displaced: readonly Displaced[] }
  | { readonly kind: 'unavailable'; readonly detail: string; readonly surelyUndone: boolean };

/** In doubt: the session may have been entered, or be entered yet, and others have lost their place by it. */
export type LoginOutcome =
  Exclude<AdmitOutcome, { kind: 'unavailable' }> | Extract<Decision, { kind: 'unavailable' }>;

export class Logins {
  readonly #options: LoginsOptions;
  /** The last one that limits; undefined before the first: entries are just written. */
  #policy: LoginPolicy | undefined;

  constructor(options: LoginsOptions) {
    this.#options = options;
  }

  /**
   * As `Cluster.admit`, and says whether one that got no answer may be done yet; a policy that limits holds for
   * `entering` from now on.
   * @param before what Redis does first, on the same user's key
   */
  async admit(
    presence: Presence,
    policy: LoginPolicy,
    before: readonly RedisCommand[],
  ): Promise<LoginOutcome> {
    this.#policy = policy;
    const decision = await this.#decide('new', presence, policy, before);
    if (decision.kind === 'unavailable') return decision;
    if (!decision.in) return { kind: 'refused' };
    for (const displaced of decision.displaced) this.#options.displaced(displaced);
    return { kind: 'admitted', displaced: decision.displaced.length };
  }

  /**
   * Writes the entry of a session that goes on; the reply is for `entered`.
   * @param inDoubt a question about it got no answer
   */
  entering(presence: Presence, inDoubt: boolean): RedisCommand {
    const policy = this.#policy;
    if (policy !== undefined && isLimiting(policy))
      return this.#command(inDoubt ? 'settle-in-doubt' : 'settle', presence, policy);
    const { prefix } = this.#options;
    const { user, sessionId } = presence;
    return { run: PUT_FIELD, args: [userKey(prefix, user), sessionId, this.#entry(presence), ENTRY_TTL_MS] };
  }

  entered(presence: Presence, reply: RedisReply): void {
    const policy = this.#policy;
    const [verdict, ...pairs] = listOf(reply).map(textOf);
    if (verdict === undefined || policy === undefined) return;
    if (verdict === 'judge') void this.#settle(presence, policy);
    else this.#tell(presence, verdict === 'in', displacedOf(pairs));
  }

  /** The entry of a session that never began was taken out: tells whom it took the place of. */
  takenOut(value: RedisReply): void {
    const losers = loserLinesOf(textOf(value)).flatMap((line) => line.split(' '));
    for (const displaced of displacedOf(losers)) this.#options.displaced(displaced);
  }

  async #settle(presence: Presence, policy: LoginPolicy): Promise<void> {
    const decision = await this.#decide('settle-in-doubt', presence, policy);
    // Without an answer it stays for the next round of the sweep.
    if (decision.kind === 'decided') this.#tell(presence, decision.in, decision.displaced);
  }

  #tell({ sessionId, gatewayId }: Presence, isIn: boolean, others: readonly Displaced[]): void {
    for (const displaced of others) this.#options.displaced(displaced);
    if (!isIn) this.#options.displaced({ sessionId, gatewayId });
  }

  async #decide(
    mode: Mode,
    presence: Presence,
    policy: LoginPolicy,
    before: readonly RedisCommand[] = [],
  ): Promise<Decision> {
    const { redis, leases } = this.#options;
    if (leases.own === undefined)
      return {
        ...{ kind: 'unavailable', surelyUndone: true },
        detail: 'this gateway has no lease in Redis yet',
      };
    const first = (await redis.batch([...before, this.#command(mode, presence, policy)])).at(-1);
    if (first?.ok !== true) return unavailable(first);
    const [verdict, ...rest] = listOf(first.reply).map(textOf);
    if (verdict !== 'judge') return decided(verdict, rest);
    const voided = [...new Set(rest)].filter((token) => leases.isVoid(token));
    const second = await redis.call(this.#command(mode, presence, policy, voided));
    if (!second.ok) return unavailable(second);
    const [final, ...pairs] = listOf(second.reply).map(textOf);
    return decided(final, pairs);
  }

  /** @param voided tokens known to be void; undefined: not looked at yet */
  #command(mode: Mode, presence: Presence, policy: LoginPolicy, voided?: readonly string[]): RedisCommand {
    const { prefix, leases } = this.#options;
    const { user, sessionId } = presence;
    const voidBeforeS = Math.max(0, Math.floor((leases.redisEpochMs() - ENTRY_VOID_MS) / 1000));
    const limits = [policy.perUserMax, policy.perDeviceMax, policy.loser];
    const judged = voided === undefined ? ['0'] : ['1', ...voided];
    const entry = [sessionId, this.#entry(presence), ENTRY_TTL_MS];
    return {
      run: LOGIN,
      args: [userKey(prefix, user), mode, ...entry, ...limits, voidBeforeS, ...judged],
    };
  }

  #entry(presence: Presence): string {
    const { leases } = this.#options;
    return encodeEntry(presence, leases.own?.token ?? '', leases.redisEpochMs());
  }
}

type Mode = 'new' | 'settle' | 'settle-in-doubt';

const unavailable = (failure: Extract<RedisOutcome, { ok: false }> | undefined): Decision => ({
  ...{ kind: 'unavailable', detail: failure?.detail ?? '' },
  surelyUndone: failure !== undefined && failure.cause !== 'unanswered',
});

const decided = (verdict: string | undefined, pairs: readonly string[]): Decision => ({
  kind: 'decided',
  in: verdict === 'in',
  displaced: displacedOf(pairs),
});

function displacedOf(losers: readonly string[]): readonly Displaced[] {
  return pairsOf(losers).flatMap(([sessionId, token]) => {
    const gatewayId = parseToken(token)?.gatewayId;
    return gatewayId === undefined ? [] : [{ sessionId, gatewayId }];
  });
}
