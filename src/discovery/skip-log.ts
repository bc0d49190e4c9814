// One log line for each instance that cannot be used, and again only when the reason changes.
import type { Log } from '../log.js';

/** Reasons remembered; beyond it they are forgotten at once and may be logged again. */
const remembered = 1_000;

export class SkipLog {
  readonly #log: Log;
  readonly #reasons = new Map<string, string>();
  #skipped = 0;

  constructor(log: Log) {
    this.#log = log;
  }

  /** How often an instance was left out of a list, since the start. */
  get skipped(): number {
    return this.#skipped;
  }

  skip(serverId: string, reason: string): void {
    this.#skipped += 1;
    this.#note(serverId, reason, 'an instance in the registry cannot be used and is left out');
  }

  warn(serverId: string, reason: string): void {
    this.#note(serverId, reason, 'an instance in the registry is used with a correction');
  }

  #note(serverId: string, reason: string, message: string): void {
    const shown = serverId.slice(0, 200);
    if (this.#reasons.get(shown) === reason) return;
    if (this.#reasons.size >= remembered) this.#reasons.clear();
    this.#reasons.set(shown, reason);
    this.#log.warn({ serverId: shown, reason }, message);
  }
}
