// How ioredis gets its sockets. Its own connectors hear the first error of a socket only, and one under TLS can
// have another: an alert that comes while it is being given up. An error that nobody hears ends the process.

import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, TLSSocket, type ConnectionOptions } from 'node:tls';
import { AbstractConnector, SentinelConnector } from 'ioredis';

type Address = Pick<ConnectionOptions, 'host' | 'port'> & { readonly family?: number | null };
type ServerOptions = Address & { readonly disconnectTimeout: number; readonly tls?: ConnectionOptions };

/** To a server by its address, or a node of a Redis Cluster. */
export class ServerConnector extends AbstractConnector {
  readonly #options: ServerOptions;

  /** @param options what ioredis makes of those that it was given */
  constructor(options: unknown) {
    const known = options as ServerOptions;
    super(known.disconnectTimeout);
    this.#options = known;
  }

  connect(): Promise<Socket> {
    const { host, port, family, tls } = this.#options;
    const address = { host: host ?? 'localhost', port: port ?? 6379, family: family ?? undefined };
    this.connecting = true;
    const socket = tls === undefined ? connectTcp(address) : connectTls({ ...address, ...tls });
    socket.on('error', (error) => {
      this.firstError ??= error;
    });
    this.stream = socket;
    return Promise.resolve(socket);
  }
}

/**
 * To the master that Sentinels name. As soon as a socket to it is open, TLS included, ioredis subscribes at the
 * Sentinels, for whoever asked: so one that opens for a client that is gone would leave subscriptions that come
 * back for ever and keep the process.
 */
export class MasterConnector extends SentinelConnector {
  #opening: Socket | undefined;

  constructor(options: unknown) {
    super(options as ConstructorParameters<typeof SentinelConnector>[0]);
  }

  override async connect(...args: Parameters<SentinelConnector['connect']>): Promise<Socket> {
    const socket = await super.connect(...args);
    socket.on('error', () => undefined);
    socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', () => (this.#opening = undefined));
    this.#opening = socket;
    // Disconnected since the socket was made, before it was known here.
    if (!this.connecting) socket.destroy();
    return socket;
  }

  override disconnect(): void {
    super.disconnect();
    this.#opening?.destroy();
  }
}
