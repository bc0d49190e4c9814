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
  /** Milliseconds: of an answer from when its request was due, of a fan-out until everybody had it. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly maxMs: number;
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

export type LoadOutcome =
  { readonly ok: true; readonly result: LoadResult } | { readonly ok: false; readonly reason: string };

/** After the last request. A gateway answers what its backend does not with a code within its routes' time-out. */
const LAST_ANSWERS_MS = 12_000;
const POLL_MS = 5;
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
  readonly #tally = new LoadTally();
  readonly #shared: LoadShared;
  readonly #sessions: LoadSession[] = [];

  constructor(options: LoadOptions, parts: LoadParts) {
    this.#options = options;
    this.#parts = parts;
    const { clock, nextTurn, sleep } = parts;
    const nowMs = (): number => clock.nowMs();
    this.#traffic = newTraffic(options.traffic, {
      ...{ nowMs, nextTurn, sleep },
      onSpread: (latencyMs) => {
        this.#tally.spread(latencyMs);
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
      onPush: (atMs) => {
        this.#traffic.onPush(atMs);
      },
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
    const tally = this.#tally;
    const before = tally.answers + tally.pushes;
    tally.isMeasuring = true;
    hooks.onWindow('begin');
    const [beganMs, cpuBeganMs] = [clock.nowMs(), cpuMs()];
    await this.#wait(measureMs);
    const [endedMs, cpuEndedMs] = [clock.nowMs(), cpuMs()];
    hooks.onWindow('end');
    tally.isMeasuring = false;
    const messages = tally.answers + tally.pushes - before;
    this.#traffic.stop();
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
    const failure = await new Promise<OpenFailure | undefined>((resolve) => {
      session = new LoadSession(index, dialled.socket, this.#shared, resolve);
    });
    if (failure === undefined && session !== undefined) this.#sessions.push(session);
    return failure;
  }

  /** On a machine that does other work, whole seconds pass until every session has been served once. */
  async #firstRound(): Promise<void> {
    const { clock } = this.#parts;
    const { traffic, sessions } = this.#options;
    if (traffic.kind === 'rate') return;
    const served = (): number => (traffic.kind === 'fan-out' ? this.#tally.pushes : this.#tally.answers);
    const deadlineMs = clock.nowMs() + FIRST_ROUND_MS_MAX;
    while (served() < sessions && this.#tally.lost === 0 && clock.nowMs() < deadlineMs)
      await this.#wait(POLL_MS);
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.#parts.clock.after(ms, resolve));
  }

  /** Of the last requests, and the last push to everybody. @returns how many are missing in the end */
  async #lastAnswers(): Promise<number> {
    const { clock } = this.#parts;
    const missing = (): number => this.#tally.requests - this.#tally.answers + this.#traffic.missingPushes;
    const deadlineMs = clock.nowMs() + LAST_ANSWERS_MS;
    while (missing() > 0 && this.#tally.lost === 0 && clock.nowMs() < deadlineMs) await this.#wait(POLL_MS);
    return missing();
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
      requestsTotal: tally.requests,
      answersTotal: tally.answers,
      pushesTotal: tally.pushes,
      faults: Object.fromEntries(tally.faults),
      faultCount: tally.faultCount,
      unanswered,
      cpuShare,
    };
  }
}
