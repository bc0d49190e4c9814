// Which gateways a message concerns. Session ids say it themselves; users and groups are looked up. What
// cannot be learned now concerns everybody: each gateway knows what it holds, and one entry too many for
// each of them is better than a push that reaches nobody.

import type { ClusterMessage } from '../cluster.js';
import { SessionHomes } from '../session-home.js';
import type { GatewayLife } from './bus-frames.js';

/** What the bus wants to know of the others. */
export interface BusDirectory {
  /** Other gateways whose lease holds. The same array until it changes. */
  others(): readonly GatewayLife[];
  /** Gateways that may hold a session of one of the users; undefined: not known now. Never rejects. */
  gatewaysOfUsers(users: readonly string[]): Promise<readonly string[] | undefined>;
  /** Gateways that may have members of the group; undefined: not known now. Never rejects. */
  gatewaysOf(group: string): Promise<readonly string[] | undefined>;
}

export interface LookUpCounters {
  /** Questions to the directory. */
  lookUps: number;
  /** Those it had no answer to. */
  unknown: number;
}

export type Address =
  | { readonly by: 'everyone' }
  | { readonly by: 'gateways'; readonly ids: readonly string[] }
  | { readonly by: 'sessions'; readonly ids: readonly string[] }
  | { readonly by: 'users'; readonly users: readonly string[] }
  | { readonly by: 'group'; readonly group: string };

export function addressOf(message: ClusterMessage): Address {
  switch (message.kind) {
    case 'push': {
      const { all, group, user, users, sessions } = message.target;
      if (all) return { by: 'everyone' };
      if (group !== '') return { by: 'group', group };
      if (user !== '') return { by: 'users', users: [user] };
      return users.length > 0 ? { by: 'users', users } : { by: 'sessions', ids: sessions };
    }
    case 'group':
      return { by: 'sessions', ids: message.sessions };
    case 'kick':
      if (message.session !== '') return { by: 'sessions', ids: [message.session] };
      return { by: 'users', users: [message.user] };
    case 'displace':
      return { by: 'sessions', ids: [message.session] };
    case 'order':
      return { by: 'gateways', ids: [message.gateway] };
    case 'news':
      return { by: 'gateways', ids: message.to };
    case 'revoke':
      return { by: 'everyone' };
  }
}

export class BusAddressing {
  readonly counters: LookUpCounters = { lookUps: 0, unknown: 0 };
  readonly #directory: BusDirectory;
  #others: readonly GatewayLife[] = [];
  #homes = new SessionHomes([]);

  constructor(directory: BusDirectory) {
    this.#directory = directory;
  }

  everyone(): readonly GatewayLife[] {
    return this.#directory.others();
  }

  /** Never rejects. */
  find(message: ClusterMessage): readonly GatewayLife[] | Promise<readonly GatewayLife[]> {
    // Alone there is nobody to ask about.
    if (this.everyone().length === 0) return this.everyone();
    const address = addressOf(message);
    switch (address.by) {
      case 'everyone':
        return this.everyone();
      case 'gateways':
        return this.#named(address.ids);
      case 'sessions':
        return this.#named(this.#homesNow().of(address.ids));
      case 'users':
        return this.#found(this.#directory.gatewaysOfUsers(address.users));
      case 'group':
        return this.#found(this.#directory.gatewaysOf(address.group));
    }
  }

  async #found(question: Promise<readonly string[] | undefined>): Promise<readonly GatewayLife[]> {
    this.counters.lookUps++;
    const ids = await question;
    if (ids !== undefined) return this.#named(ids);
    this.counters.unknown++;
    return this.everyone();
  }

  #named(ids: readonly string[]): readonly GatewayLife[] {
    return this.everyone().filter(({ gatewayId }) => ids.includes(gatewayId));
  }

  #homesNow(): SessionHomes {
    const others = this.everyone();
    if (others !== this.#others) {
      this.#others = others;
      this.#homes = new SessionHomes(others.map(({ gatewayId }) => gatewayId));
    }
    return this.#homes;
  }
}
