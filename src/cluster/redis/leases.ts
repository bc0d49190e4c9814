// Keeps this gateway's lease and knows who else has one. One script each interval renews the own lease and
// says whether somebody came or went. While Redis cannot be asked nothing changes: nobody is declared lost.

import type { Clock, Timer } from '../../clock.js';
import type { Log } from '../../log.js';
import { listOf, numberOf, textOf, type RedisCommands, type RedisReply } from './commands.js';
import { CLOSE_LEASE, RENEW_LEASE, TAKE_LEASE } from './lease-scripts.js';
import {
  isVoid,
  nextView,
  NO_LEASES,
  parseToken,
  type LeaseHolder,
  type LeaseRow,
  type LeaseView,
} from './lease-view.js';

export interface LeaseTimes {
  /** How long a lease holds without being renewed. */
  readonly leaseMs: number;
  readonly renewIntervalMs: number;
}

/** A gateway that is killed is noticed between 3 and 5 s later; one that is only slow has 3 s. */
export const LEASE_TIMES: LeaseTimes = { leaseMs: 4_000, renewIntervalMs: 1_000 };
const SUPERSEDED_LOG_MS = 30_000;

export interface LeaseEvents {
  joined(gateway: LeaseHolder): void;
  /** It ended without saying so: what it held is gone. */
  lost(gateway: LeaseHolder): void;
  /** It took its leave: its sessions ended before it did. */
  left(gateway: LeaseHolder): void;
  /**
   * A new term of this gateway begins: what it wrote before counts no more and is to be written again.
   * @param lapsed the last one ended against its will: others may have given this gateway up
   */
  taken(own: LeaseHolder, lapsed: boolean): void;
}

export interface LeasesOptions {
  readonly redis: RedisCommands;
  readonly gatewayId: string;
  /** Names this process among all that had or will have the gateway's id. */
  readonly incarnation: string;
  /** Before all keys. */
  readonly prefix: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Others than LEASE_TIMES are for tests; all gateways of a cluster have the same. */
  readonly times?: LeaseTimes;
}

export class Leases {
  readonly #options: LeasesOptions;
  readonly #events: LeaseEvents;
  readonly #times: LeaseTimes;
  readonly #keys: readonly [string, string];
  #view: LeaseView = NO_LEASES;
  #own: LeaseHolder | undefined;
  #sinceEpochMs = 0;
  #version = 0;
  #readAtMs = 0;
  #sorted: readonly LeaseHolder[];
  #timer: Timer | undefined;
  #asking = false;
  #lapsed = false;
  #supersededAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: LeasesOptions, events: LeaseEvents) {
    this.#options = options;
    this.#events = events;
    this.#times = options.times ?? LEASE_TIMES;
    this.#keys = [`${options.prefix}:{leases}`, `${options.prefix}:{leases}:state`];
    this.#sorted = [this.#asBeforeContact()];
  }

  get gatewayId(): string {
    return this.#options.gatewayId;
  }

  start(): void {
    this.#timer = this.#options.clock.every(this.#times.renewIntervalMs, () => void this.renew());
    // A Redis that lost writes may have lost some of ours: a new term, and all is written again.
    this.#options.redis.subscribe({
      replaced: () => {
        this.newTerm();
      },
      healthChanged: ({ ok }) => {
        if (ok) void this.renew();
      },
    });
    void this.renew();
  }

  /** This gateway's token in force; undefined before the first and between two terms: nothing is written then. */
  get own(): LeaseHolder | undefined {
    return this.#own;
  }

  /** All that live, this one included, ascending by id. */
  live(): readonly LeaseHolder[] {
    return this.#sorted;
  }

  find(gatewayId: string): LeaseHolder | undefined {
    return this.#view.live.get(gatewayId);
  }

  /** Whether what carries the token counts no more. */
  isVoid(token: string): boolean {
    return isVoid(this.#view, token);
  }

  /** Redis's time, as far as it was told; 0 before the first contact. */
  redisEpochMs(): number {
    if (this.#view.readAtEpochMs === 0) return 0;
    return Math.floor(this.#view.readAtEpochMs + this.#options.clock.nowMs() - this.#readAtMs);
  }

  /** Ends the term, and with it all that was written under it, and begins another one. */
  newTerm(): void {
    this.#own = undefined;
    void this.renew();
  }

  /** Takes or renews the lease. Does nothing while an answer is outstanding. */
  async renew(): Promise<void> {
    if (this.#asking || this.#timer === undefined) return;
    this.#asking = true;
    const own = this.#own;
    const outcome = await this.#options.redis.call(own === undefined ? this.#take() : this.#renewal(own));
    this.#asking = false;
    if (!outcome.ok || this.#isClosed) return;
    const reply = listOf(outcome.reply);
    switch (textOf(reply[0])) {
      case 'taken':
        this.#taken(reply);
        return;
      case 'held':
        this.#read(numberOf(reply[1]), numberOf(reply[2]), reply.slice(3));
        // The term was ended while this was on the way.
        if (this.#own === undefined) return this.renew();
        return;
      case 'gone':
        // Unless it was ended here while this was on the way.
        if (own !== undefined && this.#own === own) this.#lapsed = true;
        this.#own = undefined;
        return this.renew();
      case 'superseded':
        this.#superseded();
    }
  }

  /** Gives the lease back, so that the others need not wait for its end. */
  async close(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    const own = this.#own;
    this.#own = undefined;
    if (own !== undefined)
      await this.#options.redis.call({ run: CLOSE_LEASE, args: [...this.#keys, own.token] });
  }

  get #isClosed(): boolean {
    return this.#timer === undefined;
  }

  #take(): Parameters<RedisCommands['call']>[0] {
    const { gatewayId, incarnation } = this.#options;
    return {
      run: TAKE_LEASE,
      args: [...this.#keys, gatewayId, incarnation, this.#sinceEpochMs, this.#times.leaseMs],
    };
  }

  #renewal({ token }: LeaseHolder): Parameters<RedisCommands['call']>[0] {
    const { leaseMs } = this.#times;
    // Without any renewal for half a lease it is Redis that was away.
    return { run: RENEW_LEASE, args: [...this.#keys, token, leaseMs, this.#version, leaseMs / 2] };
  }

  #taken(reply: readonly RedisReply[]): void {
    const own = parseToken(textOf(reply[3]));
    if (own === undefined) return;
    this.#own = own;
    this.#sinceEpochMs = own.sinceEpochMs;
    this.#read(numberOf(reply[1]), numberOf(reply[2]), reply.slice(4));
    const lapsed = this.#lapsed;
    this.#lapsed = false;
    this.#events.taken(own, lapsed);
  }

  /** @param pairs tokens and ends in turn; empty when nobody came or went */
  #read(nowEpochMs: number, version: number, pairs: readonly RedisReply[]): void {
    this.#readAtMs = this.#options.clock.nowMs();
    const known = pairs.length === 0 && this.#view.missing.size === 0;
    if (known) {
      this.#view = { ...this.#view, readAtEpochMs: nowEpochMs };
      return;
    }
    // Who is missing is looked for until found or given up: the whole list is wanted again.
    const change = nextView(this.#view, rowsOf(pairs), nowEpochMs, this.#times.leaseMs);
    this.#version = change.view.missing.size > 0 ? 0 : version;
    this.#view = change.view;
    this.#sorted = [...change.view.live.values()].sort((one, other) =>
      one.gatewayId < other.gatewayId ? -1 : 1,
    );
    this.#tell(change.left, 'left');
    this.#tell(change.lost, 'lost');
    this.#tell(change.joined, 'joined');
  }

  #tell(gateways: readonly LeaseHolder[], what: 'joined' | 'lost' | 'left'): void {
    for (const gateway of gateways) {
      if (gateway.gatewayId === this.#options.gatewayId) continue;
      this.#options.log[what === 'lost' ? 'warn' : 'info']({ gateway: gateway.gatewayId }, `gateway ${what}`);
      this.#events[what](gateway);
    }
  }

  #superseded(): void {
    const { clock, gatewayId, log } = this.#options;
    if (clock.nowMs() - this.#supersededAtMs < SUPERSEDED_LOG_MS) return;
    this.#supersededAtMs = clock.nowMs();
    log.error(
      { gateway: gatewayId },
      'another process with this gateway id started later and is the one that others see: give each its own gatewayId',
    );
  }

  /** It lives, whatever Redis says. */
  #asBeforeContact(): LeaseHolder {
    const { gatewayId, incarnation, clock } = this.#options;
    return { gatewayId, incarnation, sinceEpochMs: clock.epochMs(), termEpochMs: 0, token: '' };
  }
}

function rowsOf(pairs: readonly RedisReply[]): readonly LeaseRow[] {
  const rows: LeaseRow[] = [];
  for (let at = 0; at + 1 < pairs.length; at += 2)
    rows.push({ token: textOf(pairs[at]), untilEpochMs: numberOf(pairs[at + 1]) });
  return rows;
}
