// The half of the composition root that builds: makes the rooms of one gateway and wires them. What runs
// them is in gateway.ts.

import { randomBytes } from 'node:crypto';
import { MemoryRevocations, withRevocations, type Revocations } from './auth/revocations.js';
import { Admission } from './admission.js';
import type { TokenVerifier } from './auth/verifier.js';
import type { Clock, Random } from './clock.js';
import { homeTag } from './cluster/session-home.js';
import type { InstanceLinks } from './link/instance-links.js';
import { openLinks, orderedReceiver } from './gateway-links.js';
import type { InstanceWays } from './link/instance-ways.js';
import { PendingRequests } from './link/pending-requests.js';
import { newEnvelopeHead } from './protocol/envelope.js';
import { Commands } from './routing/commands.js';
import type { LinkFinder } from './routing/decisions.js';
import { GatewayCalls } from './routing/gateway-calls.js';
import { Presences } from './routing/presence.js';
import { Pushes } from './routing/pushes.js';
import { Receiver } from './routing/receiver.js';
import { Relay } from './routing/relay.js';
import type { RouteTable } from './routing/route.js';
import { Router } from './routing/router.js';
import { RoutingStats } from './routing/stats.js';
import { ClosedSessions } from './session/closed-sessions.js';
import type { SessionContext, SessionSettings } from './session/contracts.js';
import { SessionCounters } from './session/counters.js';
import { SessionGate } from './session/gate.js';
import { OpenHandshakes } from './session/handshakes.js';
import { Groups } from './session/groups.js';
import { Logins, NO_LOGIN_LIMIT } from './session/logins.js';
import { SessionRegistry } from './session/registry.js';
import { SendPages } from './session/send-pages.js';
import { ConnectionLimits } from './traffic/connection-limits.js';
import { intakeLimits } from './traffic/intake.js';
import { KeyPins } from './traffic/key-pins.js';
import { Overload } from './traffic/overload.js';
import { NO_USER_LIMIT, SharedLimits } from './traffic/shared-limits.js';
import { listedPeers } from './transport/networks.js';
import { Turn } from './turn.js';
import type { GatewayParts, GatewaySettings } from './gateway-parts.js';

const NO_TABLE: RouteTable = { hash: '', revision: '', routes: [], lookup: () => undefined };

/** Session ids and resume tokens: 144 bits, and no padding in base64. */
const RANDOM_ID_BYTES = 18;

/** What every gateway is made of, wired. Nothing of it runs yet. */
export interface Rooms {
  readonly context: SessionContext;
  readonly sessions: SessionRegistry;
  readonly groups: Groups;
  readonly stats: RoutingStats;
  readonly pending: PendingRequests;
  readonly links: InstanceLinks;
  readonly router: Router;
  readonly commands: Commands;
  readonly admission: Admission;
  readonly overload: Overload;
  readonly connections: ConnectionLimits;
  readonly revocations: Revocations;
  readonly relay: Relay;
  readonly ways: InstanceWays;
  readonly presences: Presences;
  readonly sharedLimits: SharedLimits;
}

/** Builds and wires the rooms of one gateway; the cluster starts to tell it what comes from others. */
export function buildRooms(settings: GatewaySettings, parts: GatewayParts, clock: Clock): Rooms {
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
    isExpected: (serverId) => links.isExpected(serverId),
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
  const admission = admissionAfter(turn, clock);
  const verifier = withRevocations(verifierOf(parts, calls), revocations);
  const context = sessionContext(
    settings.session,
    { clock, turn, random, log, verifier, admission, siblings: parts.shared?.siblings, logins, sharedLimits },
    router,
    sessions,
    overload,
  );
  const connections = connectionLimits(settings, clock);
  const made = { admission, overload, connections, revocations, context, sessions, groups };
  return { ...made, stats, pending, links, router, commands, relay, ways, presences, sharedLimits };
}

/** Clients are let in when what the sessions have to send in a turn is on its way. */
function admissionAfter(turn: Turn, clock: Clock): Admission {
  return new Admission({
    clock,
    nextTurn: (run) => {
      setImmediate(() => {
        turn.end();
        run();
      });
    },
    afterStep: (run) => {
      process.nextTick(run);
    },
  });
}

const verifierOf = ({ verifier }: GatewayParts, calls: GatewayCalls): TokenVerifier =>
  typeof verifier === 'function' ? verifier(calls) : verifier;

function connectionLimits(
  { connections, proxyFrom = [] }: Pick<GatewaySettings, 'connections' | 'proxyFrom'>,
  clock: Clock,
): ConnectionLimits {
  return new ConnectionLimits(connections, clock, listedPeers(connections.exempt), listedPeers(proxyFrom));
}

function sessionContext(
  settings: SessionSettings,
  parts: Pick<SessionContext, 'clock' | 'turn' | 'log' | 'verifier' | 'admission' | 'siblings' | 'logins'> & {
    readonly random: Random;
    readonly sharedLimits: SharedLimits;
  },
  router: Router,
  registry: SessionRegistry,
  overload: Overload,
): SessionContext {
  const { clock, turn, log, verifier, admission, siblings, logins, random, sharedLimits } = parts;
  return {
    settings,
    clock,
    log,
    verifier,
    admission,
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
    handshakes: new OpenHandshakes(),
    sessionTag: homeTag(settings.gatewayId),
    randomId: () => randomBytes(RANDOM_ID_BYTES).toString('base64url'),
  };
}
