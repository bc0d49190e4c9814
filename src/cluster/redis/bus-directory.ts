// What the bus may believe of what stands in Redis. "Nobody has this user" is only true while every live
// gateway has written what it holds: not right behind a Redis that was away, restarted empty or gave way to
// a replica, and not while a gateway writes everything again under a new term. Until then the answer is
// "not known", or has those gateways in it, and a push takes the longer way instead of getting lost.

import type { Clock } from '../../clock.js';
import type { BusDirectory } from './bus-addressing.js';
import type { GatewayLife } from './bus-frames.js';
import type { RedisCommands } from './commands.js';
import type { LeaseHolder } from './lease-view.js';

/** Within this time every gateway has noticed it and has written again what it holds: 12,500 entries take 0.1 s. */
export const SETTLE_MS = 10_000;

type LookUp = (key: readonly string[]) => Promise<readonly string[] | undefined>;

export interface TrustedDirectoryOptions {
  readonly gatewayId: string;
  readonly redis: Pick<RedisCommands, 'subscribe'>;
  readonly leases: { live(): readonly LeaseHolder[]; redisEpochMs(): number };
  readonly users: LookUp;
  readonly group: (group: string) => Promise<readonly string[] | undefined>;
  readonly clock: Clock;
}

export class TrustedDirectory implements BusDirectory {
  readonly #options: TrustedDirectoryOptions;
  /** Until then Redis may lack entries of anybody. */
  #doubtUntilMs = Number.NEGATIVE_INFINITY;
  #live: readonly LeaseHolder[] = [];
  #others: readonly GatewayLife[] = [];

  constructor(options: TrustedDirectoryOptions) {
    this.#options = options;
    const doubt = (): void => {
      this.#doubtUntilMs = options.clock.nowMs() + SETTLE_MS;
    };
    options.redis.subscribe({ healthChanged: doubt, replaced: doubt });
  }

  others(): readonly GatewayLife[] {
    const { leases, gatewayId } = this.#options;
    const live = leases.live();
    if (live !== this.#live) {
      this.#live = live;
      this.#others = live.filter((gateway) => gateway.gatewayId !== gatewayId);
    }
    return this.#others;
  }

  gatewaysOfUsers(users: readonly string[]): Promise<readonly string[] | undefined> {
    return this.#trusted(() => this.#options.users(users));
  }

  gatewaysOf(group: string): Promise<readonly string[] | undefined> {
    return this.#trusted(() => this.#options.group(group));
  }

  async #trusted(
    lookUp: () => Promise<readonly string[] | undefined>,
  ): Promise<readonly string[] | undefined> {
    if (this.#isDoubtful()) return undefined;
    const unsettled = this.#unsettled();
    const found = await lookUp();
    // The doubt may have begun while the answer was on the way.
    if (found === undefined || this.#isDoubtful()) return undefined;
    return [...found, ...unsettled];
  }

  #isDoubtful(): boolean {
    return this.#options.clock.nowMs() < this.#doubtUntilMs;
  }

  #unsettled(): readonly string[] {
    const { leases } = this.#options;
    const sinceEpochMs = leases.redisEpochMs() - SETTLE_MS;
    return leases
      .live()
      .flatMap(({ gatewayId, termEpochMs }) => (termEpochMs > sinceEpochMs ? [gatewayId] : []));
  }
}
