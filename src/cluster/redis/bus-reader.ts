// Reads the stream of this gateway, entry by entry, for ever. After whatever went wrong it begins again at
// the start of what is still there: that is little, since what was read is cut off, and nobody has to know
// what a restarted Redis numbers its entries from. What comes twice is known by the senders' numbers.

import type { Clock, Random, Timer } from '../../clock.js';
import { keepStream, readStream, STREAM_START } from './bus-streams.js';
import type { RedisCommands } from './commands.js';

/** How often the stream is cut and its life refreshed. */
const KEEP_MS = 1_000;
const RETRY_MS = 100;

export interface BusReaderParts {
  readonly key: string;
  readonly redis: RedisCommands;
  /** A connection of its own: a read waits in Redis, and everything behind it would wait too. */
  readonly blocking: RedisCommands;
  readonly clock: Clock;
  readonly random: Random;
  readonly take: (batch: Uint8Array) => void;
}

export class BusReader {
  readonly #parts: BusReaderParts;
  #readTo = STREAM_START;
  #timer: Timer | undefined;
  #keeping = false;
  #closed = false;
  /** How often the stream was not there when it should have been. */
  remade = -1;

  constructor(parts: BusReaderParts) {
    this.#parts = parts;
  }

  /** Resolves when others can write to the stream, or the first try has failed. */
  async start(): Promise<void> {
    this.#timer = this.#parts.clock.every(KEEP_MS, () => {
      void this.keep();
    });
    void this.#readOn();
    await this.keep();
  }

  /** Makes the stream if it is not there, cuts off what was read. */
  async keep(): Promise<void> {
    if (this.#keeping || this.#closed) return;
    this.#keeping = true;
    const wasMade = await keepStream(this.#parts.redis, this.#parts.key, this.#readTo);
    if (wasMade === true) this.remade++;
    this.#keeping = false;
  }

  close(): void {
    this.#closed = true;
    this.#timer?.cancel();
  }

  async #readOn(): Promise<void> {
    const { blocking, key, clock, random, take } = this.#parts;
    while (!this.#isClosed()) {
      const entries = await readStream(blocking, key, this.#readTo);
      if (entries === undefined) {
        this.#readTo = STREAM_START;
        await pause(clock, RETRY_MS * (0.5 + random()));
      }
      for (const { id, batch } of entries ?? []) {
        if (this.#isClosed()) return;
        this.#readTo = id;
        take(batch);
      }
    }
  }

  #isClosed(): boolean {
    return this.#closed;
  }
}

const pause = (clock: Clock, delayMs: number): Promise<void> =>
  new Promise((resolve) => {
    clock.after(delayMs, resolve);
  });
