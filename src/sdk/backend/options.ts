// What a backend is made with, its defaults, and the check of all of it at once.

import type { Clock } from '../../clock.js';
import { systemClock } from '../../clock.js';
import { formatAddress, parseAddress, type Address } from '../../discovery/address.js';
import { DEFAULT_LINK_LIMITS, type LinkLimits } from '../../link/link-connection.js';
import { consoleLog, type Log } from '../../log.js';
import type { LinkTlsOptions } from '../../link/link-listener.js';
import type { DispatchLimits } from './dispatcher.js';

export interface BackendOptions {
  /** Name of the service that routes lead to. */
  readonly service: string;
  /** Unique over all services. Default: the service's name and a random suffix. */
  readonly serverId?: string;
  /** "host:port" to take links on; port 0 chooses a free one. Default "127.0.0.1:0". */
  readonly listen?: string;
  /** "host:port" that gateways dial. Default: where it listens. */
  readonly advertise?: string;
  /** The secret shared with the gateways, at least 16 bytes; two of them while it is rotated. */
  readonly secrets: string | readonly string[];
  /** Takes links under TLS only, and registers so (meta tls = true). Default: without TLS. */
  readonly tls?: BackendTls;
  /** Where to register. Without it somebody else names this backend to the gateways. */
  readonly registry?: ConsulOptions;
  /** What is registered beside the address, for example { weight: '2' }. */
  readonly meta?: Readonly<Record<string, string>>;
  /** "host:port" for /metrics and /healthz. Default: none. */
  readonly metricsListen?: string;
  readonly limits?: Partial<BackendLimits>;
  /** For example a pino logger. Default: warnings and errors go to the console. `silentLog` for quiet. */
  readonly log?: Log;
  readonly clock?: Clock;
}

export interface ConsulOptions {
  /** "host:port" of a Consul agent. */
  readonly consul: string;
  /** ACL token. */
  readonly token?: string;
  /** Speak HTTPS. */
  readonly secure?: boolean;
  /** Authorities of Consul's certificate, as PEM. Default: Node's own. */
  readonly ca?: string;
}

/** PEM files, re-read when they change. */
export interface BackendTls {
  /** The certificate and its chain. By default it must name the host that gateways dial. */
  readonly certFile: string;
  readonly keyFile: string;
  /** Authorities of the certificates that gateways must show. Default: none is asked for. */
  readonly clientCaFile?: string;
}

export interface BackendLimits extends LinkLimits, DispatchLimits {
  /** Most calls and commands that wait for an answer on one link. */
  readonly callsMax: number;
  /** How long a drain waits for running handlers. */
  readonly drainTimeoutMs: number;
}

export const DEFAULT_BACKEND_LIMITS: BackendLimits = {
  ...DEFAULT_LINK_LIMITS,
  // An eighth of the queue: the rest is for answers to what has been read already.
  readQueueBytesMax: 4 * 1024 * 1024,
  handlersMax: 1024,
  orderedMax: 64,
  callsMax: 4096,
  drainTimeoutMs: 10_000,
};

/** Options with every default filled in. */
export interface BackendSettings {
  readonly service: string;
  readonly serverId: string;
  readonly listen: Address;
  readonly advertise: Address | undefined;
  readonly secrets: readonly Uint8Array[];
  readonly tls: LinkTlsOptions | undefined;
  readonly registry: (Omit<ConsulOptions, 'consul'> & { readonly address: Address }) | undefined;
  readonly meta: ReadonlyMap<string, string>;
  readonly metricsListen: Address | undefined;
  readonly limits: BackendLimits;
  readonly log: Log;
  readonly clock: Clock;
}

const SECRET_BYTES_MIN = 16;
const ANY_HOSTS = new Set(['0.0.0.0', '::']);

/**
 * Fills in defaults and checks everything.
 * @param suffix makes the default server id unique
 * @throws Error that lists every problem
 */
export function settleOptions(options: BackendOptions, suffix: string): BackendSettings {
  const problems: string[] = [];
  const address = (name: string, text: string | undefined): Address | undefined => {
    const parsed = text === undefined ? undefined : parseListenAddress(text);
    if (text !== undefined && parsed === undefined) problems.push(`${name}: "${text}" is not host:port`);
    return parsed;
  };
  const { service, serverId = `${service}-${suffix}`, secrets, registry } = options;
  const consul = address('registry.consul', registry?.consul);
  const { clock = systemClock, log = consoleLog } = options;
  const settings: BackendSettings = {
    service,
    serverId,
    listen: address('listen', options.listen ?? '127.0.0.1:0') ?? { host: '', port: 0 },
    advertise: address('advertise', options.advertise),
    secrets: (typeof secrets === 'string' ? [secrets] : secrets).map((secret) => Buffer.from(secret)),
    tls: options.tls && { ...options.tls, clock, log },
    registry: consul === undefined ? undefined : { ...registry, address: consul },
    meta: new Map(Object.entries({ ...(options.tls && { tls: 'true' }), ...options.meta })),
    metricsListen: address('metricsListen', options.metricsListen),
    limits: { ...DEFAULT_BACKEND_LIMITS, ...options.limits },
    log,
    clock,
  };
  problems.push(...problemsOf(settings));
  if (problems.length > 0) throw new Error(`backend options: ${problems.join('; ')}`);
  return settings;
}

function problemsOf(settings: BackendSettings): string[] {
  const { service, serverId, secrets, listen, advertise, registry, limits } = settings;
  const problems: string[] = [];
  if (service === '') problems.push('service: a name is missing');
  if (serverId === '' || serverId.length > 255) problems.push('serverId: 1 to 255 characters');
  if (secrets.length < 1 || secrets.length > 2) problems.push('secrets: one, or two while it is rotated');
  if (secrets.some((secret) => secret.length < SECRET_BYTES_MIN))
    problems.push(`secrets: at least ${SECRET_BYTES_MIN} bytes each`);
  if (registry !== undefined && advertise === undefined && ANY_HOSTS.has(listen.host))
    problems.push(`advertise: gateways cannot dial ${formatAddress(listen)}; say host:port that they can`);
  for (const [name, value] of Object.entries(limits))
    if (!Number.isFinite(value) || value <= 0) problems.push(`limits.${name}: a number above 0`);
  return problems;
}

/** As `parseAddress`, with port 0 for any free one. */
function parseListenAddress(text: string): Address | undefined {
  const any = /^(.*):0+$/.exec(text);
  if (any === null) return parseAddress(text);
  const parsed = parseAddress(`${any[1] ?? ''}:1`);
  return parsed && { host: parsed.host, port: 0 };
}
