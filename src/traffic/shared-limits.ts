// The limits that hold for one user over all gateways, and their talk with who keeps the accounts (Redis, or the
// primary of workers): one batch of charges each tick, never two at once. src/traffic/shared-limit.ts has what is decided.

import type { Clock, Timer } from '../clock.js';
import type { Cluster } from '../cluster/cluster.js';
import { SharedLimit, type OpenCharge } from './shared-limit.js';

/** What is owed waits so long at most, and as long again for an answer. */
export const CHARGE_INTERVAL_MS = 25;
/** Charges of one batch: some milliseconds of Redis's time, or the primary's. The others wait for the next. */
const CHARGES_MAX = 2_000;
const SWEEP_INTERVAL_MS = 1_000;
/** While there is no answer: how often it is tried. */
const RETRY_INTERVAL_MS = 500;

/** Units of one user over all gateways; 0: no limit. */
export interface SharedLimitsSettings {
  readonly userMessagesPerSecondMax: number;
  readonly userLoginsPerMinuteMax: number;
}

export const NO_USER_LIMIT: SharedLimitsSettings = { userMessagesPerSecondMax: 0, userLoginsPerMinuteMax: 0 };

/** One limit as it is asked. */
export interface UserLimit {
  /** @returns 0, or in how many milliseconds the user may try again */
  take(user: string): number;
}

export type LimitName = 'messages' | 'logins';

export interface SharedLimitView {
  readonly name: LimitName;
  readonly refused: number;
  readonly unaccounted: number;
  readonly accounts: number;
  /** Each gateway keeps to its share: nobody keeps accounts, or does not answer. */
  readonly isAlone: boolean;
}

export class SharedLimits {
  readonly messages: UserLimit | undefined;
  readonly logins: UserLimit | undefined;
  readonly #limits: readonly (readonly [LimitName, SharedLimit])[];
  readonly #cluster: Pick<Cluster, 'gateways' | 'quotas'>;
  readonly #clock: Clock;
  #isCharging = false;
  #isAlone: boolean;
  #retryAtMs = 0;
  /** Charges sent, and those without an answer. */
  charges = 0;
  failed = 0;

  constructor(
    { userMessagesPerSecondMax, userLoginsPerMinuteMax }: SharedLimitsSettings,
    cluster: Pick<Cluster, 'gateways' | 'quotas'>,
    clock: Clock,
  ) {
    this.#cluster = cluster;
    this.#clock = clock;
    this.#isAlone = cluster.quotas === undefined;
    const limits: [LimitName, SharedLimit][] = [];
    const add = (name: LimitName, unitsMax: number, periodMs: number): UserLimit | undefined => {
      if (unitsMax === 0) return undefined;
      const limit = new SharedLimit({ name, unitsMax, periodMs }, this.#isAlone);
      limits.push([name, limit]);
      return { take: (user) => limit.take(user, clock.nowMs()) };
    };
    this.messages = add('messages', userMessagesPerSecondMax, 1_000);
    this.logins = add('logins', userLoginsPerMinuteMax, 60_000);
    this.#limits = limits;
  }

  views(): readonly SharedLimitView[] {
    return this.#limits.map(([name, { refused, unaccounted, accounts, isAlone }]) => ({
      ...{ name, refused, unaccounted, accounts, isAlone },
    }));
  }

  /** @returns the timers; none when nothing is limited */
  start(): readonly Timer[] {
    if (this.#limits.length === 0) return [];
    this.#tellLimits();
    return [
      this.#clock.every(CHARGE_INTERVAL_MS, () => {
        void this.charge();
      }),
      this.#clock.every(SWEEP_INTERVAL_MS, () => {
        this.#tellLimits();
        for (const [, limit] of this.#limits) limit.sweep(this.#clock.nowMs());
      }),
    ];
  }

  /** Charges what is due. Does nothing while an answer is under way. */
  async charge(): Promise<void> {
    const { quotas } = this.#cluster;
    const nowMs = this.#clock.nowMs();
    if (quotas === undefined || this.#isCharging || nowMs < this.#retryAtMs) return;
    const open = this.#limits.flatMap(([, limit]) =>
      limit.charges(nowMs, CHARGES_MAX).map((charge) => [limit, charge] as const),
    );
    if (open.length === 0 && !this.#isAlone) return;
    this.#isCharging = true;
    // Nothing to charge: an empty one asks whether somebody answers again.
    const asked = open.length > 0 ? open.map(([, charge]) => withoutAccount(charge)) : [PROBE];
    const grants = await quotas.charge(asked);
    const answeredAtMs = this.#clock.nowMs();
    for (const [at, [limit, charge]] of open.entries()) limit.settle(charge, grants[at], answeredAtMs);
    this.#isCharging = false;
    this.#judge(asked.length, grants.filter((grant) => grant === undefined).length);
  }

  #judge(asked: number, failed: number): void {
    this.charges += asked;
    this.failed += failed;
    this.#isAlone = failed === asked;
    this.#retryAtMs = this.#isAlone ? this.#clock.nowMs() + RETRY_INTERVAL_MS : 0;
    this.#tellLimits();
  }

  #tellLimits(): void {
    const gateways = this.#cluster.gateways().length;
    for (const [, limit] of this.#limits) limit.become(this.#isAlone, gateways);
  }
}

const PROBE = { limit: 'messages', user: '', unitMs: 1, burstMs: 1, spent: 0, wanted: 0 };

const withoutAccount = ({ limit, user, unitMs, burstMs, spent, wanted }: OpenCharge): typeof PROBE => ({
  ...{ limit, user, unitMs, burstMs, spent, wanted },
});
