// What was sent in a resumable session and is not acknowledged: kept byte for byte, because after a
// resume it goes out again behind the gateway's count. It is also the queue for what is sent while
// there is no transport: both are "after the gateway's count", and one order holds for all.

/** The log is compacted when so many of its first places are empty. */
const COMPACT_AFTER = 256;

export class ReplayLog {
  readonly #envelopes: (Uint8Array | undefined)[] = [];
  /** Place in `#envelopes` of the oldest one kept; what lies before has been let go. */
  #first = 0;
  #acknowledged = 0;
  #bytes = 0;

  /** Bytes of the envelopes kept. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Application envelopes sent in this session, acknowledged or not. */
  get sent(): number {
    return this.#acknowledged + this.#envelopes.length - this.#first;
  }

  /** Keeps `envelope`, which must not be changed from now on. */
  append(envelope: Uint8Array): void {
    this.#envelopes.push(envelope);
    this.#bytes += envelope.length;
  }

  /**
   * Lets go what the gateway has received.
   * @param received its count of application envelopes
   * @returns false when the count goes back or says more than was sent: the gateway's violation
   */
  acknowledge(received: number): boolean {
    if (received < this.#acknowledged || received > this.sent) return false;
    for (; this.#acknowledged < received; this.#acknowledged++) {
      this.#bytes -= this.#envelopes[this.#first]?.length ?? 0;
      this.#envelopes[this.#first++] = undefined;
    }
    if (this.#first >= COMPACT_AFTER && this.#first * 2 >= this.#envelopes.length) {
      this.#envelopes.splice(0, this.#first);
      this.#first = 0;
    }
    return true;
  }

  /** Everything that is not acknowledged, oldest first. */
  kept(): Uint8Array[] {
    return this.#envelopes.slice(this.#first).filter((envelope) => envelope !== undefined);
  }
}
