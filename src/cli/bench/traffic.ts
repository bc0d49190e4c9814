// What the sessions of a load do, one kind each. A kind decides when the next request goes; sessions send and
// check.

import { encodeEnvelope } from '../../protocol/envelope.js';
import type { LoadSession } from './load-session.js';
import { newSendSchedule, type SendSchedule } from './send-schedule.js';

export type TrafficPlan =
  /** Each session always has so many requests under way. */
  | { readonly kind: 'closed'; readonly outstanding: number }
  /** So many requests a second over all sessions, each at its planned time, whatever the answers do. */
  | { readonly kind: 'rate'; readonly perSecond: number }
  /** One request each, then nothing. */
  | { readonly kind: 'idle' }
  /** One request each; then the first session sends a notification of this type; when all have its push, the next. */
  | { readonly kind: 'fan-out'; readonly type: number; readonly payloadBytes: number };

export interface Traffic {
  /** Requests that one session may have under way. */
  readonly slots: number;
  start(sessions: readonly LoadSession[], nowMs: number): void;
  onAnswer(session: LoadSession, slot: number, nowMs: number): void;
  onPush(nowMs: number): void;
  /** Pushes that were asked for and have not come. */
  readonly missingPushes: number;
  /** No further requests; answers may still come. */
  stop(): void;
}

export interface TrafficParts {
  readonly nowMs: () => number;
  /** Runs at the next turn of the event loop. */
  readonly nextTurn: (run: () => void) => void;
  /** Gives the core away for so long: timers are too coarse for planned times. */
  readonly sleep: (ms: number) => void;
  /** A push has come to everybody, so long after it was asked for. */
  readonly onSpread: (latencyMs: number) => void;
}

export function newTraffic(plan: TrafficPlan, parts: TrafficParts): Traffic {
  switch (plan.kind) {
    case 'closed':
      return new ClosedLoop(plan.outstanding);
    case 'rate':
      return new FixedRate(plan.perSecond, parts);
    case 'idle':
      return new OneEach();
    case 'fan-out':
      return new FanOut(plan.type, plan.payloadBytes, parts);
  }
}

class ClosedLoop implements Traffic {
  readonly slots: number;
  readonly missingPushes = 0;
  #stopped = false;

  constructor(outstanding: number) {
    this.slots = outstanding;
  }

  start(sessions: readonly LoadSession[], nowMs: number): void {
    for (const session of sessions) {
      for (let slot = 0; slot < this.slots; slot++) session.request(slot, nowMs);
      session.flush();
    }
  }

  /** The session flushes at the end of the read that brought the answer. */
  onAnswer(session: LoadSession, slot: number, nowMs: number): void {
    if (!this.#stopped) session.request(slot, nowMs);
  }

  onPush(): void {
    // Somebody else's pushes are counted only.
  }

  stop(): void {
    this.#stopped = true;
  }
}

class OneEach extends ClosedLoop {
  constructor() {
    super(1);
  }

  override onAnswer(): void {
    // One was enough.
  }
}

/** So many requests of one session may be under way; what is due beyond waits, and its wait counts. */
const RATE_SLOTS = 64;

/** The event loop must see answers soon, also when nothing is due for long. */
const SLEEP_MS_MAX = 0.1;

/** Then answers are read: a load that has fallen behind must not fall further by not reading. */
const SENDS_A_TURN_MAX = 64;

class FixedRate implements Traffic {
  readonly slots = RATE_SLOTS;
  readonly missingPushes = 0;
  readonly #perSecond: number;
  readonly #parts: TrafficParts;
  /** Planned times that found no free slot, by session. */
  readonly #owed = new Map<LoadSession, number[]>();
  #sessions: readonly LoadSession[] = [];
  #schedule: SendSchedule = newSendSchedule(1, 1);
  #startMs = 0;
  #sent = 0;
  #stopped = false;

  constructor(perSecond: number, parts: TrafficParts) {
    this.#perSecond = perSecond;
    this.#parts = parts;
  }

  start(sessions: readonly LoadSession[], nowMs: number): void {
    this.#sessions = sessions;
    this.#schedule = newSendSchedule(this.#perSecond, sessions.length);
    this.#startMs = nowMs;
    this.#turn();
  }

  onAnswer(session: LoadSession, slot: number): void {
    const dueMs = this.#owed.get(session)?.shift();
    if (dueMs !== undefined) session.request(slot, dueMs);
  }

  onPush(): void {
    // As in a closed loop.
  }

  stop(): void {
    this.#stopped = true;
    this.#owed.clear();
  }

  #turn(): void {
    if (this.#stopped) return;
    const due = Math.min(
      this.#schedule.dueAt(this.#parts.nowMs() - this.#startMs),
      this.#sent + SENDS_A_TURN_MAX,
    );
    for (; this.#sent < due; this.#sent++) this.#send(this.#sent);
    const untilNextMs = this.#plannedMs(this.#sent) - this.#parts.nowMs();
    if (untilNextMs > 0) this.#parts.sleep(Math.min(untilNextMs, SLEEP_MS_MAX));
    this.#parts.nextTurn(() => {
      this.#turn();
    });
  }

  #plannedMs(n: number): number {
    return this.#startMs + this.#schedule.plannedMs(n);
  }

  #send(n: number): void {
    const session = this.#sessions[this.#schedule.sessionOf(n)];
    if (session === undefined) return;
    const slot = session.freeSlot();
    if (slot < 0) return this.#owe(session, this.#plannedMs(n));
    session.request(slot, this.#plannedMs(n));
    session.flush();
  }

  #owe(session: LoadSession, dueMs: number): void {
    const owed = this.#owed.get(session);
    if (owed === undefined) this.#owed.set(session, [dueMs]);
    else owed.push(dueMs);
  }
}

class FanOut implements Traffic {
  readonly slots = 1;
  readonly #envelope: Uint8Array;
  readonly #parts: TrafficParts;
  #sessions: readonly LoadSession[] = [];
  #askedAtMs = 0;
  /** Answers at first, pushes from the first notification on. */
  #missing = 0;
  #hasAsked = false;
  #stopped = false;

  constructor(type: number, payloadBytes: number, parts: TrafficParts) {
    this.#envelope = encodeEnvelope({ type, payload: new Uint8Array(payloadBytes) });
    this.#parts = parts;
  }

  get missingPushes(): number {
    return this.#hasAsked ? this.#missing : 0;
  }

  start(sessions: readonly LoadSession[], nowMs: number): void {
    this.#sessions = sessions;
    this.#missing = sessions.length;
    for (const session of sessions) {
      session.request(0, nowMs);
      session.flush();
    }
  }

  /** Whoever has an answer is known to the backend; the first notification waits for the last of them. */
  onAnswer(_session: LoadSession, _slot: number, nowMs: number): void {
    if (--this.#missing === 0) this.#ask(nowMs);
  }

  onPush(nowMs: number): void {
    if (--this.#missing > 0) return;
    this.#parts.onSpread(nowMs - this.#askedAtMs);
    if (!this.#stopped) this.#ask(nowMs);
  }

  stop(): void {
    this.#stopped = true;
  }

  #ask(nowMs: number): void {
    this.#missing = this.#sessions.length;
    this.#hasAsked = true;
    this.#askedAtMs = nowMs;
    this.#sessions[0]?.notify(this.#envelope);
  }
}
