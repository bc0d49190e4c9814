// Clients that are sent away by a gateway while they wait for answers. Ruled over IPC:
//   { start: { urls, tokens } }   connects; says { ready }
//   { ask: n }                    each client sends n slow requests; says { asked }
//   { close: true }               closes the clients and ends
// It says { goAway }, { moved }, { answered } and { failed } as they happen.
import { connect, RequestError, type Client } from '../../../src/sdk/client/node.js';

export type MovingMessage =
  | { readonly ready: number }
  | { readonly asked: number }
  | { readonly goAway: { readonly client: number; readonly afterMs: number; readonly heardAtMs: number } }
  | { readonly left: { readonly client: number; readonly name: string; readonly afterMs: number } }
  | { readonly moved: { readonly client: number; readonly gateway: string } }
  | { readonly answered: { readonly client: number; readonly gateway: string } }
  | { readonly failed: { readonly client: number; readonly name: string } };

export type MovingCommand =
  | { readonly start: { readonly urls: readonly string[]; readonly tokens: readonly string[] } }
  | { readonly ask: number }
  | { readonly close: true };

const clients: Client[] = [];
const gateways: string[] = [];

function say(message: MovingMessage): void {
  process.send?.(message);
}

async function start(urls: readonly string[], tokens: readonly string[]): Promise<void> {
  await Promise.all(
    tokens.map(async (token, at) => {
      const client = await connect({ url: urls[at % urls.length] ?? '', token });
      clients[at] = client;
      let toldAtMs = 0;
      client.on('goAway', ({ reconnectAfterMs }) => {
        toldAtMs = performance.now();
        say({ goAway: { client: at, afterMs: reconnectAfterMs, heardAtMs: Date.now() } });
      });
      client.on('disconnected', ({ name }) => {
        say({ left: { client: at, name, afterMs: performance.now() - toldAtMs } });
      });
      client.on('connected', ({ gateway }) => {
        gateways[at] = gateway;
        say({ moved: { client: at, gateway } });
      });
    }),
  );
  say({ ready: clients.length });
}

async function ask(client: Client, at: number): Promise<void> {
  try {
    await client.request(1002, new TextEncoder().encode('slow'));
    say({ answered: { client: at, gateway: gateways[at] ?? '' } });
  } catch (error) {
    say({ failed: { client: at, name: error instanceof RequestError ? error.name : String(error) } });
  }
}

process.on('message', (command: MovingCommand) => {
  if ('start' in command) void start(command.start.urls, command.start.tokens);
  else if ('close' in command)
    void Promise.all(clients.map((client) => client.close())).then(() => process.exit(0));
  else {
    for (const [at, client] of clients.entries())
      for (let sent = 0; sent < command.ask; sent++) void ask(client, at);
    say({ asked: clients.length * command.ask });
  }
});
