// A rate with a burst, by the generic cell rate algorithm: the whole state is one number, the moment until
// which what was taken so far is paid for. It belongs to the caller, so that a session needs no object for it.

/** A limit, made once and shared by everybody it holds for. */
export interface Rate {
  /** What one unit costs, in milliseconds. 0: no limit. */
  readonly unitMs: number;
  /** How far ahead of now what was taken may be. */
  readonly burstMs: number;
}

const SECOND_MS = 1000;

/** Clocks have fractions: a sum and its difference are not the same to the last bit. */
const ROUNDING_MS = 1e-6;

export const NO_LIMIT: Rate = { unitMs: 0, burstMs: Infinity };

/**
 * @param perSecond units; 0: no limit
 * @param burst units that may come at once; more than that at once never conforms. Default: those of a second
 */
export function rateOf(perSecond: number, burst = perSecond): Rate {
  if (perSecond === 0) return NO_LIMIT;
  return { unitMs: SECOND_MS / perSecond, burstMs: (burst * SECOND_MS) / perSecond };
}

/** Milliseconds until `units` may be taken; 0: now. */
export function waitMs(rate: Rate, paidUntilMs: number, nowMs: number, units: number): number {
  const aheadMs = paidAfter(rate, paidUntilMs, nowMs, units) - nowMs - rate.burstMs;
  return aheadMs > ROUNDING_MS ? aheadMs : 0;
}

/** The state after `units` were taken. */
export function paidAfter(rate: Rate, paidUntilMs: number, nowMs: number, units: number): number {
  return Math.max(paidUntilMs, nowMs) + units * rate.unitMs;
}
