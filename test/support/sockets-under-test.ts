// Both ways of reading client sockets have to pass the whole suite: `CAUSEWAY_SOCKETS=handle npm test` (or
// public) runs it on one of them. Gateways in processes of their own read the same variable as an option.

/** For gateways in this process; undefined: the default. */
export function socketsUnderTest(): 'handle' | 'public' | undefined {
  const asked = process.env['CAUSEWAY_SOCKETS'];
  return asked === 'handle' || asked === 'public' ? asked : undefined;
}
