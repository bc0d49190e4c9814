// The cluster over Redis, put together: leases say who lives, the directory who is online where, the groups
// who has members, the bus carries what gateways tell each other.

import type { Clock, Random, Timer } from '../../clock.js';
import type { Log } from '../../log.js';
import type {
  AdmitOutcome,
  AskOutcome,
  Cluster,
  ClusterMessage,
  ClusterReceiver,
  ClusterStatus,
  LiveGateway,
  LocateOutcome,
  LoginPolicy,
  MirrorFigures,
  Presence,
} from '../cluster.js';
import { Bus, type BusLimits } from './bus.js';
import { TrustedDirectory } from './bus-directory.js';
import { KEEP_STREAM } from './bus-streams.js';
import type { RedisCommands, RedisScript } from './commands.js';
import { Directory } from './directory.js';
import { GroupInterest } from './groups.js';
import { LEASE_SCRIPTS } from './lease-scripts.js';
import { Leases, LEASE_TIMES, type LeaseTimes } from './leases.js';
import { ENTRY_SCRIPTS } from './login-script.js';
import type { Displaced } from './logins.js';
import { CHARGE_QUOTA, RedisQuotas } from './quotas.js';
import { REVOKE_USERS, RevokedUsers } from './revoked-users.js';

/** What a connection for a RedisCluster has to know. */
export const CLUSTER_SCRIPTS: readonly RedisScript[] = [
  ...LEASE_SCRIPTS,
  ...ENTRY_SCRIPTS,
  KEEP_STREAM,
  REVOKE_USERS,
  CHARGE_QUOTA,
];

/** How much later than Redis said it this gateway may have heard what time it was: a time-out and some more. */
const TIME_SLACK_MS = 1_000;
/** For a renewal, the reading of its answer, and a word of each of the others. */
const SEEN_SLACK_MS = 250;
/** How long a group's first member waits until the others know. */
const GROUP_TIMEOUT_MS = 2_000;

export interface RedisClusterParts {
  readonly gatewayId: string;
  /** Random, new at each start. */
  readonly incarnation: string;
  /** Both made with CLUSTER_SCRIPTS, and closed with the cluster. `blocking` is for reads that wait in Redis. */
  readonly redis: RedisCommands;
  readonly blocking: RedisCommands;
  /** Before all keys. */
  readonly prefix: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly scheduleFlush: (flush: () => void) => void;
  /** For tests. */
  readonly busLimits?: BusLimits;
  /** For tests. */
  readonly leaseTimes?: LeaseTimes;
}

export class RedisCluster implements Cluster {
  readonly quotas: RedisQuotas;
  readonly #parts: RedisClusterParts;
  readonly #leases: Leases;
  readonly #directory: Directory;
  readonly #groups: GroupInterest;
  readonly #trusted: TrustedDirectory;
  #revoked: RevokedUsers | undefined;
  #receiver: ClusterReceiver | undefined;
  #bus: Bus | undefined;
  /** Resolves when the others have seen the first term. */
  readonly #joined: Promise<void>;
  #setJoined: () => void = () => undefined;
  #joining: Timer | undefined;
  #lapses = 0;

  constructor(parts: RedisClusterParts) {
    const { gatewayId, incarnation, redis, prefix, clock, log } = parts;
    this.#parts = parts;
    this.#joined = new Promise((resolve) => {
      this.#setJoined = resolve;
    });
    this.quotas = new RedisQuotas(redis, prefix);
    this.#leases = new Leases(
      {
        redis,
        gatewayId,
        incarnation,
        prefix,
        clock,
        log,
        ...(parts.leaseTimes && { times: parts.leaseTimes }),
      },
      {
        joined: (gateway) => {
          this.#bus?.joined(gateway, this.#startOf(gateway));
        },
        lost: (gateway) => this.#receiver?.gatewayLost(gateway.gatewayId),
        left: () => undefined,
        taken: (_own, lapsed) => {
          this.#taken(lapsed);
        },
      },
    );
    const leases = this.#leases;
    this.#directory = new Directory({
      ...{ redis, leases, prefix, clock },
      displaced: (who) => {
        this.#displaced(who);
      },
    });
    this.#groups = new GroupInterest({ redis, leases, prefix, clock, timeoutMs: GROUP_TIMEOUT_MS });
    this.#trusted = new TrustedDirectory({
      ...{ gatewayId, redis, leases, clock },
      users: (users) => this.#directory.gatewaysOfUsers(users),
      group: (group) => this.#groups.gatewaysOf(group),
    });
  }

  start(receiver: ClusterReceiver): void {
    const { redis, blocking, prefix, gatewayId, incarnation, clock, random, log } = this.#parts;
    this.#receiver = receiver;
    this.#bus = new Bus({
      self: { gatewayId, incarnation },
      ...{
        redis,
        blocking,
        keyPrefix: prefix,
        directory: this.#trusted,
        receiver: this.#listening(receiver),
      },
      ...{ clock, random, log, scheduleFlush: this.#parts.scheduleFlush },
      ...(this.#parts.busLimits !== undefined && { limits: this.#parts.busLimits }),
    });
    this.#revoked = new RevokedUsers({
      ...{ redis, prefix, clock },
      found: (user, notBeforeEpochMs) => {
        void receiver.receive({ kind: 'revoke', user, notBeforeEpochMs }, gatewayId);
      },
    });
    // The stream is there before the lease says that this gateway can be reached.
    void this.#bus.start().then(() => {
      this.#leases.start();
    });
    this.#directory.start();
    this.#groups.start();
    this.#revoked.start();
  }

  joined(): Promise<void> {
    return this.#joined;
  }

  enter(presence: Presence): void {
    this.#directory.enter(presence);
  }

  leave(sessionId: string): void {
    this.#directory.leave(sessionId);
  }

  locate(user: string): Promise<LocateOutcome> {
    return this.#directory.locate(user);
  }

  gateways(): readonly LiveGateway[] {
    return this.#leases.live();
  }

  admit(presence: Presence, policy: LoginPolicy): Promise<AdmitOutcome> {
    return this.#directory.admit(presence, policy);
  }

  groupEntered(group: string): Promise<boolean> {
    return this.#groups.entered(group);
  }

  groupLeft(group: string): void {
    this.#groups.left(group);
  }

  publish(message: ClusterMessage): boolean {
    if (message.kind === 'revoke') this.#revoked?.add(message.user, message.notBeforeEpochMs);
    return this.#bus?.publish(message) ?? false;
  }

  ask(message: ClusterMessage): Promise<AskOutcome> {
    return this.#bus?.ask(message) ?? Promise.resolve({ ok: false, detail: 'this gateway has not started' });
  }

  handedOver(): Promise<boolean> | undefined {
    return this.#bus?.handedOver();
  }

  /** Resolves when Redis has confirmed what was entered and left so far. */
  async flushed(): Promise<void> {
    await Promise.all([this.#directory.flushed(), this.#groups.flushed()]);
  }

  /** Undefined before the start. */
  status(): ClusterStatus | undefined {
    if (this.#bus === undefined) return undefined;
    const { redis } = this.#parts;
    return {
      ...redis.health(),
      commands: redis.counters.commands,
      commandsFailed: redis.counters.failed,
      waiting: this.#directory.counters.waiting + this.#groups.counters.waiting,
      lapses: this.#lapses,
      directory: this.#mirrorFigures(),
      bus: this.#bus.figures(),
    };
  }

  #mirrorFigures(): MirrorFigures {
    const { written, retried, overflows, resyncs, cleared, unreadable } = this.#directory.counters;
    const groups = this.#groups.counters;
    return {
      written: written + groups.written,
      retried: retried + groups.retried,
      overflows: overflows + groups.overflows,
      resyncs: resyncs + groups.resyncs,
      ...{ cleared, unreadable },
    };
  }

  async close(): Promise<void> {
    this.#revoked?.close();
    this.#joining?.cancel();
    await Promise.all([this.#directory.close(), this.#groups.close()]);
    // Others stop writing to the stream before it goes.
    await this.#leases.close();
    await this.#bus?.close();
    this.#parts.redis.close();
    this.#parts.blocking.close();
  }

  /** What is revoked elsewhere is kept here too, should Redis lose it. */
  #listening(receiver: ClusterReceiver): ClusterReceiver {
    return {
      receive: (message, from) => {
        if (message.kind === 'revoke') this.#revoked?.add(message.user, message.notBeforeEpochMs);
        return receiver.receive(message, from);
      },
      lost: (count, target) => {
        receiver.lost(count, target);
      },
      missed: (from) => {
        receiver.missed(from);
      },
      gatewayLost: (gatewayId) => {
        receiver.gatewayLost(gatewayId);
      },
    };
  }

  #displaced({ sessionId, gatewayId }: Displaced): void {
    const message: ClusterMessage = { kind: 'displace', session: sessionId };
    if (gatewayId === this.#parts.gatewayId) void this.#receiver?.receive(message, gatewayId);
    else this.publish(message);
  }

  /** By this gateway's clock, at the latest when it began. */
  #startOf({ sinceEpochMs }: LiveGateway): number {
    const ageMs = this.#leases.redisEpochMs() - sinceEpochMs;
    return this.#parts.clock.nowMs() - ageMs - TIME_SLACK_MS;
  }

  /** A new term: what was written under the last one is void. */
  #taken(lapsed: boolean): void {
    this.#directory.resync();
    this.#groups.resync();
    this.#join();
    if (lapsed) this.#lapsed();
  }

  /** At the first term: the others learn of it when they renew their own leases next. */
  #join(): void {
    if (this.#joining !== undefined) return;
    const { clock, leaseTimes = LEASE_TIMES } = this.#parts;
    const isAlone = this.#trusted.others().length === 0;
    const delayMs = isAlone ? 0 : leaseTimes.renewIntervalMs + SEEN_SLACK_MS;
    this.#joining = clock.after(delayMs, this.#setJoined);
  }

  /**
   * The others may have given this gateway up, wrongly: what they said meanwhile did not concern it as they saw
   * it, so no number is missing. Each of them tells it when it sees this gateway again (`Bus.joined`); those
   * that end before cannot.
   */
  #lapsed(): void {
    this.#lapses++;
    this.#parts.log.warn(
      { lapses: this.#lapses },
      'the lease of this gateway had ended while it lived: pushes of others may have missed its sessions; was the process stopped, or its way to Redis broken?',
    );
    this.#receiver?.lost(0, undefined);
    for (const { gatewayId } of this.#trusted.others()) this.#receiver?.missed(gatewayId);
  }
}
