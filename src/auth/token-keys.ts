// Where the keys that tokens are signed with come from. Each source pins its algorithms: a token never
// chooses how it is checked (an RS256 public key taken as an HS256 secret, `none`). Other kinds of keys
// (RS256, ES256, EdDSA from a file, JWKS) are further sources of this shape.

import type { CryptoKey } from 'jose';

/** What the token's header says of its key. Unverified. */
export interface KeyHint {
  readonly kid: string | undefined;
}

export type FoundKey =
  | { readonly ok: true; readonly key: Uint8Array | CryptoKey }
  | { readonly ok: false; readonly refusal: 'invalid' | 'unavailable'; readonly detail: string };

export interface TokenKeys {
  /** JWS names of the algorithms these keys are for; others are refused before a key is looked for. */
  readonly algorithms: readonly string[];
  /** Never rejects. */
  find(hint: KeyHint): Promise<FoundKey>;
}

/** HS256 wants a secret no shorter than its hash (RFC 7518, section 3.2). */
export const SECRET_BYTES_MIN = 32;

/** One shared secret, HS256. */
export function secretTokenKeys(secret: Uint8Array): TokenKeys {
  const found: Promise<FoundKey> = Promise.resolve({ ok: true, key: secret });
  return { algorithms: ['HS256'], find: () => found };
}
