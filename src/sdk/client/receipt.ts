// How many application envelopes came in a resumable session, and when the gateway must be told.

import { ACK_EVERY, ACK_INTERVAL_MS } from '../../protocol/control-types.js';

export class Receipt {
  #received = 0;
  #told = 0;
  /** When the oldest untold envelope came, monotonic milliseconds; undefined when all are told. */
  #untoldSinceMs: number | undefined;

  /** Application envelopes received in this session. */
  get received(): number {
    return this.#received;
  }

  /** When an Ack must have gone out, monotonic milliseconds; undefined when nothing is untold. */
  get dueMs(): number | undefined {
    if (this.#untoldSinceMs === undefined) return undefined;
    return this.#received - this.#told >= ACK_EVERY
      ? this.#untoldSinceMs
      : this.#untoldSinceMs + ACK_INTERVAL_MS;
  }

  /** Counts one envelope, before anyone sees it: what was counted is never asked for again. */
  count(nowMs: number): void {
    this.#received++;
    this.#untoldSinceMs ??= nowMs;
  }

  /** The count has been sent, in an Ack or a Hello. */
  told(): void {
    this.#told = this.#received;
    this.#untoldSinceMs = undefined;
  }
}
