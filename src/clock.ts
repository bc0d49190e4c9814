// Time and chance as every room sees them: injected, so that tests and simulations own both.

export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Monotonic milliseconds, with fractions. For durations and deadlines. */
  nowMs(): number;
  /** Milliseconds since the epoch. For token expiry and logs, never for durations. */
  epochMs(): number;
  /** Runs once after `delayMs`. */
  after(delayMs: number, run: () => void): Timer;
  /** Runs again and again until cancelled. */
  every(intervalMs: number, run: () => void): Timer;
}

/** A number from 0 (included) to 1 (not included). */
export type Random = () => number;

/**
 * What `work` comes to, or 'late' when it takes longer than `limitMs`; it goes on then, and how it ends is nobody's
 * concern any more. Rejects as `work` does.
 */
export async function within<Outcome>(
  clock: Pick<Clock, 'after'>,
  limitMs: number,
  work: Promise<Outcome>,
): Promise<Outcome | 'late'> {
  let timer: Timer | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = clock.after(limitMs, () => {
      resolve('late');
    });
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    timer?.cancel();
  }
}

/** Resolves after `delayMs`. */
export function after(clock: Pick<Clock, 'after'>, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(delayMs, resolve);
  });
}

/** The real clock. Timers of it keep a process alive; whoever starts one cancels it. */
export const systemClock: Clock = {
  nowMs: () => performance.now(),
  epochMs: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return {
      cancel: () => {
        clearTimeout(timer);
      },
    };
  },
  every(intervalMs, run) {
    const timer = setInterval(run, intervalMs);
    return {
      cancel: () => {
        clearInterval(timer);
      },
    };
  },
};
