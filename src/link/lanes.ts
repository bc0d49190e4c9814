// The order between the ways by which one instance's messages reach one gateway: its own link, and the bus
// by way of each other gateway. Pure.
//
// Each way is a lane. What the instance sends by one way after something it sent by another stands behind
// an `await`, which waits for a fence: a mark that the instance set behind that something. A lane whose head
// is an await holds everything behind it, until the fence has passed in its own lane, or the wait is over:
// at a limit of time or bytes it ends early. Order may break then; nothing is lost.

/** The lane of the instance's own link; the others are named by gateway ids, which are not empty. */
export const LINK_LANE = '';

export interface LaneLimits {
  /** Longest wait for a fence. */
  readonly timeoutMs: number;
  /** Most bytes held, of all lanes of the instance together. */
  readonly bytesMax: number;
}

/** The bus between gateways takes a few milliseconds; what takes longer than half a second is not coming. */
export const DEFAULT_LANE_LIMITS: LaneLimits = {
  timeoutMs: 500,
  bytesMax: 8 * 1024 * 1024,
};

export interface LaneCounters {
  /** Messages that had to wait. */
  held: number;
  /** Waits that ended without their fence. */
  broken: number;
}

type Step<Item> =
  | { readonly kind: 'item'; readonly item: Item; readonly bytes: number }
  | { readonly kind: 'fence'; readonly id: number }
  | { readonly kind: 'await'; readonly via: string; readonly id: number; readonly untilMs: number };

interface Lane<Item> {
  /** The first one that is not done is an await that waits, or there is none. */
  steps: Step<Item>[];
  /** How many of them are done: they are cut off together, because each cut moves all others. */
  done: number;
  /** The highest fence that has passed: ids rise in each lane. */
  fence: number;
  /** Nothing more comes by this way: the lane goes when it is empty. */
  isOver: boolean;
}

export class Lanes<Item> {
  readonly #limits: LaneLimits;
  readonly #counters: LaneCounters;
  readonly #deliver: (item: Item) => void;
  readonly #lanes = new Map<string, Lane<Item>>();
  #heldBytes = 0;
  #running = false;

  /** @param deliver takes what was held, in its turn */
  constructor(limits: LaneLimits, counters: LaneCounters, deliver: (item: Item) => void) {
    this.#limits = limits;
    this.#counters = counters;
    this.#deliver = deliver;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Ways that are known. */
  get size(): number {
    return this.#lanes.size;
  }

  /** Whether what comes by this way now has to wait: give it to `hold` then, else deliver it. */
  isHeld(name: string): boolean {
    const lane = this.#lanes.get(name);
    return lane !== undefined && isBusy(lane);
  }

  /** Keeps an item of a held lane. @returns false when there is no room: what was held is out, it comes next */
  hold(name: string, item: Item, bytes: number): boolean {
    const lane = this.#lanes.get(name);
    if (lane === undefined) return false;
    if (this.#heldBytes + bytes > this.#limits.bytesMax) this.#give(lane, () => true);
    if (!isBusy(lane)) return false;
    lane.steps.push({ kind: 'item', item, bytes });
    this.#heldBytes += bytes;
    this.#counters.held++;
    return true;
  }

  /** Everything that came by this way before is taken; others may wait for that. */
  fence(name: string, id: number): void {
    const lane = this.#lane(name);
    if (isBusy(lane)) lane.steps.push({ kind: 'fence', id });
    else this.#pass(lane, id);
    this.#run();
  }

  /** What comes by this way from here on waits until fence `id` has passed by the way `via`. */
  wait(name: string, via: string, id: number, nowMs: number): void {
    const lane = this.#lane(name);
    if (!isBusy(lane) && this.#hasPassed(via, id)) return;
    lane.steps.push({ kind: 'await', via, id, untilMs: nowMs + this.#limits.timeoutMs });
  }

  /** Ends the waits that took too long. */
  sweep(nowMs: number): void {
    for (const lane of this.#lanes.values()) this.#give(lane, ({ untilMs }) => untilMs <= nowMs);
  }

  /** No fence comes by this way any more: its gateway is dead. Ids of gateways may be new at each start. */
  end(via: string): void {
    const over = this.#lanes.get(via);
    if (over !== undefined) over.isOver = true;
    for (const lane of this.#lanes.values()) this.#give(lane, (step) => step.via === via);
    this.#run();
  }

  /** No order is kept any more: everything goes. */
  release(): void {
    for (const lane of this.#lanes.values()) this.#give(lane, () => true);
  }

  /** Takes the awaits out for which `isOver`, then lets go what can. */
  #give(lane: Lane<Item>, isOver: (step: Step<Item> & { kind: 'await' }) => boolean): void {
    const over = (step: Step<Item>, at: number): boolean =>
      at >= lane.done && step.kind === 'await' && isOver(step);
    const left = lane.steps.filter((step, at) => !over(step, at));
    if (left.length === lane.steps.length) return;
    this.#counters.broken += lane.steps.length - left.length;
    lane.steps = left;
    this.#run();
  }

  /** Lets go everything whose turn it is. A lane that moves can free another. */
  #run(): void {
    // Delivering may come back here: the outer run sees what it changed.
    if (this.#running) return;
    this.#running = true;
    for (let moved = true; moved;) {
      moved = false;
      for (const lane of this.#lanes.values()) moved = this.#advance(lane) || moved;
    }
    this.#running = false;
    for (const [name, lane] of this.#lanes) if (lane.isOver && !isBusy(lane)) this.#lanes.delete(name);
  }

  #advance(lane: Lane<Item>): boolean {
    let moved = false;
    for (let step = lane.steps[lane.done]; step !== undefined; step = lane.steps[lane.done]) {
      if (step.kind === 'await' && !this.#hasPassed(step.via, step.id)) break;
      moved = true;
      this.#take(lane, step);
      lane.done++;
    }
    lane.steps.splice(0, lane.done);
    lane.done = 0;
    return moved;
  }

  /** The step stays at the head meanwhile: what comes by this way during the delivery stands behind it. */
  #take(lane: Lane<Item>, step: Step<Item>): void {
    if (step.kind === 'fence') this.#pass(lane, step.id);
    if (step.kind !== 'item') return;
    this.#heldBytes -= step.bytes;
    this.#deliver(step.item);
  }

  #pass(lane: Lane<Item>, id: number): void {
    lane.fence = Math.max(lane.fence, id);
  }

  #hasPassed(via: string, id: number): boolean {
    return (this.#lanes.get(via)?.fence ?? 0) >= id;
  }

  /** The lane of a way that is used: a gateway that was dead lives again then. */
  #lane(name: string): Lane<Item> {
    const lane = this.#lanes.get(name) ?? { steps: [], done: 0, fence: 0, isOver: false };
    lane.isOver = false;
    this.#lanes.set(name, lane);
    return lane;
  }
}

function isBusy<Item>(lane: Lane<Item>): boolean {
  return lane.steps.length > lane.done;
}
