// Which gateways have members of a group: one hash a group, one field a gateway with the token of its term.
// A gateway enters with its first member and leaves with its last.

import type { Clock } from '../../clock.js';
import { listOf, pairsOf, textOf, type RedisCommands } from './commands.js';
import { parseToken } from './lease-view.js';
import type { Leases } from './leases.js';
import { CLOSE_TIMEOUT_MS } from './directory.js';
import { PUT_FIELD, REMOVE_FIELD } from './login-script.js';
import { Mirror, type MirrorCounters } from './mirror.js';
import { ENTRY_TTL_MS } from './presence-entry.js';

export interface GroupInterestOptions {
  readonly redis: RedisCommands;
  readonly leases: Leases;
  readonly prefix: string;
  readonly clock: Clock;
  /** How long `entered` waits for Redis. */
  readonly timeoutMs: number;
}

export interface GroupCounters extends Readonly<MirrorCounters> {
  readonly groups: number;
  readonly waiting: number;
}

export class GroupInterest {
  readonly #options: GroupInterestOptions;
  readonly #mirror: Mirror<string>;

  constructor(options: GroupInterestOptions) {
    const { redis, leases, clock } = options;
    const { gatewayId } = options.leases;
    this.#options = options;
    this.#mirror = new Mirror<string>({
      ...{ redis, clock },
      mayWrite: () => leases.own !== undefined,
      put: (group) => ({
        run: PUT_FIELD,
        args: [this.#key(group), gatewayId, leases.own?.token ?? '', ENTRY_TTL_MS],
      }),
      remove: (group) => ({ run: 'HDEL', args: [this.#key(group), gatewayId] }),
      overflowed: () => {
        leases.newTerm();
      },
    });
  }

  get counters(): GroupCounters {
    const { size, waiting, counters } = this.#mirror;
    return { ...counters, groups: size, waiting };
  }

  start(): void {
    this.#mirror.start();
  }

  /** Resolves when the others can know of it; false when they could not be told in time. */
  entered(group: string): Promise<boolean> {
    const stored = this.#mirror.stored(group, this.#options.timeoutMs);
    this.#mirror.put(group, group);
    return stored;
  }

  left(group: string): void {
    this.#mirror.remove(group);
  }

  /** Gateways that may have members; undefined: not known now. Never rejects. */
  async gatewaysOf(group: string): Promise<readonly string[] | undefined> {
    const outcome = await this.#options.redis.call({ run: 'HGETALL', args: [this.#key(group)] });
    if (!outcome.ok) return undefined;
    const gateways: string[] = [];
    for (const [field, token] of pairsOf(listOf(outcome.reply).map(textOf))) {
      const isVoid = this.#options.leases.isVoid(token);
      if (!isVoid && parseToken(token)?.gatewayId === field) gateways.push(field);
      else void this.#options.redis.call({ run: REMOVE_FIELD, args: [this.#key(group), field, token] });
    }
    return gateways;
  }

  /** A new term began. */
  resync(): void {
    this.#mirror.resync();
  }

  flushed(): Promise<void> {
    return this.#mirror.flushed();
  }

  close(): Promise<void> {
    return this.#mirror.close(CLOSE_TIMEOUT_MS);
  }

  #key(group: string): string {
    return `${this.#options.prefix}:group:${group}`;
  }
}
