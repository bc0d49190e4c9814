// Steady load from a process of its own, ruled by the test (see test/e2e/programs/load-clients.ts).
import assert from 'node:assert/strict';
import { signToken, type GatewayProcess } from './gateway-process.js';
import type { Account } from './load-client.js';
import { Program, type Programs } from './program.js';

export interface StartLoad {
  /** Clients take them in turn. */
  readonly urls: readonly string[];
  /** One for each client. */
  readonly tokens: readonly string[];
  readonly messagesPerSecond: number;
}

export type LoadCommand =
  { readonly start: StartLoad } | { readonly run: boolean } | { readonly close: true };

export interface Progress {
  readonly requests: number;
  readonly failed: number;
  /** By server. */
  readonly answers: Readonly<Record<string, number>>;
}

export type LoadMessage =
  | { readonly ready: number }
  | { readonly progress: Progress }
  | { readonly account: Account }
  | { readonly broken: string };

export class Load {
  readonly #program: Program;

  private constructor(program: Program) {
    this.#program = program;
  }

  /** Connects `clients` clients, half of them over TCP, half over WebSocket. */
  static async connect(
    programs: Programs,
    gateway: GatewayProcess,
    clients: number,
    messagesPerSecond: number,
  ): Promise<Load> {
    const load = new Load(new Program(process.execPath, [programs.file('load-clients')]));
    const users = Array.from({ length: clients }, (_, index) => `user-${index}`);
    const tokens = await Promise.all(users.map((user) => signToken(user)));
    const urls = [gateway.tcpUrl, gateway.wsUrl];
    load.#program.send({ start: { urls, tokens, messagesPerSecond } });
    const message = await load.#next('the clients to connect', (said) => 'ready' in said || 'broken' in said);
    assert.deepEqual(message, { ready: clients });
    return load;
  }

  run(): void {
    this.#program.send({ run: true });
  }

  /** Resolves when `more` further requests have been answered by `server`, or by anyone. */
  async answered(more: number, server?: string): Promise<void> {
    const from = this.#program.messages.entries.length;
    const first = await this.#next('progress', isProgress, from);
    const start = count(first, server);
    await this.#next(
      `${more} more answers${server === undefined ? '' : ` of ${server}`}`,
      (said) => count(said, server) >= start + more,
      from,
    );
  }

  /** Stops sending. @returns the account since the beginning, when every request has its end */
  async pause(): Promise<Account> {
    const from = this.#program.messages.entries.length;
    this.#program.send({ run: false });
    const said = await this.#next('the last answers', (message) => 'account' in message, from);
    if (!('account' in said)) throw new Error('unreachable');
    return said.account;
  }

  /** Closes the clients in order. */
  async close(): Promise<void> {
    this.#program.send({ close: true });
    await this.#program.exited;
  }

  async kill(): Promise<void> {
    await this.#program.end('SIGKILL');
  }

  async #next(what: string, fits: (message: LoadMessage) => boolean, from = 0): Promise<LoadMessage> {
    const found = await this.#program.messages.find(what, (message) => fits(message as LoadMessage), from);
    return found as LoadMessage;
  }
}

function isProgress(message: LoadMessage): boolean {
  return 'progress' in message;
}

function count(message: LoadMessage, server: string | undefined): number {
  if (!('progress' in message)) return 0;
  const { answers } = message.progress;
  if (server !== undefined) return answers[server] ?? 0;
  return Object.values(answers).reduce((sum, answered) => sum + answered, 0);
}
