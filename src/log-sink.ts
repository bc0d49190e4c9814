// Where log lines go on their way out of the process. Writing a line never throws and never waits: a full disk
// costs lines, which are counted; a reader that stopped costs nothing until the queue is full. What a failed
// write was about is lost at once, so that the counter moves when the trouble begins, and each later line tries anew.

import type { Clock, Timer } from './clock.js';

/** An open file, as node:fs has it. */
export interface LogFile {
  /** Calls back now or later; `written` bytes are out. */
  write(bytes: Uint8Array, done: (error: NodeJS.ErrnoException | null, written: number) => void): void;
  /** @throws what the system says, EAGAIN for "not now" */
  writeSync(bytes: Uint8Array): number;
  /** Waits without doing anything else: only at the end of the process. */
  sleep(ms: number): void;
}

/** A minute of a gateway in trouble at the default level. */
const QUEUE_BYTES_MAX = 1024 * 1024;

/** PIPE_BUF of Linux: so much a pipe takes whole or not at all, so lines of several workers do not mix. */
const WRITE_BYTES = 4096;

/** After "not now". */
const RETRY_MS = 100;

/** For the lines that are left when the process ends without having waited for them, in pauses. */
const LAST_TRIES = 25;
const LAST_PAUSE_MS = 20;

/** A write to a file takes less; one to a peer that does not read takes for ever. */
const STUCK_MS = 1_000;

const NEWLINE = 0x0a;

export class LogSink {
  readonly #file: LogFile;
  readonly #clock: Pick<Clock, 'nowMs' | 'after'>;
  readonly #lines: Uint8Array[] = [];
  readonly #waiting = new Set<() => void>();
  #queuedBytes = 0;
  /** What is being written, or its rest. */
  #chunk: Uint8Array | undefined;
  /** Undefined: no write has to call back. */
  #inFlightSinceMs: number | undefined;
  #retry: Timer | undefined;
  /** What was written last ends within a line. */
  #midLine = false;
  /** The last write failed: there is nobody to tell. */
  #isBroken = false;
  #dropped = 0;
  #untold = 0;
  #ended = false;
  /** Called when lines can be written again after some were lost. */
  onBack: (lost: number) => void = () => undefined;

  constructor(file: LogFile, clock: Pick<Clock, 'nowMs' | 'after'>) {
    this.#file = file;
    this.#clock = clock;
  }

  /** Lines that were lost, since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  /** @param line with its end */
  write(line: string): void {
    const bytes = Buffer.from(line);
    if (this.#queuedBytes + bytes.length > QUEUE_BYTES_MAX) {
      this.#drop(1);
      return;
    }
    this.#lines.push(bytes);
    this.#queuedBytes += bytes.length;
    if (this.#ended) this.flushNow();
    else if (this.#inFlightSinceMs === undefined && this.#retry === undefined) this.#next();
  }

  /** Resolves when all lines are out or lost, or when the time is up. */
  flushed(limitMs: number): Promise<void> {
    if (this.#isIdle) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = this.#clock.after(limitMs, () => {
        done();
      });
      const done = (): void => {
        timer.cancel();
        this.#waiting.delete(done);
        resolve();
      };
      this.#waiting.add(done);
    });
  }

  /** When the process is about to end: what can be written without waiting for ever is written now. */
  flushNow(): void {
    this.#ended = true;
    this.#retry?.cancel();
    if (this.#inFlightSinceMs !== undefined) {
      // One more write would be stuck as well.
      if (this.#clock.nowMs() - this.#inFlightSinceMs >= STUCK_MS) return;
      // Node ends its threads after their work, so this one comes out.
      this.#chunk = undefined;
    }
    let tries = LAST_TRIES;
    while ((this.#chunk ??= this.#take()) !== undefined) {
      try {
        this.#advance(this.#chunk, this.#file.writeSync(this.#chunk));
      } catch (error) {
        if (!isNotNow(error)) this.#lose(this.#chunk);
        else if (tries-- > 0) this.#file.sleep(LAST_PAUSE_MS);
        else return;
      }
    }
  }

  get #isIdle(): boolean {
    return this.#lines.length === 0 && this.#chunk === undefined;
  }

  #next(): void {
    this.#chunk ??= this.#take();
    const chunk = this.#chunk;
    if (chunk === undefined) {
      this.#tellOfLost();
      if (this.#isIdle) for (const done of this.#waiting) done();
      return;
    }
    this.#inFlightSinceMs = this.#clock.nowMs();
    this.#file.write(chunk, (error, written) => {
      this.#inFlightSinceMs = undefined;
      if (this.#ended) return;
      if (error === null) this.#advance(chunk, written);
      else if (!isNotNow(error)) this.#lose(chunk);
      else {
        this.#retry = this.#clock.after(RETRY_MS, () => {
          this.#retry = undefined;
          this.#next();
        });
        return;
      }
      this.#next();
    });
  }

  /** Whole lines for one write. */
  #take(): Uint8Array | undefined {
    if (this.#lines.length === 0) return undefined;
    let count = 0;
    let bytes = 0;
    for (const line of this.#lines) {
      if (count > 0 && bytes + line.length > WRITE_BYTES) break;
      count++;
      bytes += line.length;
    }
    const taken = this.#lines.splice(0, count);
    if (!this.#midLine) return Buffer.concat(taken);
    this.#queuedBytes++;
    return Buffer.concat([Uint8Array.of(NEWLINE), ...taken]);
  }

  #advance(chunk: Uint8Array, written: number): void {
    const rest = chunk.subarray(written);
    this.#queuedBytes -= written;
    this.#isBroken = false;
    this.#chunk = rest.length === 0 ? undefined : rest;
    if (written > 0) this.#midLine = chunk[written - 1] !== NEWLINE;
  }

  #lose(rest: Uint8Array): void {
    this.#queuedBytes -= rest.length;
    this.#isBroken = true;
    this.#chunk = undefined;
    // The end of a line that is out, or was counted when it broke off.
    const lost = rest[0] === NEWLINE ? rest.subarray(1) : rest;
    this.#drop(lost.filter((byte) => byte === NEWLINE).length);
  }

  #drop(lines: number): void {
    this.#dropped += lines;
    this.#untold += lines;
  }

  #tellOfLost(): void {
    if (this.#untold === 0 || this.#isBroken) return;
    const lost = this.#untold;
    this.#untold = 0;
    this.onBack(lost);
  }
}

const isNotNow = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EAGAIN' || error.code === 'EBUSY');
