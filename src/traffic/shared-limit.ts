// A limit that holds for one user over all gateways, taken from by each without waiting. Pure: time comes in,
// charges go out, answers come in.
//
// Redis keeps an account of each user (a moment until which all is paid for, gcra.ts). A gateway spends on
// credit, up to its share of the limit, and charges that in the background; whoever spends much is given
// units ahead, which lapse when they are not used. When an account is empty Redis says for how long, and
// until then nothing is spent; then one unit on credit is the way to ask again.
//
// What all gateways let pass in any T periods is at most limit × (T + 4) + 2 × gateways: a burst, what all
// spent on credit before they heard of each other, what was given ahead before. In the long run it is the
// limit exactly, since all that is spent is charged.
//
// Without Redis each gateway keeps to its share: the limit divided by the number of gateways that live.

import type { QuotaCharge, QuotaGrant } from '../cluster/cluster.js';
import { paidAfter, waitMs, type Rate } from './gcra.js';

/** Units given ahead lapse after so long. */
export const LEASE_MS = 1_000;
/** A small debt waits so long for more, so that a quiet user costs one charge in it. */
const CHARGE_AFTER_MS = 1_000;
/** Of the limit, so much at most is given ahead to one gateway. */
const RESERVE_PART = 10;
/** When to try again while it is not known: an answer is under way. */
const UNKNOWN_WAIT_MS = 50;
/** Accounts in memory; beyond it users are not limited, which is counted. 0.2 KB each, so some 50 MiB. */
export const ACCOUNTS_MAX = 262_144;

export interface SharedLimitSettings {
  /** Names the limit in Redis. */
  readonly name: string;
  /** Units in a period; so many may come at once. */
  readonly unitsMax: number;
  readonly periodMs: number;
}

interface Account {
  readonly user: string;
  /** Below 0: spent on credit, not charged yet. */
  units: number;
  lapseAtMs: number;
  /** Asked for since the last charge, refused ones included. */
  demand: number;
  owesSinceMs: number;
  /** The account is empty until then. */
  waitUntilMs: number;
  /** The last answer was that it is empty. */
  wasEmpty: boolean;
  isAsking: boolean;
  /** Of the own share, while Redis is away. */
  paidUntilMs: number;
  usedAtMs: number;
}

/** A charge under way. */
export interface OpenCharge extends QuotaCharge {
  readonly account: Account;
}

export class SharedLimit {
  readonly #settings: SharedLimitSettings;
  readonly #unitMs: number;
  readonly #accounts = new Map<string, Account>();
  /** Accounts with something to charge or to ask for. */
  readonly #due = new Set<Account>();
  #gateways = 1;
  #isAlone: boolean;
  /** Takes refused. */
  refused = 0;
  /** Takes let pass because there was no room for another account. */
  unaccounted = 0;

  /** @param isAlone there is no Redis, or it has not answered yet */
  constructor(settings: SharedLimitSettings, isAlone: boolean) {
    this.#settings = settings;
    this.#unitMs = settings.periodMs / settings.unitsMax;
    this.#isAlone = isAlone;
  }

  get accounts(): number {
    return this.#accounts.size;
  }

  get isAlone(): boolean {
    return this.#isAlone;
  }

  /** Takes a unit. @returns 0, or in how many milliseconds it could be taken */
  take(user: string, nowMs: number): number {
    const account = this.#accounts.get(user) ?? this.#open(user);
    if (account === undefined) {
      this.unaccounted++;
      return 0;
    }
    account.usedAtMs = nowMs;
    const wait = this.#isAlone ? this.#takeOfShare(account, nowMs) : this.#takeShared(account, nowMs);
    if (wait > 0) this.refused++;
    return wait;
  }

  /** What is to be charged now, at most so many accounts. Each is answered by `settle`. */
  charges(nowMs: number, countMax: number): OpenCharge[] {
    const charges: OpenCharge[] = [];
    for (const account of this.#due) {
      if (charges.length >= countMax) break;
      if (account.isAsking || !this.#isDue(account, nowMs)) continue;
      this.#due.delete(account);
      const charge = this.#chargeOf(account);
      if (charge !== undefined) charges.push(charge);
    }
    return charges;
  }

  /** @param grant undefined: no answer; what is owed is charged again */
  settle({ account, spent }: OpenCharge, grant: QuotaGrant | undefined, nowMs: number): void {
    account.isAsking = false;
    if (grant !== undefined) {
      account.units += spent + grant.granted;
      account.lapseAtMs = nowMs + LEASE_MS;
      account.wasEmpty = grant.waitMs > 0;
      account.waitUntilMs = account.wasEmpty ? nowMs + grant.waitMs : 0;
    }
    if (account.units < 0) this.#due.add(account);
  }

  /** @param gateways that live, this one included */
  become(isAlone: boolean, gateways: number): void {
    this.#gateways = Math.max(1, gateways);
    this.#isAlone = isAlone;
  }

  /** Forgets accounts that are as good as new. */
  sweep(nowMs: number): void {
    for (const account of this.#accounts.values()) {
      const { user, units, isAsking, paidUntilMs, waitUntilMs, lapseAtMs, usedAtMs } = account;
      const isIdle = usedAtMs + LEASE_MS < nowMs && paidUntilMs <= nowMs && waitUntilMs <= nowMs;
      // Alone nobody can be told what is owed.
      const owesNothing = this.#isAlone || units === 0 || (units > 0 && lapseAtMs <= nowMs);
      if (!isIdle || !owesNothing || isAsking) continue;
      this.#accounts.delete(user);
      this.#due.delete(account);
    }
  }

  #open(user: string): Account | undefined {
    if (this.#accounts.size >= ACCOUNTS_MAX) return undefined;
    const account: Account = {
      user,
      units: 0,
      lapseAtMs: 0,
      demand: 0,
      owesSinceMs: 0,
      waitUntilMs: 0,
      wasEmpty: false,
      isAsking: false,
      paidUntilMs: 0,
      usedAtMs: 0,
    };
    this.#accounts.set(user, account);
    return account;
  }

  #takeShared(account: Account, nowMs: number): number {
    if (account.units > 0 && nowMs > account.lapseAtMs) account.units = 0;
    account.demand++;
    if (account.units <= 0 && nowMs < account.waitUntilMs) return Math.ceil(account.waitUntilMs - nowMs);
    this.#due.add(account);
    if (account.units <= -this.#creditOf(account)) return UNKNOWN_WAIT_MS;
    if (account.units === 0) account.owesSinceMs = nowMs;
    account.units--;
    return 0;
  }

  #takeOfShare(account: Account, nowMs: number): number {
    // A share of the rate, and of what may come at once.
    const rate: Rate = { unitMs: this.#unitMs * this.#gateways, burstMs: this.#burstMs };
    const wait = waitMs(rate, account.paidUntilMs, nowMs, 1);
    if (wait > 0) return Math.ceil(wait);
    account.paidUntilMs = paidAfter(rate, account.paidUntilMs, nowMs, 1);
    return 0;
  }

  /** At least one unit, however many gateways share it. */
  get #burstMs(): number {
    return Math.max(this.#settings.periodMs, this.#unitMs * this.#gateways);
  }

  #creditOf(account: Account): number {
    return account.wasEmpty ? 1 : Math.ceil(this.#settings.unitsMax / this.#gateways);
  }

  /** A debt that is small and young waits for more. */
  #isDue(account: Account, nowMs: number): boolean {
    if (account.wasEmpty || account.units > 0) return true;
    return -account.units * 2 >= this.#creditOf(account) || nowMs - account.owesSinceMs >= CHARGE_AFTER_MS;
  }

  #chargeOf(account: Account): OpenCharge | undefined {
    const { name, unitsMax, periodMs } = this.#settings;
    const spent = Math.max(0, -account.units);
    const isMuch = account.wasEmpty || account.demand * 2 > this.#creditOf(account) || account.units > 0;
    const reserve = isMuch ? Math.min(account.demand, Math.ceil(unitsMax / RESERVE_PART)) : 0;
    const wanted = Math.max(0, reserve - Math.max(0, account.units));
    account.demand = 0;
    if (spent === 0 && wanted === 0) return undefined;
    account.isAsking = true;
    const { user } = account;
    return { account, limit: name, user, unitMs: this.#unitMs, burstMs: periodMs, spent, wanted };
  }
}
