// The way from this gateway to the others: one ordered, numbered path to each of them, whatever a message is
// addressed by. A message is encoded once, its gateways are found, and it leaves for each of them in the
// order of `publish`. See bus-flow.ts for what happens when Redis does not take it, bus-ledger.ts for how
// the other side notices what is missing.

import { within, type Clock, type Random, type Timer } from '../../clock.js';
import type { Log } from '../../log.js';
import { BusFrameKind } from '../../protocol/bus-messages.js';
import type { AskOutcome, BusFigures, ClusterMessage, ClusterReceiver } from '../cluster.js';
import { BusAddressing, type BusDirectory } from './bus-addressing.js';
import { Asks, ASK_TIMEOUT_MS } from './bus-asks.js';
import { encodeMessage, encodeTarget } from './bus-bodies.js';
import { runOf, type Outgoing, type SharedBody } from './bus-flow.js';
import { encodeAnswer, type GatewayLife } from './bus-frames.js';
import { withRun, type LossRun } from './bus-losses.js';
import { Handovers } from './bus-handover.js';
import { BusReader } from './bus-reader.js';
import { BusReceiver } from './bus-receiver.js';
import { BusSender } from './bus-sender.js';
import { dropStream, streamKey } from './bus-streams.js';
import { Turnstile } from './bus-turnstile.js';
import type { RedisCommands } from './commands.js';

/** How long a message waits for a Redis that does not take it. Later a push is told as lost. */
export const HOLD_MS = 10_000;
/** Messages whose gateways are being looked up. */
const LOOK_UPS_MAX = 65_536;
const SWEEP_MS = 100;
/** How long `close` waits for Redis to take what was published. */
const CLOSE_TIMEOUT_MS = 1_000;

export interface BusParts {
  readonly self: GatewayLife;
  readonly redis: RedisCommands;
  /** For reads that wait in Redis. Closed by whoever made it. */
  readonly blocking: RedisCommands;
  readonly keyPrefix: string;
  readonly directory: BusDirectory;
  readonly receiver: ClusterReceiver;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly scheduleFlush: (flush: () => void) => void;
  /** Others than BUS_BYTES_MAX and HOLD_MS are for tests. */
  readonly limits?: BusLimits;
}

export interface BusLimits {
  /** Bytes that wait for other gateways, all together. */
  readonly bytesMax?: number;
  /** How long a message waits for a Redis that does not take it. */
  readonly holdMs?: number;
}

export class Bus {
  readonly #parts: BusParts;
  readonly #addressing: BusAddressing;
  readonly #turnstile = new Turnstile<readonly GatewayLife[]>();
  readonly #asks = new Asks();
  readonly #handovers = new Handovers();
  readonly #sender: BusSender;
  readonly #receiver: BusReceiver;
  readonly #reader: BusReader;
  readonly #timer: Timer;
  readonly #published: Record<ClusterMessage['kind'], number> = {
    ...{ push: 0, order: 0, group: 0, kick: 0, revoke: 0, displace: 0, news: 0 },
  };
  /** The last in the turnstile, while it stands for messages that found no room. */
  #lossInTurn: { runs: readonly LossRun[] } | undefined;
  /** When a message, and a push, was published last. */
  #publishedAtMs = Number.NEGATIVE_INFINITY;
  #pushedAtMs = Number.NEGATIVE_INFINITY;
  #asksRefused = 0;
  #closed = false;

  constructor(parts: BusParts) {
    const { self, redis, blocking, keyPrefix, clock, random, log, receiver } = parts;
    this.#parts = parts;
    this.#addressing = new BusAddressing(parts.directory);
    this.#sender = new BusSender(parts, parts.limits?.bytesMax);
    this.#receiver = new BusReceiver({
      ...{ self, receiver, log },
      answer: (to, ask, count) => {
        this.#answer(to, ask, count);
      },
      answered: ({ gatewayId }, ask, count) => {
        this.#asks.answered(ask, gatewayId, count);
      },
    });
    this.#reader = new BusReader({
      ...{ key: streamKey(keyPrefix, self), redis, blocking, clock, random },
      take: (batch) => {
        this.#receiver.take(batch);
      },
    });
    this.#timer = clock.every(SWEEP_MS, () => {
      this.#asks.sweep(clock.nowMs());
      this.#handovers.sweep(clock.nowMs());
    });
  }

  /** Resolves when others can reach this gateway, or a first try has failed; it goes on trying. */
  async start(): Promise<void> {
    this.#parts.redis.subscribe({
      healthChanged: ({ ok }) => {
        if (ok) this.#wake();
      },
      replaced: () => {
        this.#wake();
      },
    });
    await this.#reader.start();
  }

  /** @returns false when there is no room: nothing is sent, and a push is told as lost. */
  publish(message: ClusterMessage): boolean {
    return this.#publish(message, 0);
  }

  /**
   * A gateway is among the others from now on, anew or again. What was published since it began, while it was
   * not, passed it by without a number: it is told so, behind all that.
   * @param beganAtMs at the latest then
   */
  joined(gateway: GatewayLife, beganAtMs: number): void {
    if (this.#publishedAtMs < beganAtMs) return;
    const push = this.#pushedAtMs >= beganAtMs;
    this.#lossInTurn = undefined;
    this.#turnstile.enter([gateway], ([to]) => {
      if (to !== undefined) this.#sender.lose(to, [{ count: 1, push, target: undefined, unnumbered: push }]);
    });
  }

  /** Resolves when all concerned have done it, or at the time-out. Never rejects. */
  ask(message: ClusterMessage): Promise<AskOutcome> {
    return new Promise((resolve) => {
      if (!this.#asks.hasRoom) {
        this.#asksRefused++;
        resolve({ ok: false, detail: 'too many questions to other gateways are open' });
        return;
      }
      const id = this.#asks.add(this.#parts.clock.nowMs(), resolve);
      this.#publish(message, id);
    });
  }

  /** See Cluster. */
  handedOver(): Promise<boolean> | undefined {
    if (this.#turnstile.length === 0 && this.#sender.waiting === 0) return undefined;
    const others = (): readonly GatewayLife[] => this.#addressing.everyone();
    return new Promise((resolve) => {
      // Behind those whose way is being looked up still.
      this.#turnstile.enter(others(), () => {
        const ends = this.#sender.queueEnds(others(), (gateway) =>
          others().some(
            ({ gatewayId, incarnation }) =>
              gatewayId === gateway.gatewayId && incarnation === gateway.incarnation,
          ),
        );
        this.#handovers.add(ends, this.#parts.clock.nowMs(), resolve);
      });
    });
  }

  figures(): BusFigures {
    const { timedOut, size } = this.#asks;
    return {
      ...this.#sender.counters,
      ...this.#receiver.counters,
      ...this.#addressing.counters,
      published: this.#published,
      queuedBytes: this.#sender.budget.bytes,
      waitingGateways: this.#sender.waiting,
      asksOpen: size,
      asksTimedOut: timedOut,
      asksRefused: this.#asksRefused,
      streamsRemade: Math.max(0, this.#reader.remade),
    };
  }

  /** Sends what waits if Redis takes it, and takes this gateway's stream away. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#timer.cancel();
    this.#asks.close();
    this.#handovers.close();
    this.#reader.close();
    const { clock, redis, keyPrefix, self } = this.#parts;
    await within(clock, CLOSE_TIMEOUT_MS, this.#sender.flushed());
    this.#sender.close();
    await dropStream(redis, streamKey(keyPrefix, self));
  }

  #wake(): void {
    this.#sender.wake();
    void this.#reader.keep();
  }

  #publish(message: ClusterMessage, ask: number): boolean {
    if (this.#closed) return false;
    this.#published[message.kind]++;
    this.#publishedAtMs = this.#parts.clock.nowMs();
    if (message.kind === 'push') this.#pushedAtMs = this.#publishedAtMs;
    const outgoing = this.#outgoing(message, ask);
    const { budget } = this.#sender;
    if (!budget.hasRoom || this.#turnstile.length >= LOOK_UPS_MAX) {
      this.#lose(runOf(outgoing));
      return false;
    }
    // Held while it waits in the turnstile too: the body must not be freed in between.
    budget.hold(outgoing.body);
    this.#lossInTurn = undefined;
    this.#turnstile.enter(this.#addressing.find(message), (gateways) => {
      for (const gateway of gateways) this.#sender.send(gateway, outgoing);
      budget.release(outgoing.body);
      if (ask !== 0)
        this.#asks.sentTo(
          ask,
          gateways.map(({ gatewayId }) => gatewayId),
        );
    });
    return true;
  }

  #outgoing(message: ClusterMessage, ask: number): Outgoing {
    const { kind, bytes } = encodeMessage(message);
    const body: SharedBody = { bytes, owners: 0 };
    const push = message.kind === 'push';
    const target = push ? encodeTarget(message.target) : undefined;
    const holdMs = ask === 0 ? (this.#parts.limits?.holdMs ?? HOLD_MS) : ASK_TIMEOUT_MS;
    return { kind, body, ask, push, target, expiresAtMs: this.#parts.clock.nowMs() + holdMs };
  }

  /** In its turn, every other gateway is told: whom it concerned would cost a look-up. */
  #lose(run: LossRun): void {
    if (run.push) this.#sender.counters.gaveUp++;
    if (this.#lossInTurn !== undefined) {
      this.#lossInTurn.runs = withRun(this.#lossInTurn.runs, run);
      return;
    }
    const loss: { runs: readonly LossRun[] } = { runs: [run] };
    this.#lossInTurn = loss;
    this.#turnstile.enter(this.#addressing.everyone(), (gateways) => {
      if (this.#lossInTurn === loss) this.#lossInTurn = undefined;
      for (const gateway of gateways) this.#sender.lose(gateway, loss.runs);
    });
  }

  #answer(to: GatewayLife, ask: number, count: number): void {
    if (this.#closed) return;
    const body: SharedBody = { bytes: encodeAnswer(ask, count), owners: 0 };
    const expiresAtMs = this.#parts.clock.nowMs() + ASK_TIMEOUT_MS;
    this.#sender.send(to, {
      ...{ kind: BusFrameKind.ANSWER, body, ask: 0, push: false, target: undefined, expiresAtMs },
    });
  }
}
