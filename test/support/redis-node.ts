// The parts of one gateway that keep leases, directory and group interest in a real Redis, without the bus.

import { randomBytes } from 'node:crypto';
import { systemClock } from '../../src/clock.js';
import type { Presence } from '../../src/cluster/cluster.js';
import { RedisConnection, type RedisSettings } from '../../src/cluster/redis/connection.js';
import { Directory } from '../../src/cluster/redis/directory.js';
import { GroupInterest } from '../../src/cluster/redis/groups.js';
import { LEASE_SCRIPTS } from '../../src/cluster/redis/lease-scripts.js';
import { Leases, type LeaseTimes } from '../../src/cluster/redis/leases.js';
import { ENTRY_SCRIPTS } from '../../src/cluster/redis/login-script.js';
import type { Displaced } from '../../src/cluster/redis/logins.js';
import { silentLog } from '../../src/log.js';
import { eventually } from './journal.js';

/** Half of those in force, so that a test waits for the end of a lease for two seconds, and a busy machine may be late. */
export const SHORT_LEASES: LeaseTimes = { leaseMs: 2_000, renewIntervalMs: 250 };

export class RedisNode {
  readonly connection: RedisConnection;
  readonly leases: Leases;
  readonly directory: Directory;
  readonly groups: GroupInterest;
  readonly gatewayId: string;
  /** What leases told, as "joined b", in order. */
  readonly told: string[] = [];
  readonly displaced: Displaced[] = [];

  constructor(gatewayId: string, settings: RedisSettings, prefix = 'test') {
    const clock = systemClock;
    const scripts = [...LEASE_SCRIPTS, ...ENTRY_SCRIPTS];
    const redis = new RedisConnection(settings, { clock, random: Math.random, log: silentLog, scripts });
    const incarnation = randomBytes(6).toString('hex');
    const tell =
      (what: string) =>
      (other: { readonly gatewayId: string }): void => {
        this.told.push(`${what} ${other.gatewayId}`);
      };
    this.gatewayId = gatewayId;
    this.connection = redis;
    this.leases = new Leases(
      { redis, gatewayId, incarnation, prefix, clock, log: silentLog, times: SHORT_LEASES },
      {
        joined: tell('joined'),
        lost: tell('lost'),
        left: tell('left'),
        taken: () => {
          this.directory.resync();
          this.groups.resync();
        },
      },
    );
    const { leases } = this;
    this.directory = new Directory({
      ...{ redis, leases, prefix, clock },
      displaced: (displaced) => this.displaced.push(displaced),
    });
    this.groups = new GroupInterest({ redis, leases, prefix, clock, timeoutMs: 1_000 });
    this.directory.start();
    this.groups.start();
    this.leases.start();
  }

  presence(sessionId: string, user: string, change: Partial<Presence> = {}): Presence {
    const fixed = { device: '', client: 'test/1', address: '192.0.2.1:5', attributes: new Map() };
    const { gatewayId } = this;
    return { ...fixed, sessionId, user, gatewayId, sinceEpochMs: 1_700_000_000_000, ...change };
  }

  /** "session@gateway" of all that the directory knows of the user, sorted; undefined: it cannot say. */
  async online(user: string): Promise<readonly string[] | undefined> {
    const outcome = await this.directory.locate(user);
    if (!outcome.ok) return undefined;
    return outcome.sessions.map(({ sessionId, gatewayId }) => `${sessionId}@${gatewayId}`).sort();
  }

  get sees(): readonly string[] {
    return this.leases.live().map(({ gatewayId }) => gatewayId);
  }

  /** As a process that is killed: says nothing and closes nothing properly. */
  die(): void {
    this.connection.close();
    void this.leases.close();
    void this.directory.close();
    void this.groups.close();
  }

  async close(): Promise<void> {
    await Promise.all([this.directory.close(), this.groups.close()]);
    await this.leases.close();
    this.connection.close();
  }
}

/** Starts gateways and waits until each sees all. */
export async function startNodes(
  ids: readonly string[],
  settings: RedisSettings,
  prefix?: string,
): Promise<readonly RedisNode[]> {
  const nodes = ids.map((id) => new RedisNode(id, settings, prefix));
  await eventually(
    'all gateways see each other',
    () => nodes.every((node) => node.sees.length === ids.length && node.leases.own !== undefined),
    Boolean,
  );
  return nodes;
}
