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
  #generation = 0;
  #roles: readonly string[] = [];
  #attributes: Attributes = new Map();
  #address = '';
  #client = '';
  #state: SessionState = 'active';
  /** Ascending by generation; more than one only while the session moves between gateways. */
  readonly #attendances: Attendance[] = [];

  constructor(opened: SessionOpened) {
    this.id = opened.id;
    this.user = opened.user;
  }

  /** 1 at login, one more at each takeover by a new transport. */
  get generation(): number {
    return this.#generation;
  }

  /** From the newest token. Replaced as a whole when they change. */
  get roles(): readonly string[] {
    return this.#roles;
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
    this.#roles = [...opened.roles];
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
  change(attributes: Attributes, roles: readonly string[]): void {
    this.#attributes = attributes;
    this.#roles = [...roles];
  }

  /** For the SDK. */
  become(state: SessionState): void {
    this.#state = state;
  }
}
