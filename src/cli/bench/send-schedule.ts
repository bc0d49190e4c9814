// When messages of a fixed-rate run are due: message n of session k at its own planned time, evenly spread. A
// latency counts from there, not from when the message could be sent, so a stall is charged to every message
// that it delayed (no coordinated omission).

export interface SendSchedule {
  /** Planned time of the n-th message (from 0) over all sessions, in milliseconds from the start. */
  readonly plannedMs: (n: number) => number;
  /** How many messages are due at `nowMs`. */
  readonly dueAt: (nowMs: number) => number;
  /** Session of the n-th message. */
  readonly sessionOf: (n: number) => number;
}

/** @param ratePerSecond over all sessions together */
export function newSendSchedule(ratePerSecond: number, sessions: number): SendSchedule {
  const intervalMs = 1000 / ratePerSecond;
  return {
    plannedMs: (n) => n * intervalMs,
    // The rounding keeps a message whose time has come to the last bit from waiting one more look.
    dueAt: (nowMs) => (nowMs < 0 ? 0 : Math.floor(nowMs / intervalMs + 1e-9) + 1),
    sessionOf: (n) => n % sessions,
  };
}
