// What a resumable session sent and the client has not acknowledged: envelopes, byte for byte and in
// order, in one buffer that grows to its limit. Numbers are counts: the first envelope ever sent is 1.
// When the limit in bytes or age is reached the oldest are dropped, and a resume from before them is refused.

import { readUint32, writeUint32 } from '../protocol/varint.js';

const LENGTH_BYTES = 4;
const FIRST_BYTES = 1024;
/** Of the limit, so much is free beyond it: what is kept moves down once in so many bytes, not at each envelope. */
const SLACK = 1 / 4;
const EMPTY = new Uint8Array(0);

export class Replay {
  readonly #bytesMax: number;
  #bytes = EMPTY;
  /** The kept entries lie in `#bytes[#start, #end)`, each a u32 length and an envelope. */
  #start = 0;
  #end = 0;
  #sent = 0;
  #dropped = 0;
  /** What was sent when the current age began; at the next one it is too old. */
  #agedSent = 0;
  #ageBeganMs = 0;

  /** @param bytesMax most bytes kept, 4 per envelope included */
  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** Application envelopes sent in this session. */
  get sent(): number {
    return this.#sent;
  }

  get keptBytes(): number {
    return this.#end - this.#start;
  }

  /** Memory held for them: a quarter more than the limit at most. */
  get bufferBytes(): number {
    return this.#bytes.length;
  }

  /**
   * Drops what the client has not acknowledged for too long: between one and two times `ageMsMax`, which
   * saves a time stamp per envelope.
   */
  expire(nowMs: number, ageMsMax: number): void {
    if (nowMs - this.#ageBeganMs < ageMsMax) return;
    while (this.#dropped < this.#agedSent) this.#dropFirst();
    if (this.#start === this.#end) this.#letGo();
    this.#agedSent = this.#sent;
    this.#ageBeganMs = nowMs;
  }

  /** Keeps a copy of the envelope in `bytes[start, end)`. */
  add(bytes: Uint8Array, start: number, end: number): void {
    const needed = LENGTH_BYTES + end - start;
    this.#sent++;
    while (this.keptBytes + needed > this.#bytesMax && this.#start < this.#end) this.#dropFirst();
    if (needed > this.#bytesMax) {
      this.#dropped = this.#sent;
      return;
    }
    this.#makeRoom(needed);
    const at = writeUint32(this.#bytes, this.#end, end - start);
    this.#bytes.set(bytes.subarray(start, end), at);
    this.#end = at + end - start;
  }

  /** Whether a client that received `count` envelopes can be given everything after them. */
  canResumeFrom(count: number): boolean {
    return count >= this.#dropped && count <= this.#sent;
  }

  /**
   * The client received `count` envelopes: what they were need not be kept.
   * @returns false when that is more than was ever sent.
   */
  acknowledge(count: number): boolean {
    if (count > this.#sent) return false;
    while (this.#dropped < count) this.#dropFirst();
    if (this.#start === this.#end) this.#letGo();
    return true;
  }

  /** Calls with each kept envelope after the first `count`, in order, until one call returns false. */
  repeatAfter(count: number, send: (bytes: Uint8Array, start: number, end: number) => boolean): void {
    this.acknowledge(count);
    let at = this.#start;
    while (at < this.#end) {
      const next = at + LENGTH_BYTES + readUint32(this.#bytes, at);
      if (!send(this.#bytes, at + LENGTH_BYTES, next)) return;
      at = next;
    }
  }

  #dropFirst(): void {
    this.#start += LENGTH_BYTES + readUint32(this.#bytes, this.#start);
    this.#dropped++;
  }

  /** An idle session holds no buffer. */
  #letGo(): void {
    this.#bytes = EMPTY;
    this.#start = this.#end = 0;
  }

  #makeRoom(needed: number): void {
    if (this.#end + needed <= this.#bytes.length) return;
    const kept = this.#bytes.subarray(this.#start, this.#end);
    const wanted = kept.length + needed;
    const bytesMost = Math.ceil(this.#bytesMax * (1 + SLACK));
    // Moving down is enough while half of the buffer is free, or the slack is; it is paid for by what was dropped.
    const roomy = wanted * 2 <= this.#bytes.length || this.#bytes.length === bytesMost;
    const target = roomy
      ? this.#bytes
      : new Uint8Array(Math.min(bytesMost, Math.max(FIRST_BYTES, wanted * 2)));
    target.set(kept);
    this.#bytes = target;
    this.#end = kept.length;
    this.#start = 0;
  }
}
