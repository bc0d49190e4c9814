// A TCP load balancer as stands before gateways: new connections go where the test points, old ones stay.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';

export class Balancer {
  readonly #server: Server;
  #target: string;

  private constructor(server: Server, target: string) {
    this.#server = server;
    this.#target = target;
  }

  /** Leads from a random loopback port to `target` (host:port). */
  static async start(target: string): Promise<Balancer> {
    const server = createServer({ allowHalfOpen: true });
    const balancer = new Balancer(server, target);
    server.on('connection', (client) => {
      const [host = '', port = ''] = balancer.#target.split(':');
      const upstream = connect({ host, port: Number(port), allowHalfOpen: true });
      client.pipe(upstream).pipe(client);
      client.on('error', () => upstream.destroy());
      upstream.on('error', () => client.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return balancer;
  }

  /** host:port */
  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  pointTo(target: string): void {
    this.#target = target;
  }

  close(): void {
    this.#server.close();
  }
}
