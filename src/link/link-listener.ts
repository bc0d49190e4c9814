// The listening end's TCP server: every connection is a link that wants to greet. Under TLS it is one when
// the handshake is done.

import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Clock } from '../clock.js';
import {
  authoritiesSource,
  certificateSource,
  TLS_VERSION_MIN,
  type CertificateFiles,
} from '../credentials/certificates.js';
import { openCredential, type Credential, type CredentialSource } from '../credentials/credential.js';
import type { Log } from '../log.js';
import { NetByteSocket } from '../transport/net-byte-socket.js';
import { LinkConnection, type LinkOptions, type LinkSink } from './link-connection.js';
import { listening } from './listening.js';

/** Takes a new connection over as a link. Called once, in the same turn. */
export type OpenLink = (options: LinkOptions, sink: LinkSink) => LinkConnection;

/** Gateways are few; the rest are strangers, whom the greeting deadline removes. */
const CONNECTIONS_MAX = 1024;

/** As a link's greeting, which comes after it. */
const HANDSHAKE_TIMEOUT_MS = 5_000;

export interface LinkListener {
  /** The port in use, also when 0 was asked for. */
  readonly port: number;
  /** Stops accepting. Links that are open stay. */
  close(): void;
}

/** TLS on the listening end. The files are re-read when they change, for links that come after. */
export interface LinkTlsOptions extends CertificateFiles {
  /** Authorities of the certificates that gateways must show; undefined: none is asked for. */
  readonly clientCaFile?: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Listens for links.
 * @param connectionsMax at once, greeted or not; more are closed unread
 * @throws Error that says what could not be listened on and why
 */
export async function listenForLinks(
  host: string,
  port: number,
  onConnection: (open: OpenLink) => void,
  tls?: LinkTlsOptions,
  connectionsMax = CONNECTIONS_MAX,
): Promise<LinkListener> {
  const accept = (socket: Socket): void => {
    onConnection((options, sink) => new LinkConnection(new NetByteSocket(socket), options, sink));
  };
  const { server, credentials } =
    tls === undefined
      ? { server: createServer({ allowHalfOpen: true }, accept), credentials: [] }
      : await newTlsServer(tls, accept);
  const closeCredentials = (): void => {
    for (const credential of credentials) credential.close();
  };
  server.maxConnections = connectionsMax;
  try {
    const bound = await listening(server, host, port, 'links');
    return {
      port: bound,
      close: () => {
        closeCredentials();
        server.close();
      },
    };
  } catch (error) {
    closeCredentials();
    throw error;
  }
}

interface TlsParts {
  readonly server: Server;
  readonly credentials: readonly Credential<unknown>[];
}

async function newTlsServer(options: LinkTlsOptions, accept: (socket: Socket) => void): Promise<TlsParts> {
  const { clientCaFile, clock } = options;
  const renew = (): void => {
    server.setSecureContext(secureOptions());
  };
  const certificate = await open(
    { ...certificateSource('link certificate', options, clock), onChange: renew },
    options,
  );
  const authorities =
    clientCaFile === undefined
      ? undefined
      : await open({ ...authoritiesSource('link authorities', clientCaFile), onChange: renew }, options);
  const secureOptions = (): { cert: string; key: string; ca?: string; minVersion: 'TLSv1.2' } => ({
    cert: certificate.value.cert,
    key: certificate.value.key,
    ...(authorities !== undefined && { ca: authorities.value }),
    minVersion: TLS_VERSION_MIN,
  });
  const server = createTlsServer(
    {
      ...secureOptions(),
      allowHalfOpen: true,
      handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      requestCert: authorities !== undefined,
      rejectUnauthorized: authorities !== undefined,
    },
    accept,
  );
  server.on('tlsClientError', (error: Error, socket: Socket) => {
    options.log.debug({ remote: socket.remoteAddress, reason: error.message }, 'TLS handshake failed');
    // Node only tells of a handshake that is late: whoever says nothing would keep the connection for ever.
    socket.destroy();
  });
  return { server, credentials: [certificate, ...(authorities === undefined ? [] : [authorities])] };
}

async function open<T>(source: CredentialSource<T>, options: LinkTlsOptions): Promise<Credential<T>> {
  const opened = await openCredential(source, options);
  if (opened.ok) return opened.credential;
  throw new Error(`cannot listen for links: ${opened.problem}`);
}
