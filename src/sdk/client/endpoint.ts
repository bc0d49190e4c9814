// Where a gateway is: tcp://host:port, tls://host:port, ws://… or wss://….

export type Scheme = 'tcp' | 'tls' | 'ws' | 'wss';
const SCHEMES: readonly string[] = ['tcp', 'tls', 'ws', 'wss'] satisfies Scheme[];

export interface Endpoint {
  readonly scheme: Scheme;
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
  /** As given; what a WebSocket is opened with. */
  readonly url: string;
}

const DEFAULT_PORTS: Readonly<Partial<Record<Scheme, number>>> = { ws: 80, wss: 443 };

/** @throws TypeError when `url` is none of the four, or names no port where there is no usual one */
export function parseEndpoint(url: string): Endpoint {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const scheme = parsed?.protocol.slice(0, -1);
  if (parsed === undefined || !isScheme(scheme) || parsed.hostname === '')
    throw new TypeError(`"${url}" is no gateway: expected ws://, wss://, tcp:// or tls:// and a host`);
  const port = parsed.port === '' ? DEFAULT_PORTS[scheme] : Number(parsed.port);
  if (port === undefined) throw new TypeError(`"${url}" names no port: write ${url}:7000, for example`);
  return { scheme, host: parsed.hostname.replace(/^\[|\]$/g, ''), port, url };
}

function isScheme(scheme: string | undefined): scheme is Scheme {
  return scheme !== undefined && SCHEMES.includes(scheme);
}

/**
 * `url` at the other `address` ("host:port") that a GoAway names; scheme and path stay.
 * @returns `url` itself when the address is empty or cannot be read: a wrong hint loses nothing
 */
export function redirected(url: string, address: string): string {
  const split = url.indexOf('://') + 3;
  const path = url.indexOf('/', split);
  const candidate = url.slice(0, split) + address + (path < 0 ? '' : url.slice(path));
  return /^[^/?#@\s]+:\d+$/.test(address) && URL.canParse(candidate) ? candidate : url;
}
