// A TCP proxy whose connections a test cuts, as a bad network does: no goodbye reaches either side.
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

export class CutProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #refusing = false;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Leads from a random loopback port to `target` (host:port). */
  static async start(target: string): Promise<CutProxy> {
    const [host = '', port = ''] = target.split(':');
    const server = createServer();
    const proxy = new CutProxy(server);
    server.on('connection', (client) => {
      if (proxy.#refusing) {
        client.resetAndDestroy();
        return;
      }
      const upstream = connect({ host, port: Number(port) });
      for (const [from, to] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        proxy.#sockets.add(from);
        from.pipe(to);
        from.on('error', () => undefined);
        from.on('close', () => {
          proxy.#sockets.delete(from);
          to.destroy();
        });
      }
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  /** host:port */
  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Destroys all connections, and refuses new ones until `mend`. */
  cut(): void {
    this.#refusing = true;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  mend(): void {
    this.#refusing = false;
  }

  close(): void {
    this.#server.close();
    this.cut();
  }
}
