// Buffers in which envelopes for one client are gathered until the turn's flush. An idle session holds
// none; the pool keeps as many as one busy turn needs.

/** Holds some twenty small frames: more per turn and client is rare, and 2 KiB stays in the cache. */
export const CHUNK_BYTES = 2048;

/** Chunks kept for reuse: 2 MiB. Beyond it they are left to the garbage collector. */
const KEPT_MAX = 1024;

export class ChunkPool {
  readonly #free: Uint8Array[] = [];

  take(): Uint8Array {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
  }

  /** Only for a chunk that nobody else holds any more. */
  give(chunk: Uint8Array): void {
    if (this.#free.length < KEPT_MAX) this.#free.push(chunk);
  }
}
