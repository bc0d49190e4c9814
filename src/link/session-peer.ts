// A session as a link sees it: something that can be described to a backend and be given a handle.

import type { SessionOpened } from '../protocol/link-messages.js';

/** One link's handle of a session. The session keeps its bindings, the link its handles. */
export interface LinkBinding {
  readonly link: { readonly serverId: string };
  readonly handle: number;
  /** The session's further links. A chain and no array: nearly all sessions have one or two. */
  readonly next: LinkBinding | undefined;
}

/** The chain without a link. */
export function withoutLink(first: LinkBinding | undefined, link: object): LinkBinding | undefined {
  if (first === undefined) return undefined;
  const next = withoutLink(first.next, link);
  return first.link === link ? next : { link: first.link, handle: first.handle, next };
}

export interface SessionPeer {
  /** Links that know this session, each once, the newest first. Replaced, never changed, by the links alone. */
  bindings: LinkBinding | undefined;
  /** Sends an envelope of a backend to the client, byte for byte. */
  deliver(bytes: Uint8Array, start: number, end: number): void;
  /** Who it is, for SESSION_OPENED. */
  describe(): SessionOpened;
}
