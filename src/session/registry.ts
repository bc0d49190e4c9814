// All sessions of this gateway: by id, by user and by resume token.

import type { ClientSession, ResumeMatch, Sessions } from './contracts.js';

export class SessionRegistry implements Sessions {
  readonly #byId = new Map<string, ClientSession>();
  readonly #byUser = new Map<string, Set<ClientSession>>();
  readonly #byResumeToken = new Map<string, ClientSession>();

  get size(): number {
    return this.#byId.size;
  }

  add(session: ClientSession): void {
    this.#byId.set(session.id, session);
    const { user } = session.identity;
    const sessions = this.#byUser.get(user);
    if (sessions === undefined) this.#byUser.set(user, new Set([session]));
    else sessions.add(session);
  }

  remove(session: ClientSession): void {
    this.#byId.delete(session.id);
    for (const token of session.resumeTokens) this.#byResumeToken.delete(token);
    const { user } = session.identity;
    const sessions = this.#byUser.get(user);
    sessions?.delete(session);
    if (sessions?.size === 0) this.#byUser.delete(user);
  }

  byId(id: string): ClientSession | undefined {
    return this.#byId.get(id);
  }

  byUser(user: string): Iterable<ClientSession> {
    return this.#byUser.get(user) ?? [];
  }

  all(): Iterable<ClientSession> {
    return this.#byId.values();
  }

  /** Makes `token` the session's newest; of the older ones only the one that was presented stays. */
  giveResumeToken(session: ClientSession, token: string, presented: string): void {
    for (const known of session.resumeTokens) if (known !== presented) this.#byResumeToken.delete(known);
    session.replaceResumeToken(token, presented);
    this.#byResumeToken.set(token, session);
  }

  byResumeToken(token: string): ResumeMatch | undefined {
    const session = this.#byResumeToken.get(token);
    return session && { session, retired: session.isRetired(token) };
  }
}
