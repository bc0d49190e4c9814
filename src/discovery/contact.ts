// Whether a registry can be reached, over all requests that are running against it. Logged on transitions only.
import type { Clock } from '../clock.js';
import type { Log } from '../log.js';

export interface ContactState {
  readonly ok: boolean;
  readonly sinceEpochMs: number;
  readonly detail: string;
}

export class Contact {
  readonly #where: string;
  readonly #clock: Clock;
  readonly #log: Log;
  /** What fails at the moment and why. Bounded by the number of queries, each of which forgets itself. */
  readonly #failing = new Map<string, string>();
  #state: ContactState;
  #failures = 0;

  /** `where` names the registry in the log. */
  constructor(where: string, clock: Clock, log: Log) {
    this.#where = where;
    this.#clock = clock;
    this.#log = log;
    this.#state = { ok: false, sinceEpochMs: clock.epochMs(), detail: 'not reached yet' };
  }

  /** A request of `query` came back: undefined for success, else why not. */
  report(query: string, failure: string | undefined): void {
    if (failure === undefined) this.#failing.delete(query);
    else {
      this.#failing.set(query, failure);
      this.#failures++;
    }
    this.#settle();
  }

  /** How many requests have failed so far, of all queries. */
  get failures(): number {
    return this.#failures;
  }

  /** The query ended; what it failed with no longer counts. */
  forget(query: string): void {
    if (this.#failing.delete(query)) this.#settle();
  }

  current(): ContactState {
    return this.#state;
  }

  #settle(): void {
    const [failure] = this.#failing.values();
    const ok = failure === undefined;
    const detail = failure ?? 'ok';
    if (ok === this.#state.ok && detail === this.#state.detail) return;
    const changed = ok !== this.#state.ok;
    const first = this.#state.detail === 'not reached yet';
    this.#state = { ok, detail, sinceEpochMs: changed ? this.#clock.epochMs() : this.#state.sinceEpochMs };
    if (ok) this.#log.info({ registry: this.#where }, 'registry reached');
    else if (changed || first)
      this.#log.warn(
        { registry: this.#where, detail },
        'no contact with the registry; the last state stands',
      );
  }
}
