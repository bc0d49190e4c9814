// A TCP proxy that holds bytes back, as a server that is busy or a path that is full does: what was sent arrives
// late, whole and in order, also when who sent it has long given up and gone. So a command is done after its
// time-out, which is what tells a slow server from one that is away.
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

/** How late bytes arrive, in milliseconds. */
export interface Slowness {
  /** On their way to the server: it does late what it is asked. */
  readonly toServerMs: number;
  /** On their way back: what was done is said late. */
  readonly toClientMs: number;
}

export const PROMPT: Slowness = { toServerMs: 0, toClientMs: 0 };
/** Bytes held back in one direction of a connection; then its sender has to wait too. */
const HELD_BYTES_MAX = 16 * 1024 * 1024;

export class SlowProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #slowness: Slowness = PROMPT;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Leads from a random loopback port to `target` (host:port). */
  static async start(target: string): Promise<SlowProxy> {
    const [host = '', port = ''] = target.split(':');
    // A side that has ended still gets what was held back for it.
    const server = createServer({ allowHalfOpen: true });
    const proxy = new SlowProxy(server);
    server.on('connection', (client) => {
      proxy.#join(client, connect({ host, port: Number(port), allowHalfOpen: true }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  /** host:port */
  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** From now on; what is held back already arrives when it was to. */
  slow(slowness: Slowness): void {
    this.#slowness = slowness;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(client: Socket, upstream: Socket): void {
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true);
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
    }
    new DelayLine(client, upstream, () => this.#slowness.toServerMs);
    new DelayLine(upstream, client, () => this.#slowness.toClientMs);
  }
}

/** What is held back; undefined: the end. */
type Held = Buffer | undefined;

/** One direction of a connection. */
class DelayLine {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #held: Held[] = [];
  #heldBytes = 0;
  /** When the last of them is due, monotonic milliseconds. */
  #dueMs = 0;

  constructor(from: Socket, to: Socket, delayMs: () => number) {
    this.#from = from;
    this.#to = to;
    from.on('data', (bytes: Buffer) => {
      this.#hold(bytes, delayMs());
    });
    // A reset is an end too: nobody reads an answer any more, but what was asked for is on its way.
    from.once('close', () => {
      this.#hold(undefined, delayMs());
    });
    from.once('end', () => {
      this.#hold(undefined, delayMs());
    });
  }

  #hold(held: Held, delayMs: number): void {
    const nowMs = performance.now();
    if (delayMs === 0 && this.#held.length === 0) {
      this.#pass(held);
      return;
    }
    this.#held.push(held);
    this.#heldBytes += held?.length ?? 0;
    if (this.#heldBytes > HELD_BYTES_MAX) this.#from.pause();
    this.#dueMs = Math.max(this.#dueMs, nowMs + delayMs);
    // Timers of nearly the same time run in any order: each lets the oldest go.
    setTimeout(() => {
      this.#passOldest();
    }, this.#dueMs - nowMs);
  }

  #passOldest(): void {
    const held = this.#held.shift();
    this.#heldBytes -= held?.length ?? 0;
    if (this.#heldBytes <= HELD_BYTES_MAX) this.#from.resume();
    this.#pass(held);
  }

  #pass(held: Held): void {
    if (held !== undefined) this.#to.write(held);
    else this.#to.end();
  }
}
