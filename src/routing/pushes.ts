// Pushes to more than one handle: by session id, user, group, everyone. Local sessions get them at once,
// framed once for all; the other gateways are asked through the cluster.

import type { Cluster } from '../cluster/cluster.js';
import type { PushTarget } from '../protocol/link-messages.js';
import type { ClientSession, Sessions } from '../session/contracts.js';
import type { Groups } from '../session/groups.js';
import { newBroadcast } from '../session/outbox.js';
import type { RoutingStats } from './stats.js';

export interface PushesOptions {
  readonly sessions: Sessions;
  readonly groups: Groups;
  readonly cluster: Cluster;
  readonly stats: RoutingStats;
}

/** Whether exactly one way of addressing is used, and `except` only where it means something. */
export function isPushTarget(target: PushTarget): boolean {
  const ways = [
    target.sessions.length > 0,
    target.user !== '',
    target.users.length > 0,
    target.group !== '',
    target.all,
  ];
  const many = target.group !== '' || target.all;
  return ways.filter(Boolean).length === 1 && (many || target.except.length === 0);
}

export class Pushes {
  readonly #options: PushesOptions;

  constructor(options: PushesOptions) {
    this.#options = options;
  }

  /**
   * @param envelope a copy of its own: it outlives the frame it came in
   * @param server the instance that pushes
   */
  push(target: PushTarget, envelope: Uint8Array, server?: string): void {
    this.#options.stats.pushesTo++;
    this.pushLocally(target, envelope);
    if (!isAllHere(target, this.#options.sessions))
      this.#options.cluster.publish({ kind: 'push', target, envelope, server });
  }

  /** Delivers to the sessions of this gateway. @returns how many */
  pushLocally(target: PushTarget, envelope: Uint8Array): number {
    const broadcast = newBroadcast(envelope);
    const except = new Set(target.except);
    let count = 0;
    for (const session of this.#addressed(target)) {
      if (except.has(session.id)) continue;
      count++;
      session.deliverBroadcast(broadcast);
    }
    this.#options.stats.pushDeliveries += count;
    return count;
  }

  /**
   * Tells the sessions of this gateway whom lost pushes were for.
   * @param target undefined: nobody knows whom, so all of them
   */
  lostLocally(count: number, target: PushTarget | undefined): void {
    const addressed = target === undefined ? [...this.#options.sessions.all()] : this.#addressed(target);
    const except = new Set(target?.except);
    for (const session of addressed) if (!except.has(session.id)) session.deliverLost(count);
  }

  /** A copy: delivering can end a session and so change what is iterated. */
  #addressed(target: PushTarget): readonly ClientSession[] {
    const { sessions, groups } = this.#options;
    if (target.all) return [...sessions.all()];
    if (target.group !== '') return [...groups.members(target.group)];
    if (target.user !== '') return [...sessions.byUser(target.user)];
    const found = target.sessions.map((id) => sessions.byId(id)).filter((session) => session !== undefined);
    const ofUsers = target.users.flatMap((user) => [...sessions.byUser(user)]);
    return [...new Set([...found, ...ofUsers])];
  }
}

/** Session ids are global and unique: when all of them are here, nobody else has them. */
function isAllHere(target: PushTarget, sessions: Sessions): boolean {
  return target.sessions.length > 0 && target.sessions.every((id) => sessions.byId(id) !== undefined);
}
