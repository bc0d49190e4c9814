// An outgoing connection under TLS. The socket is handed out only when the peer's certificate has been
// checked: nothing is ever written to somebody else.

import { isIP } from 'node:net';
import { connect, type ConnectionOptions } from 'node:tls';
import {
  PendingConnect,
  type ConnectAttempt,
  type ConnectOptions,
  type ConnectOutcome,
} from './connect-attempt.js';
import { NetByteSocket } from './net-byte-socket.js';

export interface TlsPeerOptions {
  /** Authorities whose certificates are taken, as PEM; undefined: Node's own. */
  readonly ca?: string | undefined;
  /** Shown to a peer that asks for one, as PEM. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** What the peer's certificate must name; undefined: anything. */
  readonly name: string | undefined;
}

/** As `connectByteSocket`; `timeoutMs` covers the handshake too. */
export function connectTlsByteSocket(
  options: ConnectOptions,
  peer: TlsPeerOptions,
  onOutcome: (outcome: ConnectOutcome) => void,
): ConnectAttempt {
  const socket = connect(connectionOptions(options, peer));
  const attempt = new PendingConnect(socket, options, 'TLS connection', onOutcome);
  socket.on('error', (error: Error) => {
    attempt.fail(causeOf(error));
  });
  socket.on('close', () => {
    attempt.fail('closed during the TLS handshake');
  });
  socket.on('secureConnect', () => {
    attempt.succeed(() => new NetByteSocket(socket));
  });
  return attempt;
}

function connectionOptions({ host, port }: ConnectOptions, peer: TlsPeerOptions): ConnectionOptions {
  const { ca, cert, key, name } = peer;
  const halfOpen: ConnectionOptions & { readonly allowHalfOpen: boolean } = {
    ...{ host, port, allowHalfOpen: true, minVersion: 'TLSv1.2' },
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    // An address is no server name (RFC 6066 section 3); it is checked against the host then.
    ...(name !== undefined && isIP(name) === 0 && { servername: name }),
    ...(name === undefined && { checkServerIdentity: () => undefined }),
  };
  return halfOpen;
}

function causeOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  return `${code}${error.message}`;
}
