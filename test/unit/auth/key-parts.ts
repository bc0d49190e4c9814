// Keys of every kind, and tokens signed with them.

import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { exportJWK, SignJWT } from 'jose';
import { createJwtVerifier } from '../../../src/auth/jwt-verifier.js';
import type { TokenKeys } from '../../../src/auth/token-keys.js';

export const NOW_MS = 1_700_000_000_000;

export interface TestKey {
  readonly algorithm: string;
  readonly privateKey: KeyObject;
  readonly pem: string;
  /** As a member of a JWK Set. */
  jwk(kid?: string): Promise<object>;
  /** A token of alice. */
  sign(kid?: string, algorithm?: string): Promise<string>;
}

const PAIRS = {
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
};

export function newKey(algorithm: keyof typeof PAIRS): TestKey {
  const { publicKey, privateKey } = PAIRS[algorithm]();
  return {
    algorithm,
    privateKey,
    pem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    jwk: async (kid) => ({ ...(await exportJWK(publicKey)), alg: algorithm, ...(kid && { kid }) }),
    sign: (kid, alg = algorithm) =>
      new SignJWT({ sub: 'alice' })
        .setProtectedHeader({ alg, ...(kid !== undefined && { kid }) })
        .setIssuedAt(NOW_MS / 1000)
        .sign(privateKey),
  };
}

export const keySetText = async (...keys: readonly Promise<object>[]): Promise<string> =>
  JSON.stringify({ keys: await Promise.all(keys) });

/** What a verifier with these keys says: the user, or the refusal. */
export async function judge(keys: TokenKeys, token: string): Promise<string> {
  const verifier = createJwtVerifier({ keys, clockToleranceMs: 0 }, { epochMs: () => NOW_MS });
  const verdict = await verifier.verify(token, { address: '192.0.2.1:1', client: 'test' });
  return verdict.ok ? verdict.identity.user : verdict.refusal;
}
