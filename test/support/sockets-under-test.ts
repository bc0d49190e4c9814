// Both ways of reading client sockets have to pass the whole suite: `npm test` runs it on the default,
// `CAUSEWAY_SOCKETS=public npm test` on the other. Gateways in processes of their own read the same variable
// as an option.

/** For gateways in this process. */
export function socketsUnderTest(): 'handle' | 'public' {
  return process.env['CAUSEWAY_SOCKETS'] === 'public' ? 'public' : 'handle';
}
