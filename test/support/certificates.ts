// Certificates for tests, made by openssl when they are wanted: an authority, and whatever it signs.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findOpenssl } from '../../tools/testenv/tools.js';
import { mustHave } from './require.js';

export interface CertificatePaths {
  readonly certFile: string;
  readonly keyFile: string;
}

export interface CertificateOptions {
  /** Subject alternative names as openssl writes them. */
  readonly names?: string;
  /** Days from now until it ends; below 0: it has ended. */
  readonly days?: number;
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** An authority of its own in a folder of its own, which `remove` deletes. */
export class TestAuthority {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'causeway-tls-'));
  readonly caFile = path.join(this.folder, 'ca.pem');
  readonly #caKey = path.join(this.folder, 'ca.key');
  readonly #openssl = mustHave(findOpenssl()).path;

  constructor(name = 'authority of tests') {
    const subject = ['-subj', `/CN=${name}`, '-days', '30'];
    const usage = ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=keyCertSign'];
    this.#run('req', '-x509', ...NEW_KEY, ...subject, ...usage, '-keyout', this.#caKey, '-out', this.caFile);
  }

  get ca(): Buffer {
    return readFileSync(this.caFile);
  }

  /** A certificate under `name`.pem, its key under `name`.key; again: it takes the place of the old one. */
  issue(name: string, options: CertificateOptions = {}): CertificatePaths {
    const { names = 'DNS:localhost,IP:127.0.0.1', days = 30 } = options;
    const [certFile, keyFile] = [
      path.join(this.folder, `${name}.pem`),
      path.join(this.folder, `${name}.key`),
    ];
    const request = path.join(this.folder, `${name}.csr`);
    const extension = ['-addext', `subjectAltName=${names}`];
    this.#run('req', ...NEW_KEY, '-subj', `/CN=${name}`, ...extension, '-keyout', keyFile, '-out', request);
    const signer = ['-CA', this.caFile, '-CAkey', this.#caKey, '-CAcreateserial', '-copy_extensions', 'copy'];
    this.#run('x509', '-req', '-in', request, ...signer, '-days', String(days), '-out', certFile);
    return { certFile, keyFile };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #run(...args: readonly string[]): void {
    execFileSync(this.#openssl, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  }
}
