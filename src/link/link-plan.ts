// Which gateways keep a link to an instance without being asked. Every gateway decides for itself, by the
// same pure function of the same names, so nobody has to agree with anybody.
//
// Rendezvous hashing: each pair of gateway and instance has a score, the highest ones win. A gateway that
// comes or goes moves only the links that it gets or had.

import { hashText, mix } from '../traffic/picker.js';

export interface LinkSpread {
  /** Gateways that link to each instance at any time. Others dial it when they need it. */
  readonly gatewaysPerInstance: number;
  /** While there are no more gateways than this, all of them link to all instances. */
  readonly meshGatewaysMax: number;
  /** A link beyond those is closed when it carried nothing and knew no session for so long. */
  readonly idleTimeoutMs: number;
}

/** Two, so that an instance outlives any one gateway; a mesh of 8 is as cheap as one of 2 and never waits for a dial. */
export const DEFAULT_LINK_SPREAD: LinkSpread = {
  gatewaysPerInstance: 2,
  meshGatewaysMax: 8,
  idleTimeoutMs: 60_000,
};

interface Gateway {
  readonly id: string;
  readonly hash: number;
}

export class LinkPlan {
  readonly #self: Gateway;
  readonly #spread: LinkSpread;
  #others: readonly Gateway[] = [];

  constructor(gatewayId: string, spread: LinkSpread) {
    this.#self = gatewayOf(gatewayId);
    this.#spread = spread;
  }

  get idleTimeoutMs(): number {
    return this.#spread.idleTimeoutMs;
  }

  /** Takes the ids of the gateways that live, this one included or not. @returns whether that is news */
  setGateways(gatewayIds: readonly string[]): boolean {
    const others = new Set(gatewayIds.filter((id) => id !== this.#self.id));
    const same = others.size === this.#others.length && this.#others.every(({ id }) => others.has(id));
    if (!same) this.#others = [...others].map(gatewayOf);
    return !same;
  }

  /** Whether this gateway keeps a link to the instance unasked. */
  isHome(serverId: string): boolean {
    const { gatewaysPerInstance, meshGatewaysMax } = this.#spread;
    if (this.#others.length < Math.max(meshGatewaysMax, gatewaysPerInstance)) return true;
    return isAmongFirst(this.#self, this.#others, hashText(serverId), gatewaysPerInstance);
  }
}

/** The gateways that keep a link to an instance unasked, best first. The same decision, for all of them at once. */
export function homeGateways(
  serverId: string,
  gatewayIds: readonly string[],
  gatewaysPerInstance: number,
): readonly string[] {
  const gateways = [...new Set(gatewayIds)].map(gatewayOf);
  const hash = hashText(serverId);
  return gateways
    .sort((one, other) => (isBefore(one, other, hash) ? -1 : 1))
    .slice(0, gatewaysPerInstance)
    .map(({ id }) => id);
}

/** Stops at the first `places` that are better: most gateways are not among them and find that out soon. */
function isAmongFirst(
  self: Gateway,
  others: readonly Gateway[],
  instanceHash: number,
  places: number,
): boolean {
  let better = 0;
  for (const other of others) if (isBefore(other, self, instanceHash) && ++better === places) return false;
  return better < places;
}

function isBefore(one: Gateway, other: Gateway, instanceHash: number): boolean {
  const [oneScore, otherScore] = [mix(one.hash ^ instanceHash), mix(other.hash ^ instanceHash)];
  return oneScore === otherScore ? one.id < other.id : oneScore > otherScore;
}

function gatewayOf(id: string): Gateway {
  return { id, hash: hashText(id) };
}
