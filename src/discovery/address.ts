// "host:port" in and out, with brackets around an IPv6 address.

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Longest host name that DNS allows. */
export const hostCharsMax = 253;

/** undefined where it is not host:port with a port from 1 to 65535. */
export function parseAddress(text: string): Address | undefined {
  const match = /^(?:\[([0-9a-fA-F:.]+(?:%[\w.-]+)?)\]|([^\s:[\]/]+)):(\d{1,5})$/.exec(text);
  if (match === null) return undefined;
  const host = match[1] ?? match[2] ?? '';
  const port = Number(match[3]);
  return isPort(port) && isHost(host) ? { host, port } : undefined;
}

export function formatAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

export function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 65_535;
}

/** A name or address that a dialler can be given: printable, without spaces, brackets or slashes. */
export function isHost(value: string): boolean {
  return value.length <= hostCharsMax && /^[A-Za-z0-9._:%-]+$/.test(value);
}
