// What one client may send: messages and bytes in a second, and control envelopes. It protects the others'
// share of the gateway, not a backend: routes and backends have limits of their own.
//
// The hot path takes from a portion that was paid for ahead; only when it is used up the clock is read. So
// a session may be ahead of its rate by one portion, and the limits are exact otherwise.
//
// What counts is when the bytes came, not when the gateway got round to them: a flood that is served in portions
// would otherwise be no flood once the gateway is slow enough.

import { paidAfter, rateOf, waitMs, type Rate } from './gcra.js';

/** Units in a second; 0: no limit. A second's worth may come at once, but of controls. */
export interface IntakeSettings {
  readonly messagesPerSecondMax: number;
  readonly bytesPerSecondMax: number;
  readonly controlsPerSecondMax: number;
}

/** Where messages come from. */
export interface Arrivals {
  /** Monotonic milliseconds when the bytes that are being served were read. */
  readAtMs(): number;
}

/** One limit, with the portion that is paid for at a time. */
interface Metered {
  readonly rate: Rate;
  readonly portion: number;
}

/** Made once for all clients. */
export interface IntakeLimits {
  readonly messages: Metered;
  readonly bytes: Metered;
  readonly controls: Metered;
}

/** Enough that reading the clock is lost among the messages, small against any limit that makes sense. */
const MESSAGES_PORTION_MAX = 32;
const BYTES_PORTION_MAX = 64 * 1024;
/** A portion is a small part of a second. */
const PORTIONS_PER_SECOND_MIN = 16;

/**
 * Controls that may come at once: a flood of them is work of one turn until it is noticed, and many clients
 * may flood in the same. Nobody who means it sends so many; four Refreshes fit in.
 */
const CONTROLS_AT_ONCE_MIN = 256;
const CONTROLS_AT_ONCE_PART = 1 / 16;

function metered(perSecond: number, portionMax: number, burst = perSecond): Metered {
  const portion = perSecond === 0 ? portionMax : Math.floor(perSecond / PORTIONS_PER_SECOND_MIN);
  return { rate: rateOf(perSecond, burst), portion: Math.min(portionMax, Math.max(1, portion)) };
}

/** How many controls may come at once where so many may in a second. */
export function controlsAtOnce(perSecond: number): number {
  return Math.min(perSecond, Math.max(CONTROLS_AT_ONCE_MIN, perSecond * CONTROLS_AT_ONCE_PART));
}

export function intakeLimits(settings: IntakeSettings): IntakeLimits {
  return {
    messages: metered(settings.messagesPerSecondMax, MESSAGES_PORTION_MAX),
    bytes: metered(settings.bytesPerSecondMax, BYTES_PORTION_MAX),
    controls: metered(
      settings.controlsPerSecondMax,
      MESSAGES_PORTION_MAX,
      controlsAtOnce(settings.controlsPerSecondMax),
    ),
  };
}

export class Intake {
  readonly #limits: IntakeLimits;
  readonly #arrivals: Arrivals;
  /** What is left of the portions. */
  #messages = 0;
  #bytes = 0;
  #controls = 0;
  #messagesPaidUntilMs = 0;
  #bytesPaidUntilMs = 0;
  #controlsPaidUntilMs = 0;

  constructor(limits: IntakeLimits, arrivals: Arrivals) {
    this.#limits = limits;
    this.#arrivals = arrivals;
  }

  /** Takes a message of `bytes`. @returns 0, or in how many milliseconds it could have been taken. */
  message(bytes: number): number {
    if (this.#messages < 1 || this.#bytes < bytes) {
      const waitMs = this.#payForMessage(bytes);
      if (waitMs > 0) return waitMs;
    }
    this.#messages--;
    this.#bytes -= bytes;
    return 0;
  }

  /** Takes a control envelope that is as much work as `units` of the least. As `message`. */
  control(units: number): number {
    if (this.#controls < units) {
      const { rate, portion } = this.#limits.controls;
      const nowMs = this.#arrivals.readAtMs();
      const need = units - this.#controls;
      const paid = affordable(rate, this.#controlsPaidUntilMs, nowMs, need, portion);
      if (paid === 0) return Math.ceil(waitMs(rate, this.#controlsPaidUntilMs, nowMs, need));
      this.#controlsPaidUntilMs = paidAfter(rate, this.#controlsPaidUntilMs, nowMs, paid);
      this.#controls += paid;
    }
    this.#controls -= units;
    return 0;
  }

  #payForMessage(bytes: number): number {
    const nowMs = this.#arrivals.readAtMs();
    const { messages, bytes: volume } = this.#limits;
    if (this.#messages < 1) {
      const paid = affordable(messages.rate, this.#messagesPaidUntilMs, nowMs, 1, messages.portion);
      if (paid === 0) return Math.ceil(waitMs(messages.rate, this.#messagesPaidUntilMs, nowMs, 1));
      this.#messagesPaidUntilMs = paidAfter(messages.rate, this.#messagesPaidUntilMs, nowMs, paid);
      this.#messages += paid;
    }
    if (this.#bytes >= bytes) return 0;
    const need = bytes - this.#bytes;
    const paid = affordable(volume.rate, this.#bytesPaidUntilMs, nowMs, need, volume.portion);
    if (paid === 0) return Math.ceil(waitMs(volume.rate, this.#bytesPaidUntilMs, nowMs, need));
    this.#bytesPaidUntilMs = paidAfter(volume.rate, this.#bytesPaidUntilMs, nowMs, paid);
    this.#bytes += paid;
    return 0;
  }
}

/** A portion, or what is needed when only that can be paid, or 0. */
function affordable(rate: Rate, paidUntilMs: number, nowMs: number, need: number, portion: number): number {
  if (portion > need && waitMs(rate, paidUntilMs, nowMs, portion) === 0) return portion;
  return waitMs(rate, paidUntilMs, nowMs, need) === 0 ? need : 0;
}
