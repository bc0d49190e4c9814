// `causeway connect`: a client by hand. Lines or --send become messages, answers and pushes become lines.

import { systemClock, type Timer } from '../../clock.js';
import { formatAddress } from '../../discovery/address.js';
import type { Client } from '../../sdk/client/client.js';
import { connect, ConnectError, RequestError } from '../../sdk/client/node.js';
import { clientToken } from '../client-token.js';
import { importsFrom, readSource } from '../gen.js';
import { ExitCode, type Host } from '../host.js';
import { operatorConfig } from '../operator.js';
import type { Flags } from '../scope.js';
import { columns } from '../text.js';
import { decodeJson, openBook, type Book } from './book.js';
import { parseLine, readable, type SendOrder } from './line.js';

export interface ConnectArguments {
  readonly flags: Flags;
  /** The gateway of the configuration if left out. */
  readonly url: string | undefined;
  readonly tokenFile: string | undefined;
  /** For a development token. */
  readonly user: string;
  readonly roles: readonly string[];
  readonly protoFiles: readonly string[];
  readonly protoPaths: readonly string[];
  /** Lines to send instead of typed ones. */
  readonly sends: readonly string[];
  /** How long to listen after the last send, in seconds. */
  readonly waitS: number;
  readonly timeoutMs: number;
}

export async function connectByHand(host: Host, args: ConnectArguments): Promise<ExitCode> {
  const book = readBook(host, args);
  const config = book && operatorConfig(host, args.flags);
  const token = config && (await clientToken(host, config, args));
  if (book === undefined || config === undefined || token === undefined) return ExitCode.USAGE;
  const url = args.url ?? `ws://${formatAddress(config.listen)}`;
  let client: Client;
  try {
    client = await connect({ url, token, client: 'causeway-connect', connectTimeoutMs: args.timeoutMs });
  } catch (error) {
    host.err(error instanceof ConnectError ? error.message : `${url}: ${String(error)}`);
    return error instanceof TypeError ? ExitCode.USAGE : ExitCode.FAILED;
  }
  return new Talk(host, client, book, args).run();
}

function readBook(host: Host, { protoFiles, protoPaths }: ConnectArguments): Book | undefined {
  const sources = protoFiles.map((file) => readSource(file) ?? file);
  const missing = sources.filter((source) => typeof source === 'string');
  for (const file of missing) host.err(`${file}: cannot be read; is the path right?`);
  if (missing.length > 0) return undefined;
  const found = sources.filter((source) => typeof source !== 'string');
  const opened = openBook(found, importsFrom(protoPaths));
  if (opened.ok) return opened.book;
  for (const problem of opened.problems) host.err(problem);
  return undefined;
}

const HELP = `NAME {json}           a message of the .proto files; .types lists them
NUMBER text           any message type, with a text
NUMBER 0x0a0b         the same with bytes
request … / notify …  with or without an answer
NAME@key …            with a routing key
.types .help .exit`;

/** One session of a person or a script. */
class Talk {
  readonly #host: Host;
  readonly #client: Client;
  readonly #book: Book;
  readonly #args: ConnectArguments;
  #failed = false;
  #leaving = false;
  #waiting: Timer | undefined;

  constructor(host: Host, client: Client, book: Book, args: ConnectArguments) {
    this.#host = host;
    this.#client = client;
    this.#book = book;
    this.#args = args;
  }

  async run(): Promise<ExitCode> {
    const client = this.#client;
    const isScript = this.#args.sends.length > 0 || !this.#host.interactive;
    const { id = '', user = '', gateway = '' } = client.session ?? {};
    if (!isScript) this.#host.err(`session ${id} of ${user} at ${gateway}; .help shows what can be typed`);
    this.#listen();
    await Promise.race([this.#talk(), this.#ended()]);
    this.#waiting?.cancel();
    // What is said while the client says goodbye is no failure.
    const exitCode = isScript && this.#failed ? ExitCode.FAILED : ExitCode.OK;
    this.#leaving = true;
    await client.close();
    return exitCode;
  }

  /** Resolves when the gateway ended it for good, or a signal came. */
  #ended(): Promise<void> {
    return new Promise((resolve) => {
      this.#client.on('closed', ({ reason, name }) => {
        if (!this.#leaving) this.#complain(`closed: ${reason} (${name})`);
        resolve();
      });
      this.#host.onStop(resolve, () => undefined);
    });
  }

  async #talk(): Promise<void> {
    const { sends, waitS } = this.#args;
    const lines = sends.length > 0 ? sends : this.#host.lines('> ');
    for await (const line of lines) if (!(await this.#obey(line))) return;
    if (waitS === 0) return;
    await new Promise<void>((resolve) => {
      this.#waiting = systemClock.after(waitS * 1000, resolve);
    });
  }

  /** @returns false when the talk is over */
  async #obey(line: string): Promise<boolean> {
    const order = parseLine(this.#book, line);
    switch (order.do) {
      case 'exit':
        return false;
      case 'nothing':
        return true;
      case 'help':
        this.#host.out(HELP);
        return true;
      case 'types':
        this.#listTypes();
        return true;
      case 'complain':
        this.#complain(order.problem);
        return true;
      case 'send':
        await this.#send(order);
        return true;
    }
  }

  async #send(order: SendOrder): Promise<void> {
    const { name, type, key, payload, isRequest } = order;
    const options = { ...(key !== '' && { key }), timeoutMs: this.#args.timeoutMs };
    if (!isRequest) {
      const sent = this.#client.notify(type, payload, options);
      if (!sent.ok) this.#fail(name, sent.error);
      return;
    }
    try {
      const answer = await this.#client.request(type, payload, options);
      const reply = this.#book.byType(type)?.reply;
      const text = reply && decodeJson(reply.message, answer);
      this.#host.out(`answer ${reply?.name ?? name} ${text ?? readable(answer)}`);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      this.#fail(name, error);
    }
  }

  #listen(): void {
    this.#client.on('push', ({ type, payload }) => {
      const entry = this.#book.byType(type);
      const text = entry && decodeJson(entry.message, payload);
      this.#host.out(`push ${entry?.name ?? type} ${text ?? readable(payload)}`);
    });
    this.#client.on('undelivered', ({ type, code, name, count }) => {
      this.#complain(`undelivered ${this.#book.byType(type)?.name ?? type}: ${code} ${name}, ${count} times`);
    });
    this.#client.on('disconnected', ({ reason, name, willRetryInMs }) => {
      this.#host.err(`disconnected: ${reason} (${name}); again in ${Math.round(willRetryInMs)} ms`);
    });
    this.#client.on('connected', ({ resumed }) => {
      this.#host.err(resumed ? 'connected again, nothing was lost' : 'connected, a new session');
    });
    this.#client.on('goAway', ({ name }) => {
      this.#host.err(`the gateway asks to move (${name})`);
    });
  }

  #listTypes(): void {
    const rows = this.#book.entries.map(({ name, type, push, reply }) => {
      const kind = push ? 'push' : 'notification';
      return [String(type), name, reply === undefined ? kind : `request, answered by ${reply.name}`];
    });
    for (const line of columns(rows)) this.#host.out(line);
    if (rows.length === 0) this.#host.err('none: name the .proto files by --proto');
  }

  #fail(name: string, { code, name: codeName, message, payload }: RequestError): void {
    const said = payload.length > 0 ? readable(payload) : message;
    this.#complain(`failed ${name}: ${code} ${codeName}: ${said}`);
  }

  #complain(text: string): void {
    this.#failed = true;
    this.#host.err(text);
  }
}
