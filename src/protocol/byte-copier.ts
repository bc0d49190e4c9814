// Copies of small envelopes between buffers that stay the same: a shared read buffer, the page or link buffer
// that is being filled. Word by word over two views that are kept is faster than a loop over bytes and than `set`,
// which needs an object for each copy besides (tools/bench/costs.ts copy).

/** From here on `set`, which costs the same whatever the length, is faster than words. */
const WORDS_BYTES_MAX = 128;
const NOTHING: Uint8Array = new Uint8Array(0);

/** `bytes[start, end)` as a view. Half of what `subarray` of a Buffer costs. */
export function viewOf(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start);
}

export class ByteCopier {
  #source = NOTHING;
  #target = NOTHING;
  #sourceWords: DataView | undefined;
  #targetWords: DataView | undefined;

  /** Copies `source[start, end)` to `target` at `at`; the two do not overlap. @returns the offset behind it */
  copy(target: Uint8Array, at: number, source: Uint8Array, start: number, end: number): number {
    if (end - start > WORDS_BYTES_MAX || !this.#knows(target, source))
      target.set(viewOf(source, start, end), at);
    else this.#copyWords(target, at, source, start, end);
    return at + end - start;
  }

  /** A buffer that is met for the first time may be the only time: a view of it would cost more than it saves. */
  #knows(target: Uint8Array, source: Uint8Array): boolean {
    if (target === this.#target && source === this.#source) return true;
    if (target !== this.#target) this.#targetWords = undefined;
    if (source !== this.#source) this.#sourceWords = undefined;
    this.#target = target;
    this.#source = source;
    return false;
  }

  #copyWords(target: Uint8Array, at: number, source: Uint8Array, start: number, end: number): void {
    const to = (this.#targetWords ??= wordsOf(target));
    const from = (this.#sourceWords ??= wordsOf(source));
    const shift = at - start;
    let next = start;
    for (const last = end - 4; next <= last; next += 4) to.setInt32(next + shift, from.getInt32(next));
    for (; next < end; next++) to.setUint8(next + shift, from.getUint8(next));
  }
}

const wordsOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
