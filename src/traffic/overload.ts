// Whether the event loop is so late that the sessions which are here suffer, and new ones would only make
// it worse; or so many clients wait to be let in that they would only wait until their deadline. Pure:
// lateness in, a verdict out. Two late looks make an overload, since one may be a single
// long collection of garbage; only a quiet second ends it, so that the verdict does not flutter.

import type { Clock, Timer } from '../clock.js';

/** How often the lateness of the event loop is looked at. */
export const LOOK_INTERVAL_MS = 100;

const LATE_LOOKS = 2;
const QUIET_LOOKS = 10;
/**
 * How much longer than the event loop may be late clients may wait in line to be let in: nobody suffers who
 * is here, and each has three steps within the 5 s it has.
 */
const ADMISSION_TIMES = 3;
/** What is no more than this part of the limit is quiet. */
const QUIET_PART = 0.5;

export class Overload {
  readonly #delayMsMax: number;
  #late = 0;
  #quiet = 0;
  #isOn = false;
  /** How late the event loop was at the last look, in milliseconds. */
  delayMs = 0;
  /** How often an overload has begun. */
  begun = 0;

  /** @param delayMsMax 0: never overloaded */
  constructor(delayMsMax: number) {
    this.#delayMsMax = delayMsMax;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** Takes one look. @param admissionMs how long the oldest has waited in line to be let in */
  look(delayMs: number, admissionMs = 0): void {
    this.delayMs = delayMs;
    const max = this.#delayMsMax;
    if (max === 0) return;
    const worstMs = Math.max(delayMs, admissionMs / ADMISSION_TIMES);
    this.#late = worstMs > max ? this.#late + 1 : 0;
    this.#quiet = worstMs <= max * QUIET_PART ? this.#quiet + 1 : 0;
    if (!this.#isOn && this.#late >= LATE_LOOKS) {
      this.#isOn = true;
      this.begun++;
    } else if (this.#isOn && this.#quiet >= QUIET_LOOKS) this.#isOn = false;
  }
}

/** Looks again and again: a timer that should fire each interval fires as late as the loop is. */
export function startLooks(
  overload: Overload,
  clock: Clock,
  admission: { readonly oldestMs: number } = { oldestMs: 0 },
): Timer {
  let dueMs = clock.nowMs() + LOOK_INTERVAL_MS;
  return clock.every(LOOK_INTERVAL_MS, () => {
    const nowMs = clock.nowMs();
    overload.look(Math.max(0, nowMs - dueMs), admission.oldestMs);
    dueMs = nowMs + LOOK_INTERVAL_MS;
  });
}
