// A load: opens sessions, lets them warm up, measures for a while, waits for the last answers, closes.
//
// It is one process with one event loop, so it has a limit of its own; the result says how much of a core it used.

import type { Clock } from '../../clock.js';
import type { HandleSockets } from '../../transport/handle-byte-socket.js';
import type { OpenFailure, Speech } from './load-protocol.js';
import { LoadSession, type LoadShared } from './load-session.js';
import { Dialler, type Target } from './load-socket.js';
import { LoadTally } from './load-tally.js';
import { openPaced } from './paced.js';
import { RequestFrames } from './request-frames.js';
import { protocolOf } from './speech.js';
import { newTraffic, type Traffic, type TrafficPlan } from './traffic.js';
import { WriteBuffer } from './write-buffer.js';

export interface LoadOptions {
  readonly target: Target;
  readonly pipe: 'tcp' | 'ws';
  /** Of the WebSocket's URL. */
  readonly path: string;
  readonly speech: Speech;
  readonly type: number;
  readonly payloadBytes: number;
  /** Whether answers must repeat the payload. */
  readonly isEcho: boolean;
  readonly sessions: number;
  /** New sessions a second; a gateway refuses more than it can let in. */
  readonly opensPerSecond: number;
  readonly traffic: TrafficPlan;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

export interface LoadHooks {
  /** So many sessions are up. */
  onOpened(count: number): void;
  /** Called exactly at both ends of what is measured, with nothing in between but the load. */
  onWindow(edge: 'begin' | 'end'): void;
}

export interface LoadParts {
  readonly clock: Clock;
  /** undefined: Node's public API. */
  readonly handles: HandleSockets | undefined;
  /** CPU time of this process so far, in milliseconds. */
  readonly cpuMs: () => number;
  readonly nextTurn: (run: () => void) => void;
  readonly sleep: (ms: number) => void;
}

export interface LoadResult {
  readonly sessions: number;
  /** In the window: answers, or pushes of a fan-out. */
  readonly messages: number;
  readonly seconds: number;
  /**
   * Milliseconds: of an answer from when its request was due, of a fan-out until everybody had it. A quantile is
   * undefined where too few `samples` lie beyond it.
   */
  readonly p50Ms: number | undefined;
  readonly p99Ms: number | undefined;
  readonly p999Ms: number | undefined;
  readonly maxMs: number;
  readonly samples: number;
  /** Of traffic at a fixed rate only. */
  readonly rate: RateResult | undefined;
  /** Over the whole life of the load, for comparison with a gateway's counters. */
  readonly requestsTotal: number;
  readonly answersTotal: number;
  readonly pushesTotal: number;
  /** What was wrong, by what; empty when all was right. */
  readonly faults: Readonly<Record<string, number>>;
  readonly faultCount: number;
  /** Requests without an answer, and pushes that did not come, when the wait was over. */
  readonly unanswered: number;
  /** Share of a core that this process used in the window. */
  readonly cpuShare: number;
}

export interface RateResult {
  readonly plannedPerSecond: number;
  /** Answers that came in the window. */
  readonly achievedPerSecond: number;
  /** Clearly fewer answers than planned. */
  readonly isMissed: boolean;
  /** How long after its planned time the load sent a request: its own part of the latencies. */
  readonly lateP50Ms: number | undefined;
  readonly lateP99Ms: number | undefined;
  readonly lateMaxMs: number;
}

export type LoadOutcome =
  { readonly ok: true; readonly result: LoadResult } | { readonly ok: false; readonly reason: string };

/** After the last request. A gateway answers what its backend does not with a code within its routes' time-out. */
const LAST_ANSWERS_MS = 12_000;
const POLL_MS = 5;
/** Of a session, from its connection until requests may be sent. */
const OPEN_TIMEOUT_MS = 15_000;
/** Achieved of planned. A window cuts off the answers that are on their way at its end, one at any rate. */
const RATE_MET = 0.95;
/** Who has no answer by then has none for another reason. */
const FIRST_ROUND_MS_MAX = 60_000;

/** Never rejects. */
export async function runLoad(
  options: LoadOptions,
  parts: LoadParts,
  hooks: LoadHooks,
): Promise<LoadOutcome> {
  const load = new Load(options, parts);
  try {
    const failure = await load.open(hooks);
    return failure === undefined
      ? { ok: true, result: await load.run(hooks) }
      : { ok: false, reason: failure };
  } finally {
    load.close();
  }
}

class Load {
  readonly #options: LoadOptions;
  readonly #parts: LoadParts;
  readonly #traffic: Traffic;
  readonly #tally: LoadTally;
  readonly #shared: LoadShared;
  readonly #sessions: LoadSession[] = [];
  #onSpread: () => void = () => undefined;

  constructor(options: LoadOptions, parts: LoadParts) {
    this.#options = options;
    this.#parts = parts;
    const { clock, nextTurn, sleep } = parts;
    const nowMs = (): number => clock.nowMs();
    this.#tally = new LoadTally(options.traffic.kind === 'rate' ? 'due' : 'arrival');
    this.#traffic = newTraffic(options.traffic, {
      ...{ nowMs, nextTurn, sleep },
      onSpread: (askedMs, atMs) => {
        this.#tally.spread(askedMs, atMs);
        this.#onSpread();
      },
      onSent: (dueMs, atMs) => {
        this.#tally.sent(dueMs, atMs);
      },
    });
    const { target, path, type, isEcho, payloadBytes } = options;
    const protocol = protocolOf(options.speech, options.pipe, options.traffic.kind === 'fan-out');
    this.#shared = {
      ...{ target, path, protocol, type, isEcho, nowMs },
      frames: new RequestFrames(protocol, type, payloadBytes),
      slots: this.#traffic.slots,
      tally: this.#tally,
      output: new WriteBuffer(),
      onAnswer: (session, slot, atMs) => {
        this.#traffic.onAnswer(session, slot, atMs);
      },
      onPush: this.#traffic.onPush.bind(this.#traffic),
    };
  }

  /** @returns why not all could be opened */
  open(hooks: LoadHooks): Promise<string | undefined> {
    const { sessions, opensPerSecond, target } = this.#options;
    const dialler = new Dialler(target, this.#parts.clock, this.#parts.handles);
    let opened = 0;
    return openPaced(sessions, opensPerSecond, this.#parts.clock, async (index) => {
      const failure = await this.#open(dialler, index);
      if (failure === undefined) hooks.onOpened(++opened);
      return failure && { ...failure, cause: `session ${index + 1} of ${sessions}: ${failure.cause}` };
    });
  }

  async run(hooks: LoadHooks): Promise<LoadResult> {
    const { warmUpMs, measureMs } = this.#options;
    const { clock, cpuMs } = this.#parts;
    this.#traffic.start(this.#sessions, clock.nowMs());
    await this.#wait(warmUpMs);
    await this.#firstRound();
    await this.#spreadEnd();
    const tally = this.#tally;
    const before = tally.answers + tally.pushes;
    hooks.onWindow('begin');
    const [beganMs, cpuBeganMs] = [clock.nowMs(), cpuMs()];
    tally.beginWindow(beganMs);
    await this.#wait(measureMs);
    await this.#spreadEnd();
    const [endedMs, cpuEndedMs] = [clock.nowMs(), cpuMs()];
    tally.endWindow(endedMs);
    hooks.onWindow('end');
    const messages = tally.answers + tally.pushes - before;
    this.#traffic.stop(endedMs);
    const unanswered = await this.#lastAnswers();
    const elapsedMs = endedMs - beganMs;
    return this.#result(messages, elapsedMs, (cpuEndedMs - cpuBeganMs) / elapsedMs, unanswered);
  }

  close(): void {
    for (const session of this.#sessions) session.close();
  }

  async #open(dialler: Dialler, index: number): Promise<OpenFailure | undefined> {
    const dialled = await dialler.dial(index);
    if (!dialled.ok) return { cause: dialled.cause, retryAfterMs: undefined };
    let session: LoadSession | undefined;
    const late = this.#parts.clock.after(OPEN_TIMEOUT_MS, () => session?.tooLate(OPEN_TIMEOUT_MS));
    const failure = await new Promise<OpenFailure | undefined>((resolve) => {
      session = new LoadSession(index, dialled.socket, this.#shared, resolve);
    });
    late.cancel();
    if (failure === undefined && session !== undefined) this.#sessions.push(session);
    return failure;
  }

  /** On a machine that does other work, whole seconds pass until every session has been served once. */
  async #firstRound(): Promise<void> {
    const { clock } = this.#parts;
    const { traffic, sessions } = this.#options;
    const tally = this.#tally;
    const isServed = (): boolean =>
      tally.served >= sessions && (traffic.kind !== 'fan-out' || tally.spreads > 0);
    const deadlineMs = clock.nowMs() + FIRST_ROUND_MS_MAX;
    while (!isServed() && tally.lost === 0 && clock.nowMs() < deadlineMs) await this.#wait(POLL_MS);
  }

  /** A fan-out is measured from the end of one spread to the end of another: in between they are whole. */
  async #spreadEnd(): Promise<void> {
    if (this.#options.traffic.kind !== 'fan-out' || this.#tally.lost > 0) return;
    const spread = new Promise<void>((resolve) => (this.#onSpread = resolve));
    await Promise.race([spread, this.#wait(LAST_ANSWERS_MS)]);
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.#parts.clock.after(ms, resolve));
  }

  /** Of the last requests, and the last push to everybody. @returns how many are missing in the end */
  async #lastAnswers(): Promise<number> {
    const { clock } = this.#parts;
    const tally = this.#tally;
    const { givenUp } = this.#traffic;
    for (const dueMs of givenUp) tally.unanswered(dueMs, clock.nowMs());
    const missing = (): number => tally.requests - tally.answers + this.#traffic.missingPushes;
    const deadlineMs = clock.nowMs() + LAST_ANSWERS_MS;
    while (missing() > 0 && tally.lost === 0 && clock.nowMs() < deadlineMs) await this.#wait(POLL_MS);
    for (const session of this.#sessions)
      for (const dueMs of session.dueTimes()) tally.unanswered(dueMs, clock.nowMs());
    return missing() + givenUp.length;
  }

  #result(messages: number, elapsedMs: number, cpuShare: number, unanswered: number): LoadResult {
    const tally = this.#tally;
    const { latencies } = tally;
    return {
      sessions: this.#sessions.length,
      messages,
      seconds: elapsedMs / 1000,
      p50Ms: latencies.quantileMs(0.5),
      p99Ms: latencies.quantileMs(0.99),
      p999Ms: latencies.quantileMs(0.999),
      maxMs: latencies.maxMs,
      samples: latencies.count,
      rate: this.#rate(messages, elapsedMs / 1000),
      requestsTotal: tally.requests,
      answersTotal: tally.answers,
      pushesTotal: tally.pushes,
      faults: Object.fromEntries(tally.faults),
      faultCount: tally.faultCount,
      unanswered,
      cpuShare,
    };
  }

  #rate(messages: number, seconds: number): RateResult | undefined {
    const { traffic } = this.#options;
    if (traffic.kind !== 'rate') return undefined;
    const { lateness } = this.#tally;
    return {
      plannedPerSecond: traffic.perSecond,
      achievedPerSecond: messages / seconds,
      isMissed: messages + 1 < traffic.perSecond * seconds * RATE_MET,
      lateP50Ms: lateness.quantileMs(0.5),
      lateP99Ms: lateness.quantileMs(0.99),
      lateMaxMs: lateness.maxMs,
    };
  }
}
