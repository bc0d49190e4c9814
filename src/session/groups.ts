// Groups: names under which backends gather sessions to push to them all.

import type { ClientSession } from './contracts.js';

/** Groups one session may be in: a chat client with every channel open is far below it. */
export const GROUPS_PER_SESSION_MAX = 256;
export const GROUP_NAME_BYTES_MAX = 128;

export class Groups {
  readonly #members = new Map<string, Set<ClientSession>>();

  get size(): number {
    return this.#members.size;
  }

  /** @returns false when the session is in too many groups already. Joining twice is no change. */
  join(group: string, session: ClientSession): boolean {
    if (session.groups.has(group)) return true;
    if (session.groups.size >= GROUPS_PER_SESSION_MAX) return false;
    session.joined(group);
    const members = this.#members.get(group);
    if (members === undefined) this.#members.set(group, new Set([session]));
    else members.add(session);
    return true;
  }

  leave(group: string, session: ClientSession): void {
    session.left(group);
    const members = this.#members.get(group);
    members?.delete(session);
    if (members?.size === 0) this.#members.delete(group);
  }

  /** A session that ended leaves all its groups. */
  leaveAll(session: ClientSession): void {
    for (const group of [...session.groups]) this.leave(group, session);
  }

  members(group: string): Iterable<ClientSession> {
    return this.#members.get(group) ?? [];
  }
}
