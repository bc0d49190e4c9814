// Drives one blocking query: asks, waits, tells. The decisions are in blocking-query.ts.
import type { Clock, Random, Timer } from '../../clock.js';
import type { Watch } from '../registry.js';
import {
  afterAnswer,
  afterDoubt,
  afterFailure,
  defaultQueryTiming,
  initialQueryState,
  scheduleRequest,
  type QueryState,
  type QueryTiming,
} from './blocking-query.js';

/** What a request came to. It never rejects. */
export type QueryResult<T> =
  | {
      readonly ok: true;
      readonly value: T;
      readonly index: bigint | undefined;
      readonly fingerprint: string;
    }
  | { readonly ok: false; readonly reason: string };

export interface QueryNews {
  readonly index: bigint;
  readonly indexWentBack: boolean;
  /** The first answer after errors: what happened meanwhile is unknown. */
  readonly reconnected: boolean;
}

export interface QueryLoopOptions<T> {
  /** Asks once; `index` 0 must not block. Settles soon after `signal` aborts. */
  ask(index: bigint, signal: AbortSignal): Promise<QueryResult<T>>;
  onValue(value: T, news: QueryNews): void;
  /** After every request: undefined for success, else what went wrong. Comes before `onValue`. */
  onContact(failure: string | undefined): void;
  /** How often any query of the registry has failed. */
  failures(): number;
  readonly clock: Clock;
  readonly random: Random;
  readonly timing?: QueryTiming;
}

/** Starts asking in a later turn. After `close` nothing is called any more. */
export function startQueryLoop<T>(options: QueryLoopOptions<T>): Watch {
  const loop = new QueryLoop(options);
  loop.schedule();
  return loop;
}

class QueryLoop<T> implements Watch {
  readonly #options: QueryLoopOptions<T>;
  readonly #timing: QueryTiming;
  readonly #aborter = new AbortController();
  #state: QueryState;
  /** `failures()` when the last request was sent. */
  #failuresSeen: number;
  #timer: Timer | undefined;

  constructor(options: QueryLoopOptions<T>) {
    this.#options = options;
    this.#timing = options.timing ?? defaultQueryTiming;
    this.#state = initialQueryState(options.clock.nowMs(), this.#timing);
    this.#failuresSeen = options.failures();
  }

  schedule(): void {
    const { clock, random } = this.#options;
    const next = scheduleRequest(this.#state, clock.nowMs(), random, this.#timing);
    this.#state = next.state;
    this.#timer = clock.after(next.delayMs, () => void this.#askOnce());
  }

  close(): void {
    this.#timer?.cancel();
    this.#aborter.abort();
  }

  async #askOnce(): Promise<void> {
    const { signal } = this.#aborter;
    const failures = this.#options.failures();
    if (failures !== this.#failuresSeen) this.#state = afterDoubt(this.#state);
    this.#failuresSeen = failures;
    const result = await this.#options.ask(this.#state.nextIndex, signal);
    if (signal.aborted) return;
    this.#take(result);
    // A listener may have closed this loop.
    if (!this.#closed()) this.schedule();
  }

  #take(result: QueryResult<T>): void {
    if (!result.ok) {
      this.#state = afterFailure(this.#state);
      this.#options.onContact(result.reason);
      return;
    }
    const step = afterAnswer(this.#state, result);
    this.#state = step.state;
    this.#options.onContact(undefined);
    if (!step.publish || this.#closed()) return;
    const { indexWentBack, reconnected } = step;
    this.#options.onValue(result.value, { index: result.index ?? 0n, indexWentBack, reconnected });
  }

  #closed(): boolean {
    return this.#aborter.signal.aborted;
  }
}
