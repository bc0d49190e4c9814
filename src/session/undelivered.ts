// Notifications that failed, told to the client at most once per type and second (type 9).

/** Types remembered per session; more failing types at once are only counted. */
const TYPES_MAX = 64;
const INTERVAL_MS = 1000;

interface Notice {
  code: number;
  count: number;
  /** When this type may be told again. */
  dueMs: number;
}

/** `tell`: send it now. `later`: it is counted and will be due. `untold`: no room to remember it. */
export type UndeliveredOutcome = 'tell' | 'later' | 'untold';

export class UndeliveredNotices {
  readonly #notices = new Map<number, Notice>();

  /** @param hasReader without a transport nothing is told: it is due when there is one */
  note(type: number, code: number, nowMs: number, hasReader: boolean): UndeliveredOutcome {
    const known = this.#notices.get(type);
    if (known !== undefined) {
      known.code = code;
      known.count++;
      return 'later';
    }
    if (this.#notices.size >= TYPES_MAX) return 'untold';
    if (hasReader) this.#notices.set(type, { code, count: 0, dueMs: nowMs + INTERVAL_MS });
    else this.#notices.set(type, { code, count: 1, dueMs: nowMs });
    return hasReader ? 'tell' : 'later';
  }

  /**
   * Calls for every type whose second is over and that failed again meanwhile. Forgets quiet types. What
   * `tell` says false to, because the transport has ended, stays due.
   */
  takeDue(nowMs: number, tell: (type: number, code: number, count: number) => boolean): void {
    for (const [type, notice] of this.#notices) {
      if (notice.dueMs > nowMs) continue;
      if (notice.count === 0) {
        this.#notices.delete(type);
        continue;
      }
      if (!tell(type, notice.code, notice.count)) return;
      notice.count = 0;
      notice.dueMs = nowMs + INTERVAL_MS;
    }
  }

  get isEmpty(): boolean {
    return this.#notices.size === 0;
  }
}
