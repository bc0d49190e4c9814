// What the admin room sees of a gateway: things to read, and the few things that operators may do to it.

import type { ClusterStatus, LiveGateway, LocateOutcome } from '../cluster/cluster.js';
import type { CredentialStatus } from '../credentials/credential.js';
import type { Registry } from '../discovery/registry.js';
import type { DialCounter, InstanceView } from '../link/instance-link-parts.js';
import type { LaneCounters } from '../link/lanes.js';
import type { CommandOutcome, KickOrder } from '../routing/commands.js';
import type { Explanation, ExplainQuery } from '../routing/explain.js';
import type { Route } from '../routing/route.js';
import type { RoutingStats } from '../routing/stats.js';
import type { TableStatus } from '../routing/table-watch.js';
import type { ClosedSession } from '../session/closed-sessions.js';
import type { ClientSession, Sessions, LoginCounters } from '../session/contracts.js';
import type { SessionCounters } from '../session/counters.js';
import type { SharedLimitView } from '../traffic/shared-limits.js';
import type { ListenerCounters } from '../transport/listener.js';

export interface GatewayView {
  readonly gatewayId: string;
  readonly startedAtEpochMs: number;
  readonly sessions: Sessions;
  readonly groups: { readonly size: number; members(group: string): Iterable<ClientSession> };
  /** Connections without a session yet. */
  readonly handshakes: { readonly size: number };
  readonly sessionCounters: SessionCounters;
  readonly loginCounters: Readonly<LoginCounters>;
  readonly closedSessions: { newestFirst(): readonly ClosedSession[] };
  /** New sessions refused, by cause. */
  readonly sessionRefusals: Readonly<Record<string, number>>;
  readonly overload: { readonly isOn: boolean; readonly delayMs: number; readonly begun: number };
  /** What lets clients in: steps in line and done, how long the oldest waits, and all have waited. */
  readonly admission: {
    readonly waiting: number;
    readonly oldestMs: number;
    readonly steps: number;
    readonly waitedMs: number;
  };
  /** Client addresses that are remembered for their limits. */
  readonly addresses: { readonly addresses: number };
  /** Limits of users over all gateways that are set. */
  readonly sharedLimits: {
    readonly charges: number;
    readonly failed: number;
    views(): readonly SharedLimitView[];
  };
  /** Backends' watches of who is online, sessions known for them, users that some gateway wants to hear of. */
  presence(): { readonly watches: number; readonly known: number; readonly told: number };
  /** How the engine between the gateways does; undefined: there is none. */
  clusterStatus(): ClusterStatus | undefined;
  /** Gateways of the cluster, this one included. */
  liveGateways(): readonly LiveGateway[];
  readonly routing: RoutingStats;
  readonly pending: { readonly count: number };
  readonly links: {
    views(): readonly InstanceView[];
    readonly counters: Readonly<Record<DialCounter, number>>;
  };
  /** The order between the ways of each instance. */
  readonly ways: { readonly heldBytes: number; readonly counters: Readonly<LaneCounters> };
  readonly listener: { readonly counters: Readonly<ListenerCounters> };
  routes(): readonly Route[];
  tableStatus(): TableStatus;
  registryContact(): ReturnType<Registry['contact']>;
  /** Keys and certificates that are re-read when their files change. */
  credentials(): readonly CredentialStatus[];
  /** Log lines of what peers brought about that were left out. */
  logLinesLeftOut(): number;
  /** Log lines that were lost on their way out of the process. */
  logLinesDropped(): number;
  isDraining(): boolean;
  /** Whether it can serve: it has a table that is not empty, and takes connections. */
  isReady(): boolean;
}

/** What operators may ask of a gateway. */
export interface GatewayControl extends GatewayView {
  explain(query: ExplainQuery): Explanation;
  kick(order: KickOrder): CommandOutcome | Promise<CommandOutcome>;
  /**
   * No token of the user made before the moment (default: now) counts any more; sessions with such a token
   * end with TOKEN_REVOKED. The other gateways of the cluster are told. Remembered until this gateway stops, by
   * the primary for workers that start later, and with Redis for 90 days.
   * @returns how many sessions ended here
   */
  revokeUser(user: string, notBeforeEpochMs?: number): number;
  /** All sessions of a user, on all gateways of the cluster. Never rejects. */
  locate(user: string): Promise<LocateOutcome>;
}
