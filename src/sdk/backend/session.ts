// A client's session as handlers see it, and where it can be reached.

import { attributesFromList, type Attributes } from '../../protocol/attributes.js';
import type { SessionOpened } from '../../protocol/link-messages.js';
import type { LinkPath } from './link-path.js';

export type SessionState = 'active' | 'suspended' | 'closed';

/** One link's view of a session: its handle there. */
export interface Attendance {
  readonly link: LinkPath;
  readonly handle: number;
}

/** The same object as long as the session lives, whatever links and generations it comes over. */
export class Session {
  /** Global session id. */
  readonly id: string;
  readonly user: string;
  /** As they were when this backend first heard of the session; `roles` of a route are checked with the newest token. */
  readonly roles: readonly string[];
  #generation = 0;
  #attributes: Attributes = new Map();
  #address = '';
  #client = '';
  #state: SessionState = 'active';
  /** Ascending by generation; more than one only while the session moves between gateways. */
  readonly #attendances: Attendance[] = [];

  constructor(opened: SessionOpened) {
    this.id = opened.id;
    this.user = opened.user;
    this.roles = [...opened.roles];
  }

  /** 1 at login, one more at each takeover by a new transport. */
  get generation(): number {
    return this.#generation;
  }

  /** From the token's claims, then set by backends. Replaced as a whole when they change. */
  get attributes(): Attributes {
    return this.#attributes;
  }

  /** "address:port" of the client's transport. */
  get address(): string {
    return this.#address;
  }

  /** Name and version that the client gave itself. */
  get client(): string {
    return this.#client;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Where the session is reached: the link with its newest generation. For the SDK. */
  get attendance(): Attendance | undefined {
    return this.#attendances.at(-1);
  }

  /** For the SDK. The session is told on a link; an older generation changes nothing but that. */
  attend(attendance: Attendance, opened: SessionOpened): void {
    if (opened.generation < this.#generation) {
      this.#attendances.unshift(attendance);
      return;
    }
    this.#attendances.push(attendance);
    this.#generation = opened.generation;
    this.#attributes = attributesFromList(opened.attributes);
    this.#address = opened.address;
    this.#client = opened.client;
    this.#state = opened.suspended ? 'suspended' : 'active';
  }

  /** For the SDK. @returns how many links still know the session. */
  leave(attendance: Attendance): number {
    const at = this.#attendances.indexOf(attendance);
    if (at >= 0) this.#attendances.splice(at, 1);
    return this.#attendances.length;
  }

  /** For the SDK. */
  resume(generation: number, address: string): void {
    this.#generation = generation;
    this.#address = address;
    this.#state = 'active';
  }

  /** For the SDK. */
  change(attributes: Attributes): void {
    this.#attributes = attributes;
  }

  /** For the SDK. */
  become(state: SessionState): void {
    this.#state = state;
  }
}
