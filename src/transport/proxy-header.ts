// The PROXY protocol header (HAProxy's text, versions 1 and 2): what a proxy says in front of a
// connection about the client behind it. Pure. Whoever may say it could claim any address, so it is only
// read from listed proxies, and there it must come.

import { isIPv4, isIPv6 } from 'node:net';
import { formatAddress } from './net-byte-socket.js';

/** Longest header taken, in bytes: version 1 ends at 107, version 2 with common TLVs stays far below. */
export const PROXY_HEADER_BYTES_MAX = 1024;

const V1_BYTES_MAX = 107;
const V1_START = Buffer.from('PROXY ', 'latin1');
const V2_SIGNATURE = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
/** Signature, version and command, family and protocol, length. */
const V2_HEAD_BYTES = 16;

const V2_VERSION = 2;
const V2_LOCAL = 0;
const V2_PROXY = 1;

/** Family and protocol of TCP over IPv4 and IPv6, with the bytes of one address. */
const V2_ADDRESSES: ReadonlyMap<number, number> = new Map([
  [0x11, 4],
  [0x21, 16],
]);

export type ProxyHeader =
  /** The header is not whole yet. */
  | { readonly outcome: 'more' }
  /**
   * `bytes` is the header's length. `client` is "address:port", undefined where the proxy speaks for
   * itself (a health check) or does not know.
   */
  | { readonly outcome: 'whole'; readonly bytes: number; readonly client: string | undefined }
  /** No header, or a broken one. */
  | { readonly outcome: 'malformed' };

const MORE: ProxyHeader = { outcome: 'more' };
const MALFORMED: ProxyHeader = { outcome: 'malformed' };

/** Reads the header at the beginning of `bytes`, as far as it has come. */
export function readProxyHeader(bytes: Uint8Array): ProxyHeader {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.length === 0) return MORE;
  if (view[0] === V2_SIGNATURE[0]) return readVersion2(view);
  return readVersion1(view);
}

function readVersion1(view: Buffer): ProxyHeader {
  if (!startsAlike(view, V1_START)) return MALFORMED;
  const end = view.subarray(0, V1_BYTES_MAX).indexOf('\r\n');
  if (end < 0) return view.length < V1_BYTES_MAX ? MORE : MALFORMED;
  const words = view.toString('latin1', 0, end).split(' ').slice(1);
  const bytes = end + 2;
  // What follows UNKNOWN is to be ignored.
  if (words[0] === 'UNKNOWN') return { outcome: 'whole', bytes, client: undefined };
  const client = clientOf(words);
  return client === undefined ? MALFORMED : { outcome: 'whole', bytes, client };
}

/** @param words family, source and target address, source and target port */
function clientOf(words: readonly string[]): string | undefined {
  const [family, source = '', target = '', sourcePort = '', targetPort = '', ...rest] = words;
  const isAddress = family === 'TCP4' ? isIPv4 : isIPv6;
  if ((family !== 'TCP4' && family !== 'TCP6') || rest.length > 0) return undefined;
  // A zone ("fe80::1%eth0") means nothing outside the proxy's host.
  if (!isAddress(source) || !isAddress(target) || source.includes('%')) return undefined;
  const port = portOf(sourcePort);
  if (port === undefined || portOf(targetPort) === undefined) return undefined;
  return formatAddress(family === 'TCP6' ? canonicalIpv6(source) : source, port);
}

/** Decimal without leading zeros, 0 to 65535. */
function portOf(text: string): number | undefined {
  return /^(?:0|[1-9]\d{0,4})$/.test(text) && Number(text) <= 65535 ? Number(text) : undefined;
}

function readVersion2(view: Buffer): ProxyHeader {
  if (!startsAlike(view, V2_SIGNATURE)) return MALFORMED;
  if (view.length < V2_HEAD_BYTES) return MORE;
  const versionAndCommand = view.readUInt8(12);
  const bytes = V2_HEAD_BYTES + view.readUInt16BE(14);
  const command = versionAndCommand & 0x0f;
  if (versionAndCommand >> 4 !== V2_VERSION || command > V2_PROXY || bytes > PROXY_HEADER_BYTES_MAX)
    return MALFORMED;
  if (view.length < bytes) return MORE;
  if (command === V2_LOCAL) return { outcome: 'whole', bytes, client: undefined };
  return readAddresses(view.subarray(0, bytes));
}

/** Source and target address, then both ports; TLVs behind them are left alone. */
function readAddresses(header: Buffer): ProxyHeader {
  const addressBytes = V2_ADDRESSES.get(header.readUInt8(13));
  // UNSPEC, UDP and Unix sockets: the text says to take the connection and not to look.
  if (addressBytes === undefined) return { outcome: 'whole', bytes: header.length, client: undefined };
  const portAt = V2_HEAD_BYTES + 2 * addressBytes;
  if (header.length < portAt + 4) return MALFORMED;
  const address = header.subarray(V2_HEAD_BYTES, V2_HEAD_BYTES + addressBytes);
  const client = formatAddress(addressText(address), header.readUInt16BE(portAt));
  return { outcome: 'whole', bytes: header.length, client };
}

function addressText(address: Buffer): string {
  if (address.length === 4) return [...address].join('.');
  const groups = Array.from({ length: 8 }, (_none, at) => address.readUInt16BE(2 * at).toString(16));
  return canonicalIpv6(groups.join(':'));
}

/**
 * The spelling that sockets give: small letters, the longest run of zeros as "::", a mapped IPv4 address as
 * such. Limits count by it, so that each client has one.
 */
function canonicalIpv6(address: string): string {
  const text = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(text) ?? [];
  if (high === undefined || low === undefined) return text;
  return [high, low].flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]).join('.');
}

/** Whether the one begins as the other does, as far as both go. */
function startsAlike(view: Buffer, start: Buffer): boolean {
  const length = Math.min(view.length, start.length);
  return view.subarray(0, length).equals(start.subarray(0, length));
}
