// What a callback was called with, to be awaited: the latest value that fits, now or later.
import { inspect } from 'node:util';

const deadlineMs = 10_000;

export class Inbox<T> {
  readonly all: T[] = [];
  readonly #waiting = new Set<() => void>();

  /** Give this to whoever calls back. */
  readonly put = (value: T): void => {
    this.all.push(value);
    for (const look of [...this.#waiting]) look();
  };

  get latest(): T | undefined {
    return this.all.at(-1);
  }

  /** The latest value, as soon as it fits. Rejects after 10 s with what came instead. */
  until(fits: (value: T) => boolean, what = 'a value that fits'): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const latest = this.latest;
        if (latest === undefined || !fits(latest)) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(latest);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`waited for ${what}; the latest is ${inspect(this.latest, { depth: 6 })}`));
      }, deadlineMs);
      this.#waiting.add(look);
      look();
    });
  }
}
