// The half of the composition root that runs: starts a gateway of the rooms that gateway-rooms.ts built,
// drains it, stops it. With gateway-rooms.ts and assemble.ts the only place that names implementations.

import type { GatewayControl } from './admin/gateway-view.js';
import { systemClock, within, type Clock, type Timer } from './clock.js';
import type { Watch } from './discovery/registry.js';
import type { FirstLinks } from './link/first-links.js';
import { WAYS_SWEEP_MS } from './link/instance-ways.js';
import { TIMEOUT_TICK_MS } from './link/pending-requests.js';
import type { Log } from './log.js';
import { DISCONNECTS, ERRORS } from './protocol/codes.js';
import { PRESENCE_TICK_MS } from './routing/presence.js';
import { RELAY_SWEEP_MS } from './routing/relay.js';
import { Router } from './routing/router.js';
import { startTableWatch, type TableWatch } from './routing/table-watch.js';
import { SampledLog } from './sampled-log.js';
import { endAbandoned } from './session/abandoned.js';
import { Connection } from './session/connection.js';
import type { AbandonedResume } from './session/contracts.js';
import { Drain, endDrained } from './session/drain.js';
import type { DrainLimits } from './session/drain-plan.js';
import { endRevoked } from './session/revoked.js';
import { startSweep } from './session/sweep.js';
import { startLooks } from './traffic/overload.js';
import { listen, type Listener } from './transport/listener.js';
import { startStormWatch } from './storm-collection.js';
import type { GatewayParts, GatewaySettings } from './gateway-parts.js';
import { buildRooms, type Rooms } from './gateway-rooms.js';

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

/** How long clients have to read their Disconnect at a stop: the transports' own limit is 2 s. */
const STOP_TIMEOUT_MS = 2_500;
const STOP_CHECK_MS = 20;

/**
 * How long a start waits for the other gateways to know of this one: a push from elsewhere would miss its first
 * sessions. Without the cluster's engine it starts all the same.
 */
const JOIN_TIMEOUT_MS = 3_000;

/** How long /readyz waits for the links that a gateway begins with. A dial takes 3 s at most, a greeting 5 s. */
const FIRST_LINKS_TIMEOUT_MS = 5_000;

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
    limitFirstLinks(rooms.links.first, parts.log, clock),
  ];
  await joinCluster(parts, clock);
  const { collectGarbage = () => Promise.resolve() } = parts;
  // What loading the program has left behind; with it the young generation becomes small again (engine.ts). Nobody
  // waits for its pause yet.
  await collectGarbage('at-once');
  const listener = await listen({
    host: settings.host,
    port: settings.port,
    clock,
    log: peersLog,
    sockets: settings.sockets,
    gate: rooms.connections,
    admission: rooms.admission,
    tls: parts.tls,
    origins: settings.origins ?? [],
    proxyFrom: settings.proxyFrom ?? [],
    source: parts.shared?.source,
    newSink: (transport) => new Connection(rooms.context, transport),
  });
  const numbers = () => ({
    accepted: listener.counters.accepted,
    sessions: rooms.sessions.size,
    messages: rooms.context.counters.received,
  });
  timers.push(startStormWatch(clock, numbers, (how) => void collectGarbage(how)));
  return runningGateway(settings, parts, clock, { ...rooms, peersLog, table, watch, timers, listener });
}

/** Ready without them then: what it has can be used, and what is missing may stay so. */
function limitFirstLinks(first: FirstLinks, log: Log, clock: Clock): Timer {
  return clock.after(FIRST_LINKS_TIMEOUT_MS, () => {
    const missing = first.giveUp();
    if (missing !== undefined)
      log.warn({ missing }, 'ready without links that it should have: are these instances reachable?');
  });
}

async function joinCluster({ cluster, log }: GatewayParts, clock: Clock): Promise<void> {
  if (cluster.joined === undefined) return;
  if ((await within(clock, JOIN_TIMEOUT_MS, cluster.joined())) === 'late')
    log.warn(
      { detail: cluster.status?.()?.detail },
      'starts alone: the other gateways cannot be reached yet',
    );
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
    startLooks(rooms.overload, clock, rooms.admission),
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
    const end = (): number =>
      endRevoked(sessions, context.logins, user, (identity) => revocations.isRevoked(identity));
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
    admission: running.admission,
    addresses: running.connections,
    sessionCounters: context.counters,
    loginCounters: context.logins.counters,
    closedSessions: context.closed,
    isDraining: () => context.gate.draining,
    logLinesLeftOut: () => running.peersLog.leftOut,
    logLinesDropped: parts.logLinesDropped ?? (() => 0),
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
    isReady: () => !context.gate.draining && router.table.routes.length > 0 && links.first.areTried,
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
