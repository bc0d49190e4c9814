// When the whole process stood still (the machine was paused or moved, the process stopped), its timers run
// before its sockets are read: whatever peers said meanwhile lies in the kernel, and none of them is to blame.

import type { Clock, Timer } from './clock.js';

/** Later than this is no timer of a process that was only busy. */
export const STANDSTILL_MS = 1_000;

/** What a peer's deadline is put off by after a standstill: time to read what came during it. */
const READING_MS = 1_000;

/** As `Clock.after`, for what a peer has to do in time: put off once when the process stood still at the end. */
export function peerDeadline(clock: Pick<Clock, 'nowMs' | 'after'>, delayMs: number, run: () => void): Timer {
  const dueMs = clock.nowMs() + delayMs;
  let timer = clock.after(delayMs, () => {
    if (clock.nowMs() - dueMs < STANDSTILL_MS) return run();
    timer = clock.after(READING_MS, run);
  });
  return {
    cancel: () => {
      timer.cancel();
    },
  };
}

/**
 * How long the process stood still between two rounds that should be `intervalMs` apart; 0 when it was only
 * busy, however late it is then.
 */
export function stoodStillMs(lastRoundMs: number, nowMs: number, intervalMs: number): number {
  const lateMs = nowMs - lastRoundMs - intervalMs;
  return lateMs < STANDSTILL_MS ? 0 : lateMs;
}
