// Letting clients in, a little in each turn of the event loop. What a connection costs before it has a
// session (its socket, TLS, the upgrade, its token) is some hundred times a message, and the kernel hands
// over whole crowds at once: done as it comes, a thousand connections are one turn of a second for those who
// are here. So each costly step waits in line, and a turn has a budget for them; between two turns the
// sessions' messages are read and written.
//
// No limit of its own: a connection has one step here at a time, and connections are limited before
// (openings, handshakes, sessions). Who is gone leaves the line.

import type { Clock } from './clock.js';

/** Something costly on the way to a session, to be done when its turn comes. */
export interface AdmissionStep {
  admit(): void;
}

export interface AdmissionLine {
  /** Gets in line; once, however often it is called. */
  add(step: AdmissionStep): void;
  /** Leaves the line. */
  forget(step: AdmissionStep): void;
}

/** No line: everything at once. */
export const AT_ONCE: AdmissionLine = {
  add: (step) => {
    step.admit();
  },
  forget: () => undefined,
};

/**
 * What a turn spends on steps before the sessions have theirs: about one step that is costly. A message of a
 * session passes the gateway twice, and may find this ahead of it each time.
 */
export const TURN_BUDGET_MS = 0.2;

export interface AdmissionParts {
  readonly clock: Pick<Clock, 'nowMs'>;
  /** Runs a function in the next turn, after all that the sessions have to read and write in it. */
  readonly nextTurn: (run: () => void) => void;
  /** Runs a function when what a step has set off is done too; in production `process.nextTick`. */
  readonly afterStep: (run: () => void) => void;
}

export class Admission implements AdmissionLine {
  readonly #parts: AdmissionParts;
  /** With when they came, the oldest first. */
  readonly #waiting = new Map<AdmissionStep, number>();
  /** Goes on where it stopped: looking from the beginning again would pass all that are gone. */
  #oldest = this.#waiting.entries();
  #isScheduled = false;
  #turnEndsMs = 0;
  /** Steps that were done. */
  steps = 0;
  /** How long they waited, together. */
  waitedMs = 0;

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
  }

  /** Steps in line. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** How long the oldest has been in line. */
  get oldestMs(): number {
    for (const sinceMs of this.#waiting.values()) return this.#parts.clock.nowMs() - sinceMs;
    return 0;
  }

  add(step: AdmissionStep): void {
    if (this.#waiting.has(step)) return;
    this.#waiting.set(step, this.#parts.clock.nowMs());
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#parts.nextTurn(this.#begin);
  }

  forget(step: AdmissionStep): void {
    this.#waiting.delete(step);
  }

  readonly #begin = (): void => {
    this.#turnEndsMs = this.#parts.clock.nowMs() + TURN_BUDGET_MS;
    this.#takeOne();
  };

  readonly #goOn = (): void => {
    if (this.#waiting.size > 0 && this.#parts.clock.nowMs() >= this.#turnEndsMs)
      this.#parts.nextTurn(this.#begin);
    else this.#takeOne();
  };

  #takeOne(): void {
    if (this.#waiting.size === 0) {
      this.#isScheduled = false;
      return;
    }
    const next = this.#oldest.next();
    if (next.done === true) {
      this.#oldest = this.#waiting.entries();
      return this.#takeOne();
    }
    const [step, sinceMs] = next.value;
    this.#waiting.delete(step);
    this.steps++;
    this.waitedMs += this.#parts.clock.nowMs() - sinceMs;
    step.admit();
    this.#parts.afterStep(this.#goOn);
  }
}
