// One-way messages between backends that failed, told to their sender at most once per code and second,
// the last ones of a burst included.

import type { GatewayLink } from '../link/gateway-link.js';

const INTERVAL_MS = 1000;

interface Notice {
  /** Failures that were not told yet. */
  count: number;
  /** For people: where the last one should have gone. */
  target: string;
  /** When this code may be told again. */
  dueMs: number;
}

/** Sends one notice. @returns false when it does not fit now: it is tried again. */
export type TellNotice = (link: GatewayLink, code: number, count: number, target: string) => boolean;

export class RelayNotices {
  /** Codes per link: a handful, the registry's. */
  readonly #links = new Map<GatewayLink, Map<number, Notice>>();
  readonly #tell: TellNotice;

  constructor(tell: TellNotice) {
    this.#tell = tell;
  }

  note(link: GatewayLink, code: number, target: string, nowMs: number): void {
    const notices = this.#links.get(link) ?? new Map<number, Notice>();
    this.#links.set(link, notices);
    const notice = notices.get(code) ?? { count: 0, target, dueMs: nowMs };
    notices.set(code, notice);
    notice.count++;
    notice.target = target;
    if (notice.dueMs <= nowMs) this.#send(link, code, notice, nowMs);
  }

  /** Tells what is due, and forgets what has been quiet for its second. */
  sweep(nowMs: number): void {
    for (const [link, notices] of this.#links) {
      for (const [code, notice] of notices)
        if (notice.dueMs > nowMs) continue;
        else if (notice.count === 0) notices.delete(code);
        else this.#send(link, code, notice, nowMs);
      if (notices.size === 0) this.#links.delete(link);
    }
  }

  /** The link is gone: nobody is left to be told. */
  forget(link: GatewayLink): void {
    this.#links.delete(link);
  }

  #send(link: GatewayLink, code: number, notice: Notice, nowMs: number): void {
    if (!this.#tell(link, code, notice.count, notice.target)) return;
    notice.count = 0;
    notice.dueMs = nowMs + INTERVAL_MS;
  }
}
