// A log that a flood cannot fill: of each message the first few of a second are written, the rest is counted
// and told in one line when the second is over. For rooms where peers decide how often something happens;
// the messages are literals of ours, so they are few.

import type { Clock } from './clock.js';
import type { Log } from './log.js';

type Level = keyof Log;

const LINES_PER_SECOND_MAX = 10;
const WINDOW_MS = 1_000;
/** More different messages than there are; whatever else comes shares one count. */
const MESSAGES_MAX = 200;
const OTHERS = '(others)';

interface Window {
  readonly level: Level;
  startedMs: number;
  written: number;
  leftOut: number;
}

export class SampledLog implements Log {
  readonly #log: Log;
  readonly #clock: Pick<Clock, 'nowMs'>;
  readonly #windows = new Map<string, Window>();
  #leftOut = 0;

  constructor(log: Log, clock: Pick<Clock, 'nowMs'>) {
    this.#log = log;
    this.#clock = clock;
  }

  /** Lines that were not written, since the start. */
  get leftOut(): number {
    return this.#leftOut;
  }

  debug(fields: object, message: string): void {
    this.#write('debug', fields, message);
  }

  info(fields: object, message: string): void {
    this.#write('info', fields, message);
  }

  warn(fields: object, message: string): void {
    this.#write('warn', fields, message);
  }

  error(fields: object, message: string): void {
    this.#write('error', fields, message);
  }

  /** Tells what was left out in windows that are over. Call it about once a second. */
  sweep(): void {
    const nowMs = this.#clock.nowMs();
    for (const [message, window] of this.#windows)
      if (nowMs - window.startedMs >= WINDOW_MS) this.#end(message, window);
  }

  #write(level: Level, fields: object, message: string): void {
    const window = this.#windowOf(level, message);
    if (window.written < LINES_PER_SECOND_MAX) {
      window.written++;
      this.#log[level](fields, message);
    } else {
      window.leftOut++;
      this.#leftOut++;
    }
  }

  #windowOf(level: Level, message: string): Window {
    const nowMs = this.#clock.nowMs();
    const known = this.#windows.get(message);
    if (known !== undefined && nowMs - known.startedMs < WINDOW_MS) return known;
    if (known !== undefined) this.#end(message, known);
    const name = this.#windows.size < MESSAGES_MAX ? message : OTHERS;
    const window = this.#windows.get(name) ?? { level, startedMs: nowMs, written: 0, leftOut: 0 };
    this.#windows.set(name, window);
    return window;
  }

  #end(message: string, { level, leftOut }: Window): void {
    this.#windows.delete(message);
    if (leftOut > 0) this.#log[level]({ event: message, leftOut }, 'lines left out');
  }
}
