// A backend of the load tests: it numbers what it gets and what it sends, per session, so that loss and
// disorder show as a wrong number at the client. By environment: SERVICE, SERVER_ID, CONSUL, LINK_SECRET,
// SLOW_MS, CALLEE (a server id that is called before each answer). Over IPC: { hold: true | false }.
//
//   1000  a request "n"; answered "n|server|k", where k counts this session's messages of all three types
//   1001  a notification
//   1002  as 1000, answered SLOW_MS later, and not while answers are held
//   2000  a push "server|m", before every second answer of type 1000; m counts this session's pushes
import { createBackend, type ClientContext } from 'causeway/backend';
import { pino } from 'pino';

export interface CountingCommand {
  readonly hold: boolean;
}

interface Tally {
  arrived: number;
  pushed: number;
}

const {
  SERVICE = '',
  SERVER_ID = '',
  CONSUL = '',
  LINK_SECRET = '',
  SLOW_MS = '0',
  CALLEE = '',
} = process.env;
const slowMs = Number(SLOW_MS);
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const tallies = new Map<string, Tally>();
const held: (() => void)[] = [];
let isHolding = false;

const backend = createBackend({
  service: SERVICE,
  serverId: SERVER_ID,
  secrets: LINK_SECRET,
  registry: { consul: CONSUL },
  metricsListen: '127.0.0.1:0',
  log: pino({ level: 'info' }),
});

function tallyOf({ session }: ClientContext): Tally {
  const known = tallies.get(session.id);
  if (known !== undefined) return known;
  const tally = { arrived: 0, pushed: 0 };
  tallies.set(session.id, tally);
  return tally;
}

function push(context: ClientContext, tally: Tally): void {
  tally.pushed++;
  const outcome = backend.push(
    { session: context.session },
    2000,
    encoder.encode(`${SERVER_ID}|${tally.pushed}`),
  );
  if (outcome !== 'SENT') throw new Error(`push ${tally.pushed} to ${context.session.id}: ${outcome}`);
}

function answer(payload: Uint8Array, place: number): Uint8Array {
  return encoder.encode(`${decoder.decode(payload)}|${SERVER_ID}|${place}`);
}

function quick(payload: Uint8Array, context: ClientContext): Uint8Array {
  const tally = tallyOf(context);
  tally.arrived++;
  if (tally.arrived % 2 === 0) push(context, tally);
  return answer(payload, tally.arrived);
}

/** The first day's: the call leaves in the turn in which the request came, so its order is kept too. */
async function calling(payload: Uint8Array, context: ClientContext): Promise<Uint8Array> {
  const tally = tallyOf(context);
  const place = ++tally.arrived;
  await backend.callServer(CALLEE, 3000, encoder.encode(`${context.session.id}|${place}`));
  push(context, tally);
  return answer(payload, place);
}

backend.on(1000, CALLEE === '' ? quick : calling);
backend.on(1001, (_payload, context) => {
  tallyOf(context).arrived++;
  return undefined;
});
backend.on(1002, async (payload, context) => {
  const place = ++tallyOf(context).arrived;
  await new Promise((resolve) => setTimeout(resolve, slowMs));
  if (isHolding) await new Promise<void>((release) => held.push(release));
  return answer(payload, place);
});
backend.onSession('closed', (session) => tallies.delete(session.id));
backend.installSignalHandlers(process);
process.on('message', ({ hold }: CountingCommand) => {
  isHolding = hold;
  if (!hold) for (const release of held.splice(0)) release();
});
process.send?.({ ready: await backend.start() });
// Nothing but the backend itself keeps this process: it ends when the drain is over.
process.channel?.unref();
