// When everything that was published up to now is out of this process: Redis has it, or the gateway that it
// was for is dead. Until then it dies with the process, and nobody would know what it was. Pure.

/** One gateway's queue at the moment of asking. */
export interface QueueEnd {
  /** Number of the last frame that stood in it. */
  readonly last: number;
  /** Number of the last frame that Redis has taken; Infinity: nobody waits for the rest any more. */
  readonly taken: () => number;
}

/** Time for Redis to take it. Who asked asks again. */
export const HANDOVER_TIMEOUT_MS = 2_000;
/** Questions open at once; a link of the SDK asks one at a time. */
export const HANDOVERS_MAX = 16_384;

interface Wait {
  readonly deadlineMs: number;
  readonly queues: readonly QueueEnd[];
  readonly done: (inTime: boolean) => void;
}

export class Handovers {
  #waits: Wait[] = [];

  /** Calls `done` when all are taken, or with false at the time-out. */
  add(queues: readonly QueueEnd[], nowMs: number, done: (inTime: boolean) => void): void {
    if (queues.every(isTaken)) done(true);
    else if (this.#waits.length >= HANDOVERS_MAX) done(false);
    else this.#waits.push({ queues, done, deadlineMs: nowMs + HANDOVER_TIMEOUT_MS });
  }

  sweep(nowMs: number): void {
    if (this.#waits.length === 0) return;
    const waits = this.#waits;
    this.#waits = [];
    for (const wait of waits)
      if (wait.queues.every(isTaken)) wait.done(true);
      else if (wait.deadlineMs <= nowMs) wait.done(false);
      else this.#waits.push(wait);
  }

  close(): void {
    for (const { done } of this.#waits.splice(0)) done(false);
  }
}

const isTaken = ({ last, taken }: QueueEnd): boolean => taken() >= last;
