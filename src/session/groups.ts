// Groups: names under which backends gather sessions to push to them all.

import type { ClientSession } from './contracts.js';

/** Groups one session may be in: a chat client with every channel open is far below it. */
export const GROUPS_PER_SESSION_MAX = 256;
export const GROUP_NAME_BYTES_MAX = 128;

/** Told to the other gateways, which push to a group only where it has members. */
export interface GroupInterest {
  /** Resolves true when pushes of others reach this gateway, false when they could not be told in time. */
  groupEntered(group: string): Promise<boolean>;
  groupLeft(group: string): void;
}

export class Groups {
  readonly #members = new Map<string, Set<ClientSession>>();
  readonly #interest: GroupInterest | undefined;
  /** Groups with members of which the others were not told yet; undefined: the last try failed. */
  readonly #untold = new Map<string, Promise<boolean> | undefined>();

  constructor(interest?: GroupInterest) {
    this.#interest = interest;
  }

  get size(): number {
    return this.#members.size;
  }

  /** @returns false when the session is in too many groups already. Joining twice is no change. */
  join(group: string, session: ClientSession): boolean {
    if (session.groups.has(group)) return true;
    if (session.groups.size >= GROUPS_PER_SESSION_MAX) return false;
    session.joined(group);
    const members = this.#members.get(group);
    if (members !== undefined) members.add(session);
    else this.#begin(group, session);
    return true;
  }

  /** Whether the others know that the group has members here; undefined: they do. */
  told(group: string): Promise<boolean> | undefined {
    if (!this.#untold.has(group)) return undefined;
    return this.#untold.get(group) ?? this.#tell(group);
  }

  leave(group: string, session: ClientSession): void {
    session.left(group);
    const members = this.#members.get(group);
    members?.delete(session);
    if (members?.size !== 0) return;
    this.#members.delete(group);
    this.#untold.delete(group);
    this.#interest?.groupLeft(group);
  }

  /** A session that ended leaves all its groups. */
  leaveAll(session: ClientSession): void {
    for (const group of [...session.groups]) this.leave(group, session);
  }

  members(group: string): Iterable<ClientSession> {
    return this.#members.get(group) ?? [];
  }

  #begin(group: string, session: ClientSession): void {
    this.#members.set(group, new Set([session]));
    if (this.#interest !== undefined) void this.#tell(group);
  }

  #tell(group: string): Promise<boolean> | undefined {
    const told = this.#interest?.groupEntered(group);
    this.#untold.set(group, told);
    void told?.then((inTime) => {
      if (this.#untold.get(group) !== told) return;
      if (inTime) this.#untold.delete(group);
      else this.#untold.set(group, undefined);
    });
    return told;
  }
}
