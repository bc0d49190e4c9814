// What the sessions of a load do, one kind each. A kind decides when the next request goes; sessions send and
// check.

import { encodeEnvelope } from '../../protocol/envelope.js';
import type { LoadSession, OnPush } from './load-session.js';
import { isSame } from './request-frames.js';
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
  /** `bytes[start, end)` is the push's payload. @returns what is wrong with it */
  readonly onPush: OnPush;
  /** Pushes that were asked for and have not come. */
  readonly missingPushes: number;
  /** Nothing that is due from `nowMs` on is sent; what was due before and had no slot is given up. */
  stop(nowMs: number): void;
  /** Planned times of what was given up. */
  readonly givenUp: readonly number[];
}

export interface TrafficParts {
  readonly nowMs: () => number;
  /** Runs at the next turn of the event loop. */
  readonly nextTurn: (run: () => void) => void;
  /** Gives the core away for so long: timers are too coarse for planned times. */
  readonly sleep: (ms: number) => void;
  /** A push has come to everybody. */
  readonly onSpread: (askedMs: number, nowMs: number) => void;
  /** A request was sent, or found no slot: at `nowMs` the load had got to it. */
  readonly onSent: (dueMs: number, nowMs: number) => void;
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
  readonly givenUp: readonly number[] = [];
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

  /** Somebody else's pushes are counted only. */
  onPush(): undefined {
    return undefined;
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
  readonly givenUp: number[] = [];
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

  /** As in a closed loop. */
  onPush(): undefined {
    return undefined;
  }

  /** Whatever the load itself had not got to yet is still sent: only its answer says how long it took. */
  stop(nowMs: number): void {
    this.#sendUntil(this.#schedule.dueAt(nowMs - this.#startMs));
    this.#stopped = true;
    for (const owed of this.#owed.values()) this.givenUp.push(...owed);
    this.#owed.clear();
  }

  #turn(): void {
    if (this.#stopped) return;
    const due = Math.min(
      this.#schedule.dueAt(this.#parts.nowMs() - this.#startMs),
      this.#sent + SENDS_A_TURN_MAX,
    );
    this.#sendUntil(due);
    const untilNextMs = this.#plannedMs(this.#sent) - this.#parts.nowMs();
    if (untilNextMs > 0) this.#parts.sleep(Math.min(untilNextMs, SLEEP_MS_MAX));
    this.#parts.nextTurn(() => {
      this.#turn();
    });
  }

  #sendUntil(due: number): void {
    for (; this.#sent < due; this.#sent++) this.#send(this.#sent);
  }

  #plannedMs(n: number): number {
    return this.#startMs + this.#schedule.plannedMs(n);
  }

  #send(n: number): void {
    const session = this.#sessions[this.#schedule.sessionOf(n)];
    if (session === undefined) return;
    const dueMs = this.#plannedMs(n);
    this.#parts.onSent(dueMs, this.#parts.nowMs());
    const slot = session.freeSlot();
    if (slot < 0) return this.#owe(session, dueMs);
    session.request(slot, dueMs);
    session.flush();
  }

  #owe(session: LoadSession, dueMs: number): void {
    const owed = this.#owed.get(session);
    if (owed === undefined) this.#owed.set(session, [dueMs]);
    else owed.push(dueMs);
  }
}

/** A spread's number, in the payload's first bytes: a push of another spread is another payload. */
const NUMBER_BYTES = 4;

class FanOut implements Traffic {
  readonly slots = 1;
  readonly givenUp: readonly number[] = [];
  readonly #type: number;
  readonly #payload: Buffer;
  readonly #parts: TrafficParts;
  /** By session: the number of the spread that it heard last. */
  #heard = new Uint32Array(0);
  #number = 0;
  #sessions: readonly LoadSession[] = [];
  #askedAtMs = 0;
  /** Answers at first, pushes from the first notification on. */
  #missing = 0;
  #hasAsked = false;
  #stopped = false;

  constructor(type: number, payloadBytes: number, parts: TrafficParts) {
    this.#type = type;
    this.#payload = Buffer.from(Uint8Array.from({ length: payloadBytes }, (_, at) => at & 0xff));
    this.#parts = parts;
  }

  get missingPushes(): number {
    return this.#hasAsked ? this.#missing : 0;
  }

  start(sessions: readonly LoadSession[], nowMs: number): void {
    this.#sessions = sessions;
    this.#heard = new Uint32Array(sessions.length);
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

  onPush(
    session: LoadSession,
    type: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    nowMs: number,
  ): string | undefined {
    if (type !== this.#type) return `a push of type ${type}`;
    if (end - start !== this.#payload.length || !isSame(bytes, start, this.#payload, 0))
      return 'a push with another payload';
    if (this.#heard[session.index] === this.#number) return 'a push that came twice';
    this.#heard[session.index] = this.#number;
    if (--this.#missing > 0) return undefined;
    this.#parts.onSpread(this.#askedAtMs, nowMs);
    if (!this.#stopped) this.#ask(nowMs);
    return undefined;
  }

  stop(): void {
    this.#stopped = true;
  }

  #ask(nowMs: number): void {
    this.#missing = this.#sessions.length;
    this.#hasAsked = true;
    this.#askedAtMs = nowMs;
    this.#number++;
    if (this.#payload.length >= NUMBER_BYTES) this.#payload.writeUInt32LE(this.#number);
    this.#sessions[0]?.notify(encodeEnvelope({ type: this.#type, payload: this.#payload }));
  }
}
