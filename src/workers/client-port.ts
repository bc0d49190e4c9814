// The clients' port when workers serve it: the primary accepts and gives every connection away unread.

import { createServer, type Server } from 'node:net';
import type { Log } from '../log.js';
import { testHandleSockets } from '../transport/handle-self-test.js';
import { takeHandles } from '../transport/handle-transfer.js';
import { bindClientPort } from '../transport/listener.js';
import type { Place } from './channel.js';
import type { Connection } from './worker-process.js';

export interface ClientPortOptions {
  readonly host: string;
  readonly port: number;
  readonly sockets: 'public' | 'handle';
  readonly log: Log;
  readonly onConnection: (connection: Connection) => void;
}

export interface ClientPort {
  readonly address: Place;
  close(): void;
}

/**
 * Starts to listen.
 * @throws Error (as rejection) that tells an operator why it can't
 */
export async function openClientPort(options: ClientPortOptions): Promise<ClientPort> {
  const { host, port, sockets, log, onConnection } = options;
  const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, onConnection);
  await bindClientPort(server, options);
  server.on('error', (error) => {
    logAcceptError(log, error);
  });
  if (sockets === 'handle') await giveHandles(server, options);
  const bound = server.address();
  const address =
    bound === null || typeof bound === 'string' ? { host, port } : { host: bound.address, port: bound.port };
  return {
    address,
    close: () => {
      server.close();
    },
  };
}

/** Workers that read by Node's internals get handles; where those are not as expected, sockets. */
async function giveHandles(server: Server, { log, onConnection }: ClientPortOptions): Promise<void> {
  const test = await testHandleSockets();
  const taken =
    test.ok &&
    takeHandles(server, onConnection, (error) => {
      logAcceptError(log, error);
    });
  if (taken) return;
  const reason = test.ok ? 'the server has no handle to take' : test.reason;
  log.warn({ reason }, 'this Node does not pass the self-test of the fast sockets; using its public ones');
}

function logAcceptError(log: Log, error: Error): void {
  log.error({ error: error.message }, 'cannot accept clients: raise the limit of open files (ulimit -n)');
}
