// The way of all gateways to Redis: a proxy that a fault makes slow.
import { Program, type Programs } from '../../test/support/program.js';
import type { Slowness } from '../../test/support/slow-proxy.js';

export class SlowRedis {
  /** host:port for gateways. */
  readonly address: string;
  readonly #proxy: Program;

  private constructor(address: string, proxy: Program) {
    this.address = address;
    this.#proxy = proxy;
  }

  /** @param target host:port of the Redis behind it */
  static async start(programs: Programs, target: string): Promise<SlowRedis> {
    const proxy = new Program(process.execPath, [programs.file('slow-proxy')], { env: { TARGET: target } });
    const message = await proxy.started(proxy.messages.find('the proxy to listen', isReady));
    return new SlowRedis(isReady(message) ? message.address : '', proxy);
  }

  slow(slowness: Slowness): void {
    this.#proxy.send(slowness);
  }

  async stop(): Promise<void> {
    await this.#proxy.end('SIGKILL');
  }
}

function isReady(message: unknown): message is { address: string } {
  return typeof message === 'object' && message !== null && 'address' in message;
}
