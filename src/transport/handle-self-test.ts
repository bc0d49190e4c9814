// Decides at start whether Node's internals behave as handle-byte-socket.ts expects: one connection over
// loopback that is accepted, echoes more than a socket buffer holds, and ends.

import { createServer, Socket, type Server } from 'node:net';
import { systemClock, within } from '../clock.js';
import type { ByteSink, ByteSocket } from './byte-socket.js';
import { HandleSockets } from './handle-byte-socket.js';

export type HandleTest =
  { readonly ok: true; readonly sockets: HandleSockets } | { readonly ok: false; readonly reason: string };

/** Loopback answers within milliseconds; a busy machine may need longer, a broken one would take for ever. */
const TEST_TIMEOUT_MS = 2_000;

/** More than the kernel takes at once, so that a write that has to wait is tested too. */
const ECHO_BYTES = 8 * 1024 * 1024;

/** Never rejects. */
export async function testHandleSockets(): Promise<HandleTest> {
  const sockets = HandleSockets.open();
  if (sockets === undefined) return { ok: false, reason: 'no stream_wrap binding' };
  const server = createServer({ allowHalfOpen: true });
  const client = new Socket();
  try {
    const reason = await within(systemClock, TEST_TIMEOUT_MS, echoOnce(server, client, sockets));
    if (reason === undefined) return { ok: true, sockets };
    return { ok: false, reason: reason === 'late' ? `no echo within ${TEST_TIMEOUT_MS} ms` : reason };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  } finally {
    client.destroy();
    server.close();
  }
}

/** @returns what went wrong, or undefined. */
function echoOnce(server: Server, client: Socket, sockets: HandleSockets): Promise<string | undefined> {
  return new Promise((resolve) => {
    server.once('error', (error) => {
      resolve(error.message);
    });
    server.listen(0, '127.0.0.1', () => {
      const taken = sockets.takeConnections(
        server,
        (socket) => {
          socket.start(new Echo(socket));
        },
        (error) => {
          resolve(error.message);
        },
      );
      if (!taken) resolve('the server has no handle to take');
      else sendAndCompare(server, client, resolve);
    });
  });
}

function sendAndCompare(server: Server, client: Socket, done: (reason: string | undefined) => void): void {
  const address = server.address();
  if (address === null || typeof address === 'string') return done('the test server has no port');
  const sent = Buffer.alloc(ECHO_BYTES, 'causeway');
  const received: Buffer[] = [];
  client.connect({ host: '127.0.0.1', port: address.port });
  client.on('error', (error) => {
    done(error.message);
  });
  client.on('data', (chunk: Buffer) => received.push(chunk));
  client.on('end', () => {
    done(Buffer.concat(received).equals(sent) ? undefined : 'the echo differs');
  });
  client.end(sent);
}

/** Sends back what it reads, and ends after the peer has. */
class Echo implements ByteSink {
  readonly #socket: ByteSocket;

  constructor(socket: ByteSocket) {
    this.#socket = socket;
  }

  onBytes(bytes: Uint8Array, start: number, end: number): void {
    this.#socket.write(bytes.slice(start, end));
  }

  onEnd(): void {
    this.#socket.end();
  }

  onDrain(): void {
    // What does not fit waits in libuv: the test's bytes are few.
  }

  onClosed(): void {
    // The client has seen the end and compared.
  }
}
