// HS256 (RFC 7518, section 3.2) by Node's own HMAC. jose leaves every signature to the thread pool, which for a hash
// of a few hundred bytes costs several times what the hash does, and was a quarter of what a visitor costs the gateway
// (docs/PERFORMANCE.md). The claims stay jose's.

import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import { decodeProtectedHeader, errors, UnsecuredJWT, type JWTPayload, type JWTVerifyOptions } from 'jose';

/** The header of a token whose signature has been checked: jose takes the claims of one that has none. */
const WITHOUT_SIGNATURE = Buffer.from('{"alg":"none"}').toString('base64url');

/**
 * The claims of a token, in JWS compact form, that `key` has signed. The caller has made sure that its header
 * says HS256.
 * @throws jose's errors: of the form, the signature or a claim
 */
export function verifyShared(token: string, key: KeyObject, options: JWTVerifyOptions): JWTPayload {
  const headerEnd = token.indexOf('.');
  const signedEnd = token.lastIndexOf('.');
  if (!isSigned(token.slice(0, signedEnd), token.slice(signedEnd + 1), key))
    throw new errors.JWSSignatureVerificationFailed();
  // RFC 7515, section 4.1.11: whoever does not know what is critical refuses the token. Nothing is known here.
  if (decodeProtectedHeader(token).crit !== undefined)
    throw new errors.JOSENotSupported('extensions named in "crit" are not supported');
  const claims = token.slice(headerEnd + 1, signedEnd);
  return UnsecuredJWT.decode(`${WITHOUT_SIGNATURE}.${claims}.`, options).payload;
}

function isSigned(signed: string, signature: string, key: KeyObject): boolean {
  const expected = Buffer.from(createHmac('sha256', key).update(signed).digest('base64url'));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
