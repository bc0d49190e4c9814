// A GoAway that waits for its time.

import type { GoAway } from '../../protocol/control-messages.js';

/** How long a move waits for open requests. A caller that goes on asking is not waited for. */
const SET_OUT_WAIT_MS = 5_000;

export class PlannedMove {
  #goAway: GoAway | undefined;
  #fromMs = Infinity;

  plan(goAway: GoAway, nowMs: number): void {
    this.#goAway = goAway;
    this.#fromMs = nowMs + goAway.reconnectAfterMs;
  }

  cancel(): void {
    this.#goAway = undefined;
    this.#fromMs = Infinity;
  }

  /**
   * When to set out, monotonic milliseconds. Where the session cannot be resumed, what is pending is lost:
   * answers under way are waited for.
   */
  atMs(hasPending: boolean): number {
    return this.#fromMs + (hasPending ? SET_OUT_WAIT_MS : 0);
  }

  /** @returns where to, when it is time */
  due(hasPending: boolean, nowMs: number): GoAway | undefined {
    return nowMs >= this.atMs(hasPending) ? this.#goAway : undefined;
  }
}
