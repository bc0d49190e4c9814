// A JWK Set (RFC 7517): the keys of a login service, told apart by `kid`. jose picks the one that fits a
// token; it never takes a symmetric one.

import { createLocalJWKSet, errors, type CryptoKey, type JSONWebKeySet } from 'jose';
import type { FoundKeys, KeyHint } from './token-keys.js';

/** What a set may be asked for, whatever its keys say. */
export const KEY_SET_ALGORITHMS = ['RS256', 'ES256', 'EdDSA', 'Ed25519'] as const;

/** Of a set without kids, how many keys are tried. */
const CANDIDATES_MAX = 4;

/** Longest text of a set, in characters. */
export const KEY_SET_LENGTH_MAX = 256 * 1024;

export interface KeySet {
  /** 'none': the set has no key for this token. */
  find(hint: KeyHint): Promise<FoundKeys | 'none'>;
}

export type ParsedKeySet =
  { readonly ok: true; readonly value: KeySet } | { readonly ok: false; readonly reason: string };

/** Never throws. */
export function parseKeySet(text: string): ParsedKeySet {
  if (text.length > KEY_SET_LENGTH_MAX)
    return { ok: false, reason: `it is longer than ${KEY_SET_LENGTH_MAX} characters` };
  try {
    // jose checks what it is given.
    const resolve = createLocalJWKSet(JSON.parse(text) as JSONWebKeySet);
    return { ok: true, value: { find: (hint) => findIn(resolve, hint) } };
  } catch (error) {
    const reason = error instanceof errors.JWKSInvalid ? 'it is JSON, but no JWK Set' : 'it is no JSON';
    return { ok: false, reason };
  }
}

type ResolveKey = ReturnType<typeof createLocalJWKSet>;

async function findIn(resolve: ResolveKey, { kid, algorithm }: KeyHint): Promise<FoundKeys | 'none'> {
  const header = kid === undefined ? { alg: algorithm } : { alg: algorithm, kid };
  try {
    return { ok: true, keys: [await resolve(header, { payload: '', signature: '' })] };
  } catch (error) {
    if (error instanceof errors.JWKSMultipleMatchingKeys) return { ok: true, keys: await candidates(error) };
    if (error instanceof errors.JWKSNoMatchingKey) return 'none';
    const detail = error instanceof Error ? error.message : String(error);
    return { ok: false, refusal: 'invalid', detail: `key of the set: ${detail}` };
  }
}

async function candidates(matching: AsyncIterable<CryptoKey>): Promise<readonly CryptoKey[]> {
  const keys: CryptoKey[] = [];
  for await (const key of matching) if (keys.push(key) === CANDIDATES_MAX) break;
  return keys;
}
