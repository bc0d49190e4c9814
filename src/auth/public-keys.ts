// Public keys from a PEM file. The algorithm follows from the kind of key, so that a token cannot choose
// it. Several keys may stand in the file, the old and the new one while they are rotated.

import { createPublicKey, type KeyObject } from 'node:crypto';
import type { FoundKeys, TokenKeys } from './token-keys.js';

/** A rotation needs two. Each one may cost a signature check for a token of a stranger. */
export const PUBLIC_KEYS_MAX = 4;

/** RFC 7518, section 3.3. */
const RSA_BITS_MIN = 2048;

export interface PublicKey {
  /** JWS names; EdDSA has two. */
  readonly algorithms: readonly string[];
  readonly key: KeyObject;
}

export type ParsedPublicKeys =
  | { readonly ok: true; readonly value: readonly PublicKey[] }
  | { readonly ok: false; readonly reason: string };

/** Reads every "PUBLIC KEY" block of a PEM text. Never throws. */
export function parsePublicKeys(pem: string): ParsedPublicKeys {
  if (pem.includes('PRIVATE KEY'))
    return { ok: false, reason: 'it holds a private key; give the gateway only the public half' };
  const blocks = pem.match(/-----BEGIN PUBLIC KEY-----[^-]*-----END PUBLIC KEY-----/g) ?? [];
  if (blocks.length === 0) return { ok: false, reason: 'there is no PEM "PUBLIC KEY" in it' };
  if (blocks.length > PUBLIC_KEYS_MAX)
    return { ok: false, reason: `there are ${blocks.length} keys in it, more than ${PUBLIC_KEYS_MAX}` };
  try {
    const keys = blocks.map((block) => createPublicKey(block));
    const usable = keys.flatMap((key): PublicKey[] => {
      const algorithms = algorithmsOf(key);
      return algorithms === undefined ? [] : [{ algorithms, key }];
    });
    if (usable.length === keys.length) return { ok: true, value: usable };
    return { ok: false, reason: 'a key in it is neither RSA from 2048 bits, nor P-256, nor Ed25519' };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

function algorithmsOf(key: KeyObject): readonly string[] | undefined {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return modulusLength >= RSA_BITS_MIN ? ['RS256'] : undefined;
    case 'ec':
      return namedCurve === 'prime256v1' ? ['ES256'] : undefined;
    case 'ed25519':
      return ['EdDSA', 'Ed25519'];
    default:
      return undefined;
  }
}

/** Keys of a file that changes: `current` is asked for each token. */
export function publicTokenKeys(current: () => readonly PublicKey[]): TokenKeys {
  return {
    get algorithms() {
      return current().flatMap((key) => key.algorithms);
    },
    find({ algorithm }) {
      const keys = current().filter((key) => key.algorithms.includes(algorithm));
      return Promise.resolve<FoundKeys>({ ok: true, keys: keys.map(({ key }) => key) });
    },
  };
}
