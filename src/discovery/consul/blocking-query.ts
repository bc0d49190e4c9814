// The decisions of one blocking query: what to ask next, when, and whether to tell anybody.
//
// Consul answers a blocking query when its index passed the one that was sent, or when the wait is over.
// What has to be right (and is easily wrong):
//   - an answer is no proof of a change: content is compared
//   - an index below the last one means that Consul lost data or was restored: begin again at 0 and say so
//   - after an error begin again at 0 too, but remember the last index, or the loss would go unnoticed
//   - when another query has failed meanwhile the agent may be a new one: an index of the old one would block
//     there until its wait is over, so begin again at 0
//   - an index below 1 must not be sent, it would not block
//   - errors back off with jitter, capped and for ever; a gateway never gives up
//   - a token bucket bounds the rate where answers come at once (an index missing or always newer), without
//     delaying the first answers after a quiet time
// Pure: time and chance are passed in. query-loop.ts is the driver.
import type { Random } from '../../clock.js';

export interface QueryTiming {
  /** Longest wait of the first retry; doubles with each further failure. */
  readonly backoffMinMs: number;
  readonly backoffMaxMs: number;
  /** Requests that may follow each other at once. */
  readonly burst: number;
  /** One more request is allowed after this time. */
  readonly refillMs: number;
}

/** At most 4 requests a second for one query, and a lost Consul is found again within 3 s of its return. */
export const defaultQueryTiming: QueryTiming = {
  backoffMinMs: 100,
  backoffMaxMs: 3_000,
  burst: 2,
  refillMs: 250,
};

export interface QueryState {
  /** What to send; 0 asks without blocking. */
  readonly nextIndex: bigint;
  /** The highest index since the last loss, kept over errors; 0 before the first answer. */
  readonly lastIndex: bigint;
  /** Errors since the last answer. */
  readonly failures: number;
  /** Another query failed since the last answer. */
  readonly doubted: boolean;
  /** Fingerprint of the content that was published last; undefined before. */
  readonly published: string | undefined;
  /** The token bucket: tokens at a moment of the monotonic clock. */
  readonly tokens: number;
  readonly tokensAtMs: number;
}

export interface QueryAnswer {
  /** X-Consul-Index; undefined when the answer had none that could be read. */
  readonly index: bigint | undefined;
  /** Equal for equal content. */
  readonly fingerprint: string;
}

export interface AnswerStep {
  readonly state: QueryState;
  /** The content is new, or must be looked at again because Consul may have lost data. */
  readonly publish: boolean;
  readonly indexWentBack: boolean;
  /** The first answer after errors, of this query or another. */
  readonly reconnected: boolean;
}

export function initialQueryState(nowMs: number, timing: QueryTiming): QueryState {
  return {
    nextIndex: 0n,
    lastIndex: 0n,
    failures: 0,
    doubted: false,
    published: undefined,
    tokens: timing.burst,
    tokensAtMs: nowMs,
  };
}

export function afterAnswer(state: QueryState, answer: QueryAnswer): AnswerStep {
  const index = answer.index ?? 0n;
  const indexWentBack = answer.index !== undefined && index < state.lastIndex;
  const reconnected = state.failures > 0 || state.doubted;
  return {
    state: {
      ...state,
      nextIndex: indexWentBack || index < 1n ? 0n : index,
      lastIndex: answer.index === undefined ? state.lastIndex : index,
      failures: 0,
      doubted: false,
      published: answer.fingerprint,
    },
    publish: indexWentBack || answer.fingerprint !== state.published,
    indexWentBack,
    reconnected,
  };
}

export function afterFailure(state: QueryState): QueryState {
  return { ...state, nextIndex: 0n, failures: state.failures + 1 };
}

/** Another query lost contact: who answers next may know nothing of our index. */
export function afterDoubt(state: QueryState): QueryState {
  return { ...state, nextIndex: 0n, doubted: true };
}

/** Takes a token for the next request and says how long to wait before sending it. */
export function scheduleRequest(
  state: QueryState,
  nowMs: number,
  random: Random,
  timing: QueryTiming,
): { readonly state: QueryState; readonly delayMs: number } {
  const tokensAt = (atMs: number): number =>
    Math.min(timing.burst, state.tokens + (atMs - state.tokensAtMs) / timing.refillMs);
  const bucketMs = Math.max(0, 1 - tokensAt(nowMs)) * timing.refillMs;
  const delayMs = Math.max(bucketMs, backoffMs(state.failures, random, timing));
  // Taken at the moment of sending: one taken earlier would have grown back by then.
  const tokensAtMs = nowMs + delayMs;
  return { state: { ...state, tokens: tokensAt(tokensAtMs) - 1, tokensAtMs }, delayMs };
}

/** Between half and all of a doubling, capped time; 0 without failures. */
export function backoffMs(
  failures: number,
  random: Random,
  timing: Pick<QueryTiming, 'backoffMinMs' | 'backoffMaxMs'>,
): number {
  if (failures === 0) return 0;
  // 2^30 is far above any cap and keeps the shift inside a number.
  const ceiling = Math.min(timing.backoffMaxMs, timing.backoffMinMs * 2 ** Math.min(failures - 1, 30));
  return ceiling * (0.5 + random() / 2);
}
