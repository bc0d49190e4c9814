// How long to wait before the next try to connect: exponential, with full jitter, so that the clients
// of a gateway that went away do not come back in one wave.

import type { Random } from '../../clock.js';

const BASE_MS = 250;
const CAP_MS = 30_000;

/** A transport that lived so long counts as a success: the next wait starts from the base again. */
export const STABLE_AFTER_MS = 5_000;

/**
 * @param failures how many tries have failed in a row, from 1
 * @returns milliseconds, evenly spread below an upper bound that doubles with each failure
 */
export function backoffMs(failures: number, random: Random): number {
  // 2^20 is past the cap already; the exponent stays small for ever.
  const exponent = Math.min(Math.max(failures - 1, 0), 20);
  return random() * Math.min(CAP_MS, BASE_MS * 2 ** exponent);
}
