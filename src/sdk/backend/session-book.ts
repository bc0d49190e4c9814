// The sessions this backend was told of, and the telling of what becomes of them.
//
//   opened ─▶ active ⇄ suspended ─▶ closed
//
// A session that was taken over at another gateway (SUPERSEDED), or whose only link was lost, is absent:
// it stays in the book for a while, because most come back on another link. One that a lost link left behind
// comes back only with its next message to this backend, so before it is believed to have ended the gateways
// are asked. How many there are is bounded by the gateways' own limits.

import { isDeepStrictEqual } from 'node:util';
import type { Log } from '../../log.js';
import { attributesFromList } from '../../protocol/attributes.js';
import { DISCONNECTS } from '../../protocol/codes.js';
import type { SessionOpened } from '../../protocol/link-messages.js';
import { CallError } from './errors.js';
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
  /**
   * It has ended. With code 0 that is what this backend believes, having lost the link over which it would have been
   * told: if it is wrong, the session is opened again, as another object.
   */
  closed: (session: Session, end: SessionEnd) => void;
  /** Its attributes were changed, or a new token gave it other roles. */
  changed: (session: Session) => void;
}

/** After a takeover the new gateway announces the session with its next message to this backend. */
const MOVED_TIMEOUT_MS = 3_000;
/** A lost link is dialled again within a few seconds; the client may be quiet for longer. */
const LOST_TIMEOUT_MS = 30_000;

/** Users asked about at once. */
const ASKED_MAX = 1_000;

/** All sessions of these users, on all gateways. @throws CallError (rejects): who is online cannot be told */
export type AskOnline = (users: readonly string[]) => Promise<readonly { readonly id: string }[]>;

interface Absence {
  /** Where it was last. */
  readonly gatewayId: string;
  readonly untilMs: number;
  readonly end: SessionEnd;
  /** With its link: nobody has said that it ended. */
  readonly isLost: boolean;
}

const GATEWAY_GONE: SessionEnd = { code: 0, reason: 'its gateway is dead' };

export class SessionBook {
  readonly #log: Log;
  readonly #askOnline: AskOnline;
  #isAsking = false;
  readonly #sessions = new Map<string, Session>();
  readonly #absent = new Map<Session, Absence>();
  readonly #listeners: { [Event in keyof SessionEvents]: SessionEvents[Event][] } = {
    opened: [],
    suspended: [],
    resumed: [],
    closed: [],
    changed: [],
  };

  constructor(log: Log, askOnline: AskOnline) {
    this.#log = log;
    this.#askOnline = askOnline;
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
    const { generation, state, attributes, roles } = session;
    session.attend(attendance, opened);
    if (known === undefined) {
      this.#sessions.set(session.id, session);
      this.#tell('opened', session);
    } else {
      this.#absent.delete(session);
      this.#tellMissed(session, { generation, state, attributes, roles });
    }
    return session;
  }

  /** What became of a session while no link told of it. */
  #tellMissed(
    session: Session,
    before: Pick<Session, 'generation' | 'state' | 'attributes' | 'roles'>,
  ): void {
    const { generation, state, attributes, roles } = session;
    if (state === 'suspended' && before.state === 'active') this.#tell('suspended', session);
    else if (state === 'active' && (before.state === 'suspended' || generation > before.generation))
      this.#tell('resumed', session);
    if (!isDeepStrictEqual([attributes, roles], [before.attributes, before.roles]))
      this.#tell('changed', session);
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
      this.#miss(session, { gatewayId: '', end, untilMs: nowMs + MOVED_TIMEOUT_MS, isLost: false });
    else this.#end(session, end);
  }

  /** The link was lost; what became of the session is not known. */
  lose(session: Session, attendance: Attendance, nowMs: number): void {
    if (session.leave(attendance) > 0) return;
    const { gatewayId, isBelievedDead } = attendance.link;
    if (isBelievedDead) return this.#end(session, GATEWAY_GONE);
    const end = { code: 0, reason: 'the link to its gateway was lost' };
    this.#miss(session, { gatewayId, end, untilMs: nowMs + LOST_TIMEOUT_MS, isLost: true });
  }

  /** A gateway is dead: what was lost with its links does not come back. */
  gatewayGone(gatewayId: string): void {
    for (const [session, absence] of this.#absent)
      if (absence.gatewayId === gatewayId) this.#end(session, GATEWAY_GONE);
  }

  /** Ends the sessions that have been absent for too long. Of those that were lost, once nobody knows them. */
  sweep(nowMs: number): void {
    const lost: Session[] = [];
    for (const [session, absence] of this.#absent)
      if (absence.untilMs > nowMs) continue;
      else if (!absence.isLost) this.#end(session, absence.end);
      else if (lost.length < ASKED_MAX) lost.push(session);
    if (lost.length > 0 && !this.#isAsking) void this.#endUnlessOnline(lost, nowMs);
  }

  async #endUnlessOnline(lost: readonly Session[], nowMs: number): Promise<void> {
    this.#isAsking = true;
    const isOnline = await this.#whoIsOnline(lost);
    this.#isAsking = false;
    for (const session of lost) {
      const absence = this.#absent.get(session);
      // It came back meanwhile, and may have been lost anew.
      if (absence === undefined || absence.untilMs > nowMs) continue;
      if (isOnline(session)) this.#absent.set(session, { ...absence, untilMs: nowMs + LOST_TIMEOUT_MS });
      else this.#end(session, absence.end);
    }
  }

  /** Without any link nobody is; when the gateways cannot tell, everybody may be. */
  async #whoIsOnline(sessions: readonly Session[]): Promise<(session: Session) => boolean> {
    try {
      const found = await this.#askOnline([...new Set(sessions.map(({ user }) => user))]);
      const ids = new Set(found.map(({ id }) => id));
      return ({ id }) => ids.has(id);
    } catch (error) {
      return () => !(error instanceof CallError && error.name === 'NOT_CONNECTED');
    }
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
