// Who may use the operators' port: whoever knows the token, where one is set; else whoever is on this machine, but
// not a web page in its browser. A page whose name leads to 127.0.0.1 after it was loaded (DNS rebinding) is of the
// same origin to the browser, and only the Host header tells.

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

/** A name of this machine that nobody else can give an address, or a loopback address, with or without a port. */
const OWN_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/** @param host the request's Host header; programs that leave it out are no browsers */
export function isOwnHost(host: string | undefined): boolean {
  return host === undefined || OWN_HOST.test(host);
}
