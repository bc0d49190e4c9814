// Who is online as a gateway has told its backends: new sightings go in, differences come out. Pure.
//
// A session that moves to another gateway is seen at both for a while, in any order; for those who watch it
// is one session, which has left when neither has it.

import type { Presence } from '../cluster/cluster.js';

export interface PresenceChange {
  readonly change: 'entered' | 'changed' | 'left';
  /** As it is now; when it left, as it was last told. */
  readonly presence: Presence;
}

/** A session at one gateway. */
interface Place {
  presence: Presence;
  /** Round of the question by which it was last confirmed (presence-feed.ts). */
  round: number;
}

export class PresencePicture {
  /** user → session → its places, the one that is told last. */
  readonly #users = new Map<string, Map<string, Place[]>>();
  #size = 0;

  /** Sessions, counted once for each gateway. */
  get size(): number {
    return this.#size;
  }

  /** A session is seen. @returns what is new in that */
  seen(presence: Presence, round: number): PresenceChange | undefined {
    const sessions = this.#users.get(presence.user) ?? new Map<string, Place[]>();
    this.#users.set(presence.user, sessions);
    const places = sessions.get(presence.sessionId) ?? [];
    sessions.set(presence.sessionId, places);
    const told = places.at(-1)?.presence;
    const known = places.find((place) => place.presence.gatewayId === presence.gatewayId);
    if (known === undefined) {
      this.#size++;
      places.push({ presence, round });
    } else {
      known.presence = presence;
      known.round = round;
    }
    return difference(told, places.at(-1)?.presence);
  }

  /** A gateway has a session no more. */
  gone(user: string, sessionId: string, gatewayId: string): PresenceChange | undefined {
    return this.#remove(user, sessionId, (place) => place.presence.gatewayId === gatewayId);
  }

  /** A gateway has said all it has: what it did not confirm since `round` is gone. @param users undefined: all */
  confirmed(gatewayId: string, round: number, users?: readonly string[]): PresenceChange[] {
    return this.#removeAll(users, (place) => place.presence.gatewayId === gatewayId && place.round < round);
  }

  gatewayGone(gatewayId: string): PresenceChange[] {
    return this.#removeAll(undefined, (place) => place.presence.gatewayId === gatewayId);
  }

  /** Nobody wants to know of the user any more. */
  forget(user: string): void {
    for (const places of this.#users.get(user)?.values() ?? []) this.#size -= places.length;
    this.#users.delete(user);
  }

  clear(): void {
    this.#users.clear();
    this.#size = 0;
  }

  /** What was told of these users, or of all. */
  *told(users?: readonly string[]): Generator<Presence> {
    for (const user of users ?? this.#users.keys())
      for (const places of this.#users.get(user)?.values() ?? []) {
        const last = places.at(-1);
        if (last !== undefined) yield last.presence;
      }
  }

  users(): Iterable<string> {
    return this.#users.keys();
  }

  #removeAll(users: readonly string[] | undefined, isGone: (place: Place) => boolean): PresenceChange[] {
    return [...(users ?? this.#users.keys())].flatMap((user) =>
      [...(this.#users.get(user)?.keys() ?? [])].flatMap((sessionId) => {
        const change = this.#remove(user, sessionId, isGone);
        return change === undefined ? [] : [change];
      }),
    );
  }

  #remove(user: string, sessionId: string, isGone: (place: Place) => boolean): PresenceChange | undefined {
    const sessions = this.#users.get(user);
    const places = sessions?.get(sessionId);
    if (sessions === undefined || places === undefined) return undefined;
    const told = places.at(-1)?.presence;
    const left = places.filter((place) => !isGone(place));
    this.#size -= places.length - left.length;
    if (left.length > 0) sessions.set(sessionId, left);
    else sessions.delete(sessionId);
    if (sessions.size === 0) this.#users.delete(user);
    return difference(told, left.at(-1)?.presence);
  }
}

function difference(told: Presence | undefined, now: Presence | undefined): PresenceChange | undefined {
  if (now === undefined) return told && { change: 'left', presence: told };
  if (told === undefined) return { change: 'entered', presence: now };
  return isSame(told, now) ? undefined : { change: 'changed', presence: now };
}

const FIELDS = ['gatewayId', 'sinceEpochMs', 'device', 'client', 'address'] as const;

function isSame(one: Presence, other: Presence): boolean {
  if (FIELDS.some((field) => one[field] !== other[field])) return false;
  if (one.attributes === other.attributes) return true;
  if (one.attributes.size !== other.attributes.size) return false;
  return [...one.attributes].every(([name, value]) => other.attributes.get(name) === value);
}
