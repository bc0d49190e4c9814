// Turning Hello's token into an identity. The session room knows only this.

import type { Attributes } from '../protocol/attributes.js';

export interface Identity {
  readonly user: string;
  readonly roles: readonly string[];
  /** The session's first attributes. */
  readonly attributes: Attributes;
  /** Milliseconds since the epoch when the token ends; Infinity when it does not. */
  readonly expiresAtMs: number;
  /** Milliseconds since the epoch when the token was made; absent when it does not say. */
  readonly issuedAtMs?: number | undefined;
  /** Class of the device it was made for, which single login tells apart; absent when it does not say. */
  readonly device?: string | undefined;
}

/** Who showed the token. Chosen by the client, but for the address. */
export interface TokenBearer {
  /** "address:port" */
  readonly address: string;
  /** Name and version that the client gave itself. */
  readonly client: string;
}

/** `detail` is for the log, never for the client: it may say which check failed. */
export type Verdict =
  | { readonly ok: true; readonly identity: Identity }
  | {
      readonly ok: false;
      readonly refusal: 'invalid' | 'expired' | 'revoked' | 'unavailable';
      readonly detail: string;
    };

export interface TokenVerifier {
  /** Never rejects. */
  verify(token: string, bearer: TokenBearer): Promise<Verdict>;
}
