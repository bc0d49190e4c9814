// One buffer in which every session of a load collects what it writes in one go.

import type { ByteSocket } from '../../transport/byte-socket.js';

const BYTES = 256 * 1024;

export class WriteBuffer {
  length = 0;
  #bytes = Buffer.allocUnsafeSlow(BYTES);

  /** The buffer, with room for `bytes` more behind `length`. */
  room(bytes: number): Uint8Array {
    if (this.length + bytes > this.#bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.length + bytes));
      grown.set(this.#bytes.subarray(0, this.length));
      this.#bytes = grown;
    }
    return this.#bytes;
  }

  flush(socket: ByteSocket): void {
    if (this.length === 0) return;
    const taken = socket.write(this.#bytes.subarray(0, this.length));
    this.length = 0;
    // The socket keeps what the kernel did not take.
    if (!taken) this.#bytes = Buffer.allocUnsafeSlow(BYTES);
  }
}
