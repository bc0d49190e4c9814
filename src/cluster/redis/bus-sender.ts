// The sending half of the bus: one flow for each life of another gateway, each with one batch under way.
// While a batch is under way the next one gathers, so the more is said the fewer commands Redis gets.
//
// Marks: the receiver notices a loss by the number of what comes next. When nothing comes next, a mark says
// the number: after a second of quiet, then ever more seldom, and whenever Redis has come back or another
// one has taken its place.

import type { Clock, Random, Timer } from '../../clock.js';
import { encodeBatch, type GatewayLife } from './bus-frames.js';
import { Flow, QueueBudget, type Outgoing } from './bus-flow.js';
import type { QueueEnd } from './bus-handover.js';
import type { LossRun } from './bus-losses.js';
import { appendBatch, streamKey } from './bus-streams.js';
import type { RedisCommands } from './commands.js';

/** Bytes of one entry: bounds what a reader takes at once, and how long Redis is busy with one command. */
const BATCH_BYTES_MAX = 64 * 1024;
/** Bytes that wait for one gateway. Beyond, pushes are lost, and told when it can be reached again. */
export const FLOW_BYTES_MAX = 8 * 1024 * 1024;
/** Bytes that wait for all gateways together; a body that goes to many counts once. */
export const BUS_BYTES_MAX = 32 * 1024 * 1024;
const SWEEP_MS = 50;
const RETRY_MS = 100;
const MARK_MS_MIN = 1_000;
const MARK_MS_MAX = 32_000;
/** A flow that nothing was sent on for so long is forgotten, in milliseconds; a later one is a new flow. */
const FORGET_MS = 600_000;

export interface BusSenderParts {
  readonly self: GatewayLife;
  readonly redis: RedisCommands;
  readonly keyPrefix: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Runs it once, soon, after what happens in this turn: setImmediate. */
  readonly scheduleFlush: (flush: () => void) => void;
}

/** Numbers since the start. */
export interface SenderCounters {
  /** Entries that Redis has taken. */
  batches: number;
  /** Tries that failed and were made again. */
  retries: number;
  /** Entries that only say a number. */
  marks: number;
  /** Pushes given up: no room, or too long without Redis. Their gateway is told. */
  gaveUp: number;
}

interface Destination {
  readonly key: string;
  readonly serial: number;
  readonly flow: Flow;
  sending: boolean;
  retryAtMs: number;
  usedAtMs: number;
  markAtMs: number;
  markEveryMs: number;
}

export class BusSender {
  readonly budget: QueueBudget;
  readonly counters: SenderCounters = { batches: 0, retries: 0, marks: 0, gaveUp: 0 };
  readonly #parts: BusSenderParts;
  readonly #destinations = new Map<string, Destination>();
  readonly #dirty = new Set<Destination>();
  readonly #timer: Timer;
  #flushScheduled = false;
  #serial = 0;
  #closed = false;

  constructor(parts: BusSenderParts, bytesMax = BUS_BYTES_MAX) {
    this.#parts = parts;
    this.budget = new QueueBudget(bytesMax);
    this.#timer = parts.clock.every(SWEEP_MS, () => {
      this.#sweep(parts.clock.nowMs());
    });
  }

  /** Gateways that something waits for. */
  get waiting(): number {
    return [...this.#destinations.values()].filter(({ flow }) => !flow.isEmpty).length;
  }

  /** Where the queues of these gateways end now. @param isLive whether one of them still lives, asked later */
  queueEnds(to: readonly GatewayLife[], isLive: (gateway: GatewayLife) => boolean): readonly QueueEnd[] {
    return to.flatMap((gateway) => {
      const flow = this.#destinations.get(streamKey(this.#parts.keyPrefix, gateway))?.flow;
      if (flow === undefined || flow.isEmpty) return [];
      return [{ last: flow.last, taken: () => (isLive(gateway) ? flow.lastConfirmed : Infinity) }];
    });
  }

  send(to: GatewayLife, message: Outgoing): void {
    const destination = this.#destination(to);
    if (!destination.flow.offer(message) && message.push) this.counters.gaveUp++;
    this.#touch(destination);
  }

  /** Tells the gateway of pushes that were given up before they got here. */
  lose(to: GatewayLife, runs: readonly LossRun[]): void {
    const destination = this.#destination(to);
    for (const run of runs) destination.flow.lose(run);
    this.#touch(destination);
  }

  /** Redis answers again, or another one does: tries at once, and says the numbers. */
  wake(): void {
    const nowMs = this.#parts.clock.nowMs();
    for (const destination of this.#destinations.values()) {
      destination.retryAtMs = nowMs;
      destination.markAtMs = nowMs;
      destination.markEveryMs = MARK_MS_MIN;
    }
  }

  /** Resolves when Redis has everything, or when a try has failed. */
  async flushed(): Promise<void> {
    this.#flush();
    await Promise.all([...this.#destinations.values()].map((destination) => this.#drain(destination)));
  }

  close(): void {
    this.#closed = true;
    this.#timer.cancel();
    for (const { flow } of this.#destinations.values()) flow.close();
    this.#destinations.clear();
  }

  #destination(to: GatewayLife): Destination {
    const key = streamKey(this.#parts.keyPrefix, to);
    const known = this.#destinations.get(key);
    if (known !== undefined) return known;
    const flow = new Flow(this.budget, FLOW_BYTES_MAX);
    const made: Destination = {
      ...{ key, serial: (this.#serial += 1), flow, sending: false },
      ...{ retryAtMs: 0, usedAtMs: 0, markAtMs: Infinity, markEveryMs: MARK_MS_MIN },
    };
    this.#destinations.set(key, made);
    return made;
  }

  #touch(destination: Destination): void {
    destination.usedAtMs = this.#parts.clock.nowMs();
    this.#dirty.add(destination);
    if (this.#flushScheduled) return;
    this.#flushScheduled = true;
    this.#parts.scheduleFlush(() => {
      this.#flush();
    });
  }

  #flush(): void {
    this.#flushScheduled = false;
    const nowMs = this.#parts.clock.nowMs();
    for (const destination of this.#dirty) if (destination.retryAtMs <= nowMs) void this.#drain(destination);
    this.#dirty.clear();
  }

  /** Sends batch after batch until nothing waits or one fails. */
  async #drain(destination: Destination): Promise<void> {
    if (destination.sending) return;
    destination.sending = true;
    try {
      while (!this.#closed && !destination.flow.isEmpty && (await this.#sendBatch(destination)));
    } finally {
      destination.sending = false;
    }
  }

  async #sendBatch(destination: Destination): Promise<boolean> {
    const { flow } = destination;
    const isAppended = await this.#append(destination);
    if (isAppended) {
      flow.confirm();
      destination.markEveryMs = MARK_MS_MIN;
      this.#planMark(destination);
    } else flow.retry();
    return isAppended;
  }

  async #append(destination: Destination): Promise<boolean> {
    const { self, redis, clock, random } = this.#parts;
    const batch = destination.flow.takeBatch(BATCH_BYTES_MAX);
    const outcome = await appendBatch(redis, destination.key, encodeBatch(self, destination.serial, batch));
    if (outcome === 'appended') {
      this.counters.batches++;
      if (batch.items.length === 0) this.counters.marks++;
      return true;
    }
    this.counters.retries++;
    destination.retryAtMs = clock.nowMs() + RETRY_MS * (0.5 + random());
    return false;
  }

  #planMark(destination: Destination): void {
    destination.markAtMs =
      destination.markEveryMs > MARK_MS_MAX ? Infinity : this.#parts.clock.nowMs() + destination.markEveryMs;
    destination.markEveryMs *= 2;
  }

  #sweep(nowMs: number): void {
    for (const [key, destination] of this.#destinations) {
      const { flow } = destination;
      this.counters.gaveUp += flow.expire(nowMs);
      if (destination.sending || destination.retryAtMs > nowMs) continue;
      if (!flow.isEmpty) void this.#drain(destination);
      else if (destination.markAtMs <= nowMs) void this.#mark(destination);
      if (nowMs - destination.usedAtMs > FORGET_MS) this.#forget(key, destination);
    }
  }

  async #mark(destination: Destination): Promise<void> {
    destination.sending = true;
    this.#planMark(destination);
    // A mark that fails is not repeated for ever: whom nobody reads is gone.
    await this.#append(destination);
    destination.sending = false;
    if (!destination.flow.isEmpty) this.#touch(destination);
  }

  #forget(key: string, { flow }: Destination): void {
    flow.close();
    this.#destinations.delete(key);
  }
}
