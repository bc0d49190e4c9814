// Notices when a link that is not kept for its own sake has nothing to do any more.

/** What of a link says whether it is used. */
export interface LinkUse {
  /** Rises with every frame that carried something, either way. */
  readonly traffic: number;
  /** Sessions that have a handle on it. */
  readonly sessionCount: number;
  readonly pendingCount: number;
}

export class IdleWatch {
  #traffic = -1;
  #idleSinceMs = 0;

  /** Looks at the link once more. @returns for how long it has been idle, in milliseconds */
  look({ traffic, sessionCount, pendingCount }: LinkUse, nowMs: number): number {
    if (traffic !== this.#traffic || sessionCount > 0 || pendingCount > 0) this.#idleSinceMs = nowMs;
    this.#traffic = traffic;
    return nowMs - this.#idleSinceMs;
  }
}
