// Everything between a client's transport and a backend's socket, in memory: real sessions, router, relay,
// pushes, commands and links; a clock and an event loop turned by hand.

import type { Route, RouteTable } from '../../src/routing/route.js';
import { MemoryCluster, MemoryHub } from '../../src/cluster/memory.js';
import type { Instance } from '../../src/discovery/registry.js';
import { newLinkCounters } from '../../src/link/gateway-link-counters.js';
import { GatewayLink } from '../../src/link/gateway-link.js';
import { LinkConnection, DEFAULT_LINK_LIMITS } from '../../src/link/link-connection.js';
import { PendingRequests } from '../../src/link/pending-requests.js';
import { ERRORS } from '../../src/protocol/codes.js';
import { encodeEnvelope, type EnvelopeFields } from '../../src/protocol/envelope.js';
import {
  encodeLinkFrame,
  LinkCloseCode,
  LinkRole,
  type LinkFields,
  type LinkKind,
} from '../../src/protocol/link-frames.js';
import { Commands } from '../../src/routing/commands.js';
import { Presences } from '../../src/routing/presence.js';
import { Pushes } from '../../src/routing/pushes.js';
import { Receiver } from '../../src/routing/receiver.js';
import { Relay } from '../../src/routing/relay.js';
import type { LinkFinder } from '../../src/routing/decisions.js';
import { Router } from '../../src/routing/router.js';
import { RoutingStats } from '../../src/routing/stats.js';
import { Groups } from '../../src/session/groups.js';
import { KeyPins } from '../../src/traffic/key-pins.js';
import { Picker } from '../../src/traffic/picker.js';
import {
  FakeSocket,
  FakeTurns,
  fakeEnd,
  SECRET,
  type FakeEnd,
  type HeardFrame,
} from '../unit/link/link-fakes.js';
import { readEnvelope, SessionRoom, SETTINGS, type Heard } from './session-room.js';

export function instance(serverId: string, service = 'echo', change: Partial<Instance> = {}): Instance {
  return {
    serverId,
    service,
    host: '127.0.0.1',
    port: 9000,
    healthy: true,
    weight: 1,
    meta: new Map(),
    ...change,
  };
}

export function route(change: Partial<Route> = {}): Route {
  const fixed = { id: 'test#0', service: 'echo', timeoutMs: 1000, payloadBytesMax: 1000 } as const;
  return { ...fixed, roles: undefined, pick: 'session', ...change };
}

/** A table of whole routes by message type. */
export function tableOf(routes: Readonly<Record<number, Route>>): RouteTable {
  const byType = new Map(Object.entries(routes).map(([type, of]) => [Number(type), of]));
  return {
    hash: '',
    revision: '',
    routes: [...new Set(byType.values())],
    lookup: (type) => byType.get(type),
  };
}

/** A backend at its end of an open link. */
export class Backend {
  readonly link: GatewayLink;
  readonly end: FakeEnd;
  readonly gatewaySocket: FakeSocket;
  /** Why the gateway's end of the link was closed. */
  readonly closed: (LinkCloseCode | 'lost')[] = [];
  readonly #world: RoutingWorld;

  constructor(world: RoutingWorld, of: Instance) {
    this.#world = world;
    const clock = world.room.clock;
    this.gatewaySocket = new FakeSocket();
    const frameBytesMax = world.frameBytesMaxOf[of.serverId] ?? DEFAULT_LINK_LIMITS.frameBytesMax;
    this.end = fakeEnd('listener', clock, world.turns, {
      id: of.serverId,
      limits: { ...DEFAULT_LINK_LIMITS, frameBytesMax },
    });
    const opened: { link?: GatewayLink } = {};
    const connection = new LinkConnection(
      this.gatewaySocket,
      {
        side: 'dialler',
        role: LinkRole.GATEWAY,
        id: 'gateway-1',
        expectedId: of.serverId,
        secrets: [SECRET],
        nonce: Buffer.alloc(16, 1),
        limits: { ...DEFAULT_LINK_LIMITS, queueBytesMax: world.linkQueueBytesMax },
        clock,
        scheduleFlush: world.turns.schedule,
      },
      {
        onReady: ({ draining }) => {
          const shared = {
            clock,
            pending: world.pending,
            receiver: world.receiver,
            pendingMax: world.linkPendingMax,
          };
          opened.link = new GatewayLink(connection, of, newLinkCounters(), draining, shared, () => {
            world.drains.push(of.serverId);
          });
        },
        onFrame: (bytes, _start, _end, head) =>
          opened.link?.receive(bytes, head) ?? LinkCloseCode.LINK_VIOLATION,
        onDrain: () => undefined,
        onClosed: (code) => {
          this.closed.push(code);
          world.remove(this);
          opened.link?.closed();
        },
      },
    );
    this.pump();
    if (opened.link === undefined) throw new Error('the link did not open');
    this.link = opened.link;
  }

  get serverId(): string {
    return this.link.serverId;
  }

  /** Carries bytes both ways until nothing moves. @returns whether something did */
  pump(): boolean {
    let ever = false;
    for (let moved = true; moved; ever ||= moved) {
      this.#world.turns.runAll();
      const there = this.gatewaySocket.takeWritten();
      const back = this.end.socket.takeWritten();
      this.end.socket.deliver(there);
      // Buffers of a socket are used again: what was read out of one must have been copied.
      const reused = Buffer.from(back);
      this.gatewaySocket.deliver(reused);
      reused.fill(0xdd);
      moved = there.length + back.length > 0;
    }
    return ever;
  }

  /** Sends a frame and lets the gateway act on it. */
  send(fields: LinkFields, envelope?: EnvelopeFields | Uint8Array, body?: Uint8Array): void {
    const bytes =
      envelope === undefined || envelope instanceof Uint8Array ? envelope : encodeEnvelope(envelope);
    this.end.link.writeFrame(encodeLinkFrame(fields, bytes, body));
    this.#world.pump();
  }

  /** Takes the frames that came, all or those of one kind; the others wait for another look. */
  heard(kind?: LinkKind): HeardFrame[] {
    this.#world.pump();
    const came = this.end.sink.frames.splice(0);
    const wanted = (frame: HeardFrame): boolean => kind === undefined || frame.kind === kind;
    this.end.sink.frames.push(...came.filter((frame) => !wanted(frame)));
    return came.filter(wanted);
  }

  /** The pipe breaks without a word. */
  cut(): void {
    this.gatewaySocket.destroy();
    this.#world.pump();
  }
}

export interface WorldOptions {
  readonly pendingMax?: number;
  readonly linkPendingMax?: number;
  readonly linkQueueBytesMax?: number;
  /** Longest frame that a backend takes, by server id; those not named take the usual. */
  readonly frameBytesMaxOf?: Readonly<Record<string, number>>;
  readonly hub?: MemoryHub;
  readonly gatewayId?: string;
}

export class RoutingWorld {
  readonly room: SessionRoom;
  readonly turns = new FakeTurns();
  readonly pending: PendingRequests;
  readonly stats = new RoutingStats();
  readonly groups = new Groups();
  readonly keyPins = new KeyPins();
  readonly cluster: MemoryCluster;
  readonly router: Router;
  readonly receiver: Receiver;
  readonly pushes: Pushes;
  readonly relay: Relay;
  readonly presences: Presences;
  readonly linkPendingMax: number;
  readonly linkQueueBytesMax: number;
  readonly frameBytesMaxOf: Readonly<Record<string, number>>;
  /** Server ids of links that said DRAIN. */
  readonly drains: string[] = [];
  /** Server ids that the registry lists as healthy, linked or not. */
  readonly listed = new Set<string>();
  /** Users that other gateways revoked, and the moment. */
  readonly revoked = new Map<string, number>();
  readonly #backends = new Map<string, Backend>();
  #pickers = new Map<string, Picker<GatewayLink>>();

  constructor(table: RouteTable = tableOf({ 1000: route() }), options: WorldOptions = {}) {
    const { pendingMax = 10_000, linkPendingMax = 1000, gatewayId = 'gateway-1' } = options;
    this.linkPendingMax = linkPendingMax;
    this.linkQueueBytesMax = options.linkQueueBytesMax ?? DEFAULT_LINK_LIMITS.queueBytesMax;
    this.frameBytesMaxOf = options.frameBytesMaxOf ?? {};
    this.pending = new PendingRequests(pendingMax);
    this.cluster = new MemoryCluster(gatewayId, options.hub ?? new MemoryHub());
    const made: { router?: Router; presences?: Presences } = {};
    this.room = new SessionRoom({ gatewayId }, ({ clock }) => {
      made.presences = new Presences({
        gatewayId,
        sessions: {
          byUser: (user) => this.room.registry.byUser(user),
          all: () => this.room.registry.all(),
        },
        cluster: this.cluster,
        clock,
        scheduleFlush: this.turns.schedule,
      });
      made.router = new Router(
        {
          gatewayId,
          links: this.finder,
          pending: this.pending,
          stats: this.stats,
          groups: this.groups,
          keyPins: this.keyPins,
          cluster: this.cluster,
          presences: made.presences,
          clock,
          random: () => 0,
          requestsMax: SETTINGS.requestsMax,
        },
        table,
      );
      return made.router;
    });
    if (made.router === undefined || made.presences === undefined)
      throw new Error('the room asked for no router');
    this.router = made.router;
    this.presences = made.presences;
    const { stats, groups, keyPins, cluster, pending } = this;
    const sessions = this.room.registry;
    this.pushes = new Pushes({ sessions, groups, cluster, stats });
    const nowMs = (): number => this.room.clock.nowMs();
    this.relay = new Relay({ links: this.finder, stats, pending, keyPins, random: () => 0, nowMs });
    const commands = new Commands({
      sessions,
      groups,
      keyPins,
      cluster,
      stats,
      logins: this.room.context.logins,
      sessionChanged: (session) => {
        this.router.sessionChanged(session);
      },
      revoke: (user, notBeforeEpochMs) => {
        this.revoked.set(user, notBeforeEpochMs);
      },
    });
    this.receiver = new Receiver(this.pushes, this.relay, commands, this.presences);
    this.cluster.start(this.receiver);
  }

  readonly finder: LinkFinder = {
    picker: (service) => this.#pickers.get(service) ?? new Picker<GatewayLink>([]),
    find: (serverId) => this.#backends.get(serverId)?.link,
    isExpected: (serverId) => this.listed.has(serverId),
  };

  /** A backend joins. */
  backend(serverId: string, service = 'echo', change: Partial<Instance> = {}): Backend {
    const backend = new Backend(this, instance(serverId, service, change));
    this.#backends.set(serverId, backend);
    this.#renewPickers();
    return backend;
  }

  remove(backend: Backend): void {
    if (this.#backends.get(backend.serverId) === backend) this.#backends.delete(backend.serverId);
    this.#renewPickers();
  }

  pump(): void {
    while ([...this.#backends.values()].some((backend) => backend.pump()));
    this.turns.runAll();
  }

  /** Time passes on links, sessions and pending requests. */
  advance(ms: number): void {
    this.room.clock.advance(ms);
    this.pending.sweep(this.room.clock.nowMs(), ERRORS.TIMEOUT.code);
    this.pump();
  }

  #renewPickers(): void {
    const services = new Map<string, GatewayLink[]>();
    for (const { link } of this.#backends.values())
      services.set(link.instance.service, [...(services.get(link.instance.service) ?? []), link]);
    this.#pickers = new Map([...services].map(([service, links]) => [service, new Picker(links)]));
  }
}

/** A frame's envelope. */
export function envelopeOf(frame: HeardFrame | undefined): Heard {
  if (frame === undefined) throw new Error('no such frame came');
  return readEnvelope(frame.envelope);
}
