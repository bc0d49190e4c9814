// Accounts of limits that hold for one user over several gateways, in the memory of one process: the same
// arithmetic as the script in redis/quotas.ts, so that limits come out alike. An account is the moment until
// which all that was spent is paid for; it is as good as none once that is past.
//
// The paid ones are looked for when twice as many are there as the last time: no timer, and little work for
// each charge however many there are.

import type { QuotaCharge, QuotaGrant } from './cluster.js';

/** Accounts at once; beyond it nothing is refused, which is counted. 0.1 KB each, so some 50 MiB. */
export const QUOTA_ACCOUNTS_MAX = 524_288;
const FEW_ACCOUNTS = 4_096;
/** While it is full: how often paid ones are looked for, in milliseconds. */
const FULL_SWEEP_MS = 1_000;

export class MemoryQuotas {
  /** Of charges that found no room for their account. */
  unaccounted = 0;
  readonly #accountsMax: number;
  readonly #paidUntilMs = new Map<string, number>();
  #sweepAtCount: number;
  #sweptAtMs = -Infinity;

  constructor(accountsMax = QUOTA_ACCOUNTS_MAX) {
    this.#accountsMax = accountsMax;
    this.#sweepAtCount = Math.min(FEW_ACCOUNTS, accountsMax);
  }

  get accounts(): number {
    return this.#paidUntilMs.size;
  }

  charge({ limit, user, unitMs, burstMs, spent, wanted }: QuotaCharge, nowMs: number): QuotaGrant {
    const account = `${limit}:${user}`;
    const before = this.#paidUntilMs.get(account);
    if (before === undefined && !this.#hasRoom(nowMs)) {
      this.unaccounted++;
      return { granted: wanted, waitMs: 0 };
    }
    const spentUntilMs = Math.max(before ?? 0, nowMs) + spent * unitMs;
    const granted = Math.max(0, Math.min(wanted, Math.floor((nowMs + burstMs - spentUntilMs) / unitMs)));
    const paidUntilMs = spentUntilMs + granted * unitMs;
    if (paidUntilMs > nowMs) this.#paidUntilMs.set(account, paidUntilMs);
    return { granted, waitMs: Math.max(0, Math.ceil(paidUntilMs + unitMs - burstMs - nowMs)) };
  }

  #hasRoom(nowMs: number): boolean {
    const isFull = this.#paidUntilMs.size >= this.#accountsMax;
    const isDue = isFull
      ? nowMs - this.#sweptAtMs >= FULL_SWEEP_MS
      : this.#paidUntilMs.size >= this.#sweepAtCount;
    if (isDue) this.#sweep(nowMs);
    return this.#paidUntilMs.size < this.#accountsMax;
  }

  #sweep(nowMs: number): void {
    for (const [account, paidUntilMs] of this.#paidUntilMs)
      if (paidUntilMs <= nowMs) this.#paidUntilMs.delete(account);
    this.#sweptAtMs = nowMs;
    this.#sweepAtCount = Math.min(this.#accountsMax, Math.max(FEW_ACCOUNTS, 2 * this.#paidUntilMs.size));
  }
}
