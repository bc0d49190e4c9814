// All options of a gateway: this table is the only place where one is named. Environment name and flag
// follow from the key: session.heartbeatMs is CAUSEWAY_SESSION_HEARTBEAT_MS and --session-heartbeat-ms. A
// secret's key with File behind it (link.secretFile, …) names a file that holds it.

import {
  addressList,
  choice,
  dialAddress,
  integer,
  keyPrefix,
  listenAddress,
  name,
  networkList,
  optionalUrl,
  optionalWords,
  originList,
  secret,
  words,
  type Option,
} from './option.js';

const KIB = 1024;
const MIB = 1024 * KIB;
/** Frames are shorter than 2^24 on the client wire. */
const FRAME_BYTES_CAP = 16 * MIB;
/** Half an HMAC-SHA256 key: below it, guessing is thinkable. */
export const LINK_SECRET_BYTES_MIN = 16;
/** As the link's: below it, guessing is thinkable. */
const ADMIN_TOKEN_BYTES_MIN = 16;
/** HS256 wants as many as its hash has (RFC 7518, section 3.2). */
const TOKEN_SECRET_BYTES_MIN = 32;
/** Types below belong to the gateway; a type is a u32. */
const APPLICATION_TYPE_MIN = 100;
const TYPE_MAX = 4_294_967_295;

export const OPTIONS = {
  listen: listenAddress('127.0.0.1:7000', 'Where clients connect, TCP and WebSocket.'),
  'admin.listen': listenAddress('127.0.0.1:7001', 'Where operators and metrics scrapers connect, HTTP.'),
  'admin.token': secret(
    ADMIN_TOKEN_BYTES_MIN,
    "Bearer token of the operators' port, needed off loopback; /healthz and /readyz never ask for it.",
  ),
  advertiseHost: optionalWords(
    "Host under which others reach this gateway, for its entry in Consul; listen's, or the host's name, if unset.",
  ),
  gatewayId: name(
    undefined,
    'Name of this gateway; unique. Generated from host, process and chance if unset.',
  ),
  stateDir: words('.causeway', 'Folder for the last good route table and the generated keys.'),
  logLevel: choice(['debug', 'info', 'warn', 'error', 'silent'], 'info', 'Least level that is logged.'),
  sockets: choice(
    ['handle', 'public'],
    'handle',
    "Client sockets by Node's internals (cheaper; tested at each start) or its public API.",
  ),
  workers: integer(
    0,
    64,
    1,
    'Gateways behind the one port of this machine, each a process with all limits of its own; 0: one for each core.',
  ),
  sessionsMax: integer(1, 1_000_000, 50_000, 'Most sessions at once, suspended ones included.'),
  handshakesMax: integer(
    16,
    1_000_000,
    10_000,
    'Most connections without a session at once; then the oldest goes that has not said Hello. As many as can be let in within the deadlines.',
  ),
  'overload.delayMsMax': integer(
    0,
    10_000,
    300,
    'Lateness of the event loop from which new sessions are refused, for those that are here; 0: never.',
  ),

  'connections.max': integer(
    16,
    1_000_000,
    60_000,
    'Most client connections at once; more than sessionsMax, so that who finds no room can be told.',
  ),
  'connections.perSecondMax': integer(
    0,
    1_000_000,
    2_000,
    'Most new connections in a second, and at once: about what one core can let in. 0: no limit.',
  ),
  'connections.perAddressMax': integer(
    0,
    1_000_000,
    2_000,
    'Most connections of one address (IPv6: of one /64) at once: room for a school, no room for one to take all. 0: no limit.',
  ),
  'connections.perAddressPerSecondMax': integer(
    0,
    1_000_000,
    200,
    'Most new connections of one address in a second, and at once: a tenth of what there is. 0: no limit.',
  ),
  'connections.exempt': networkList(
    'Networks without limits per address and second, such as a load balancer without PROXY headers. Loopback always is.',
  ),

  'drain.graceMs': integer(
    0,
    60_000,
    2_000,
    'How long after SIGTERM the port stays open, to refuse: for load balancers to notice /readyz.',
  ),
  'drain.spreadMs': integer(
    0,
    300_000,
    10_000,
    'Over which time clients are asked to move, each at its own.',
  ),
  'drain.timeoutMs': integer(0, 600_000, 30_000, 'From SIGTERM to the end, whoever is left then.'),

  origins: originList(
    'Web pages whose scripts may connect; any if unset. What sends no Origin is no browser and may always.',
  ),
  proxyFrom: networkList(
    'Proxies that begin each connection with a PROXY header (v1 or v2), which names the client.',
  ),
  'tls.certFile': optionalWords(
    'PEM file with the certificate for clients and its chain; re-read when it changes.',
  ),
  'tls.keyFile': optionalWords('PEM file with its private key; re-read when it changes.'),
  'tls.plain': choice(['allow', 'refuse'], 'allow', 'Whether clients may connect without TLS.'),

  'registry.kind': choice(['file', 'consul'], 'file', 'Where routes and instances come from.'),
  'registry.file': words('causeway.yaml', 'The file of registry.kind file.'),
  'consul.address': dialAddress('127.0.0.1:8500', "Consul's HTTP API."),
  'consul.prefix': keyPrefix('causeway', 'Keys lie below it: <prefix>/routes/<name>.'),
  'consul.token': secret(1, 'Consul ACL token.'),
  'consul.secure': choice(['no', 'yes'], 'no', 'Whether to speak HTTPS with Consul.'),
  'consul.caFile': optionalWords(
    "PEM file with the authorities of Consul's certificate; Node's own if unset. Read at the start.",
  ),

  'cluster.kind': choice(
    ['memory', 'redis'],
    'memory',
    'How gateways find each other and decide logins together; memory: there is one.',
  ),
  'redis.kind': choice(
    ['server', 'cluster', 'sentinel'],
    'server',
    'What redis.addresses are: one server, nodes of a Redis Cluster, or Sentinels.',
  ),
  'redis.addresses': addressList('127.0.0.1:6379', 'Where Redis is, of cluster.kind redis.'),
  'redis.username': optionalWords('User of an ACL; the default one if unset.'),
  'redis.password': secret(1, 'Password of Redis.'),
  'redis.sentinelMaster': optionalWords('Name of the master that Sentinels are asked for.'),
  'redis.sentinelPassword': secret(1, 'Password of the Sentinels.'),
  'redis.secure': choice(['no', 'yes'], 'no', 'Whether to speak TLS with Redis, and with Sentinels.'),
  'redis.caFile': optionalWords(
    "PEM file with the authorities of Redis's certificate; Node's own if unset. Read at the start.",
  ),
  'redis.prefix': name('causeway', 'All keys begin with it: one for each cluster of gateways.'),
  'redis.commandTimeoutMs': integer(
    50,
    10_000,
    500,
    'How long a command may take; after three times as long without a byte a connection is made anew.',
  ),

  'login.perUserMax': integer(
    0,
    1_000,
    0,
    'Most sessions of one user, over all gateways, suspended ones included. 0: no limit.',
  ),
  'login.perDeviceMax': integer(
    0,
    1_000,
    0,
    'Most sessions of one user in one class of device (auth.deviceClaim). 0: no limit.',
  ),
  'login.loser': choice(
    ['oldest', 'newest'],
    'oldest',
    'Who goes when there are more: a session that is there, told LOGGED_IN_ELSEWHERE, or the login, told TOO_MANY_SESSIONS.',
  ),
  'login.withoutCluster': choice(
    ['allow', 'refuse'],
    'allow',
    'A login that Redis cannot decide: by the sessions of this gateway alone (what is too many ends when Redis is back), or refused.',
  ),

  'link.secret': secret(
    LINK_SECRET_BYTES_MIN,
    'Shared with the backends; both ends prove that they know it. Its file is re-read when it changes.',
  ),
  'link.previousSecret': secret(
    LINK_SECRET_BYTES_MIN,
    'A second secret that is accepted while link.secret is rotated. Its file is re-read when it changes.',
  ),
  'link.tls': choice(
    ['meta', 'always', 'never'],
    'meta',
    'Which backends are dialled with TLS; meta: those that register with tls = true.',
  ),
  'link.tlsName': choice(
    ['host', 'service', 'any'],
    'host',
    "What a backend's certificate must name: the host that is dialled, its service, or anything.",
  ),
  'link.caFile': optionalWords(
    "PEM file with the authorities of backends' certificates; Node's own if unset. Re-read when it changes.",
  ),
  'link.certFile': optionalWords(
    'PEM file with the certificate that is shown to backends that ask for one; re-read when it changes.',
  ),
  'link.keyFile': optionalWords('PEM file with its private key; re-read when it changes.'),
  'link.heartbeatMs': integer(500, 60_000, 5_000, 'Silence on a link after which a ping is sent.'),
  'link.queueBytesMax': integer(64 * KIB, 1024 * MIB, 32 * MIB, 'Most bytes waiting for one backend.'),
  'link.frameBytesMax': integer(64 * KIB, 64 * MIB, MIB, 'Longest frame from and to a backend.'),
  'link.pendingMax': integer(1, 16_777_216, 262_144, 'Most unanswered requests of one link.'),
  'link.gatewaysPerInstance': integer(
    1,
    1_000,
    2,
    'Gateways that keep a link to each instance; the others dial it when a message needs it.',
  ),
  'link.meshGatewaysMax': integer(
    0,
    10_000,
    8,
    'As long as there are no more gateways than this, each keeps links to all instances.',
  ),
  'link.idleTimeoutMs': integer(
    1_000,
    3_600_000,
    60_000,
    'After so long without traffic and sessions a link that is not kept is closed.',
  ),

  'limits.userMessagesPerSecondMax': integer(
    0,
    1_000_000,
    0,
    'Most messages of one user in a second, over all gateways; 0: no limit, since session.messagesPerSecondMax holds for each client.',
  ),
  'limits.userLoginsPerMinuteMax': integer(
    0,
    1_000_000,
    0,
    'Most logins of one user in a minute, over all gateways; 0: no limit, since only the studio knows how many devices share an account.',
  ),

  'session.heartbeatMs': integer(
    5_000,
    120_000,
    20_000,
    'Ping interval, unless the client asks for another.',
  ),
  'session.frameBytesMax': integer(KIB, FRAME_BYTES_CAP, 64 * KIB, 'Longest envelope from a client.'),
  'session.requestsMax': integer(1, 65_536, 256, 'Most unanswered requests of one session.'),
  'session.messagesPerSecondMax': integer(
    0,
    10_000_000,
    50_000,
    'Most messages of one client in a second, and at once: what one may take of the gateway. 0: no limit.',
  ),
  'session.bytesPerSecondMax': integer(
    0,
    1024 * MIB,
    64 * MIB,
    'Most bytes of messages of one client in a second, and at once. 0: no limit.',
  ),
  'session.controlsPerSecondMax': integer(
    100,
    1_000_000,
    4_000,
    'Most control envelopes, WebSocket pings and messages beyond their limit of one client in a second: 1 % of a core.',
  ),
  'session.queueBytesMax': integer(16 * KIB, 1024 * MIB, MIB, 'Most bytes waiting for one client.'),
  'session.resumeWindowMs': integer(0, 3_600_000, 30_000, 'How long a session without a transport is kept.'),
  'session.replayBytesMax': integer(0, 64 * MIB, 256 * KIB, 'Most bytes kept to repeat after a resume.'),
  'session.helloTimeoutMs': integer(100, 60_000, 5_000, 'From accept to Hello.'),
  'session.authTimeoutMs': integer(100, 60_000, 5_000, 'From Hello to its answer.'),
  'session.tokenGraceMs': integer(
    0,
    600_000,
    10_000,
    'How long a session goes on after its token has ended.',
  ),

  'auth.kind': choice(
    ['development', 'jwt', 'service'],
    'development',
    'How tokens are checked. development: loopback only; service: a backend is asked.',
  ),
  'auth.secret': secret(TOKEN_SECRET_BYTES_MIN, 'HS256 secret of auth.kind jwt.'),
  'auth.previousSecret': secret(
    TOKEN_SECRET_BYTES_MIN,
    'A second HS256 secret that is accepted while auth.secret is rotated.',
  ),
  'auth.publicKeyFile': optionalWords(
    'PEM file with the public key of auth.kind jwt (RS256, ES256 or EdDSA, by its kind); re-read when it changes.',
  ),
  'auth.jwksUrl': optionalUrl(
    'Where the key set (JWKS) of auth.kind jwt is fetched; https, or http on loopback.',
  ),
  'auth.jwksFile': optionalWords('File with the key set (JWKS) of auth.kind jwt; re-read when it changes.'),
  'auth.serviceType': integer(
    APPLICATION_TYPE_MIN,
    TYPE_MAX,
    APPLICATION_TYPE_MIN,
    'Message type by which auth.kind service asks a backend, routed by the table.',
  ),
  'auth.issuer': optionalWords('Wanted iss claim; any if unset.'),
  'auth.audience': optionalWords('Wanted in the aud claim; any if unset.'),
  'auth.clockToleranceMs': integer(0, 300_000, 5_000, "How far the token issuer's clock may be off."),
  'auth.userClaim': words('sub', 'Claim with the user id, a string.'),
  'auth.rolesClaim': words('roles', 'Claim with the roles, a list of strings.'),
  'auth.attributesClaim': words(
    'attributes',
    "Claim with the session's first attributes, an object of strings.",
  ),
  'auth.deviceClaim': words('device', 'Claim with the class of device, a string, for login.perDeviceMax.'),
} as const satisfies Readonly<Record<string, Option<unknown>>>;

export type OptionKey = keyof typeof OPTIONS;

type ValueOf<K extends OptionKey> = (typeof OPTIONS)[K] extends Option<infer T> ? T : never;

type SectionName = OptionKey extends infer K ? (K extends `${infer S}.${string}` ? S : never) : never;

/** Values by key. */
export type ConfigValues = { readonly [K in OptionKey]: ValueOf<K> };

/** Values by section: `config.session.heartbeatMs`. */
export type Config = {
  readonly [K in Exclude<OptionKey, `${string}.${string}`>]: ValueOf<K>;
} & {
  readonly [S in SectionName]: {
    readonly [K in OptionKey as K extends `${S}.${infer Rest}` ? Rest : never]: ValueOf<K>;
  };
};

/** The rows in order, without their value types. */
export function optionRows(): readonly (readonly [key: OptionKey, option: Option<unknown>])[] {
  const rows: Readonly<Record<OptionKey, Option<unknown>>> = OPTIONS;
  return Object.entries(rows).map(([key, option]) => [key as OptionKey, option]);
}

/** The key that names a file which holds this secret. */
export const fileKey = (key: OptionKey): string => `${key}File`;

/** Keys that an operator may write for this option. */
export const writtenKeys = (key: OptionKey, { secret }: Option<unknown>): readonly string[] =>
  secret ? [key, fileKey(key)] : [key];

export const envName = (writtenKey: string): string =>
  `CAUSEWAY_${splitWords(writtenKey, '_').toUpperCase()}`;

/** Without the leading dashes. */
export const flagName = (writtenKey: string): string => splitWords(writtenKey, '-').toLowerCase();

const splitWords = (key: string, separator: string): string =>
  key.replaceAll('.', separator).replace(/[A-Z]/g, (letter) => `${separator}${letter}`);
