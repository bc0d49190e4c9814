// A session as a link sees it: something that can be described to a backend and be given a handle.

import type { SessionOpened } from '../protocol/control-messages.js';

/** One link's handle of a session. The session keeps its bindings, the link its handles. */
export interface LinkBinding {
  readonly link: { readonly serverId: string };
  readonly handle: number;
}

export interface SessionPeer {
  /** Links that know this session, each once. Replaced, never changed, by the links alone. */
  bindings: readonly LinkBinding[];
  /** Sends an envelope of a backend to the client, byte for byte. */
  deliver(bytes: Uint8Array, start: number, end: number): void;
  /** Who it is, for SESSION_OPENED. */
  describe(): SessionOpened;
}
