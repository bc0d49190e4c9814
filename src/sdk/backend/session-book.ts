// The sessions this backend was told of, and the telling of what becomes of them.
//
//   opened ─▶ active ⇄ suspended ─▶ closed
//
// A session that was taken over at another gateway (SUPERSEDED), or whose only link was lost, is absent:
// it stays in the book for a while, because most come back on another link. How many there are is
// bounded by the gateways' own limits.

import type { Log } from '../../log.js';
import { attributesFromList } from '../../protocol/attributes.js';
import { DISCONNECTS } from '../../protocol/codes.js';
import type { SessionOpened } from '../../protocol/link-messages.js';
import { Session, type Attendance } from './session.js';

export interface SessionEnd {
  /** A DisconnectCode; 0 when the link was lost and nothing more was heard of the session. */
  readonly code: number;
  readonly reason: string;
}

/** What can be heard of sessions, in the order in which it happens. */
export interface SessionEvents {
  opened: (session: Session) => void;
  suspended: (session: Session) => void;
  /** It is active again; after a takeover by a new transport its generation has risen. */
  resumed: (session: Session) => void;
  /** It will not be heard of again under this id. */
  closed: (session: Session, end: SessionEnd) => void;
  /** Its attributes were changed, or a new token gave it other roles. */
  changed: (session: Session) => void;
}

/** After a takeover the new gateway announces the session with its next message to this backend. */
const MOVED_TIMEOUT_MS = 3_000;
/** A lost link is dialled again within a few seconds; the client may be quiet for longer. */
const LOST_TIMEOUT_MS = 30_000;

interface Absence {
  /** Where it was last. */
  readonly gatewayId: string;
  readonly untilMs: number;
  readonly end: SessionEnd;
}

const GATEWAY_GONE: SessionEnd = { code: 0, reason: 'its gateway is dead' };

export class SessionBook {
  readonly #log: Log;
  readonly #sessions = new Map<string, Session>();
  readonly #absent = new Map<Session, Absence>();
  readonly #listeners: { [Event in keyof SessionEvents]: SessionEvents[Event][] } = {
    opened: [],
    suspended: [],
    resumed: [],
    closed: [],
    changed: [],
  };

  constructor(log: Log) {
    this.#log = log;
  }

  get size(): number {
    return this.#sessions.size;
  }

  get(id: string): Session | undefined {
    return this.#sessions.get(id);
  }

  listen<Event extends keyof SessionEvents>(event: Event, listener: SessionEvents[Event]): void {
    this.#listeners[event].push(listener);
  }

  /** A link announced a session. */
  enter(attendance: Attendance, opened: SessionOpened): Session {
    const known = this.#sessions.get(opened.id);
    const session = known ?? new Session(opened);
    const before = session.generation;
    session.attend(attendance, opened);
    if (known === undefined) {
      this.#sessions.set(session.id, session);
      this.#tell('opened', session);
    } else {
      this.#absent.delete(session);
      if (session.generation > before) this.#tell('resumed', session);
    }
    return session;
  }

  suspend(session: Session): void {
    session.become('suspended');
    this.#tell('suspended', session);
  }

  resume(session: Session, generation: number, address: string): void {
    session.resume(generation, address);
    this.#tell('resumed', session);
  }

  change(session: Session, { attributes, roles }: Pick<SessionOpened, 'attributes' | 'roles'>): void {
    session.change(attributesFromList(attributes), roles);
    this.#tell('changed', session);
  }

  /** The session ended on this link. */
  close(session: Session, attendance: Attendance, end: SessionEnd, nowMs: number): void {
    if (session.leave(attendance) > 0) return;
    if (end.code === DISCONNECTS.SUPERSEDED.code)
      this.#miss(session, { gatewayId: '', end, untilMs: nowMs + MOVED_TIMEOUT_MS });
    else this.#end(session, end);
  }

  /** The link was lost; what became of the session is not known. */
  lose(session: Session, attendance: Attendance, nowMs: number): void {
    if (session.leave(attendance) > 0) return;
    const { gatewayId, isBelievedDead } = attendance.link;
    if (isBelievedDead) return this.#end(session, GATEWAY_GONE);
    const end = { code: 0, reason: 'the link to its gateway was lost' };
    this.#miss(session, { gatewayId, end, untilMs: nowMs + LOST_TIMEOUT_MS });
  }

  /** A gateway is dead: what was lost with its links does not come back. */
  gatewayGone(gatewayId: string): void {
    for (const [session, absence] of this.#absent)
      if (absence.gatewayId === gatewayId) this.#end(session, GATEWAY_GONE);
  }

  /** Ends the sessions that have been absent for too long. */
  sweep(nowMs: number): void {
    for (const [session, absence] of this.#absent)
      if (absence.untilMs <= nowMs) this.#end(session, absence.end);
  }

  #miss(session: Session, absence: Absence): void {
    this.#absent.set(session, absence);
  }

  #end(session: Session, end: SessionEnd): void {
    this.#absent.delete(session);
    this.#sessions.delete(session.id);
    session.become('closed');
    this.#tell('closed', session, end);
  }

  #tell<Event extends keyof SessionEvents>(event: Event, ...args: Parameters<SessionEvents[Event]>): void {
    for (const listener of this.#listeners[event])
      try {
        (listener as (...args: Parameters<SessionEvents[Event]>) => void)(...args);
      } catch (error) {
        this.#log.error({ error, event }, 'a listener for session events threw');
      }
  }
}
