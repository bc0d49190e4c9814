// What one gateway has for one other: a queue of numbered frames, sent batch by batch, one batch under way
// at a time, again and again until Redis has it. So a batch whose fate is unknown (a time-out, a broken
// connection) is simply sent again with the same numbers, and the receiver drops what it has.
//
// What waits too long, or finds no room, is not taken out silently: its numbers stay in the queue as a loss
// at the same place, with whom it was for, and the loss is delivered like everything else.

import { countOf, pushesOf, withRun, type LossRun } from './bus-losses.js';

/** Bytes that one message and its queues hold. Encoded once, however many gateways it goes to. */
export interface SharedBody {
  readonly bytes: Uint8Array;
  /** Queues that hold it. Changed by QueueBudget only. */
  owners: number;
}

/** A frame on its way to one gateway. */
export interface Outgoing {
  readonly kind: number;
  readonly body: SharedBody;
  /** Id of the question, 0: none. */
  readonly ask: number;
  readonly push: boolean;
  /** Whom a push is for, encoded, should it be lost. */
  readonly target: Uint8Array | undefined;
  /** From then on it is not worth delivering. */
  readonly expiresAtMs: number;
}

export type FlowItem =
  | { readonly is: 'message'; readonly message: Outgoing }
  | { readonly is: 'loss'; readonly runs: readonly LossRun[] };

/** Consecutive frames and where they stand. Without items: a mark of what comes next. */
export interface FlowBatch {
  /** Number of the first frame. */
  readonly first: number;
  /** How many pushes came before it. */
  readonly pushes: number;
  readonly items: readonly FlowItem[];
}

/** What a queued frame costs besides its body: the item, its place in the array. */
const ITEM_BYTES = 128;

/** Bytes that all queues of the bus hold together. Who publishes asks for room once for all gateways. */
export class QueueBudget {
  readonly #bytesMax: number;
  #bytes = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get hasRoom(): boolean {
    return this.#bytes < this.#bytesMax;
  }

  hold(body: SharedBody): void {
    if (body.owners === 0) this.#bytes += body.bytes.length;
    body.owners++;
    this.#bytes += ITEM_BYTES;
  }

  release(body: SharedBody): void {
    body.owners--;
    if (body.owners === 0) this.#bytes -= body.bytes.length;
    this.#bytes -= ITEM_BYTES;
  }
}

export class Flow {
  readonly #budget: QueueBudget;
  /** Most bytes that wait here: one gateway that cannot be reached must not take the room of the others. */
  readonly #bytesMax: number;
  #items: FlowItem[] = [];
  #bytes = 0;
  /** Items at the head that are under way. */
  #underWay = 0;
  /** Number of the first item, and how many pushes came before it. */
  #first = 1;
  #pushes = 0;
  /** Number of the last item's last frame. */
  #last = 0;
  /** Nothing that waits and is not under way is over before. */
  #expiryMs = Infinity;

  constructor(budget: QueueBudget, bytesMax: number) {
    this.#budget = budget;
    this.#bytesMax = bytesMax;
  }

  get isEmpty(): boolean {
    return this.#items.length === 0;
  }

  get isUnderWay(): boolean {
    return this.#underWay > 0;
  }

  get length(): number {
    return this.#items.length;
  }

  /** Number of the last frame that has arrived. */
  get lastConfirmed(): number {
    return this.#first - 1;
  }

  /** Number of the last frame that stands in it. */
  get last(): number {
    return this.#last;
  }

  /** @returns false when there is no room: the message stands in the queue as a loss. */
  offer(message: Outgoing): boolean {
    if (this.#bytes >= this.#bytesMax) {
      this.lose(runOf(message));
      return false;
    }
    this.#budget.hold(message.body);
    this.#bytes += message.body.bytes.length + ITEM_BYTES;
    const item: FlowItem = { is: 'message', message };
    this.#items.push(item);
    this.#last++;
    this.#expects(item);
    return true;
  }

  /** Frames that are lost already take their numbers. */
  lose(run: LossRun): void {
    this.#last += run.count;
    this.#mourn(run);
  }

  /** Its numbers are in the queue already. */
  #mourn(run: LossRun): void {
    const last = this.#items.length > this.#underWay ? this.#items.at(-1) : undefined;
    if (last?.is === 'loss') this.#items[this.#items.length - 1] = lossOf(withRun(last.runs, run));
    else this.#items.push(lossOf([run]));
  }

  /** Takes what is at the head under way, at least one item when there is one. */
  takeBatch(bytesMax: number): FlowBatch {
    let bytes = 0;
    let count = 0;
    for (const item of this.#items) {
      bytes += bytesOf(item);
      if (count > 0 && bytes > bytesMax) break;
      count++;
    }
    this.#underWay = count;
    return { first: this.#first, pushes: this.#pushes, items: this.#items.slice(0, count) };
  }

  /** What was under way has arrived. */
  confirm(): void {
    for (const item of this.#items.splice(0, this.#underWay)) {
      this.#first += spanOf(item);
      this.#pushes += pushesIn(item);
      this.#let(item);
    }
    this.#underWay = 0;
  }

  /** It is unknown whether what was under way has arrived: it is the head of the queue again. */
  retry(): void {
    for (const item of this.#items.slice(0, this.#underWay)) this.#expects(item);
    this.#underWay = 0;
  }

  /** Turns what has waited too long into losses. @returns how many pushes were lost by it */
  expire(nowMs: number): number {
    if (nowMs < this.#expiryMs) return 0;
    const waiting = this.#items.splice(this.#underWay);
    this.#expiryMs = Infinity;
    let lost = 0;
    for (const item of waiting) {
      if (item.is === 'loss') for (const run of item.runs) this.#mourn(run);
      else if (item.message.expiresAtMs > nowMs) {
        this.#items.push(item);
        this.#expects(item);
      } else {
        this.#let(item);
        this.#mourn(runOf(item.message));
        lost += item.message.push ? 1 : 0;
      }
    }
    return lost;
  }

  /** Forgets everything: there is nobody any more to tell. */
  close(): void {
    for (const item of this.#items.splice(0)) this.#let(item);
    this.#underWay = 0;
  }

  #expects(item: FlowItem): void {
    if (item.is === 'message') this.#expiryMs = Math.min(this.#expiryMs, item.message.expiresAtMs);
  }

  #let(item: FlowItem): void {
    if (item.is === 'loss') return;
    this.#budget.release(item.message.body);
    this.#bytes -= item.message.body.bytes.length + ITEM_BYTES;
  }
}

/** The loss of one message. */
export function runOf({ push, target }: Pick<Outgoing, 'push' | 'target'>): LossRun {
  return { count: 1, push, target: push ? target : undefined };
}

const lossOf = (runs: readonly LossRun[]): FlowItem => ({ is: 'loss', runs });
const spanOf = (item: FlowItem): number => (item.is === 'loss' ? countOf(item.runs) : 1);

function pushesIn(item: FlowItem): number {
  return item.is === 'loss' ? pushesOf(item.runs) : item.message.push ? 1 : 0;
}

/** About what it takes on the bus. */
function bytesOf(item: FlowItem): number {
  if (item.is === 'message') return item.message.body.bytes.length + 16;
  return item.runs.reduce((sum, { target }) => sum + 16 + (target?.length ?? 0), 0);
}
