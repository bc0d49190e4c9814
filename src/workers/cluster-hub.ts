// The cluster of the workers, kept in the primary: the embedded cluster (cluster/memory.ts) with a member
// for each worker, whose receiver is the channel to it. A worker that ends without a word has crashed as a
// member; what a worker does not read is bounded, and told to it afterwards as lost.

import type { Clock, Timer } from '../clock.js';
import type { ClusterMessage, ClusterReceiver, QuotaCharge } from '../cluster/cluster.js';
import { MemoryCluster, MemoryHub } from '../cluster/memory.js';
import { MemoryQuotas } from '../cluster/memory-quotas.js';
import { LatestMoments } from '../latest-moments.js';
import { Batch } from './batch.js';
import { messageBytes, type HubAnswer, type HubNews, type HubOrder } from './channel.js';
import { ASK_TIMEOUT_MS } from './process-cluster.js';

/** Bytes that may wait for one worker: seconds of pushes, and no harm to the primary. */
export const UNREAD_BYTES_MAX = 64 * 1024 * 1024;

/** Revoked users remembered for workers that start later; as many as a gateway remembers. */
const REVOKED_USERS_MAX = 65_536;

/** The way to one worker. */
export interface MemberChannel {
  /** `sent` is called once the channel is rid of them, also when the worker is gone. */
  send(news: readonly HubNews[], sent: () => void): void;
}

export interface HubCounters {
  /** Messages passed on, one for each worker that got it. */
  passed: number;
  /** Messages left out, because a worker did not read. */
  lost: number;
  /** Messages that workers did not say, because the primary did not read. */
  unsaid: number;
  /** Charges of limits of users that workers made. */
  charges: number;
}

export class ClusterHub {
  readonly counters: HubCounters = { passed: 0, lost: 0, unsaid: 0, charges: 0 };
  /** What users spent of limits that hold over all workers; a worker's end changes nothing in it. */
  readonly quotas: Pick<MemoryQuotas, 'accounts' | 'unaccounted'>;
  readonly #quotas = new MemoryQuotas();
  readonly #memory = new MemoryHub();
  readonly #members = new Set<HubMember>();
  readonly #turn = { asking: false };
  readonly #revoked = new LatestMoments(REVOKED_USERS_MAX);
  readonly #clock: Clock;
  readonly #schedule: (flush: () => void) => void;

  constructor(clock: Clock, schedule: (flush: () => void) => void) {
    this.#clock = clock;
    this.#schedule = schedule;
    this.quotas = this.#quotas;
  }

  get size(): number {
    return this.#memory.presences.size;
  }

  /** A worker that may speak from now on. It is a member of the cluster once it joins. */
  newMember(gatewayId: string, channel: MemberChannel): HubMember {
    return new HubMember(gatewayId, {
      memory: this.#memory,
      channel,
      clock: this.#clock,
      schedule: this.#schedule,
      counters: this.counters,
      quotas: this.#quotas,
      turn: this.#turn,
      revoked: ({ user, notBeforeEpochMs }) => {
        this.#revoked.note(user, notBeforeEpochMs);
      },
      leftOut: (member, pushes) => {
        for (const other of this.#members)
          if (other !== member) other.tell({ op: 'lost', from: member.gatewayId, pushes });
      },
      joined: (member) => {
        this.#members.add(member);
        this.#tellRevoked(member);
        this.#tellGateways();
      },
      left: (member) => {
        if (this.#members.delete(member)) this.#tellGateways();
      },
    });
  }

  #tellRevoked(member: HubMember): void {
    for (const [user, notBeforeEpochMs] of this.#revoked.entries()) {
      const message: Revocation = { kind: 'revoke', user, notBeforeEpochMs };
      member.tell({ op: 'message', from: member.gatewayId, id: 0, message });
    }
  }

  #tellGateways(): void {
    const gateways = [...this.#memory.members]
      .map(([gatewayId, { sinceEpochMs }]) => ({ gatewayId, sinceEpochMs }))
      .sort((one, other) => (one.gatewayId < other.gatewayId ? -1 : 1));
    for (const member of this.#members) member.tell({ op: 'gateways', gateways });
  }
}

type Revocation = ClusterMessage & { readonly kind: 'revoke' };

interface MemberParts {
  readonly memory: MemoryHub;
  readonly channel: MemberChannel;
  readonly clock: Clock;
  readonly schedule: (flush: () => void) => void;
  readonly counters: HubCounters;
  readonly quotas: MemoryQuotas;
  /** Shared by all: a member's question is on the stack, so those it reaches are to answer. */
  readonly turn: { asking: boolean };
  /** A member revoked a user's tokens. */
  readonly revoked: (revocation: Revocation) => void;
  /** A member had to leave messages out; any other may have been meant. */
  readonly leftOut: (member: HubMember, pushes: number) => void;
  readonly joined: (member: HubMember) => void;
  readonly left: (member: HubMember) => void;
}

interface Question {
  readonly answer: (count: number) => void;
  readonly deadline: Timer;
}

/** One worker, as the others reach it. */
export class HubMember implements ClusterReceiver {
  readonly gatewayId: string;
  readonly #parts: MemberParts;
  readonly #news: Batch<HubNews>;
  readonly #questions = new Map<number, Question>();
  /** Pushes left out by sender, told once there is room. A sender stands here for other messages too. */
  readonly #losses = new Map<string, number>();
  #cluster: MemoryCluster | undefined;
  #lastId = 0;
  #batchBytes = 0;
  #unreadBytes = 0;

  constructor(gatewayId: string, parts: MemberParts) {
    this.gatewayId = gatewayId;
    this.#parts = parts;
    this.#news = new Batch((news) => {
      this.#send(news);
    }, parts.schedule);
  }

  // ---- from the worker --------------------------------------------------------------------------

  ordered(orders: readonly HubOrder[]): void {
    for (const order of orders) this.#obey(order);
  }

  /** The worker's process is gone. Does nothing when it has said so before. */
  crashed(): void {
    this.#forgetQuestions();
    const cluster = this.#cluster;
    this.#cluster = undefined;
    if (cluster === undefined) return;
    cluster.crash();
    this.#parts.left(this);
  }

  #obey(order: HubOrder): void {
    if (order.op === 'join') return this.#join(order.sinceEpochMs);
    if (order.op === 'done') return this.#done(order.id, order.count);
    const cluster = this.#cluster;
    if (cluster === undefined) return;
    if ('message' in order && order.message.kind === 'revoke') this.#parts.revoked(order.message);
    switch (order.op) {
      case 'enter':
        cluster.enter(order.presence);
        return;
      case 'leave':
        cluster.leave(order.sessionId);
        return;
      case 'publish':
        cluster.publish(order.message);
        return;
      case 'left-out':
        this.#parts.counters.unsaid += order.messages;
        this.#parts.leftOut(this, order.pushes);
        return;
      case 'ask':
        this.#answerLater(order.id, this.#ask(cluster, order.message));
        return;
      case 'locate':
        this.#answerLater(order.id, cluster.locate(order.user));
        return;
      case 'admit':
        this.#answerLater(order.id, cluster.admit(order.presence, order.policy));
        return;
      case 'charge':
        return this.#charge(order.id, order.charges);
      case 'close':
        this.#close(cluster);
    }
  }

  #charge(id: number, charges: readonly QuotaCharge[]): void {
    const { counters, quotas, clock } = this.#parts;
    counters.charges += charges.length;
    const nowMs = clock.nowMs();
    const grants = charges.map((charge) => quotas.charge(charge, nowMs));
    this.tell({ op: 'answer', id, outcome: { grants } });
  }

  #join(sinceEpochMs: number): void {
    if (this.#cluster !== undefined) return;
    this.#cluster = new MemoryCluster(this.gatewayId, this.#parts.memory, sinceEpochMs);
    this.#cluster.start(this);
    this.#parts.joined(this);
  }

  #close(cluster: MemoryCluster): void {
    this.#cluster = undefined;
    void cluster.close();
    this.#forgetQuestions();
    this.#parts.left(this);
  }

  /** The embedded cluster asks its members in this very turn. */
  #ask(cluster: MemoryCluster, message: ClusterMessage): ReturnType<MemoryCluster['ask']> {
    const { turn } = this.#parts;
    turn.asking = true;
    const outcome = cluster.ask(message);
    turn.asking = false;
    return outcome;
  }

  #answerLater(id: number, outcome: Promise<HubAnswer>): void {
    void outcome.then((known) => {
      this.tell({ op: 'answer', id, outcome: known });
    });
  }

  // ---- to the worker ----------------------------------------------------------------------------

  tell(news: HubNews): void {
    this.#news.add(news);
  }

  receive(message: ClusterMessage, from: string): number | Promise<number> {
    const bytes = messageBytes(message);
    if (this.#unreadBytes + bytes > UNREAD_BYTES_MAX) return this.#leaveOut(message, from);
    this.#tellLosses();
    this.#unreadBytes += bytes;
    this.#batchBytes += bytes;
    this.#parts.counters.passed++;
    const id = this.#parts.turn.asking ? ++this.#lastId : 0;
    this.tell({ op: 'message', from, id, message });
    return id === 0 ? 0 : this.#countOf(id);
  }

  lost(): void {
    // The embedded cluster loses nothing.
  }

  missed(): void {
    // As above.
  }

  gatewayLost(gatewayId: string): void {
    this.tell({ op: 'gatewayLost', gatewayId });
  }

  /** A worker that does not read for so long may well be gone; if not, it learns what it missed. */
  #leaveOut(message: ClusterMessage, from: string): number {
    this.#parts.counters.lost++;
    this.#losses.set(from, (this.#losses.get(from) ?? 0) + (message.kind === 'push' ? 1 : 0));
    return 0;
  }

  #tellLosses(): void {
    for (const [from, pushes] of this.#losses) this.tell({ op: 'lost', from, pushes });
    this.#losses.clear();
  }

  #send(news: readonly HubNews[]): void {
    const bytes = this.#batchBytes;
    this.#batchBytes = 0;
    this.#parts.channel.send(news, () => {
      this.#unreadBytes -= bytes;
      // Nobody may send anything more: what is left out is told now.
      this.#tellLosses();
    });
  }

  // ---- questions of other members to this one ---------------------------------------------------

  #countOf(id: number): Promise<number> {
    return new Promise((answer) => {
      const deadline = this.#parts.clock.after(ASK_TIMEOUT_MS, () => {
        // Who asked has given up by now; its answer is worth nothing.
        this.#done(id, 0);
      });
      this.#questions.set(id, { answer, deadline });
    });
  }

  #done(id: number, count: number): void {
    const question = this.#questions.get(id);
    this.#questions.delete(id);
    question?.deadline.cancel();
    question?.answer(count);
  }

  /** A worker that ended has nothing left that could be concerned. */
  #forgetQuestions(): void {
    for (const id of [...this.#questions.keys()]) this.#done(id, 0);
  }
}
