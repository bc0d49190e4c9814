// The embedded cluster: gateways of one process share a hub. With one gateway there is nobody to reach.

import type { Cluster, ClusterMessage, ClusterReceiver, LocateOutcome, Presence } from './cluster.js';

/** What the gateways of one process have in common. */
export class MemoryHub {
  readonly members = new Map<string, ClusterReceiver>();
  readonly presences = new Map<string, Presence>();
}

export class MemoryCluster implements Cluster {
  readonly #hub: MemoryHub;
  readonly #gatewayId: string;

  constructor(gatewayId: string, hub = new MemoryHub()) {
    this.#gatewayId = gatewayId;
    this.#hub = hub;
  }

  start(receiver: ClusterReceiver): void {
    this.#hub.members.set(this.#gatewayId, receiver);
  }

  enter(presence: Presence): void {
    this.#hub.presences.set(presence.sessionId, presence);
  }

  leave(sessionId: string): void {
    this.#hub.presences.delete(sessionId);
  }

  locate(user: string): Promise<LocateOutcome> {
    const sessions = [...this.#hub.presences.values()].filter((presence) => presence.user === user);
    return Promise.resolve({ ok: true, sessions });
  }

  publish(message: ClusterMessage): boolean {
    for (const [gatewayId, receiver] of this.#hub.members)
      if (gatewayId !== this.#gatewayId) receiver.receive(message, this.#gatewayId);
    return true;
  }

  close(): Promise<void> {
    this.#hub.members.delete(this.#gatewayId);
    for (const [sessionId, presence] of this.#hub.presences)
      if (presence.gatewayId === this.#gatewayId) this.#hub.presences.delete(sessionId);
    return Promise.resolve();
  }
}
