// A ByteSocket dressed as the Duplex that Node's own protocols want: the half that writes, and both ends.
// What is read comes in by the class that extends it, which knows what may wait.

import { Duplex } from 'node:stream';
import type { ByteSocket } from './byte-socket.js';

export abstract class ByteSocketStream extends Duplex {
  protected readonly socket: ByteSocket;
  #onTaken: (() => void) | undefined;

  constructor(socket: ByteSocket) {
    super({ allowHalfOpen: true });
    this.socket = socket;
    // Who works with the stream takes its listeners away again; without any an error would end the process.
    this.on('error', () => undefined);
  }

  /** The client has finished sending. */
  receiveEnd(): void {
    if (!this.destroyed) this.push(null);
  }

  /** The socket has taken what it was given. */
  drained(): void {
    const onTaken = this.#onTaken;
    this.#onTaken = undefined;
    onTaken?.();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, onTaken: () => void): void {
    if (this.socket.write(chunk)) onTaken();
    else this.#onTaken = onTaken;
  }

  override _final(onDone: () => void): void {
    this.socket.end();
    onDone();
  }

  override _destroy(error: Error | null, onDone: (error: Error | null) => void): void {
    this.socket.destroy();
    onDone(error);
  }
}
