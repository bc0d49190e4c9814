// Where the keys that tokens are signed with come from. Each source pins its algorithms: a token never
// chooses how it is checked (an RS256 public key taken as an HS256 secret, `none`).

import { createSecretKey, type KeyObject } from 'node:crypto';
import type { CryptoKey } from 'jose';

/** What the token's header says of its key. Unverified. */
export interface KeyHint {
  readonly kid: string | undefined;
  /** One of the source's `algorithms`. */
  readonly algorithm: string;
}

/** A secret is always a KeyObject. */
export type TokenKey = CryptoKey | KeyObject;

export type FoundKeys =
  /** Tried in this order; more than one while keys are rotated. */
  | { readonly ok: true; readonly keys: readonly TokenKey[] }
  | { readonly ok: false; readonly refusal: 'invalid' | 'unavailable'; readonly detail: string };

export interface TokenKeys {
  /** JWS names of the algorithms these keys are for; others are refused before a key is looked for. */
  readonly algorithms: readonly string[];
  /** Never rejects. */
  find(hint: KeyHint): Promise<FoundKeys>;
}

/** HS256 wants a secret no shorter than its hash (RFC 7518, section 3.2). */
export const SECRET_BYTES_MIN = 32;

/** Shared secrets, HS256: the one in force, and the one before it while it is rotated. */
export function secretTokenKeys(...secrets: readonly Uint8Array[]): TokenKeys {
  const found: FoundKeys = { ok: true, keys: secrets.map((secret) => createSecretKey(secret)) };
  return { algorithms: ['HS256'], find: () => Promise.resolve(found) };
}
