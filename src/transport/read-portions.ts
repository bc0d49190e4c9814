// One client's burst is not everybody's wait. A read brings up to 64 KiB, which may be seven thousand messages, and
// libuv reads a socket that has more up to 32 times before it looks at another. So a read may bring a portion of
// frames; what is behind them is put off, and the socket is not read before that is done. In each turn the clients
// that wait so have a budget of time together, the one that waits longest first; between two turns everybody else
// is read and written, and new clients are let in.
//
// Limit: a transport puts off the rest of one read at a time, since its socket is paused.

import type { Clock } from '../clock.js';

/**
 * Frames of one read and turn. More than nearly all clients have on their way at once; of a flood, in code that the
 * engine has not optimized yet, one costs some 20 µs.
 */
export const PORTION_FRAMES = 32;

/** What a turn spends on all that was put off, but for the portion it is in. As long as for letting clients in. */
export const PUT_OFF_BUDGET_MS = 0.2;

/** Whose read was put off. */
export interface PutOff {
  /** Takes what was put off. `isLast`: and the client has finished sending. */
  goOn(rest: Uint8Array, isLast: boolean): void;
}

interface Rest {
  readonly bytes: Uint8Array;
  readonly isLast: boolean;
  /** When the first of it was read. */
  readonly readAtMs: number;
}

/** Shared by all transports: only one of them reads at a time. */
export class ReadPortions {
  readonly #clock: Pick<Clock, 'nowMs'>;
  readonly #nextTurn: (run: () => void) => void;
  /** The one that waits longest first. */
  readonly #waiting = new Map<PutOff, Rest>();
  /** What is given back just now. */
  #resumed: Rest | undefined;
  #isScheduled = false;
  /** Frames of the read that is going on. */
  #frames = 0;

  /** @param nextTurn runs a function after all that can be read now; in production `setImmediate` */
  constructor(clock: Pick<Clock, 'nowMs'>, nextTurn: (run: () => void) => void) {
    this.#clock = clock;
    this.#nextTurn = nextTurn;
  }

  /** A read begins. */
  begin(): void {
    this.#frames = 0;
  }

  /** Whether the read may bring one more frame. */
  hasRoom(): boolean {
    return this.#frames++ < PORTION_FRAMES;
  }

  /** Keeps `bytes[start, end)` for `reader`, behind what it has put off already. */
  putOff(reader: PutOff, bytes: Uint8Array, start: number, end: number): void {
    const rest = bytes.subarray(start, end);
    const before = this.#waiting.get(reader);
    this.#waiting.set(reader, {
      bytes: before === undefined ? this.#own(rest) : joined(before.bytes, rest),
      isLast: false,
      readAtMs: before?.readAtMs ?? this.readAtMs(),
    });
    this.#schedule();
  }

  /** Monotonic milliseconds when what is being read came, however long it was put off. */
  readAtMs(): number {
    return this.#resumed?.readAtMs ?? this.#clock.nowMs();
  }

  /** What was put off before is this room's own: it is copied once, however many turns it takes. */
  #own(rest: Uint8Array): Uint8Array {
    return rest.buffer === this.#resumed?.bytes.buffer ? rest : new Uint8Array(rest);
  }

  /** `reader` has finished sending. False when nothing of it waits: then it is the end now. */
  endsBehind(reader: PutOff): boolean {
    const rest = this.#waiting.get(reader);
    if (rest !== undefined) this.#waiting.set(reader, { ...rest, isLast: true });
    return rest !== undefined;
  }

  /** Whether something of `reader` waits: what it reads now comes behind that. */
  isWaiting(reader: PutOff): boolean {
    return this.#waiting.size > 0 && this.#waiting.has(reader);
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#nextTurn(this.#goOn);
  }

  readonly #goOn = (): void => {
    const endsMs = this.#clock.nowMs() + PUT_OFF_BUDGET_MS;
    // Who puts off again comes last, and is met again if there is time.
    for (const [reader, rest] of this.#waiting) {
      this.#waiting.delete(reader);
      this.#resumed = rest;
      reader.goOn(rest.bytes, rest.isLast);
      if (this.#clock.nowMs() >= endsMs) break;
    }
    this.#resumed = undefined;
    this.#isScheduled = false;
    if (this.#waiting.size > 0) this.#schedule();
  };
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
