// The cluster of gateways that are workers of one primary: a worker says what happens to the hub in the
// primary (cluster-hub.ts), which holds the directory and passes messages on. All that a worker says goes
// one way, in order, once a turn.

import type { Clock, Timer } from '../clock.js';
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
  QuotaCharge,
  QuotaGrant,
  Quotas,
} from '../cluster/cluster.js';
import { Batch } from './batch.js';
import { messageBytes, orderBytes, type HubAnswer, type HubNews, type HubOrder } from './channel.js';

/** The channel answers within milliseconds; a primary that hangs is not waited for. */
export const ASK_TIMEOUT_MS = 2_000;

/**
 * Bytes that may wait for the primary before no more messages and questions go; who entered and left always
 * goes. As the hub's for a worker: seconds of pushes, and no harm.
 */
export const UNSENT_BYTES_MAX = 64 * 1024 * 1024;

/** Questions without an answer at once. */
export const QUESTIONS_MAX = 65_536;

const LATE = 'the primary does not answer';

/** The way to the hub. */
export interface HubChannel {
  /**
   * Goes in order. Nothing is lost while the primary lives.
   * @param sent is called once the channel is rid of them
   */
  send(orders: readonly HubOrder[], sent: () => void): void;
}

export interface ProcessClusterParts {
  readonly channel: HubChannel;
  readonly clock: Clock;
  readonly schedule: (flush: () => void) => void;
}

interface Question {
  readonly answer: (outcome: HubAnswer | undefined) => void;
  readonly deadline: Timer;
}

export class ProcessCluster implements Cluster {
  /** Kept by the hub: while it does not answer, each worker keeps to its share (traffic/shared-limits.ts). */
  readonly quotas: Quotas = { charge: (charges) => this.#charge(charges) };
  readonly #parts: ProcessClusterParts;
  readonly #orders: Batch<HubOrder>;
  readonly #questions = new Map<number, Question>();
  #receiver: ClusterReceiver | undefined;
  #gateways: readonly LiveGateway[] = [];
  #lastId = 0;
  #batchBytes = 0;
  #unsentBytes = 0;
  /** Not said to the hub, and not yet told to it. */
  #leftOut = { messages: 0, pushes: 0 };

  constructor(parts: ProcessClusterParts) {
    this.#parts = parts;
    this.#orders = new Batch((orders) => {
      this.#send(orders);
    }, parts.schedule);
  }

  start(receiver: ClusterReceiver): void {
    this.#receiver = receiver;
    this.#add({ op: 'join', sinceEpochMs: this.#parts.clock.epochMs() });
    // At once: what others say from now on is for this one too.
    this.#orders.flush();
  }

  enter(presence: Presence): void {
    this.#add({ op: 'enter', presence: copyOf(presence) });
  }

  leave(sessionId: string): void {
    this.#add({ op: 'leave', sessionId });
  }

  async locate(user: string): Promise<LocateOutcome> {
    const outcome = await this.#question((id) => ({ op: 'locate', id, user }));
    return outcome !== undefined && 'ok' in outcome && (!outcome.ok || 'sessions' in outcome)
      ? outcome
      : { ok: false, detail: LATE };
  }

  gateways(): readonly LiveGateway[] {
    return this.#gateways;
  }

  async admit(presence: Presence, policy: LoginPolicy): Promise<AdmitOutcome> {
    const outcome = await this.#question((id) => ({ op: 'admit', id, presence: copyOf(presence), policy }));
    return outcome !== undefined && 'kind' in outcome ? outcome : { kind: 'unavailable', detail: LATE };
  }

  /** Every worker hears what goes to a group. */
  groupEntered(): Promise<boolean> {
    return Promise.resolve(true);
  }

  groupLeft(): void {
    // As above.
  }

  publish(message: ClusterMessage): boolean {
    if (this.#isFull(messageBytes(message))) {
      this.#leftOut.messages++;
      if (message.kind === 'push') this.#leftOut.pushes++;
      return false;
    }
    this.#tellLeftOut();
    this.#add({ op: 'publish', message: clonable(message) });
    return true;
  }

  async ask(message: ClusterMessage): Promise<AskOutcome> {
    const outcome = await this.#question((id) => ({ op: 'ask', id, message: clonable(message) }));
    return outcome !== undefined && 'ok' in outcome && (!outcome.ok || 'count' in outcome)
      ? outcome
      : { ok: false, detail: LATE };
  }

  async #charge(charges: readonly QuotaCharge[]): Promise<readonly (QuotaGrant | undefined)[]> {
    const outcome = await this.#question((id) => ({ op: 'charge', id, charges }));
    return outcome !== undefined && 'grants' in outcome ? outcome.grants : charges.map(() => undefined);
  }

  close(): Promise<void> {
    this.#add({ op: 'close' });
    this.#orders.flush();
    for (const id of [...this.#questions.keys()]) this.#answered(id, undefined);
    return Promise.resolve();
  }

  // ---- what waits -------------------------------------------------------------------------------

  #isFull(moreBytes: number): boolean {
    return this.#unsentBytes + moreBytes > UNSENT_BYTES_MAX;
  }

  #add(order: HubOrder): void {
    const bytes = orderBytes(order);
    this.#unsentBytes += bytes;
    this.#batchBytes += bytes;
    this.#orders.add(order);
  }

  #send(orders: readonly HubOrder[]): void {
    const bytes = this.#batchBytes;
    this.#batchBytes = 0;
    this.#parts.channel.send(orders, () => {
      this.#unsentBytes -= bytes;
      // Nobody may publish anything more: what is left out is told now.
      this.#tellLeftOut();
    });
  }

  /** In its place among what is said: the hub passes it on as lost. */
  #tellLeftOut(): void {
    if (this.#leftOut.messages === 0) return;
    const leftOut = this.#leftOut;
    this.#leftOut = { messages: 0, pushes: 0 };
    this.#add({ op: 'left-out', ...leftOut });
  }

  // ---- from the hub -----------------------------------------------------------------------------

  /** What the hub says, in its order. */
  received(news: readonly HubNews[]): void {
    for (const one of news) this.#receive(one);
  }

  #receive(news: HubNews): void {
    const receiver = this.#receiver;
    switch (news.op) {
      case 'answer':
        return this.#answered(news.id, news.outcome);
      case 'gateways':
        this.#gateways = news.gateways;
        return;
      case 'gatewayLost':
        return receiver?.gatewayLost(news.gatewayId);
      case 'lost':
        if (news.pushes > 0) receiver?.lost(news.pushes, undefined);
        return receiver?.missed(news.from);
      case 'message':
        void this.#receiveMessage(news.message, news.from, news.id);
    }
  }

  async #receiveMessage(message: ClusterMessage, from: string, id: number): Promise<void> {
    const received = this.#receiver?.receive(message, from) ?? 0;
    if (id !== 0) this.#add({ op: 'done', id, count: await received });
  }

  /** @returns undefined when there was no answer in time */
  #question(order: (id: number) => HubOrder): Promise<HubAnswer | undefined> {
    if (this.#isFull(0) || this.#questions.size >= QUESTIONS_MAX) return Promise.resolve(undefined);
    const id = ++this.#lastId;
    return new Promise((answer) => {
      const deadline = this.#parts.clock.after(ASK_TIMEOUT_MS, () => {
        this.#answered(id, undefined);
      });
      this.#questions.set(id, { answer, deadline });
      this.#add(order(id));
    });
  }

  #answered(id: number, outcome: HubAnswer | undefined): void {
    const question = this.#questions.get(id);
    this.#questions.delete(id);
    question?.deadline.cancel();
    question?.answer(outcome);
  }
}

/** A decoded target has its defaults on its prototype, which a clone leaves behind. */
function clonable(message: ClusterMessage): ClusterMessage {
  if (message.kind !== 'push') return message;
  const { sessions, user, users, group, all, except } = message.target;
  return { ...message, target: { sessions, user, users, group, all, except } };
}

/** A session is its own presence; only what the directory knows of it travels. */
function copyOf(presence: Presence): Presence {
  const { sessionId, user, gatewayId, sinceEpochMs, device, client, address, attributes } = presence;
  return { sessionId, user, gatewayId, sinceEpochMs, device, client, address, attributes };
}
