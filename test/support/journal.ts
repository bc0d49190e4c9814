// What happened, in order, to be awaited: an entry that fits, whether it came already or comes later.
import { inspect } from 'node:util';

/** Long enough for a machine that is busy with other suites; a test that needs it has failed anyway. */
const DEADLINE_MS = 20_000;
/** Entries shown when the wait was in vain. */
const SHOWN = 12;

export class Journal<T> {
  readonly entries: T[] = [];
  readonly #looks = new Set<() => void>();
  #closedBecause: string | undefined;

  add(entry: T): void {
    this.entries.push(entry);
    for (const look of [...this.#looks]) look();
  }

  /** Nothing will be added any more: whoever waits is told why. */
  close(because: string): void {
    this.#closedBecause = because;
    for (const look of [...this.#looks]) look();
  }

  /**
   * The first entry at or after place `from` that fits. Rejects after the deadline, or when the journal is
   * closed, with the last entries.
   */
  find(what: string, fits: (entry: T) => boolean, from = 0, deadlineMs = DEADLINE_MS): Promise<T> {
    let place = from;
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#looks.delete(look);
      };
      const fail = (why: string): void => {
        end();
        const last = inspect(this.entries.slice(-SHOWN), { depth: 4, breakLength: 160 });
        reject(new Error(`${why}, waiting for ${what}; the last entries: ${last}`));
      };
      const look = (): void => {
        for (; place < this.entries.length; place++) {
          const entry = this.entries[place] as T;
          if (!fits(entry)) continue;
          end();
          resolve(entry);
          return;
        }
        if (this.#closedBecause !== undefined) fail(this.#closedBecause);
      };
      const timer = setTimeout(() => {
        fail(`nothing in ${deadlineMs} ms`);
      }, deadlineMs);
      this.#looks.add(look);
      look();
    });
  }
}

/** Asks until the answer fits. For what tells of no event: another process's metrics, a file, a port. */
export async function eventually<T>(
  what: string,
  ask: () => T | Promise<T>,
  fits: (answer: T) => boolean,
): Promise<T> {
  const deadlineMs = performance.now() + DEADLINE_MS;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (performance.now() > deadlineMs)
      throw new Error(`not within ${DEADLINE_MS} ms: ${what}; the last was ${inspect(answer, { depth: 5 })}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
