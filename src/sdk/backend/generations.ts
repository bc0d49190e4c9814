// The order between two generations of a session that came over different links. Pure.
//
// A session that moves to another gateway arrives on that gateway's link as generation g + 1 while the
// old link may still bring frames of g. What comes on the new link is held back until g has ended on
// the old one. The wait is bounded in time, frames and bytes; at a bound it ends early: order may break
// then, but nothing is lost.

/** One generation of a session on one link. */
export interface Passage<Frame> {
  readonly sessionId: string;
  /** Rises when the session resumes on the same link. */
  generation: number;
  /** 'held': its frames wait for an older passage. */
  state: 'open' | 'held' | 'ended';
  readonly held: Frame[];
  heldBytes: number;
  readonly openedAtMs: number;
}

export interface HoldLimits {
  /** Longest wait for the old generation's end. */
  readonly timeoutMs: number;
  /** Most bytes held, of all sessions together. */
  readonly bytesMax: number;
  /** Most frames held of one passage. */
  readonly framesMax: number;
}

export const DEFAULT_HOLD_LIMITS: HoldLimits = {
  timeoutMs: 3000,
  bytesMax: 8 * 1024 * 1024,
  framesMax: 4096,
};

/** A session moves to a gateway every few seconds at most; more generations at once are not waited for. */
const PASSAGES_MAX = 8;

export class GenerationGate<Frame> {
  readonly #limits: HoldLimits;
  /** Passages of each session that have not ended, ascending by generation. */
  readonly #passages = new Map<string, Passage<Frame>[]>();
  /** In the order in which they began to wait: the first one's deadline is the first. */
  readonly #waiting = new Set<Passage<Frame>>();
  #heldBytes = 0;

  constructor(limits: HoldLimits) {
    this.#limits = limits;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Passages that wait. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** A session was announced on a link. The passage waits when an older generation has not ended. */
  begin(sessionId: string, generation: number, nowMs: number): Passage<Frame> {
    const passages = this.#passages.get(sessionId) ?? [];
    const older = passages.length < PASSAGES_MAX && passages.some((other) => other.generation < generation);
    const state = older ? 'held' : 'open';
    const passage: Passage<Frame> = {
      sessionId,
      generation,
      state,
      held: [],
      heldBytes: 0,
      openedAtMs: nowMs,
    };
    passages.push(passage);
    passages.sort((a, b) => a.generation - b.generation);
    this.#passages.set(sessionId, passages);
    if (older) this.#waiting.add(passage);
    return passage;
  }

  /**
   * Keeps a frame of a held passage.
   * @returns false at a limit: the caller releases the passage, then delivers the frame.
   */
  hold(passage: Passage<Frame>, frame: Frame, bytes: number): boolean {
    const { bytesMax, framesMax } = this.#limits;
    if (passage.held.length >= framesMax || this.#heldBytes + bytes > bytesMax) return false;
    passage.held.push(frame);
    passage.heldBytes += bytes;
    this.#heldBytes += bytes;
    return true;
  }

  /** Opens a held passage. @returns what was held, to be delivered in this order before anything else. */
  release(passage: Passage<Frame>): Frame[] {
    if (passage.state !== 'held') return [];
    passage.state = 'open';
    this.#waiting.delete(passage);
    this.#heldBytes -= passage.heldBytes;
    passage.heldBytes = 0;
    return passage.held.splice(0);
  }

  /**
   * The passage is over, or its link is.
   * @returns the next generation when it waited for this one: the caller releases it.
   */
  end(passage: Passage<Frame>): Passage<Frame> | undefined {
    this.release(passage);
    passage.state = 'ended';
    const rest = (this.#passages.get(passage.sessionId) ?? []).filter((other) => other !== passage);
    if (rest.length === 0) this.#passages.delete(passage.sessionId);
    else this.#passages.set(passage.sessionId, rest);
    const [oldest] = rest;
    return oldest?.state === 'held' ? oldest : undefined;
  }

  /** Passages that have waited long enough, oldest first: the caller releases them. */
  expired(nowMs: number): Passage<Frame>[] {
    const due: Passage<Frame>[] = [];
    for (const passage of this.#waiting) {
      if (nowMs - passage.openedAtMs < this.#limits.timeoutMs) break;
      due.push(passage);
    }
    return due;
  }
}
