// The listening end's TCP server: every connection is a link that wants to greet.

import { createServer } from 'node:net';
import { NetByteSocket } from '../transport/net-byte-socket.js';
import { LinkConnection, type LinkOptions, type LinkSink } from './link-connection.js';

/** Takes a new connection over as a link. Called once, in the same turn. */
export type OpenLink = (options: LinkOptions, sink: LinkSink) => LinkConnection;

/** Gateways are few; the rest are strangers, whom the greeting deadline removes. */
const CONNECTIONS_MAX = 1024;

export interface LinkListener {
  /** The port in use, also when 0 was asked for. */
  readonly port: number;
  /** Stops accepting. Links that are open stay. */
  close(): void;
}

/**
 * Listens for links.
 * @throws Error that says what could not be listened on and why
 */
export function listenForLinks(
  host: string,
  port: number,
  onConnection: (open: OpenLink) => void,
): Promise<LinkListener> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    onConnection((options, sink) => new LinkConnection(new NetByteSocket(socket), options, sink));
  });
  server.maxConnections = CONNECTIONS_MAX;
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(new Error(`cannot listen for links on ${host}:${port}: ${error.message}`, { cause: error }));
    });
    server.listen({ host, port }, () => {
      server.removeAllListeners('error');
      // What accept() may report later (too many open files) must not end the process; the backlog waits.
      server.on('error', () => undefined);
      const address = server.address();
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : port,
        close: () => server.close(),
      });
    });
  });
}
