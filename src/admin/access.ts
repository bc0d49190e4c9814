// Who may use the operators' port: whoever knows the token, where one is set.

import { createHash, timingSafeEqual } from 'node:crypto';

/** Probes carry no tokens, and these two pages tell nothing. */
const OPEN_PATHS: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

/** @param authorization the request's Authorization header */
export function mayEnter(
  token: string | undefined,
  path: string,
  authorization: string | undefined,
): boolean {
  if (token === undefined || OPEN_PATHS.has(path)) return true;
  const given = /^Bearer +(.+)$/i.exec(authorization ?? '')?.[1];
  return given !== undefined && timingSafeEqual(digest(given), digest(token));
}

/** Of equal length whatever was given, as the comparison in constant time wants it. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
