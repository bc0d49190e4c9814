// Where the keys that tokens are signed with come from. Each source pins its algorithms: a token never
// chooses how it is checked (an RS256 public key taken as an HS256 secret, `none`).

import { webcrypto, type KeyObject } from 'node:crypto';
import type { CryptoKey } from 'jose';

const { subtle } = webcrypto;

/** What the token's header says of its key. Unverified. */
export interface KeyHint {
  readonly kid: string | undefined;
  /** One of the source's `algorithms`. */
  readonly algorithm: string;
}

export type TokenKey = Uint8Array | CryptoKey | KeyObject;

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
  const found = importSecrets(secrets);
  return { algorithms: ['HS256'], find: () => found };
}

/** Once and not for each token: importing costs as much as the check itself. */
async function importSecrets(secrets: readonly Uint8Array[]): Promise<FoundKeys> {
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  try {
    const keys = secrets.map((secret) => subtle.importKey('raw', secret, hmac, false, ['verify']));
    return { ok: true, keys: await Promise.all(keys) };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { ok: false, refusal: 'unavailable', detail };
  }
}
