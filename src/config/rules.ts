// What options must be together. Each rule is skipped when one of the options it looks at is itself wrong:
// that problem is reported already.

import { formatAddress } from '../discovery/address.js';
import { isLoopback } from './listen-address.js';
import type { Config, OptionKey } from './schema.js';

export interface ConfigRule {
  /** The first one is named in the problem. */
  readonly looksAt: readonly [OptionKey, ...OptionKey[]];
  readonly isBroken: (config: Config) => boolean;
  readonly reason: (config: Config) => string;
  readonly remedy: string;
}

/** An envelope travels inside a link frame; this covers the head and a session's opening beside it. */
const LINK_HEAD_BYTES_MAX = 4 * 1024;

/** A name has 64 characters at most, and the ids of workers are the gateway's with "-1" to "-64" behind. */
const BASE_ID_CHARS_MAX = 61;

const onLoopback = ({ listen, admin }: Config): boolean => isLoopback(listen) && isLoopback(admin.listen);

const open = (config: Config): string =>
  [config.listen, config.admin.listen]
    .filter((address) => !isLoopback(address))
    .map(formatAddress)
    .join(', ');

/** One secret or one source of public keys: a token must not choose which of two checks it. */
const keySources = ({ secret, publicKeyFile, jwksUrl, jwksFile }: Config['auth']): readonly unknown[] =>
  [secret, publicKeyFile, jwksUrl, jwksFile].filter((source) => source !== undefined);

function isTrustworthyUrl(text: string): boolean {
  const { protocol, hostname } = new URL(text);
  // URL keeps the brackets of IPv6 addresses.
  return protocol === 'https:' || isLoopback({ host: hostname.replace(/^\[|\]$/g, ''), port: 0 });
}

export const RULES: readonly ConfigRule[] = [
  {
    looksAt: ['auth.kind', 'listen', 'admin.listen'],
    isBroken: (config) => config.auth.kind === 'development' && !onLoopback(config),
    reason: (config) => `development tokens let anybody be anybody, and others can reach ${open(config)}`,
    remedy: 'set auth.kind to jwt, or listen and admin.listen to 127.0.0.1',
  },
  {
    looksAt: ['auth.secret', 'auth.kind', 'auth.publicKeyFile', 'auth.jwksUrl', 'auth.jwksFile'],
    isBroken: ({ auth }) => auth.kind === 'jwt' && keySources(auth).length !== 1,
    reason: ({ auth }) => `auth.kind jwt needs one source of keys, and there are ${keySources(auth).length}`,
    remedy:
      'set auth.secret or auth.secretFile, or else one of auth.publicKeyFile, auth.jwksUrl, auth.jwksFile',
  },
  {
    looksAt: ['auth.previousSecret', 'auth.secret'],
    isBroken: ({ auth }) => auth.previousSecret !== undefined && auth.secret === undefined,
    reason: () => 'there is no auth.secret that could have taken its place',
    remedy: 'set auth.secret or auth.secretFile, or remove it',
  },
  {
    looksAt: ['auth.jwksUrl'],
    isBroken: ({ auth }) => auth.jwksUrl !== undefined && !isTrustworthyUrl(auth.jwksUrl),
    reason: () => 'whoever is on the way of an http: answer can put keys into it',
    remedy: 'use https, or http on loopback',
  },
  {
    looksAt: ['tls.certFile', 'tls.keyFile'],
    isBroken: ({ tls }) => (tls.certFile === undefined) !== (tls.keyFile === undefined),
    reason: () => 'certificate and private key are set only together',
    remedy: 'set both tls.certFile and tls.keyFile',
  },
  {
    looksAt: ['tls.plain', 'tls.certFile'],
    isBroken: ({ tls }) => tls.plain === 'refuse' && tls.certFile === undefined,
    reason: () => 'without a certificate nobody could connect',
    remedy: 'set tls.certFile and tls.keyFile',
  },
  {
    looksAt: ['redis.sentinelMaster', 'redis.kind'],
    isBroken: ({ redis }) => redis.kind === 'sentinel' && redis.sentinelMaster === undefined,
    reason: () => 'Sentinels are asked for a master by its name',
    remedy: "set it to the name in the Sentinels' configuration",
  },
  {
    looksAt: ['link.certFile', 'link.keyFile'],
    isBroken: ({ link }) => (link.certFile === undefined) !== (link.keyFile === undefined),
    reason: () => 'certificate and private key are set only together',
    remedy: 'set both link.certFile and link.keyFile',
  },
  {
    looksAt: ['link.previousSecret', 'link.secret'],
    isBroken: ({ link }) => link.previousSecret !== undefined && link.secret === undefined,
    reason: () => 'there is no link.secret that could have taken its place',
    remedy: 'set link.secret or link.secretFile, or remove it',
  },
  {
    looksAt: ['link.secret', 'listen', 'admin.listen'],
    isBroken: (config) => config.link.secret === undefined && !onLoopback(config),
    reason: (config) => `a generated one is for loopback only, and others can reach ${open(config)}`,
    remedy: 'set link.secret or link.secretFile, here and on the backends',
  },
  {
    looksAt: ['drain.timeoutMs', 'drain.graceMs', 'drain.spreadMs'],
    isBroken: ({ drain }) => drain.timeoutMs < drain.graceMs + drain.spreadMs,
    reason: ({ drain }) =>
      `clients would be cut off before their time to move: ${drain.graceMs} + ${drain.spreadMs} ms`,
    remedy: 'set it to drain.graceMs + drain.spreadMs or more',
  },
  {
    looksAt: ['admin.token', 'admin.listen'],
    isBroken: ({ admin }) => admin.token === undefined && !isLoopback(admin.listen),
    reason: ({ admin }) => `others can reach ${formatAddress(admin.listen)} and kick sessions there`,
    remedy: 'set admin.token or admin.tokenFile, or admin.listen to 127.0.0.1',
  },
  {
    looksAt: ['admin.listen', 'listen'],
    isBroken: ({ listen, admin }) =>
      listen.port !== 0 && formatAddress(listen) === formatAddress(admin.listen),
    reason: ({ listen }) => `clients listen on ${formatAddress(listen)} too`,
    remedy: 'give them different ports',
  },
  {
    looksAt: ['connections.max', 'sessionsMax'],
    isBroken: ({ connections, sessionsMax }) => connections.max <= sessionsMax,
    reason: ({ sessionsMax }) => `no connection would be left to tell that ${sessionsMax} sessions are all`,
    remedy: 'set it to more than sessionsMax',
  },
  {
    looksAt: ['link.frameBytesMax', 'session.frameBytesMax'],
    isBroken: ({ link, session }) => link.frameBytesMax < session.frameBytesMax + LINK_HEAD_BYTES_MAX,
    reason: ({ link }) => `${link.frameBytesMax} bytes do not hold a client's longest envelope`,
    remedy: `set it to session.frameBytesMax + ${LINK_HEAD_BYTES_MAX} or more`,
  },
  {
    looksAt: ['session.bytesPerSecondMax', 'session.frameBytesMax'],
    isBroken: ({ session }) =>
      session.bytesPerSecondMax !== 0 && session.bytesPerSecondMax < session.frameBytesMax,
    reason: ({ session }) => `the longest envelope, ${session.frameBytesMax} bytes, would never be taken`,
    remedy: 'set it to session.frameBytesMax or more, or to 0 for no limit',
  },
  {
    looksAt: ['link.queueBytesMax', 'link.frameBytesMax'],
    isBroken: ({ link }) => link.queueBytesMax < link.frameBytesMax,
    reason: ({ link }) => `${link.queueBytesMax} bytes do not hold one frame`,
    remedy: 'set it to link.frameBytesMax or more',
  },
  {
    looksAt: ['session.queueBytesMax', 'session.frameBytesMax'],
    isBroken: ({ session }) => session.queueBytesMax < session.frameBytesMax,
    reason: ({ session }) => `${session.queueBytesMax} bytes do not hold one envelope`,
    remedy: 'set it to session.frameBytesMax or more',
  },
  {
    looksAt: ['gatewayId', 'workers'],
    isBroken: ({ gatewayId, workers }) => workers !== 1 && gatewayId.length > BASE_ID_CHARS_MAX,
    reason: ({ gatewayId }) =>
      `${gatewayId.length} characters leave no room for the numbers of the workers behind it`,
    remedy: `set it to ${BASE_ID_CHARS_MAX} characters or fewer, or workers to 1`,
  },
];
