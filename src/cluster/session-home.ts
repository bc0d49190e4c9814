// Which gateway holds a session can be read from its id: it begins with a tag made from the gateway's id.
// So a push, a kick or a group change by session ids goes to the right gateway without asking anybody, and
// the directory needs no entry by session. The tag is no secret (Welcome names the gateway) and no proof:
// the gateway it leads to looks the id up among its own sessions.

import { createHash } from 'node:crypto';

/** 36 bits: two of a thousand gateways share one in 1 of 130,000 clusters, and then both are asked. */
const TAG_CHARS = 6;
/** The tag, and 144 random bits in base64url. */
const ID_PATTERN = /^[\w-]{30}$/;

/** The first characters of the ids of all sessions of a gateway. */
export function homeTag(gatewayId: string): string {
  return createHash('sha256').update(gatewayId).digest('base64url').slice(0, TAG_CHARS);
}

/** Finds gateways by the tags of their sessions. One for each set of gateways that live. */
export class SessionHomes {
  readonly #byTag = new Map<string, string[]>();
  readonly #everyone: readonly string[];

  constructor(gatewayIds: readonly string[]) {
    this.#everyone = gatewayIds;
    for (const gatewayId of gatewayIds) {
      const tag = homeTag(gatewayId);
      this.#byTag.set(tag, [...(this.#byTag.get(tag) ?? []), gatewayId]);
    }
  }

  /** @returns the gateways that can hold one of the sessions; all of them when an id is not of our making */
  of(sessionIds: readonly string[]): readonly string[] {
    const homes = new Set<string>();
    for (const id of sessionIds) {
      if (!ID_PATTERN.test(id)) return this.#everyone;
      for (const gatewayId of this.#byTag.get(id.slice(0, TAG_CHARS)) ?? []) homes.add(gatewayId);
    }
    return [...homes];
  }
}
