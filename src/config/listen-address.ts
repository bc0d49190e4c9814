// Addresses to listen on: as all addresses, and port 0 lets the system choose.

import { parseAddress, type Address } from '../discovery/address.js';

/** undefined where `text` is not host:port with a port from 0 to 65535. */
export function parseListenAddress(text: string): Address | undefined {
  const anyPort = /^(.*):0$/.exec(text);
  if (anyPort === null) return parseAddress(text);
  const parsed = parseAddress(`${anyPort[1] ?? ''}:1`);
  return parsed && { host: parsed.host, port: 0 };
}

/** Whether only this machine reaches what listens there. A name other than localhost may mean anything. */
export function isLoopback({ host }: Address): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
