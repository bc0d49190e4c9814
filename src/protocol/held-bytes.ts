// The unfinished rest of a pipe's bytes. Most reads end on a frame boundary, so an idle reader holds
// no memory; what is held grows with what really came (doubling), never with what a header promised.

const FIRST_BYTES = 256;
const EMPTY = new Uint8Array(0);

export class HeldBytes {
  bytes: Uint8Array = EMPTY;
  length = 0;

  /** Appends `source[start, end)`. */
  append(source: Uint8Array, start: number, end: number): void {
    const length = this.length + end - start;
    if (length > this.bytes.length) this.#grow(length);
    this.bytes.set(source.subarray(start, end), this.length);
    this.length = length;
  }

  /** Lets everything go. */
  clear(): void {
    this.bytes = EMPTY;
    this.length = 0;
  }

  #grow(length: number): void {
    const grown = new Uint8Array(Math.max(FIRST_BYTES, this.bytes.length * 2, length));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }
}
