// Which gateways want to hear of whose sessions. Pure.

import type { Wanted } from './presence-news.js';

/** Users that one other gateway watches: its own limit, PRESENCE_USERS_MAX; more is nonsense. */
export const INTEREST_PER_GATEWAY_MAX = 65_536;

const NOBODY: ReadonlySet<string> = new Set();

export class PresenceInterest {
  readonly #ofAll = new Set<string>();
  readonly #ofUser = new Map<string, Set<string>>();
  /** Gateway → users it named. */
  readonly #named = new Map<string, Set<string>>();

  /** Whether nobody wants to hear anything: then a login costs this look. */
  get isEmpty(): boolean {
    return this.#ofAll.size === 0 && this.#ofUser.size === 0;
  }

  /** Users that are named by some gateway. */
  get users(): number {
    return this.#ofUser.size;
  }

  add(gatewayId: string, wanted: Wanted): void {
    if (wanted === 'all') {
      this.#ofAll.add(gatewayId);
      return;
    }
    const named = this.#named.get(gatewayId) ?? new Set<string>();
    this.#named.set(gatewayId, named);
    for (const user of wanted) {
      if (named.size >= INTEREST_PER_GATEWAY_MAX) return;
      named.add(user);
      const gateways = this.#ofUser.get(user);
      if (gateways === undefined) this.#ofUser.set(user, new Set([gatewayId]));
      else gateways.add(gatewayId);
    }
  }

  remove(gatewayId: string, wanted: Wanted): void {
    if (wanted === 'all') this.#ofAll.delete(gatewayId);
    else for (const user of wanted) this.#removeUser(gatewayId, user);
  }

  /** The gateway is gone, or begins anew. */
  forget(gatewayId: string): void {
    this.#ofAll.delete(gatewayId);
    for (const user of [...(this.#named.get(gatewayId) ?? [])]) this.#removeUser(gatewayId, user);
    this.#named.delete(gatewayId);
  }

  /** Who wants to hear of this user's sessions. */
  in(user: string): readonly string[] {
    const named = this.#ofUser.get(user) ?? NOBODY;
    if (this.#ofAll.size === 0) return [...named];
    return named.size === 0 ? [...this.#ofAll] : [...new Set([...this.#ofAll, ...named])];
  }

  #removeUser(gatewayId: string, user: string): void {
    const gateways = this.#ofUser.get(user);
    gateways?.delete(gatewayId);
    if (gateways?.size === 0) this.#ofUser.delete(user);
    this.#named.get(gatewayId)?.delete(user);
  }
}
