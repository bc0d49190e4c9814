// Tokens for trying things out: whoever can read the project's key (key-file.ts) can be anybody. So the verifier is
// allowed on loopback only (config/rules.ts), and its issuer keeps these tokens apart from real ones.

import { SignJWT } from 'jose';

import type { Clock } from '../clock.js';
import { CLAIM_NAMES, identityOf } from './claims.js';
import { createJwtVerifier } from './jwt-verifier.js';
import { SECRET_BYTES_MIN, secretTokenKeys } from './token-keys.js';
import type { TokenVerifier } from './verifier.js';

const ISSUER = 'causeway-development';

export interface DevelopmentClaims {
  readonly user: string;
  readonly roles?: readonly string[];
  readonly attributes?: Readonly<Record<string, string>>;
  /** Seconds until the token ends; undefined: never. */
  readonly expiresInS?: number | undefined;
}

export type MintedToken =
  { readonly ok: true; readonly token: string } | { readonly ok: false; readonly reason: string };

/** A token that `developmentVerifier` takes, or what is wrong with the claims. */
export async function mintToken(
  claims: DevelopmentClaims,
  key: Uint8Array,
  clock: Pick<Clock, 'epochMs'>,
): Promise<MintedToken> {
  const { user, roles = [], attributes = {}, expiresInS } = claims;
  const payload = { sub: user, roles, attributes };
  const claimed = identityOf(payload, CLAIM_NAMES);
  if (!claimed.ok) return { ok: false, reason: claimed.detail };
  if (expiresInS !== undefined && !(Number.isSafeInteger(expiresInS) && expiresInS > 0)) {
    return { ok: false, reason: `${expiresInS} is no whole number of seconds above 0` };
  }
  if (key.length < SECRET_BYTES_MIN) return { ok: false, reason: 'the key is too short for HS256' };
  const nowS = Math.floor(clock.epochMs() / 1000);
  const token = new SignJWT(payload).setProtectedHeader({ alg: 'HS256' }).setIssuer(ISSUER).setIssuedAt(nowS);
  if (expiresInS !== undefined) token.setExpirationTime(nowS + expiresInS);
  return { ok: true, token: await token.sign(key) };
}

/** Takes the tokens of `mintToken` made with this key, and no others. */
export function developmentVerifier(key: Uint8Array, clock: Pick<Clock, 'epochMs'>): TokenVerifier {
  return createJwtVerifier({ keys: secretTokenKeys(key), issuer: ISSUER, clockToleranceMs: 0 }, clock);
}
