// Heartbeat and stall of one link, decided at ticks of half a heartbeat: no clock is read per message.

/** What a tick asks for. */
export type PulseAction = 'none' | 'ping' | 'silent' | 'stalled';

/** What happened on the link since the last tick. */
export interface PulseTick {
  readonly heard: boolean;
  readonly sent: boolean;
  readonly nowMs: number;
  /** Bytes waiting for the kernel or the peer. */
  readonly queuedBytes: number;
  /** Bytes that the kernel has taken since the link began. */
  readonly takenBytes: number;
}

/** Ticks in a heartbeat interval. Two: the peer hears from us after at most one and a half intervals. */
export const TICKS_PER_HEARTBEAT = 2;
const SILENT_TICKS_MAX = 3 * TICKS_PER_HEARTBEAT;

export class LinkPulse {
  readonly #stallTimeoutMs: number;
  #silentTicks = 0;
  #idleTicks = 0;
  #takenBytes = 0;
  #progressAtMs: number;

  constructor(stallTimeoutMs: number, nowMs: number) {
    this.#stallTimeoutMs = stallTimeoutMs;
    this.#progressAtMs = nowMs;
  }

  /**
   * Asks for a ping after an interval without sending, and also after one without hearing: a peer that
   * only listens would otherwise look dead to an end that only sends.
   */
  tick(tick: PulseTick): PulseAction {
    this.#silentTicks = tick.heard ? 0 : this.#silentTicks + 1;
    this.#idleTicks = tick.sent ? 0 : this.#idleTicks + 1;
    if (this.#silentTicks >= SILENT_TICKS_MAX) return 'silent';
    if (this.#isStalled(tick)) return 'stalled';
    const due =
      this.#idleTicks >= TICKS_PER_HEARTBEAT ||
      this.#silentTicks % TICKS_PER_HEARTBEAT === TICKS_PER_HEARTBEAT - 1;
    return due ? 'ping' : 'none';
  }

  #isStalled(tick: PulseTick): boolean {
    if (tick.queuedBytes === 0 || tick.takenBytes !== this.#takenBytes) {
      this.#takenBytes = tick.takenBytes;
      this.#progressAtMs = tick.nowMs;
    }
    return tick.nowMs - this.#progressAtMs >= this.#stallTimeoutMs;
  }
}
