// Many clients in one process, over both transports, under steady load. Ruled over IPC:
//   { start: StartLoad }       connects; says { ready }
//   { run: true }              sends steadily; says { progress } every 50 ms
//   { run: false }             stops, waits until every request is answered, checks; says { account }
//   { close: true }            closes the clients and ends
import { connect } from '../../../src/sdk/client/node.js';
import { LoadClient, newAccount } from '../../support/load-client.js';
import type { LoadCommand, LoadMessage, StartLoad } from '../../support/load-process.js';

const TICK_MS = 10;
const PROGRESS_MS = 50;
/** Requests one client may have open; steady load does not pile up behind a stall. */
const OPEN_MAX = 32;

const account = newAccount();
let clients: LoadClient[] = [];
let perTick = 0;
let sent = 0;
let timers: NodeJS.Timeout[] = [];
const open = new Set<Promise<void>>();

function say(message: LoadMessage): void {
  process.send?.(message);
}

async function start({ urls, tokens, messagesPerSecond }: StartLoad): Promise<void> {
  perTick = (messagesPerSecond * TICK_MS) / 1000;
  const connected = await Promise.all(
    tokens.map((token, index) => connect({ url: urls[index % urls.length] ?? '', token })),
  );
  clients = connected.map((client, index) => new LoadClient(index, client, account));
  say({ ready: clients.length });
}

/**
 * Clients in turn; of each one's ten messages two are notifications and one is a slow request. Clients are at
 * different places of their ten, so that at any moment some slow requests are open.
 */
function sendOne(): void {
  const index = sent % clients.length;
  const client = clients[index];
  const turn = (Math.floor(sent / clients.length) + index) % 10;
  sent++;
  if (client === undefined || client.open >= OPEN_MAX) return;
  if (turn === 3 || turn === 7) client.notify();
  else request(client, turn === 5 ? 1002 : 1000);
}

function request(client: LoadClient, type: 1000 | 1002): void {
  const answered = client.request(type);
  open.add(answered);
  void answered.finally(() => open.delete(answered));
}

function run(): void {
  let owed = 0;
  let last = performance.now();
  const tick = (): void => {
    const now = performance.now();
    // What a late tick owes is caught up with, but not a whole stall in one burst.
    owed += Math.min((now - last) / TICK_MS, 5) * perTick;
    last = now;
    for (; owed >= 1; owed--) sendOne();
  };
  const progress = (): void => {
    say({
      progress: { requests: account.requests, failed: account.failed.length, answers: account.answers },
    });
  };
  timers = [setInterval(tick, TICK_MS), setInterval(progress, PROGRESS_MS)];
}

/** The last request of each client is a fence: notifications before it have reached their instance too. */
async function pause(): Promise<void> {
  for (const timer of timers) clearInterval(timer);
  for (const client of clients) request(client, 1000);
  await Promise.all(open);
  for (const client of clients) client.checkPlaces();
  say({ account });
}

process.on('message', (command: LoadCommand) => {
  if ('start' in command)
    start(command.start).catch((error: unknown) => {
      say({ broken: String(error) });
    });
  else if ('close' in command)
    void Promise.all(clients.map((client) => client.close())).then(() => process.exit(0));
  else if (command.run) run();
  else void pause();
});
