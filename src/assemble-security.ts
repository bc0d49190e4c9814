// From a configuration to what decides who is let in and who is spoken to: token verifiers, certificates,
// TLS to backends. Files are watched from here on; `close` ends that.

import { fetchText } from './auth/fetch-text.js';
import { createJwtVerifier } from './auth/jwt-verifier.js';
import { developmentVerifier } from './auth/development-token.js';
import { developmentKeyPath, loadOrCreateKey } from './auth/key-file.js';
import { parseKeySet } from './auth/key-set.js';
import { fileKeySetKeys, RemoteKeySet } from './auth/key-set-keys.js';
import { parsePublicKeys, publicTokenKeys } from './auth/public-keys.js';
import { createServiceVerifier } from './auth/service-verifier.js';
import { secretTokenKeys, type TokenKeys } from './auth/token-keys.js';
import type { TokenVerifier } from './auth/verifier.js';
import type { Clock } from './clock.js';
import { withoutLineEnd } from './config/resolve.js';
import { LINK_SECRET_BYTES_MIN, type Config } from './config/schema.js';
import type { Secret } from './config/secret.js';
import { authoritiesSource, certificateSource, type ServerCertificate } from './credentials/certificates.js';
import {
  openCredential,
  type Credential,
  type CredentialSource,
  type WatchedCredential,
} from './credentials/credential.js';
import type { Instance } from './discovery/registry.js';
import type { ConnectLink } from './link/instance-link-parts.js';
import type { Log } from './log.js';
import type { GatewayCalls } from './routing/gateway-calls.js';
import { connectByteSocket } from './transport/net-byte-socket.js';
import type { TlsEntry } from './transport/opening.js';
import { connectTlsByteSocket } from './transport/tls-connect.js';

/** A verifier, or how one is made that asks a backend. */
type VerifierOrMaker = TokenVerifier | ((calls: GatewayCalls) => TokenVerifier);

/** What operators know the JWK Set by, in a file or fetched. */
const KEY_SET = 'token key set';

/** Of the time for an answer to Hello: a service that is late is told from a gateway that is. */
const SERVICE_TIME_SHARE = 0.9;

/** What a configuration says about security, opened: parts of a gateway. */
export interface Security {
  readonly verifier: VerifierOrMaker;
  /** Undefined: no TLS for clients. */
  readonly tls: TlsEntry | undefined;
  readonly connectLink: ConnectLink;
  /** Undefined: none is configured. */
  readonly linkSecrets: (() => readonly Uint8Array[]) | undefined;
  readonly credentials: readonly WatchedCredential[];
}

export type OpenedSecurity =
  | { readonly ok: true; readonly value: Security }
  /** For an operator: what is wrong and what to do. */
  | { readonly ok: false; readonly problem: string };

/** Never rejects. */
export async function openSecurity(config: Config, clock: Clock, log: Log): Promise<OpenedSecurity> {
  const opener = new Opener(config, clock, log);
  try {
    const verifier = await opener.verifier();
    const tls = await opener.tls();
    const connectLink = await opener.connectLink();
    const linkSecrets = await opener.linkSecrets();
    return { ok: true, value: { verifier, tls, connectLink, linkSecrets, credentials: opener.credentials } };
  } catch (error) {
    for (const credential of opener.credentials) credential.close();
    if (error instanceof CannotOpen) return { ok: false, problem: error.message };
    throw error;
  }
}

/** What cannot be opened of it, all of it, for an operator. Makes no keys and keeps nothing open. */
export async function securityProblems(config: Config, clock: Clock, log: Log): Promise<readonly string[]> {
  const opener = new Opener(config, clock, log);
  // The key of development tokens is made when there is none.
  const hasKeys = config.auth.kind !== 'development';
  const openings = [
    ...(hasKeys ? [() => opener.verifier()] : []),
    () => opener.tls(),
    () => opener.connectLink(),
    () => opener.linkSecrets(),
  ];
  const problems: string[] = [];
  for (const open of openings)
    try {
      await open();
    } catch (error) {
      if (!(error instanceof CannotOpen)) throw error;
      problems.push(error.message);
    }
  for (const credential of opener.credentials) credential.close();
  return problems;
}

/** Ends the opening of a part, and with it of everything. */
class CannotOpen extends Error {}

class Opener {
  readonly credentials: WatchedCredential[] = [];
  readonly #config: Config;
  readonly #clock: Clock;
  readonly #log: Log;

  constructor(config: Config, clock: Clock, log: Log) {
    this.#config = config;
    this.#clock = clock;
    this.#log = log;
  }

  // ---- tokens -----------------------------------------------------------------------------------

  async verifier(): Promise<VerifierOrMaker> {
    const { auth, session } = this.#config;
    const clock = this.#clock;
    switch (auth.kind) {
      case 'development':
        return developmentVerifier(await this.#developmentKey(), clock);
      case 'jwt':
        return createJwtVerifier({ ...jwtRules(auth), keys: await this.#tokenKeys() }, clock);
      case 'service':
        return (calls) =>
          createServiceVerifier(
            (payload) => calls.call(auth.serviceType, payload, session.authTimeoutMs * SERVICE_TIME_SHARE),
            clock,
          );
    }
  }

  async #developmentKey(): Promise<Uint8Array> {
    const loaded = await loadOrCreateKey(developmentKeyPath(this.#config.stateDir));
    if (!loaded.ok) throw new CannotOpen(`development tokens: ${loaded.reason}; ${loaded.remedy}`);
    return loaded.key;
  }

  /** The rules of the configuration let exactly one source be set. */
  async #tokenKeys(): Promise<TokenKeys> {
    const { secret, previousSecret, publicKeyFile, jwksFile, jwksUrl } = this.#config.auth;
    if (secret !== undefined)
      return secretTokenKeys(
        secret.bytes(),
        ...(previousSecret === undefined ? [] : [previousSecret.bytes()]),
      );
    if (jwksUrl !== undefined) return this.#remoteKeySet(jwksUrl);
    if (publicKeyFile !== undefined) {
      const file = await this.#open({
        name: 'token public keys',
        files: [publicKeyFile],
        parse: ([pem = '']) => parsePublicKeys(pem),
      });
      return publicTokenKeys(() => file.value);
    }
    if (jwksFile === undefined) throw new CannotOpen('auth.kind jwt: no source of keys is set');
    const file = await this.#open({
      name: KEY_SET,
      files: [jwksFile],
      parse: ([text = '']) => parseKeySet(text),
    });
    return fileKeySetKeys(() => file.value);
  }

  /** The gateway starts without the set too: the login service may start after it. */
  #remoteKeySet(url: string): TokenKeys {
    const keySet = new RemoteKeySet({ name: KEY_SET, url, fetchText, clock: this.#clock, log: this.#log });
    this.credentials.push(keySet);
    keySet.keepFresh();
    return keySet;
  }

  // ---- TLS --------------------------------------------------------------------------------------

  async tls(): Promise<TlsEntry | undefined> {
    const { certFile, keyFile, plain } = this.#config.tls;
    const certificate = await this.#certificate('client certificate', certFile, keyFile);
    if (certificate === undefined) return undefined;
    return { secureContext: () => certificate.value.secureContext, required: plain === 'refuse' };
  }

  async connectLink(): Promise<ConnectLink> {
    const { link } = this.#config;
    const clock = this.#clock;
    const authorities =
      link.caFile === undefined
        ? undefined
        : await this.#open(authoritiesSource('link authorities', link.caFile));
    const own = await this.#certificate('link certificate', link.certFile, link.keyFile);
    return (host, port, timeoutMs, done, instance) => {
      const options = { host, port, timeoutMs, clock };
      if (!wantsTls(link.tls, instance)) return connectByteSocket(options, done);
      const name = { host, service: instance.service, any: undefined }[link.tlsName];
      const { cert, key } = own?.value ?? {};
      return connectTlsByteSocket(options, { ca: authorities?.value, cert, key, name }, done);
    };
  }

  /** The one in force and, while it is rotated, a second one, each read anew from its file. */
  async linkSecrets(): Promise<(() => readonly Uint8Array[]) | undefined> {
    const { secret, previousSecret } = this.#config.link;
    if (secret === undefined) return undefined;
    const first = await this.#secret('link secret', secret, LINK_SECRET_BYTES_MIN);
    if (previousSecret === undefined) return () => [first()];
    const second = await this.#secret('previous link secret', previousSecret, LINK_SECRET_BYTES_MIN);
    return () => [first(), second()];
  }

  async #secret(name: string, secret: Secret, bytesMin: number): Promise<() => Uint8Array> {
    if (secret.file === undefined) return () => secret.bytes();
    const opened = await this.#open(secretSource(name, secret.file, bytesMin));
    return () => opened.value;
  }

  async #certificate(
    name: string,
    certFile: string | undefined,
    keyFile: string | undefined,
  ): Promise<Credential<ServerCertificate> | undefined> {
    if (certFile === undefined || keyFile === undefined) return undefined;
    return this.#open(certificateSource(name, { certFile, keyFile }, this.#clock));
  }

  async #open<T>(source: CredentialSource<T>): Promise<Credential<T>> {
    const opened = await openCredential(source, { clock: this.#clock, log: this.#log });
    if (!opened.ok) throw new CannotOpen(opened.problem);
    this.credentials.push(opened.credential);
    return opened.credential;
  }
}

/** What was too short at the start is too short later. */
function secretSource(name: string, file: string, bytesMin: number): CredentialSource<Uint8Array> {
  const parse: CredentialSource<Uint8Array>['parse'] = ([text = '']) => {
    const value = Buffer.from(withoutLineEnd(text));
    if (value.length >= bytesMin) return { ok: true, value };
    return { ok: false, reason: `it has ${value.length} bytes, at least ${bytesMin} are wanted` };
  };
  return { name, files: [file], parse };
}

const jwtRules = (auth: Config['auth']): Omit<Parameters<typeof createJwtVerifier>[0], 'keys'> => ({
  issuer: auth.issuer,
  audience: auth.audience,
  clockToleranceMs: auth.clockToleranceMs,
  claims: {
    user: auth.userClaim,
    roles: auth.rolesClaim,
    attributes: auth.attributesClaim,
    device: auth.deviceClaim,
  },
});

/** Backends say in their meta how they listen. */
function wantsTls(rule: Config['link']['tls'], instance: Instance): boolean {
  return rule === 'always' || (rule === 'meta' && instance.meta.get('tls') === 'true');
}
