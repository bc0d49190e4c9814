// Opens many sessions at a pace that the peer grants: at most so many a second and so many at once. Whoever is
// refused for lack of room waits as long as the peer asked for and tries again; all others wait with it, and the
// pace halves. It comes back little by little.

import type { Clock } from '../../clock.js';
import type { OpenFailure } from './load-protocol.js';

/** More would only wait in the gateway's accept queue, where their deadlines run. */
const AT_ONCE_MAX = 64;

/** With the pauses in between, minutes. */
const ATTEMPTS_MAX = 40;

/**
 * Calls `open` for 0 to count - 1, again for those that were refused for lack of room.
 * @returns the first other failure; nothing more is opened after it
 */
export async function openPaced(
  count: number,
  perSecond: number,
  clock: Clock,
  open: (index: number) => Promise<OpenFailure | undefined>,
): Promise<string | undefined> {
  const pace = new Pace(perSecond, clock.nowMs());
  let next = 0;
  let failure: string | undefined;
  const openOne = async (index: number): Promise<string | undefined> => {
    for (let attempt = 1; failure === undefined; attempt++) {
      await until(pace.take(clock.nowMs()), clock);
      const failed = await open(index);
      if (failed === undefined) pace.granted();
      else if (failed.retryAfterMs === undefined || attempt === ATTEMPTS_MAX) return failed.cause;
      else pace.refused(clock.nowMs(), failed.retryAfterMs);
      if (failed === undefined) return undefined;
    }
    return undefined;
  };
  const worker = async (): Promise<void> => {
    while (next < count && failure === undefined) failure = (await openOne(next++)) ?? failure;
  };
  await Promise.all(Array.from({ length: Math.min(count, AT_ONCE_MAX) }, worker));
  return failure;
}

/** Timers are whole milliseconds. */
async function until(atMs: number, clock: Clock): Promise<void> {
  const earlyMs = atMs - clock.nowMs();
  if (earlyMs > 1) await new Promise<void>((resolve) => clock.after(earlyMs, resolve));
}

/** What was missed is made up for, but only so much of it: a burst is what a busy peer can stand least. */
const BEHIND_MS_MAX = 20;
const PER_SECOND_MIN = 20;
/** Share of the full pace that each opened session gives back. */
const RECOVERY = 1 / 2_000;

/** When the next may be opened. Times are the caller's. */
export class Pace {
  readonly #perSecondMax: number;
  #perSecond: number;
  #nextMs: number;
  #pausedUntilMs = 0;

  constructor(perSecond: number, nowMs: number) {
    this.#perSecondMax = perSecond;
    this.#perSecond = perSecond;
    this.#nextMs = nowMs;
  }

  get perSecond(): number {
    return this.#perSecond;
  }

  /** @returns the time of the caller's turn */
  take(nowMs: number): number {
    const atMs = Math.max(this.#nextMs, nowMs - BEHIND_MS_MAX);
    this.#nextMs = atMs + 1000 / this.#perSecond;
    return atMs;
  }

  granted(): void {
    this.#perSecond = Math.min(this.#perSecondMax, this.#perSecond + this.#perSecondMax * RECOVERY);
  }

  /** All that were under way are refused together: they count once. */
  refused(nowMs: number, retryAfterMs: number): void {
    if (nowMs >= this.#pausedUntilMs)
      this.#perSecond = Math.min(this.#perSecond, Math.max(PER_SECOND_MIN, this.#perSecond / 2));
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, nowMs + retryAfterMs);
    this.#nextMs = Math.max(this.#nextMs, this.#pausedUntilMs);
  }
}
