// A server that speaks as much of Redis's protocol as a test has answers for, so that it can be asked, and be
// silent, at a moment that a real one passes too quickly.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

/** What Redis writes: a text, a number, a list of them, or what stands behind an error's "-". */
export type Reply = string | number | Error | readonly Reply[];
/** @param command its name first, in capitals */
export type Answer = (command: readonly string[]) => Reply | Promise<Reply>;

export class ScriptedRedis {
  readonly #server: Server;
  readonly #answer: Answer;
  readonly #sockets = new Set<Socket>();
  readonly #subscribers = new Set<Socket>();

  private constructor(answer: Answer, tls: TlsOptions | undefined) {
    this.#answer = answer;
    const serve = (socket: Socket): void => {
      this.#serve(socket);
    };
    this.#server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve);
  }

  /** On a random loopback port. SUBSCRIBE it answers by itself, and HELLO as a Redis too old for it. */
  static async start(answer: Answer, tls?: TlsOptions): Promise<ScriptedRedis> {
    const redis = new ScriptedRedis(answer, tls);
    redis.#server.listen(0, '127.0.0.1');
    await once(redis.#server, 'listening');
    return redis;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get address(): { readonly host: string; readonly port: number } {
    return { host: '127.0.0.1', port: this.port };
  }

  get connections(): number {
    return this.#sockets.size;
  }

  /** How many connections have subscribed and are there. */
  get subscribers(): number {
    return this.#subscribers.size;
  }

  /** To all subscribers. */
  publish(channel: string, text: string): void {
    for (const socket of this.#subscribers) socket.write(written(['message', channel, text]));
  }

  /** Ends all connections. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  close(): void {
    this.#server.close();
    this.cut();
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#subscribers.delete(socket);
    });
    let answered = Promise.resolve();
    let text = '';
    socket.on('data', (chunk) => {
      const [commands, rest] = commandsIn(text + chunk.toString());
      text = rest;
      for (const command of commands)
        answered = answered
          .then(() => this.#replyTo(command, socket))
          .then((reply) => void socket.write(written(reply)));
    });
  }

  #replyTo(command: readonly string[], socket: Socket): Reply | Promise<Reply> {
    const [name = '', channel = ''] = command;
    if (name === 'HELLO') return new Error("ERR unknown command 'HELLO'");
    if (name !== 'SUBSCRIBE') return this.#answer(command);
    if (!socket.destroyed) this.#subscribers.add(socket);
    return ['subscribe', channel, 1];
  }
}

/** Commands are lists of texts: *2, $4, INFO, $6, server. And what stands behind the last whole one. */
function commandsIn(text: string): readonly [readonly (readonly string[])[], string] {
  const commands: string[][] = [];
  let from = 0;
  for (;;) {
    const words: string[] = [];
    const head = /^\*(\d+)\r\n/.exec(text.slice(from));
    let at = from + (head?.[0].length ?? 0);
    while (head !== null && words.length < Number(head[1])) {
      const length = /^\$(\d+)\r\n/.exec(text.slice(at));
      const start = at + (length?.[0].length ?? 0);
      at = start + Number(length?.[1]) + 2;
      if (length === null || at > text.length) return [commands, text.slice(from)];
      words.push(text.slice(start, at - 2));
    }
    if (head === null) return [commands, text.slice(from)];
    const [name = '', ...args] = words;
    commands.push([name.toUpperCase(), ...args]);
    from = at;
  }
}

function written(reply: Reply): string {
  if (typeof reply === 'number') return `:${reply}\r\n`;
  if (typeof reply === 'string') return `$${Buffer.byteLength(reply)}\r\n${reply}\r\n`;
  if (reply instanceof Error) return `-${reply.message}\r\n`;
  return `*${reply.length}\r\n${reply.map(written).join('')}`;
}
