// The sessions on one link: handles, what the gateway tells of them, and their messages. Frames of a
// generation that has to wait for another link are kept by the gate as functions that deliver them.

import type { Clock } from '../../clock.js';
import {
  sessionChanged,
  sessionClosed,
  sessionOpened,
  sessionResumed,
  type SessionOpened,
} from '../../protocol/link-messages.js';
import { FIRST_APPLICATION_TYPE } from '../../protocol/control-types.js';
import { newEnvelopeHead, scanEnvelope } from '../../protocol/envelope.js';
import {
  LinkCloseCode,
  LinkKind,
  newLinkHead,
  scanLinkFrame,
  type LinkHead,
} from '../../protocol/link-frames.js';
import type { BackendCounters } from './counters.js';
import type { Dispatcher } from './dispatcher.js';
import type { GenerationGate, Passage } from './generations.js';
import type { LinkPath } from './link-path.js';
import { copyOf, type IncomingMessage } from './message.js';
import type { SessionBook } from './session-book.js';
import type { Attendance, Session } from './session.js';

/** A frame that waits: delivers itself. */
export type HeldFrame = () => void;

/** A session on this link. */
interface Seat extends Attendance {
  readonly opened: SessionOpened;
  readonly passage: Passage<HeldFrame>;
  /** Known from the moment when SESSION_OPENED is delivered: before all others of this seat. */
  session: Session | undefined;
}

/** What all links of a backend share. */
export interface SessionParts {
  readonly gate: GenerationGate<HeldFrame>;
  readonly sessions: SessionBook;
  readonly dispatcher: Dispatcher;
  readonly counters: BackendCounters;
  readonly clock: Clock;
}

/** Lets a passage go that waited. */
export function release(gate: GenerationGate<HeldFrame>, passage: Passage<HeldFrame> | undefined): void {
  if (passage === undefined) return;
  for (const deliver of gate.release(passage)) deliver();
}

export class LinkSessions {
  readonly #parts: SessionParts;
  readonly #link: LinkPath;
  readonly #fail: (code: LinkCloseCode) => void;
  readonly #seats = new Map<number, Seat>();
  readonly #envelope = newEnvelopeHead();
  readonly #heldHead = newLinkHead();
  #lastHandle = 0;

  /** @param fail closes the link: a frame that was held back turned out to be a violation */
  constructor(parts: SessionParts, link: LinkPath, fail: (code: LinkCloseCode) => void) {
    this.#parts = parts;
    this.#link = link;
    this.#fail = fail;
  }

  /** Takes a SESSION_*, REQUEST or NOTIFY frame. @returns 0, or the code to close the link with. */
  take(bytes: Uint8Array, start: number, end: number, head: LinkHead): LinkCloseCode | 0 {
    const seat =
      head.kind === LinkKind.SESSION_OPENED ? this.#open(bytes, head) : this.#seats.get(head.session);
    if (seat === undefined) return LinkCloseCode.LINK_VIOLATION;
    if (seat === 'malformed') return LinkCloseCode.LINK_MALFORMED;
    if (head.kind === LinkKind.SESSION_CLOSED) this.#seats.delete(head.session);
    if (seat.passage.state === 'held' && this.#hold(seat, bytes, start, end)) return 0;
    return this.#deliver(seat, bytes, head);
  }

  /** The link is gone, and with it its view of the sessions: behind the frames that still wait. */
  gone(): void {
    const { gate } = this.#parts;
    for (const seat of this.#seats.values()) {
      const lose = (): void => {
        this.#lose(seat);
      };
      if (seat.passage.state === 'held' && gate.hold(seat.passage, lose, 0)) continue;
      release(gate, seat.passage);
      lose();
    }
    this.#seats.clear();
  }

  /** @returns undefined for a handle that was used before: they only rise. */
  #open(bytes: Uint8Array, head: LinkHead): Seat | 'malformed' | undefined {
    if (head.session <= this.#lastHandle) return undefined;
    const opened = sessionOpened.decode(bytes.subarray(head.bodyStart, head.bodyEnd));
    if (opened === undefined || opened.id === '') return 'malformed';
    this.#lastHandle = head.session;
    const passage = this.#parts.gate.begin(opened.id, opened.generation, this.#parts.clock.nowMs());
    const seat: Seat = { link: this.#link, handle: head.session, opened, passage, session: undefined };
    this.#seats.set(head.session, seat);
    return seat;
  }

  /** @returns false when the gate is full: what waited has been delivered then, and this frame comes next. */
  #hold(seat: Seat, bytes: Uint8Array, start: number, end: number): boolean {
    const { gate, counters } = this.#parts;
    const frame = copyOf(bytes, start, end);
    const deliver = (): void => {
      // Scanned once already, when it came.
      scanLinkFrame(frame, 0, frame.length, this.#heldHead);
      const code = this.#deliver(seat, frame, this.#heldHead);
      if (code !== 0) this.#fail(code);
    };
    if (gate.hold(seat.passage, deliver, frame.length)) return true;
    counters.holdsBroken++;
    release(gate, seat.passage);
    return false;
  }

  /** News of an older generation, late from another gateway, changes nothing in the newer one. */
  #deliver(seat: Seat, bytes: Uint8Array, head: LinkHead): LinkCloseCode | 0 {
    const { sessions } = this.#parts;
    const { session } = seat;
    if (session === undefined) {
      seat.session = sessions.enter(seat, seat.opened);
      return 0;
    }
    switch (head.kind) {
      case LinkKind.REQUEST:
      case LinkKind.NOTIFY:
        return this.#message(session, bytes, head);
      case LinkKind.SESSION_SUSPENDED:
        if (session.attendance === seat) sessions.suspend(session);
        return 0;
      default:
        return this.#news(seat, session, head.kind, bytes.subarray(head.bodyStart, head.bodyEnd));
    }
  }

  /** SESSION_RESUMED, SESSION_CHANGED and SESSION_CLOSED: those with a body. */
  #news(seat: Seat, session: Session, kind: number, body: Uint8Array): LinkCloseCode | 0 {
    const { sessions, gate, clock } = this.#parts;
    if (kind === LinkKind.SESSION_RESUMED) {
      const resumed = sessionResumed.decode(body);
      if (resumed === undefined) return LinkCloseCode.LINK_MALFORMED;
      seat.passage.generation = resumed.generation;
      if (session.attendance === seat) sessions.resume(session, resumed.generation, resumed.address);
    } else if (kind === LinkKind.SESSION_CHANGED) {
      const changed = sessionChanged.decode(body);
      if (changed === undefined) return LinkCloseCode.LINK_MALFORMED;
      if (session.attendance === seat) sessions.change(session, changed);
    } else {
      const closed = sessionClosed.decode(body);
      if (closed === undefined) return LinkCloseCode.LINK_MALFORMED;
      sessions.close(session, seat, { code: closed.code, reason: closed.reason }, clock.nowMs());
      release(gate, gate.end(seat.passage));
    }
    return 0;
  }

  #message(session: Session, bytes: Uint8Array, head: LinkHead): LinkCloseCode | 0 {
    const envelope = this.#envelope;
    if (!scanEnvelope(bytes, head.envelopeStart, head.envelopeEnd, envelope))
      return LinkCloseCode.LINK_MALFORMED;
    const isRequest = head.kind === LinkKind.REQUEST;
    if (envelope.code !== 0 || (envelope.seq !== 0) !== isRequest || envelope.type < FIRST_APPLICATION_TYPE)
      return LinkCloseCode.LINK_VIOLATION;
    const message: IncomingMessage = {
      kind: isRequest ? 'request' : 'notification',
      link: this.#link,
      request: head.request,
      type: head.type,
      envelopeType: envelope.type,
      seq: envelope.seq,
      key: copyOf(bytes, envelope.keyStart, envelope.keyEnd),
      payload: copyOf(bytes, envelope.payloadStart, envelope.payloadEnd),
      deadlineAtMs: head.deadlineMs === 0 ? Infinity : this.#parts.clock.nowMs() + head.deadlineMs,
      session,
      fromServer: '',
    };
    this.#parts.dispatcher.receive(message);
    return 0;
  }

  #lose(seat: Seat): void {
    const { sessions, gate, clock } = this.#parts;
    if (seat.session !== undefined) sessions.lose(seat.session, seat, clock.nowMs());
    release(gate, gate.end(seat.passage));
  }
}
