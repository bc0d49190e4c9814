// Checks JWTs (RFC 7519, signed in JWS compact form). jose does the cryptography and the registered
// claims; this file pins what may vary and turns every outcome into a Verdict.

import { errors, jwtVerify, type JWTVerifyOptions } from 'jose';

import type { Clock } from '../clock.js';
import { CLAIM_NAMES, identityOf, type ClaimNames } from './claims.js';
import type { FoundKey, TokenKeys } from './token-keys.js';
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
  const options = optionsOf(rules, clock.epochMs());
  const findKey = async ({ kid }: { kid?: unknown }): Promise<(FoundKey & { ok: true })['key']> => {
    const found = await rules.keys.find({ kid: typeof kid === 'string' ? kid : undefined });
    if (found.ok) return found.key;
    throw new KeyNotFound(found.refusal, found.detail);
  };
  const { payload } = await jwtVerify(token, findKey, options);
  const claimed = identityOf(payload, rules.claims ?? CLAIM_NAMES);
  if (!claimed.ok) return invalid(claimed.detail);
  const expiresAtMs = payload.exp === undefined ? Infinity : payload.exp * 1000 + rules.clockToleranceMs;
  return { ok: true, identity: { ...claimed.identity, expiresAtMs } };
}

function optionsOf(rules: JwtRules, nowEpochMs: number): JWTVerifyOptions {
  return {
    algorithms: [...rules.keys.algorithms],
    clockTolerance: rules.clockToleranceMs / 1000,
    currentDate: new Date(nowEpochMs),
    ...(rules.issuer !== undefined && { issuer: rules.issuer }),
    ...(rules.audience !== undefined && { audience: rules.audience }),
  };
}

/** Carries a key source's refusal through jose, which only knows exceptions. */
class KeyNotFound extends Error {
  readonly refusal: 'invalid' | 'unavailable';

  constructor(refusal: 'invalid' | 'unavailable', detail: string) {
    super(detail);
    this.refusal = refusal;
  }
}

const invalid = (detail: string): Verdict => ({ ok: false, refusal: 'invalid', detail });

/** An error that is not jose's speaks of our keys or of a bug, never of the token. */
function refusalOf(error: unknown): Verdict {
  if (error instanceof KeyNotFound) return { ok: false, refusal: error.refusal, detail: error.message };
  if (error instanceof errors.JWTExpired) return { ok: false, refusal: 'expired', detail: error.message };
  if (error instanceof errors.JOSEError) return invalid(`${error.code}: ${error.message}`);
  return {
    ok: false,
    refusal: 'unavailable',
    detail: error instanceof Error ? error.message : String(error),
  };
}
