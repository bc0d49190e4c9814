// All sessions of this gateway: by id, by user and by resume token.

import type { Session } from './session.js';

export interface ResumeMatch {
  readonly session: Session;
  /** The token was replaced and the client has used the newer one: it resumes nothing any more. */
  readonly retired: boolean;
}

export class SessionRegistry {
  readonly #byId = new Map<string, Session>();
  readonly #byUser = new Map<string, Set<Session>>();
  readonly #byResumeToken = new Map<string, Session>();

  get size(): number {
    return this.#byId.size;
  }

  add(session: Session): void {
    this.#byId.set(session.id, session);
    const { user } = session.identity;
    const sessions = this.#byUser.get(user);
    if (sessions === undefined) this.#byUser.set(user, new Set([session]));
    else sessions.add(session);
  }

  remove(session: Session): void {
    this.#byId.delete(session.id);
    for (const token of session.resumeTokens) this.#byResumeToken.delete(token);
    const { user } = session.identity;
    const sessions = this.#byUser.get(user);
    sessions?.delete(session);
    if (sessions?.size === 0) this.#byUser.delete(user);
  }

  byId(id: string): Session | undefined {
    return this.#byId.get(id);
  }

  byUser(user: string): Iterable<Session> {
    return this.#byUser.get(user) ?? [];
  }

  all(): Iterable<Session> {
    return this.#byId.values();
  }

  /** Makes `token` the session's newest; the one before the last is forgotten. */
  giveResumeToken(session: Session, token: string): void {
    const forgotten = session.replaceResumeToken(token);
    if (forgotten !== undefined) this.#byResumeToken.delete(forgotten);
    this.#byResumeToken.set(token, session);
  }

  byResumeToken(token: string): ResumeMatch | undefined {
    const session = this.#byResumeToken.get(token);
    return session && { session, retired: session.isRetired(token) };
  }
}
