// Begins to listen, for the servers of the backend SDK: links, and HTTP for operators.

import type { Server } from 'node:net';

/**
 * @param what for people: "links"
 * @returns the port in use, also when 0 was asked for
 * @throws Error (rejects) that says what could not be listened on and why
 */
export function listening(server: Server, host: string, port: number, what: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(new Error(`cannot listen for ${what} on ${host}:${port}: ${error.message}`, { cause: error }));
    });
    server.listen({ host, port }, () => {
      server.removeAllListeners('error');
      // What accept() may report later (too many open files) must not end the process; the backlog waits.
      server.on('error', () => undefined);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
