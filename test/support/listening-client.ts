// A client of the SDK that writes down what it hears, for tests of whole gateways.
import { connect, type Client, type ClientEvents, type ConnectOptions } from '../../src/sdk/client/node.js';
import { signToken } from './gateway-process.js';
import { Journal } from './journal.js';

type News = {
  [Name in keyof ClientEvents]: { readonly name: Name; readonly event: ClientEvents[Name] };
}[keyof ClientEvents];

const decoder = new TextDecoder();
const encoder = new TextEncoder();

export class ListeningClient {
  readonly client: Client;
  /** Id of the session it began with; it stays readable after the session's end. */
  readonly id: string;
  /** Texts of all pushes, in order. */
  readonly pushes = new Journal<string>();
  readonly news = new Journal<News>();

  private constructor(client: Client) {
    this.client = client;
    this.id = client.session?.id ?? '';
    client.on('push', ({ payload }) => {
      this.pushes.add(decoder.decode(payload));
    });
    for (const name of ['connected', 'disconnected', 'closed', 'undelivered', 'lost'] as const)
      client.on(name, (event) => {
        this.news.add({ name, event } as News);
      });
  }

  static async connect(
    url: string,
    user: string,
    options: Partial<ConnectOptions> = {},
  ): Promise<ListeningClient> {
    return new ListeningClient(await connect({ url, token: await signToken(user), ...options }));
  }

  /** Sends a request of text. @returns the answer's text */
  async ask(type: number, text: string, key?: string): Promise<string> {
    const payload = encoder.encode(text);
    return decoder.decode(await this.client.request(type, payload, key === undefined ? {} : { key }));
  }

  async heard<Name extends keyof ClientEvents>(name: Name, from = 0): Promise<ClientEvents[Name]> {
    const found = await this.news.find(`"${name}"`, (news) => news.name === name, from);
    return found.event as ClientEvents[Name];
  }
}
