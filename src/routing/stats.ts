// What happened to the messages of each route: plain numbers, read by the metrics at scrape time. They
// are kept by route id, so that they go on when the table is replaced.

import type { RequestStats } from '../link/pending-requests.js';
import { APPLICATION_CODE_MIN, isErrorCode } from '../protocol/codes.js';

/** Upper bounds of the latency buckets, in milliseconds; one more bucket has no bound. */
export const LATENCY_BUCKETS_MS: readonly number[] = [
  0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000,
];

/**
 * How a request ended. ok: answered with code 0; application: answered with a code of the application's
 * own; failed: everything else, which the gateway or an SDK said.
 */
export const OUTCOMES = ['ok', 'application', 'failed'] as const;
export type RequestOutcome = (typeof OUTCOMES)[number];

export function outcomeOf(code: number): RequestOutcome {
  if (code === 0) return 'ok';
  return code >= APPLICATION_CODE_MIN ? 'application' : 'failed';
}

/** A histogram in plain numbers: how many fell below each bound, and their sum. */
export class Latencies {
  sumMs = 0;
  readonly counts = new Float64Array(LATENCY_BUCKETS_MS.length + 1);

  add(elapsedMs: number): void {
    this.sumMs += elapsedMs;
    let bucket = 0;
    for (const bound of LATENCY_BUCKETS_MS) {
      if (elapsedMs <= bound) break;
      bucket++;
    }
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
  }
}

/** Codes of the application's own that are counted one by one, each route: backends choose them. */
export const APPLICATION_CODES_MAX = 32;

export class RouteStats implements RequestStats {
  readonly id: string;
  readonly service: string;
  /** Answered by the backend with code 0. */
  succeeded = 0;
  notified = 0;
  /** With further codes of the application's own. */
  otherApplication = 0;
  /** With codes below the application's that stand in no registry. */
  unregistered = 0;
  #applicationCodes = 0;
  readonly latencies: Readonly<Record<RequestOutcome, Latencies>> = {
    ok: new Latencies(),
    application: new Latencies(),
    failed: new Latencies(),
  };
  readonly #failures = new Map<number, number>();

  constructor(id: string, service: string) {
    this.id = id;
    this.service = service;
  }

  /** Ended requests and refused messages by their code: the gateway's, an SDK's, the application's. */
  get failures(): ReadonlyMap<number, number> {
    return this.#failures;
  }

  requestEnded(code: number, elapsedMs: number): void {
    if (code === 0) this.succeeded++;
    else this.failed(code);
    this.latencies[outcomeOf(code)].add(elapsedMs);
  }

  /** A message that was refused before it was sent to anyone. */
  failed(code: number): void {
    const count = this.#failures.get(code);
    if (count === undefined) this.#failedAnew(code);
    else this.#failures.set(code, count + 1);
  }

  #failedAnew(code: number): void {
    const isApplication = code >= APPLICATION_CODE_MIN;
    if (!isApplication && !isErrorCode(code)) this.unregistered++;
    else if (isApplication && this.#applicationCodes === APPLICATION_CODES_MAX) this.otherApplication++;
    else {
      if (isApplication) this.#applicationCodes++;
      this.#failures.set(code, 1);
    }
  }
}

/** Routes remembered; the ids come from operators, whose tables are bounded too. */
const ROUTES_MAX = 100_000;

export class RoutingStats {
  readonly #routes = new Map<string, RouteStats>();
  /** Messages of types that no route names. */
  readonly unrouted = new RouteStats('', '');
  /** Calls and one-way messages between backends, all of them. */
  readonly relay = new RouteStats('relay', '');
  relayed = 0;
  relayFailed = 0;
  pushesTo = 0;
  pushDeliveries = 0;
  commands = 0;
  commandsRefused = 0;

  forRoute(id: string, service: string): RouteStats {
    const key = `${id}\0${service}`;
    const known = this.#routes.get(key);
    if (known !== undefined) return known;
    const stats = new RouteStats(id, service);
    if (this.#routes.size < ROUTES_MAX) this.#routes.set(key, stats);
    return stats;
  }

  routes(): Iterable<RouteStats> {
    return this.#routes.values();
  }
}
