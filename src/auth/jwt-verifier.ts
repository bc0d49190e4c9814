// Checks JWTs (RFC 7519, signed in JWS compact form). jose does the cryptography (but of HS256,
// see shared-secret.ts) and the registered claims; this file pins what may vary and turns every outcome into a Verdict.

import { KeyObject } from 'node:crypto';
import { decodeProtectedHeader, errors, jwtVerify, type JWTPayload, type JWTVerifyOptions } from 'jose';

import type { Clock } from '../clock.js';
import { bounded, CLAIM_NAMES, identityOf, type ClaimNames } from './claims.js';
import { verifyShared } from './shared-secret.js';
import type { KeyHint, TokenKey, TokenKeys } from './token-keys.js';
import type { TokenVerifier, Verdict } from './verifier.js';

/** Real tokens are below 2 KiB; parsing longer ones is work that a stranger could ask for. */
export const TOKEN_BYTES_MAX = 8 * 1024;

export interface JwtRules {
  readonly keys: TokenKeys;
  /** Wanted `iss`; undefined: any. */
  readonly issuer?: string | undefined;
  /** Wanted in `aud`; undefined: any. */
  readonly audience?: string | undefined;
  /** How far the issuer's clock may be off, in milliseconds. */
  readonly clockToleranceMs: number;
  readonly claims?: ClaimNames;
}

/**
 * A verifier by these rules. Tokens without `exp` do not end. An identity's end includes the tolerance:
 * otherwise a token taken within it would make a session that has expired already.
 */
export function createJwtVerifier(rules: JwtRules, clock: Pick<Clock, 'epochMs'>): TokenVerifier {
  return {
    async verify(token) {
      // A token is ASCII, so its length is its size; one that isn't fails to parse.
      if (token.length > TOKEN_BYTES_MAX) {
        return invalid(`token of ${token.length} characters, more than ${TOKEN_BYTES_MAX}`);
      }
      try {
        return await verdictOf(token, rules, clock);
      } catch (error) {
        return refusalOf(error);
      }
    },
  };
}

async function verdictOf(token: string, rules: JwtRules, clock: Pick<Clock, 'epochMs'>): Promise<Verdict> {
  const hint = hintOf(token);
  if (hint === undefined) return invalid('no token: its header cannot be read');
  if (!rules.keys.algorithms.includes(hint.algorithm))
    return invalid(`algorithm ${JSON.stringify(hint.algorithm.slice(0, 16))} is not allowed`);
  const found = await rules.keys.find(hint);
  if (!found.ok) return found;
  const payload = await verifyWithAny(token, found.keys, optionsOf(rules, hint, clock.epochMs()));
  const claimed = identityOf(payload, rules.claims ?? CLAIM_NAMES);
  if (!claimed.ok) return invalid(claimed.detail);
  const { exp, iat } = payload;
  const expiresAtMs = exp === undefined ? Infinity : exp * 1000 + rules.clockToleranceMs;
  const issuedAtMs = iat === undefined ? undefined : iat * 1000;
  return { ok: true, identity: bounded(claimed.identity, expiresAtMs, issuedAtMs) };
}

/** The header before anything is checked; undefined when there is none. */
function hintOf(token: string): KeyHint | undefined {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    if (typeof alg !== 'string') return undefined;
    return { algorithm: alg, kid: typeof kid === 'string' ? kid : undefined };
  } catch {
    return undefined;
  }
}

/** While keys are rotated either of two may have signed it. */
async function verifyWithAny(
  token: string,
  keys: readonly TokenKey[],
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  for (const key of keys.slice(0, -1)) {
    try {
      return await claimsOf(token, key, options);
    } catch (error) {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
    }
  }
  const last = keys.at(-1);
  if (last === undefined) throw new errors.JWSSignatureVerificationFailed('there is no key for it');
  return claimsOf(token, last, options);
}

async function claimsOf(token: string, key: TokenKey, options: JWTVerifyOptions): Promise<JWTPayload> {
  if (key instanceof KeyObject && key.type === 'secret') return verifyShared(token, key, options);
  return (await jwtVerify(token, key, options)).payload;
}

function optionsOf(rules: JwtRules, { algorithm }: KeyHint, nowEpochMs: number): JWTVerifyOptions {
  return {
    algorithms: [algorithm],
    clockTolerance: rules.clockToleranceMs / 1000,
    currentDate: new Date(nowEpochMs),
    ...(rules.issuer !== undefined && { issuer: rules.issuer }),
    ...(rules.audience !== undefined && { audience: rules.audience }),
  };
}

const invalid = (detail: string): Verdict => ({ ok: false, refusal: 'invalid', detail });

/** An error that is not jose's speaks of our keys or of a bug, never of the token. */
function refusalOf(error: unknown): Verdict {
  if (error instanceof errors.JWTExpired) return { ok: false, refusal: 'expired', detail: error.message };
  if (error instanceof errors.JOSEError) return invalid(`${error.code}: ${error.message}`);
  return {
    ok: false,
    refusal: 'unavailable',
    detail: error instanceof Error ? error.message : String(error),
  };
}
