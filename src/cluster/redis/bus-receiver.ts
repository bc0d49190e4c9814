// The receiving half of the bus: each batch through the ledger of its sender, each message to the gateway,
// each loss to those concerned.

import type { Log } from '../../log.js';
import { BusFrameKind } from '../../protocol/bus-messages.js';
import type { ClusterMessage, ClusterReceiver } from '../cluster.js';
import { decodeMessage, decodeTarget } from './bus-bodies.js';
import { decodeAnswer, decodeBatch, type GatewayLife, type ReceivedBatch } from './bus-frames.js';
import { Ledger, type LedgerStep, type NumberedFrame } from './bus-ledger.js';

/** Senders remembered: lives of gateways. The one that was silent longest gives way. */
export const SENDERS_MAX = 4_096;

export interface BusReceiverParts {
  readonly self: GatewayLife;
  readonly receiver: ClusterReceiver;
  readonly log: Log;
  /** Answers a question of another gateway. */
  readonly answer: (to: GatewayLife, ask: number, count: number) => void;
  /** Another gateway answered one of ours. */
  readonly answered: (from: GatewayLife, ask: number, count: number) => void;
}

/** Numbers since the start. */
export interface ReceiverCounters {
  readonly received: Record<ClusterMessage['kind'], number>;
  /** Pushes that did not come, as told to those concerned. */
  lost: number;
  /** Gaps noticed in what a gateway said. */
  missed: number;
  /** Frames that came again. */
  duplicates: number;
  /** Entries and frames that could not be read. */
  malformed: number;
}

export class BusReceiver {
  readonly counters: ReceiverCounters = {
    received: { push: 0, order: 0, group: 0, kick: 0, revoke: 0, displace: 0, news: 0 },
    ...{ lost: 0, missed: 0, duplicates: 0, malformed: 0 },
  };
  readonly #parts: BusReceiverParts;
  /** By sender and flow, the one heard last at the end. */
  readonly #ledgers = new Map<string, Ledger>();

  constructor(parts: BusReceiverParts) {
    this.#parts = parts;
  }

  /** One entry of the stream. Entries that carry nothing are empty. Never throws. */
  take(entry: Uint8Array): void {
    if (entry.length === 0) return;
    const batch = decodeBatch(entry);
    if (batch === undefined) this.counters.malformed++;
    else for (const step of this.#ledgerOf(batch).take(batch)) this.#attempt(step, batch.from);
  }

  /** What one message did to the gateway must not keep it from all that follow. */
  #attempt(step: LedgerStep, from: GatewayLife): void {
    try {
      this.#do(step, from);
    } catch (error) {
      this.#parts.log.error(
        { from: from.gatewayId, error: String(error) },
        'a message of another gateway failed: this is a bug, please report it',
      );
      if (step.is === 'frame') this.#attempt(lossOf(step.frame), from);
    }
  }

  #ledgerOf({ from: { gatewayId, incarnation }, flow }: ReceivedBatch): Ledger {
    const key = `${gatewayId}@${incarnation}/${String(flow)}`;
    const ledger = this.#ledgers.get(key) ?? new Ledger();
    this.#ledgers.delete(key);
    this.#ledgers.set(key, ledger);
    const [oldest] = this.#ledgers.keys();
    if (this.#ledgers.size > SENDERS_MAX && oldest !== undefined) this.#ledgers.delete(oldest);
    return ledger;
  }

  #do(step: LedgerStep, from: GatewayLife): void {
    switch (step.is) {
      case 'frame':
        return this.#frame(step.frame, from);
      case 'missed':
        this.counters.missed++;
        return this.#parts.receiver.missed(from.gatewayId);
      case 'lost':
        return this.#lost(step.count, step.target, from);
      case 'duplicate':
        this.counters.duplicates++;
    }
  }

  #lost(count: number, target: Uint8Array | undefined, { gatewayId }: GatewayLife): void {
    const { log, receiver } = this.#parts;
    this.counters.lost += count;
    const whom = target && decodeTarget(target);
    log.warn({ from: gatewayId, count, target: whom ?? 'unknown' }, 'pushes of another gateway were lost');
    receiver.lost(count, whom);
  }

  #frame(frame: NumberedFrame, from: GatewayLife): void {
    if (frame.kind === BusFrameKind.ANSWER) return this.#answered(frame, from);
    const { self, receiver, answer } = this.#parts;
    const message = decodeMessage(frame.kind, frame.body, self.gatewayId);
    if (message === undefined) {
      this.counters.malformed++;
      return this.#do(lossOf(frame), from);
    }
    this.counters.received[message.kind]++;
    const count = receiver.receive(message, from.gatewayId);
    if (frame.ask === 0 && typeof count === 'number') return;
    // One that fails is not answered: who asked gets its time-out.
    void Promise.resolve(count).then(
      (known) => {
        if (frame.ask !== 0) answer(from, frame.ask, known);
      },
      (error: unknown) => {
        this.#parts.log.error({ error: String(error) }, 'a question of another gateway failed');
      },
    );
  }

  #answered({ body }: NumberedFrame, from: GatewayLife): void {
    const decoded = decodeAnswer(body);
    if (decoded === undefined) this.counters.malformed++;
    else this.#parts.answered(from, decoded.ask, decoded.count);
  }
}

/** It came, and nothing could be made of it: whom a push was for is not looked for in it. */
const lossOf = ({ push }: NumberedFrame): LedgerStep =>
  push ? { is: 'lost', count: 1, target: undefined } : { is: 'missed' };
