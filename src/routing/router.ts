// The way of a client's message: type → route → service → instance → link, or an error code. Nothing
// here waits: a message leaves in the turn it was read, which is what keeps a session's order.

import type { Random } from '../clock.js';
import type { Cluster } from '../cluster/cluster.js';
import type { GatewayLink } from '../link/gateway-link.js';
import type { PendingRequests } from '../link/pending-requests.js';
import type { LinkBinding } from '../link/session-peer.js';
import { attributesToList } from '../protocol/attributes.js';
import { ERRORS } from '../protocol/codes.js';
import type { EnvelopeHead } from '../protocol/envelope.js';
import type { Clock } from '../clock.js';
import type { ClientRouter, ClientSession } from '../session/contracts.js';
import type { Groups } from '../session/groups.js';
import type { KeyPins } from '../traffic/key-pins.js';
import { admit, choose, type LinkFinder } from './decisions.js';
import { explainMessage, type Explanation, type ExplainQuery } from './explain.js';
import type { Presences } from './presence.js';
import type { Route, RouteTable } from './route.js';
import type { RouteStats, RoutingStats } from './stats.js';

export interface RouterOptions {
  readonly gatewayId: string;
  readonly links: LinkFinder;
  readonly pending: PendingRequests;
  readonly stats: RoutingStats;
  readonly groups: Groups;
  readonly keyPins: KeyPins;
  readonly cluster: Cluster;
  /** Hears of every session; undefined: nobody watches who is online. */
  readonly presences?: Pick<Presences, 'present' | 'absent'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly requestsMax: number;
}

export class Router implements ClientRouter {
  readonly #options: RouterOptions;
  #table: RouteTable;
  /** Stats of each route of the table in force. */
  #stats = new Map<Route, RouteStats>();

  constructor(options: RouterOptions, table: RouteTable) {
    this.#options = options;
    this.#table = table;
    this.replaceTable(table);
  }

  get table(): RouteTable {
    return this.#table;
  }

  /** Swaps the table at once: the next message goes by the new one, pending requests stay where they are. */
  replaceTable(table: RouteTable): void {
    const { stats } = this.#options;
    this.#stats = new Map(table.routes.map((route) => [route, stats.forRoute(route.id, route.service)]));
    this.#table = table;
  }

  isPending(session: ClientSession, seq: number): boolean {
    return this.#options.pending.hasSeq(session, seq);
  }

  routeEnvelope(
    session: ClientSession,
    head: EnvelopeHead,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): void {
    const { type, seq } = head;
    const route = this.#table.lookup(type);
    const stats = (route && this.#stats.get(route)) ?? this.#options.stats.unrouted;
    const code =
      route === undefined ? ERRORS.NO_ROUTE.code : this.#send(session, route, stats, head, bytes, start, end);
    if (code === 0) return;
    stats.failed(code);
    session.fail(type, seq, code);
  }

  /** @returns 0, or the ErrorCode that ends the message. */
  #send(
    session: ClientSession,
    route: Route,
    stats: RouteStats,
    head: EnvelopeHead,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): number {
    const { type, seq } = head;
    const refused = admit(session, route, head, this.#options.requestsMax);
    if (refused !== 0) return refused;
    const link = choose(this.#options, session, route, head, bytes);
    if (link === undefined) return ERRORS.NO_INSTANCE.code;
    if (seq !== 0) return link.request(session, stats, type, seq, route.timeoutMs, bytes, start, end);
    const failed = link.notify(session, type, bytes, start, end);
    if (failed === 0) stats.notified++;
    return failed;
  }

  /** Where a message would go and why. Sends nothing, changes nothing. */
  explain(query: ExplainQuery): Explanation {
    return explainMessage(this.#options, this.#table, query);
  }

  // ---- what happens to sessions, told to every backend that knows them --------------------------

  sessionOpened(session: ClientSession): void {
    this.#options.cluster.enter(session);
    this.#options.presences?.present(session);
  }

  sessionSuspended(session: ClientSession): void {
    this.#tellLinks(session.bindings, (link, handle) => {
      link.tellSuspended(handle);
    });
  }

  sessionResumed(session: ClientSession): void {
    const { generation, address } = session;
    this.#tellLinks(session.bindings, (link, handle) => {
      link.tellResumed(handle, { generation, address });
    });
  }

  sessionChanged(session: ClientSession): void {
    this.#options.cluster.enter(session);
    this.#options.presences?.present(session);
    const roles = [...session.identity.roles];
    const attributes = attributesToList(session.attributes);
    this.#tellLinks(session.bindings, (link, handle) => {
      link.tellChanged(handle, { attributes, roles });
    });
  }

  sessionClosed(session: ClientSession, code: number, reason: string): void {
    const { pending, clock, groups, cluster } = this.#options;
    pending.dropAll(session, ERRORS.SESSION_LOST.code, clock.nowMs());
    const { bindings } = session;
    session.bindings = undefined;
    this.#tellLinks(bindings, (link, handle) => {
      link.tellClosed(handle, code, reason);
    });
    groups.leaveAll(session);
    cluster.leave(session.id);
    this.#options.presences?.absent(session);
  }

  /** A binding names its link by server id only; the link in force under that id is the same object. */
  #tellLinks(first: LinkBinding | undefined, tell: (link: GatewayLink, handle: number) => void): void {
    for (let bound = first; bound !== undefined; bound = bound.next) {
      const link = this.#options.links.find(bound.link.serverId);
      if (link !== undefined && link === bound.link) tell(link, bound.handle);
    }
  }
}
