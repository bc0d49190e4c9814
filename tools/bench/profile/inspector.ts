// Takes a CPU profile of another Node process through its inspector, for exactly as long as is asked.
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { CpuProfile } from './cpu-profile.js';

/** Often enough to see functions of a few microseconds in a profile of seconds; costs about 5 %. */
const SAMPLING_INTERVAL_US = 200;

export class Inspector {
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, (result: unknown) => void>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (bytes: Buffer) => {
      const { id = 0, result } = JSON.parse(bytes.toString()) as { id?: number; result?: unknown };
      this.#answers.get(id)?.(result);
      this.#answers.delete(id);
    });
  }

  /** @param said what the process printed: with --inspect=0 Node says there where it listens */
  static async connect(said: string): Promise<Inspector> {
    const url = /Debugger listening on (ws:\S+)/.exec(said)?.[1];
    if (url === undefined) throw new Error(`the process said nothing of an inspector: ${said}`);
    const socket = new WebSocket(url, { perMessageDeflate: false });
    await once(socket, 'open');
    return new Inspector(socket);
  }

  async startProfile(): Promise<void> {
    await this.#call('Profiler.enable');
    await this.#call('Profiler.setSamplingInterval', { interval: SAMPLING_INTERVAL_US });
    await this.#call('Profiler.start');
  }

  async stopProfile(): Promise<CpuProfile> {
    const { profile } = (await this.#call('Profiler.stop')) as { profile: CpuProfile };
    return profile;
  }

  close(): void {
    this.#socket.terminate();
  }

  #call(method: string, params: object = {}): Promise<unknown> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }
}
