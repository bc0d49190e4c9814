// When a worker that ended is started again, as a pure decision: at once after a long life, later and later
// when it ends soon each time, so that a broken configuration does not keep the cores busy with starts.

import type { Random } from '../clock.js';

/** Who lived so long was no failure of the start. */
export const LONG_LIFE_MS = 30_000;
const FIRST_DELAY_MS = 500;
export const DELAY_MS_MAX = 30_000;

/** Ends in a row, each soon after the start. */
export type QuickEnds = number;

export interface Restart {
  readonly quickEnds: QuickEnds;
  /** Between half and all of the time that the ends in a row call for: workers do not start in step. */
  readonly delayMs: number;
}

/** @param lifeMs from its start to its end */
export function restartAfter(quickEnds: QuickEnds, lifeMs: number, random: Random): Restart {
  if (lifeMs >= LONG_LIFE_MS) return { quickEnds: 0, delayMs: 0 };
  const fullMs = Math.min(DELAY_MS_MAX, FIRST_DELAY_MS * 2 ** quickEnds);
  return { quickEnds: quickEnds + 1, delayMs: Math.round(fullMs * (0.5 + random() / 2)) };
}
