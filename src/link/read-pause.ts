// Back-pressure from what is written to what is read, at one end of a link: a peer that asks faster than it takes
// the answers waits in its own queue, where its limits answer for it. One read can bring thousands of frames: those
// behind the one that filled the queue wait here, at most a read of them.
//
// Only backends do this. Of two ends that both stop reading while the other does, neither would go on.

import { viewOf } from '../protocol/byte-copier.js';
import type { ByteSocket } from '../transport/byte-socket.js';

export class ReadPause {
  readonly #socket: Pick<ByteSocket, 'pause'>;
  readonly #refusedBytesMax: number;
  #held: Uint8Array[] = [];
  #isPaused = false;

  /** @param refusedBytesMax with more than this waiting for the peer nothing is read; Infinity: never stops */
  constructor(socket: Pick<ByteSocket, 'pause'>, refusedBytesMax: number) {
    this.#socket = socket;
    this.#refusedBytesMax = refusedBytesMax;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /**
   * @param refusedBytes that the kernel did not take: a drain must follow, which calls `goOn`
   * @returns whether reading stops now
   */
  stopsAt(refusedBytes: number): boolean {
    if (this.#isPaused || refusedBytes <= this.#refusedBytesMax) return false;
    this.#isPaused = true;
    this.#socket.pause(true);
    return true;
  }

  /** Keeps a frame that was read already. `bytes` are copied. */
  hold(bytes: Uint8Array, start: number, end: number): void {
    // Not `slice`: that of a Buffer is a view.
    this.#held.push(Uint8Array.from(viewOf(bytes, start, end)));
  }

  /**
   * Gives back what was held, in order, and then reads on; stops where that fills the queue again.
   * @param take one frame; false: no more of them
   */
  goOn(take: (bytes: Uint8Array, start: number, end: number) => boolean): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    const held = this.#held;
    let at = 0;
    for (let goesOn = true; goesOn && at < held.length; at++) {
      const frame = held[at] ?? NO_FRAME;
      goesOn = take(frame, 0, frame.length) && !this.isPaused;
    }
    this.#held = held.slice(at);
    if (!this.isPaused) this.#socket.pause(false);
  }
}

const NO_FRAME = new Uint8Array(0);
