// Certificates with their keys, as PEM files, made into what node:tls takes.

import { X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Clock } from '../clock.js';
import type { CredentialSource, ParsedCredential } from './credential.js';

/** Below it there are known attacks; browsers have dropped it. */
export const TLS_VERSION_MIN = 'TLSv1.2';

export interface ServerCertificate {
  /** As PEM, for whoever makes a context of its own. */
  readonly cert: string;
  readonly key: string;
  readonly secureContext: SecureContext;
  readonly expiresAtEpochMs: number;
}

export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** A certificate with its chain, and the private key that belongs to it. */
export function certificateSource(
  name: string,
  { certFile, keyFile }: CertificateFiles,
  clock: Pick<Clock, 'epochMs'>,
): CredentialSource<ServerCertificate> {
  return {
    name,
    files: [certFile, keyFile],
    parse: ([cert = '', key = '']) => parseCertificate(cert, key, clock.epochMs()),
    expiresAtEpochMs: (value) => value.expiresAtEpochMs,
  };
}

/** One that is over, or not valid yet, helps nobody: every client would refuse it. */
function parseCertificate(cert: string, key: string, epochMs: number): ParsedCredential<ServerCertificate> {
  try {
    const { validFrom, validTo } = new X509Certificate(cert);
    const expiresAtEpochMs = Date.parse(validTo);
    if (expiresAtEpochMs <= epochMs) return { ok: false, reason: `the certificate ended on ${validTo}` };
    const validFromEpochMs = Date.parse(validFrom);
    if (validFromEpochMs > epochMs)
      return { ok: false, reason: `the certificate is valid only from ${validFrom}`, validFromEpochMs };
    const secureContext = createSecureContext({ cert, key, minVersion: TLS_VERSION_MIN });
    return { ok: true, value: { cert, key, secureContext, expiresAtEpochMs } };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, reason: `certificate and private key cannot be used together: ${reason}` };
  }
}

/** Certificates of authorities, one after the other in one file. */
export function authoritiesSource(name: string, caFile: string): CredentialSource<string> {
  return { name, files: [caFile], parse: ([pem = '']) => parseAuthorities(pem) };
}

function parseAuthorities(pem: string): ParsedCredential<string> {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) return { ok: false, reason: 'there is no PEM certificate in it' };
  try {
    for (const block of blocks) new X509Certificate(block);
    return { ok: true, value: pem };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
