// The embedded cluster: gateways of one process share a hub. With one gateway there is nobody to reach.

import type {
  AdmitOutcome,
  AskOutcome,
  Cluster,
  ClusterMessage,
  ClusterReceiver,
  LiveGateway,
  LocateOutcome,
  LoginPolicy,
  Presence,
} from './cluster.js';
import { losersOf } from './login-policy.js';

interface Member {
  readonly receiver: ClusterReceiver;
  readonly sinceEpochMs: number;
}

/** What the gateways of one process have in common. */
export class MemoryHub {
  readonly members = new Map<string, Member>();
  readonly presences = new Map<string, Presence>();
  readonly byUser = new Map<string, readonly Presence[]>();
}

export class MemoryCluster implements Cluster {
  readonly #hub: MemoryHub;
  readonly #gatewayId: string;
  readonly #sinceEpochMs: number;

  constructor(gatewayId: string, hub = new MemoryHub(), sinceEpochMs = Date.now()) {
    this.#hub = hub;
    this.#gatewayId = gatewayId;
    this.#sinceEpochMs = sinceEpochMs;
  }

  start(receiver: ClusterReceiver): void {
    this.#hub.members.set(this.#gatewayId, { receiver, sinceEpochMs: this.#sinceEpochMs });
  }

  enter(presence: Presence): void {
    const { presences, byUser } = this.#hub;
    this.leave(presence.sessionId);
    presences.set(presence.sessionId, presence);
    const sessions = byUser.get(presence.user);
    byUser.set(presence.user, sessions === undefined ? [presence] : [...sessions, presence]);
  }

  leave(sessionId: string): void {
    const { presences, byUser } = this.#hub;
    const presence = presences.get(sessionId);
    if (presence === undefined) return;
    presences.delete(sessionId);
    const left = (byUser.get(presence.user) ?? []).filter((other) => other !== presence);
    if (left.length === 0) byUser.delete(presence.user);
    else byUser.set(presence.user, left);
  }

  locate(user: string): Promise<LocateOutcome> {
    return Promise.resolve({ ok: true, sessions: [...(this.#hub.byUser.get(user) ?? [])] });
  }

  gateways(): readonly LiveGateway[] {
    return [...this.#hub.members]
      .map(([gatewayId, { sinceEpochMs }]) => ({ gatewayId, sinceEpochMs }))
      .sort((one, other) => (one.gatewayId < other.gatewayId ? -1 : 1));
  }

  admit(presence: Presence, policy: LoginPolicy): Promise<AdmitOutcome> {
    const losers = losersOf(presence, this.#hub.byUser.get(presence.user) ?? [], policy);
    if (losers === 'refused') return Promise.resolve({ kind: 'refused' });
    for (const { sessionId, gatewayId } of losers) {
      this.leave(sessionId);
      const message: ClusterMessage = { kind: 'displace', session: sessionId };
      void this.#hub.members.get(gatewayId)?.receiver.receive(message, this.#gatewayId);
    }
    this.enter(presence);
    return Promise.resolve({ kind: 'admitted', displaced: losers.length });
  }

  groupEntered(): Promise<boolean> {
    return Promise.resolve(true);
  }

  groupLeft(): void {
    // All gateways of the hub hear everything.
  }

  publish(message: ClusterMessage): boolean {
    for (const { receiver } of this.#concerned(message)) void receiver.receive(message, this.#gatewayId);
    return true;
  }

  async ask(message: ClusterMessage): Promise<AskOutcome> {
    const counts = await Promise.all(
      this.#others().map(async ({ receiver }) => await receiver.receive(message, this.#gatewayId)),
    );
    return { ok: true, count: counts.reduce((sum, count) => sum + count, 0) };
  }

  /** Ends as a process does that is killed: nobody hears it from itself, the others notice. */
  crash(): void {
    void this.close();
    for (const { receiver } of this.#others()) receiver.gatewayLost(this.#gatewayId);
  }

  close(): Promise<void> {
    this.#hub.members.delete(this.#gatewayId);
    for (const [sessionId, presence] of this.#hub.presences)
      if (presence.gatewayId === this.#gatewayId) this.leave(sessionId);
    return Promise.resolve();
  }

  /** Most go to everybody; what names its gateways goes to those. */
  #concerned(message: ClusterMessage): readonly Member[] {
    if (message.kind !== 'news' && message.kind !== 'order') return this.#others();
    const { members } = this.#hub;
    const to = message.kind === 'news' ? message.to : [message.gateway];
    return to.map((gatewayId) => members.get(gatewayId)).filter((member) => member !== undefined);
  }

  #others(): readonly Member[] {
    return [...this.#hub.members]
      .filter(([gatewayId]) => gatewayId !== this.#gatewayId)
      .map(([, member]) => member);
  }
}
