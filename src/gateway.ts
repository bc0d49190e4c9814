// The composition root: wires the rooms into one gateway, starts it, stops it. The only place that names
// implementations; everything it builds from is a `GatewayParts` or a setting.

import { randomBytes } from 'node:crypto';
import type { GatewayControl } from './admin/gateway-view.js';
import { MemoryRevocations, withRevocations, type Revocations } from './auth/revocations.js';
import type { TokenVerifier } from './auth/verifier.js';
import { systemClock, type Clock, type Random, type Timer } from './clock.js';
import type { Cluster } from './cluster/cluster.js';
import { homeTag } from './cluster/session-home.js';
import type { Registry, Watch } from './discovery/registry.js';
import type { Credential } from './credentials/credential.js';
import type { ConnectLink, InstanceLinks } from './link/instance-links.js';
import { openLinks, orderedReceiver, type LinkSettings } from './gateway-links.js';
import { WAYS_SWEEP_MS, type InstanceWays } from './link/instance-ways.js';
import { PendingRequests, TIMEOUT_TICK_MS } from './link/pending-requests.js';
import type { Log } from './log.js';
import { DISCONNECTS, ERRORS } from './protocol/codes.js';
import { newEnvelopeHead } from './protocol/envelope.js';
import { Commands } from './routing/commands.js';
import type { LinkFinder } from './routing/decisions.js';
import { GatewayCalls } from './routing/gateway-calls.js';
import { PRESENCE_TICK_MS, Presences } from './routing/presence.js';
import { Pushes } from './routing/pushes.js';
import { Receiver } from './routing/receiver.js';
import { Relay, RELAY_SWEEP_MS } from './routing/relay.js';
import type { RouteTable } from './routing/route.js';
import { Router } from './routing/router.js';
import { RoutingStats } from './routing/stats.js';
import { startTableWatch, type TableWatch } from './routing/table-watch.js';
import type { TableStore } from './routing/table-store.js';
import { SampledLog } from './sampled-log.js';
import { endAbandoned } from './session/abandoned.js';
import { ClosedSessions } from './session/closed-sessions.js';
import { Connection } from './session/connection.js';
import type { AbandonedResume, SessionContext, SessionSettings, Siblings } from './session/contracts.js';
import { SessionCounters } from './session/counters.js';
import { Drain, endDrained } from './session/drain.js';
import type { DrainLimits } from './session/drain-plan.js';
import { SessionGate } from './session/gate.js';
import { Groups } from './session/groups.js';
import { Logins, NO_LOGIN_LIMIT, type LoginSettings } from './session/logins.js';
import { SessionRegistry } from './session/registry.js';
import { endRevoked } from './session/revoked.js';
import { SendPages } from './session/send-pages.js';
import { startSweep } from './session/sweep.js';
import { ConnectionLimits, type ConnectionLimitSettings } from './traffic/connection-limits.js';
import { intakeLimits } from './traffic/intake.js';
import { KeyPins } from './traffic/key-pins.js';
import { Overload, startLooks } from './traffic/overload.js';
import { NO_USER_LIMIT, SharedLimits, type SharedLimitsSettings } from './traffic/shared-limits.js';
import { listen, type ConnectionSource, type Listener } from './transport/listener.js';
import { listedPeers } from './transport/networks.js';
import { startStormWatch } from './storm-collection.js';
import type { TlsEntry } from './transport/opening.js';
import { Turn } from './turn.js';

/** What a gateway is made of, chosen by the caller: real ones, embedded ones, or a test's. */
export interface GatewayParts {
  readonly registry: Registry;
  /** One that asks a backend is made when there are links to ask over. */
  readonly verifier: TokenVerifier | ((calls: GatewayCalls) => TokenVerifier);
  /** Default: in memory, for this gateway alone. */
  readonly revocations?: Revocations;
  /** TLS for clients. Default: none. */
  readonly tls?: TlsEntry | undefined;
  /** How backends are dialled. Default: without TLS. */
  readonly connectLink?: ConnectLink;
  /** Secrets for links that change while the gateway runs. Default: those of the settings. */
  readonly linkSecrets?: (() => readonly Uint8Array[]) | undefined;
  /** Keys and certificates in use, for /status; closed with the gateway. */
  readonly credentials?: readonly Credential<unknown>[];
  readonly cluster: Cluster;
  /** Where clients come from, and who else is behind the port: for a worker. Default: a port of its own. */
  readonly shared?: SharedPort | undefined;
  readonly tableStore: TableStore;
  /** Asked for after storms of connections, see storm-collection.ts. Default: V8 decides alone. */
  readonly collectGarbage?: () => void;
  readonly log: Log;
  readonly clock?: Clock;
  readonly random?: Random;
}

/** A port that several gateways of one machine serve together. */
export interface SharedPort {
  readonly source: ConnectionSource;
  readonly siblings: Siblings;
}

export interface GatewaySettings extends LinkSettings {
  readonly host: string;
  readonly port: number;
  /** Which sockets carry clients: Node's internals, or its public API (the default). */
  readonly sockets?: 'handle' | 'public';
  /** Web pages that may connect, see transport/origins.ts. Default: all. */
  readonly origins?: readonly string[];
  /** Networks of proxies that begin with a PROXY header. Default: none. */
  readonly proxyFrom?: readonly string[];
  readonly session: SessionSettings;
  readonly connections: ConnectionSettings;
  /** How many sessions a user may have. Default: any number. */
  readonly login?: LoginSettings;
  /** What one user may do over all gateways. Default: no limit. */
  readonly limits?: SharedLimitsSettings;
  /** Lateness of the event loop from which new sessions are refused, in milliseconds; 0: never. */
  readonly overloadDelayMsMax: number;
  /** Secrets in force for links, the first one first; two while one is rotated. */
  readonly linkSecrets: readonly Uint8Array[];
  /** Most requests pending on one link. */
  readonly linkPendingMax: number;
  /** Most requests pending in the whole gateway. */
  readonly pendingMax: number;
}

/** Limits on connections, and the networks for which only the one on connections in all holds. */
export interface ConnectionSettings extends ConnectionLimitSettings {
  readonly exempt: readonly string[];
}

/** A running gateway. */
export interface Gateway extends GatewayControl {
  readonly settings: GatewaySettings;
  readonly address: { readonly host: string; readonly port: number };
  readonly router: Router;
  /** A sibling met the client of a session of this one and could not resume it: see session/abandoned.ts. */
  endAbandoned(resume: AbandonedResume): boolean;
  /** Sends the clients elsewhere and finishes what they asked (session/drain-plan.ts), then stops. Idempotent. */
  drain(limits: DrainLimits): Promise<void>;
  /** Stops taking connections, tells clients and backends, closes everything at once. Idempotent. */
  stop(): Promise<void>;
}

const NO_TABLE: RouteTable = { hash: '', revision: '', routes: [], lookup: () => undefined };

/** Session ids and resume tokens: 144 bits, and no padding in base64. */
const RANDOM_ID_BYTES = 18;

/** How long clients have to read their Disconnect at a stop: the transports' own limit is 2 s. */
const STOP_TIMEOUT_MS = 2_500;
const STOP_CHECK_MS = 20;

const LOG_SUMMARY_INTERVAL_MS = 1_000;

/** How late a gateway may notice that others came or went, to keep the links that are its share then. */
const LIVE_GATEWAYS_INTERVAL_MS = 500;

/** Starts a gateway. Rejects when it cannot listen. */
export async function startGateway(settings: GatewaySettings, parts: GatewayParts): Promise<Gateway> {
  const clock = parts.clock ?? systemClock;
  // What peers bring about is sampled; what operators bring about is not.
  const peersLog = new SampledLog(parts.log, clock);
  const rooms = buildRooms(settings, { ...parts, log: peersLog }, clock);
  const table = await startTableWatch({
    registry: parts.registry,
    store: parts.tableStore,
    clock,
    log: parts.log,
    publish: (published) => {
      rooms.router.replaceTable(published);
    },
  });
  const spreadLinks = (): void => {
    rooms.links.setGateways(parts.cluster.gateways().map(({ gatewayId }) => gatewayId));
  };
  spreadLinks();
  const watch = parts.registry.watchInstances((snapshot) => {
    spreadLinks();
    rooms.links.update(snapshot);
  });
  const timers = [
    ...startTimers(rooms, peersLog, clock),
    clock.every(LIVE_GATEWAYS_INTERVAL_MS, spreadLinks),
  ];
  const listener = await listen({
    host: settings.host,
    port: settings.port,
    clock,
    log: peersLog,
    ...(settings.sockets !== undefined && { sockets: settings.sockets }),
    gate: rooms.connections,
    tls: parts.tls,
    origins: settings.origins ?? [],
    proxyFrom: settings.proxyFrom ?? [],
    source: parts.shared?.source,
    newSink: (transport) => new Connection(rooms.context, transport),
  });
  const { collectGarbage = () => undefined } = parts;
  const numbers = () => ({ accepted: listener.counters.accepted, sessions: rooms.sessions.size });
  timers.push(startStormWatch(clock, numbers, collectGarbage));
  return runningGateway(settings, parts, clock, { ...rooms, peersLog, table, watch, timers, listener });
}

interface Rooms {
  readonly context: SessionContext;
  readonly sessions: SessionRegistry;
  readonly groups: Groups;
  readonly stats: RoutingStats;
  readonly pending: PendingRequests;
  readonly links: InstanceLinks;
  readonly router: Router;
  readonly commands: Commands;
  readonly overload: Overload;
  readonly connections: ConnectionLimits;
  readonly revocations: Revocations;
  readonly relay: Relay;
  readonly ways: InstanceWays;
  readonly presences: Presences;
  readonly sharedLimits: SharedLimits;
}

function buildRooms(settings: GatewaySettings, parts: GatewayParts, clock: Clock): Rooms {
  const random = parts.random ?? Math.random;
  const { cluster, log } = parts;
  const sessions = new SessionRegistry();
  const groups = new Groups(cluster);
  const logins = new Logins(settings.login ?? NO_LOGIN_LIMIT, cluster, sessions);
  const sharedLimits = new SharedLimits(settings.limits ?? NO_USER_LIMIT, cluster, clock);
  const stats = new RoutingStats();
  const keyPins = new KeyPins();
  const overload = new Overload(settings.overloadDelayMsMax);
  const pending = new PendingRequests(settings.pendingMax);
  const { gatewayId, requestsMax } = settings.session;
  const turn = new Turn(clock, setImmediate);

  // The links need a receiver and the receiver needs the links: the finder below closes the circle.
  const finder: LinkFinder = {
    picker: (service) => links.picker(service),
    find: (serverId) => links.find(serverId),
  };
  const relay = new Relay({ links: finder, stats, pending, keyPins, random, nowMs: () => clock.nowMs() });
  const pushes = new Pushes({ sessions, groups, cluster, stats });
  const presences = new Presences({ gatewayId, sessions, cluster, clock, scheduleFlush: setImmediate });
  const shared = { gatewayId, pending, stats, groups, keyPins, cluster, presences, clock, random };
  const router = new Router({ ...shared, links: finder, requestsMax }, NO_TABLE);
  const revocations = parts.revocations ?? new MemoryRevocations();
  const commands = new Commands({
    ...{ sessions, groups, keyPins, cluster, stats, logins },
    sessionChanged: (session) => {
      router.sessionChanged(session);
    },
    revoke: (user, notBeforeEpochMs) => {
      revocations.revoke(user, notBeforeEpochMs);
    },
  });
  const next = new Receiver(pushes, relay, commands, presences);
  const tellGone = (goneId: string): void => {
    links.tellGone(goneId);
  };
  const orderParts = { gatewayId, cluster, clock, links: finder, next, tellGone };
  const { ways, receiver } = orderedReceiver(settings, orderParts);
  cluster.start(receiver);
  const links: InstanceLinks = openLinks(settings, {
    ...{ gatewayId, clock, random, log, connectLink: parts.connectLink },
    secrets: parts.linkSecrets ?? (() => settings.linkSecrets),
    shared: { clock: turn, pending, receiver, pendingMax: settings.linkPendingMax },
    scheduleFlush: (run) => {
      turn.add({ flush: run });
    },
  });
  const calls = new GatewayCalls({ gatewayId, links: finder, stats, random, table: () => router.table });
  const verifier = withRevocations(verifierOf(parts, calls), revocations);
  const context = sessionContext(
    settings.session,
    { clock, turn, random, log, verifier, siblings: parts.shared?.siblings, logins, sharedLimits },
    router,
    sessions,
    overload,
  );
  const connections = connectionLimits(settings.connections, clock);
  const made = { overload, connections, revocations, context, sessions, groups };
  return { ...made, stats, pending, links, router, commands, relay, ways, presences, sharedLimits };
}

const verifierOf = ({ verifier }: GatewayParts, calls: GatewayCalls): TokenVerifier =>
  typeof verifier === 'function' ? verifier(calls) : verifier;

function connectionLimits(settings: ConnectionSettings, clock: Clock): ConnectionLimits {
  return new ConnectionLimits(settings, clock, listedPeers(settings.exempt));
}

function sessionContext(
  settings: SessionSettings,
  parts: Pick<SessionContext, 'clock' | 'turn' | 'log' | 'verifier' | 'siblings' | 'logins'> & {
    readonly random: Random;
    readonly sharedLimits: SharedLimits;
  },
  router: Router,
  registry: SessionRegistry,
  overload: Overload,
): SessionContext {
  const { clock, turn, log, verifier, siblings, logins, random, sharedLimits } = parts;
  return {
    settings,
    clock,
    log,
    verifier,
    siblings,
    router,
    registry,
    gate: new SessionGate(registry, settings.sessionsMax, overload, random),
    logins,
    userMessages: sharedLimits.messages,
    userLogins: sharedLimits.logins,
    intakeLimits: intakeLimits(settings),
    closed: new ClosedSessions(),
    counters: new SessionCounters(),
    turn,
    pages: new SendPages(),
    head: newEnvelopeHead(),
    handshakes: new Set(),
    sessionTag: homeTag(settings.gatewayId),
    randomId: () => randomBytes(RANDOM_ID_BYTES).toString('base64url'),
  };
}

function startTimers(rooms: Rooms, peersLog: SampledLog, clock: Clock): readonly Timer[] {
  const summaries = clock.every(LOG_SUMMARY_INTERVAL_MS, () => {
    peersLog.sweep();
  });
  const timeouts = clock.every(TIMEOUT_TICK_MS, () => {
    rooms.pending.sweep(clock.nowMs(), ERRORS.TIMEOUT.code);
  });
  const presenceTicks = clock.every(PRESENCE_TICK_MS, () => {
    rooms.presences.tick();
  });
  const waysSweep = clock.every(WAYS_SWEEP_MS, () => {
    rooms.ways.sweep();
  });
  const relayNotices = clock.every(RELAY_SWEEP_MS, () => {
    rooms.relay.sweep();
  });
  return [
    timeouts,
    summaries,
    relayNotices,
    waysSweep,
    presenceTicks,
    ...rooms.sharedLimits.start(),
    startSweep(rooms.context, clock),
    startLooks(rooms.overload, clock),
  ];
}

interface Running extends Rooms {
  readonly table: TableWatch;
  readonly watch: Watch;
  readonly peersLog: SampledLog;
  readonly timers: readonly Timer[];
  readonly listener: Listener;
}

function runningGateway(
  settings: GatewaySettings,
  parts: GatewayParts,
  clock: Clock,
  running: Running,
): Gateway {
  const { sessions, groups, stats, pending, links, router, listener, table, context, commands } = running;
  let stopped: Promise<void> | undefined;
  let drained: Promise<void> | undefined;
  const { revocations } = running;
  revocations.onRevoked((user) => {
    const end = (): number => endRevoked(sessions, user, (identity) => revocations.isRevoked(identity));
    end();
    // Whose token was found good in this very turn has a session only behind it.
    clock.after(0, end);
  });
  const stopOnce = (): Promise<void> => (stopped ??= stop(running, parts, clock));
  return {
    settings,
    gatewayId: settings.session.gatewayId,
    address: listener.address(),
    startedAtEpochMs: clock.epochMs(),
    sessions,
    groups,
    handshakes: context.handshakes,
    sessionRefusals: context.gate.refused,
    overload: running.overload,
    addresses: running.connections,
    sessionCounters: context.counters,
    loginCounters: context.logins.counters,
    closedSessions: context.closed,
    isDraining: () => context.gate.draining,
    logLinesLeftOut: () => running.peersLog.leftOut,
    routing: stats,
    router,
    pending,
    links,
    ways: running.ways,
    listener,
    tableStatus: () => table.status(),
    registryContact: () => parts.registry.contact(),
    routes: () => router.table.routes,
    explain: (query) => router.explain(query),
    kick: (order) => commands.kick(order),
    endAbandoned: (resume) => endAbandoned(sessions, resume),
    sharedLimits: running.sharedLimits,
    presence: () => running.presences.counts,
    locate: (user) => parts.cluster.locate(user),
    clusterStatus: () => parts.cluster.status?.(),
    liveGateways: () => parts.cluster.gateways(),
    revokeUser: (user, notBeforeEpochMs = clock.epochMs()) => {
      const before = [...sessions.byUser(user)].length;
      revocations.revoke(user, notBeforeEpochMs);
      parts.cluster.publish({ kind: 'revoke', user, notBeforeEpochMs });
      return before - [...sessions.byUser(user)].length;
    },
    credentials: () => (parts.credentials ?? []).map((credential) => credential.status()),
    isReady: () => !context.gate.draining && router.table.routes.length > 0,
    drain: (limits) => (drained ??= drain(running, limits, parts).then(stopOnce)),
    stop: stopOnce,
  };
}

async function drain(running: Running, limits: DrainLimits, { random, log }: GatewayParts): Promise<void> {
  const { context, sessions, pending, listener } = running;
  const { clock, gate, handshakes } = context;
  const outcome = await new Drain(limits, {
    ...{ sessions, handshakes, gate, pending, clock, log },
    random: random ?? Math.random,
    closePort: () => {
      listener.close();
    },
  }).run();
  if (outcome.left === 0) log.info(outcome, 'drained');
  else log.warn(outcome, 'drained: time was up, the sessions that are left are disconnected');
}

async function stop(running: Running, parts: GatewayParts, clock: Clock): Promise<void> {
  const { sessions, listener, links, table, watch, timers, context } = running;
  const { gate, handshakes } = context;
  gate.drain();
  listener.close();
  watch.close();
  for (const session of [...sessions.all()]) endDrained(session, gate);
  for (const connection of [...handshakes])
    connection.end('DRAINING', DISCONNECTS.DRAINING.reason, gate.drainingRetryMs());
  await transportsGone(listener, clock);
  links.close();
  for (const timer of timers) timer.cancel();
  for (const credential of parts.credentials ?? []) credential.close();
  await table.close();
  parts.registry.close();
  await parts.cluster.close();
}

/** Waits until clients have taken their Disconnect, or the limit is over. */
async function transportsGone(listener: Listener, clock: Clock): Promise<void> {
  const deadlineMs = clock.nowMs() + STOP_TIMEOUT_MS;
  while (listener.counters.open > 0 && clock.nowMs() < deadlineMs)
    await new Promise<void>((resolve) => {
      clock.after(STOP_CHECK_MS, resolve);
    });
}
