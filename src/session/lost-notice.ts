// Pushes for one session that were lost between gateways: what its client is still to be told, and what it
// was told but perhaps never read. Control envelopes are not counted and not repeated, so a Lost that may
// have gone down with its transport is said again behind a resume: twice rather than never.

import { UINT32_MAX } from '../protocol/control-types.js';

export class LostNotice {
  #isUntold = false;
  #untold = 0;
  #told = 0;
  /** Of what is untold, or told, nobody knows how many it is. */
  #isUntoldUnknown = false;
  #isToldUnknown = false;
  /** How many application envelopes were sent before the last notice; -1: there was none. */
  #toldBehind = -1;

  /** @param count 0: nobody knows how many */
  add(count: number): void {
    this.#isUntold = true;
    this.#untold += count;
    this.#isUntoldUnknown ||= count === 0;
  }

  /** @returns what to tell now, 0: nobody knows how many; undefined: nothing */
  take(sent: number): number | undefined {
    if (!this.#isUntold) return undefined;
    const count = Math.min(this.#untold, UINT32_MAX);
    this.#told += count;
    this.#toldBehind = sent;
    const isUnknown = this.#isUntoldUnknown;
    this.#isToldUnknown ||= isUnknown;
    this.#isUntold = this.#isUntoldUnknown = false;
    this.#untold = 0;
    return isUnknown ? 0 : count;
  }

  /** The client has so many application envelopes. @returns whether it has surely read all notices */
  isReadAt(received: number): boolean {
    return !this.#isUntold && received > this.#toldBehind;
  }

  /** The client came back with so many: what it may not have read is to be told again. */
  resumedAt(received: number): void {
    const isRead = received > this.#toldBehind;
    if (!isRead) {
      this.#isUntold = true;
      this.#untold += this.#told;
      this.#isUntoldUnknown ||= this.#isToldUnknown;
    }
    this.#isToldUnknown = false;
    this.#told = 0;
    this.#toldBehind = -1;
  }
}
