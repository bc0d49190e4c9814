// Who is in which room. A user is there with one session or more, and counts once. Pure: what anybody is told
// of it is the caller's business.

export class Rooms {
  /** room → user → sessions */
  #rooms = new Map();
  /** session → rooms */
  #bySession = new Map();

  has(room, session) {
    return this.roomsOf(session).has(room);
  }

  /** @returns {ReadonlySet<string>} */
  roomsOf(session) {
    return this.#bySession.get(session) ?? new Set();
  }

  /** Users in a room, ascending. */
  people(room) {
    return [...(this.#rooms.get(room)?.keys() ?? [])].sort();
  }

  /** @returns whether the user was not there before */
  enter(room, session) {
    if (this.has(room, session)) return false;
    const users = this.#rooms.get(room) ?? new Map();
    const sessions = users.get(session.user) ?? new Set();
    this.#rooms.set(room, users.set(session.user, sessions.add(session)));
    this.#bySession.set(session, new Set(this.roomsOf(session)).add(room));
    return sessions.size === 1;
  }

  /** @returns whether the user is there no longer */
  leave(room, session) {
    const users = this.#rooms.get(room);
    const sessions = users?.get(session.user);
    if (!sessions?.delete(session)) return false;
    const rooms = this.#bySession.get(session);
    rooms.delete(room);
    if (rooms.size === 0) this.#bySession.delete(session);
    if (sessions.size > 0) return false;
    users.delete(session.user);
    if (users.size === 0) this.#rooms.delete(room);
    return true;
  }

  /** @returns the rooms in which the user is no longer */
  leaveAll(session) {
    return [...this.roomsOf(session)].filter((room) => this.leave(room, session));
  }
}
