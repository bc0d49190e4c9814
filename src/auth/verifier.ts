// Turning Hello's token into an identity. The session room knows only this.

import type { Attributes } from '../protocol/attributes.js';

export interface Identity {
  readonly user: string;
  readonly roles: readonly string[];
  /** The session's first attributes. */
  readonly attributes: Attributes;
  /** Milliseconds since the epoch when the token ends; Infinity when it does not. */
  readonly expiresAtMs: number;
}

/** `detail` is for the log, never for the client: it may say which check failed. */
export type Verdict =
  | { readonly ok: true; readonly identity: Identity }
  | { readonly ok: false; readonly refusal: 'invalid' | 'expired' | 'unavailable'; readonly detail: string };

export interface TokenVerifier {
  /** Never rejects. */
  verify(token: string): Promise<Verdict>;
}
