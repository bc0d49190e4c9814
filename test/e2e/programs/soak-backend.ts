// One life of an instance in a soak (tools/soak): answers 1000 and 1002 with "life|request", some of them late;
// joins the session of a 1001 "request|group" to the group; while it is told to run it pushes and kicks by a
// seed, each push numbered, "life|n|way|to", each kick too, "life|n" its reason. It reports over IPC what it
// sent, handled and was told, and who is online as its watch sees it.
import { ApplicationError, CallError, createBackend, type PushTo, type Session } from 'causeway/backend';
import { seededRandom } from '../../support/seeded-random.js';
import {
  ASK,
  JOIN,
  MOVED,
  PUSH,
  type BackendCommand,
  type BackendSaid,
  type Report,
} from '../../../tools/soak/backend-messages.js';
import type { Kick, SentPush, Way } from '../../../tools/soak/history.js';

const { SERVICE = '', SERVER_ID = '', CONSUL = '', LINK_SECRET = '', LIFE = '' } = process.env;
const { SEED = '1', USERS = '1', GROUPS = '1', PUSHES_PER_SECOND = '10', WATCHES = 'false' } = process.env;
const TICK_MS = 50;
const LATE_MS_MAX = 300;
/** One kick for so many pushes. */
const PUSHES_PER_KICK = 40;
/** Most sessions that pushes are drawn from: new ones take the place of old ones. */
const SESSIONS_MAX = 400;

const random = seededRandom(Number(SEED));
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const sessions: Session[] = [];
const emptyReport = (): { [Part in keyof Report]: Report[Part][number][] } => ({
  ...{ pushes: [], handled: [], told: [], kicks: [] },
});
let report = emptyReport();
const openKicks = new Set<Promise<void>>();
const watched = new Set<string>();
const oddities: string[] = [];
let isWhole = false;
let running = false;
let due = 0;
let n = 0;
let kickCount = 0;

const backend = createBackend({
  service: SERVICE,
  serverId: SERVER_ID,
  secrets: LINK_SECRET,
  registry: { consul: CONSUL },
});

const say = (message: BackendSaid): void => {
  process.send?.(message);
};
const upTo = (count: number): number => Math.floor(random() * count);
const anyUser = (): string => `u${upTo(Number(USERS))}`;

/** Weights are shares of a hundred. */
const WAYS: readonly (readonly [Way, number])[] = [
  ['session', 40],
  ['user', 30],
  ['users', 10],
  ['group', 14],
  ['all', 3],
  ['all-except', 3],
];

function drawWay(): Way {
  let share = upTo(100);
  for (const [way, weight] of WAYS) if ((share -= weight) < 0) return way;
  return 'user';
}

function drawTarget(way: Way): { to: string; target: PushTo } | undefined {
  const live = sessions.filter(({ state }) => state !== 'closed');
  const session = live[upTo(live.length)]?.id;
  switch (way) {
    case 'session':
      return session === undefined ? undefined : { to: session, target: { session } };
    case 'all-except':
      return session === undefined ? undefined : { to: session, target: { all: true, except: [session] } };
    case 'user': {
      const user = anyUser();
      return { to: user, target: { user } };
    }
    case 'users': {
      const users = [...new Set([anyUser(), anyUser(), anyUser()])];
      return { to: users.join(','), target: { users } };
    }
    case 'group': {
      const group = `room-${upTo(Number(GROUPS))}`;
      return { to: group, target: { group } };
    }
    case 'all':
      return { to: '', target: { all: true } };
  }
}

function push(way: Way, to: string, target: PushTo): void {
  n++;
  const sent: Omit<SentPush, 'outcome'> = { n, way, to, atMs: Date.now() };
  const outcome = backend.push(target, PUSH, encoder.encode(`${LIFE}|${n}|${way}|${to}`));
  report.pushes.push({ ...sent, outcome });
}

/** A session that it knows, by its id or as it knows it, or a user of whom it knows nothing. */
function kickSomebody(): void {
  const live = sessions.filter(({ state }) => state !== 'closed');
  const session = live[upTo(live.length)];
  if (session === undefined || random() < 0.5) kick('user', anyUser());
  else kick('session', session.id, random() < 0.5 ? session : session.id);
}

function kick(way: Kick['way'], to: string, session: Session | string = to): void {
  const ordered = { n: (kickCount += 1), way, to, atMs: Date.now() };
  const ended = (code: string, count: number): void => {
    report.kicks.push({ ...ordered, endedAtMs: Date.now(), code, count });
  };
  const done = backend
    .kick(way === 'user' ? { user: to } : { session }, { reason: `${LIFE}|${ordered.n}` })
    .then(
      (count) => {
        ended('', count);
      },
      (error: unknown) => {
        ended(error instanceof CallError ? error.name : String(error), 0);
      },
    )
    .finally(() => openKicks.delete(done));
  openKicks.add(done);
}

function tick(): void {
  if (running) due += (Number(PUSHES_PER_SECOND) * TICK_MS) / 1_000;
  for (; due >= 1; due--) {
    const way = drawWay();
    const drawn = drawTarget(way);
    if (drawn !== undefined) push(way, drawn.to, drawn.target);
    if (n % PUSHES_PER_KICK === 0) kickSomebody();
  }
  tell();
}

function tell(): void {
  if (Object.values(report).every((part) => part.length === 0)) return;
  say({ report });
  report = emptyReport();
}

async function answer(payload: Uint8Array, session: Session): Promise<Uint8Array> {
  const request = decoder.decode(payload);
  report.handled.push({ session: session.id, request });
  if (random() < 0.2) await new Promise((resolve) => setTimeout(resolve, upTo(LATE_MS_MAX)));
  return encoder.encode(`${LIFE}|${request}`);
}

async function join(payload: Uint8Array, session: Session): Promise<Uint8Array> {
  const [request = '', group = ''] = decoder.decode(payload).split('|');
  report.handled.push({ session: session.id, request });
  try {
    await backend.join([session], group);
  } catch (error) {
    if (error instanceof CallError) throw new ApplicationError(10_001, encoder.encode(error.name));
    throw error;
  }
  return encoder.encode(`${LIFE}|${request}`);
}

async function whoIsOnline(users: readonly string[]): Promise<readonly string[] | undefined> {
  try {
    return (await backend.whoIsOnline(users)).map(({ id }) => id);
  } catch {
    return undefined;
  }
}

/** From its first link on, for the whole life. */
function watchEveryone(): void {
  backend.watchPresence(
    { all: true },
    {
      entered: ({ id }) => {
        if (watched.has(id)) oddities.push(`${id} entered twice`);
        watched.add(id);
      },
      left: ({ id }) => {
        if (!watched.delete(id)) oddities.push(`${id} left and was not there`);
      },
      changed: ({ id }) => {
        if (!watched.has(id)) oddities.push(`${id} changed and was not there`);
      },
      whole: (whole) => {
        isWhole = whole;
      },
      ended: (error) => {
        oddities.push(`the watch ended: ${error.name}`);
      },
    },
  );
}

/** Everything that was begun has ended, and is said. */
async function beQuiet(): Promise<void> {
  await Promise.all(openKicks);
  tell();
  say({ quiet: true });
}

for (const type of [ASK, MOVED]) backend.on(type, (payload, { session }) => answer(payload, session));
backend.on(JOIN, (payload, { session }) => join(payload, session));
backend.onSession('opened', (session) => {
  if (sessions.length < SESSIONS_MAX) sessions.push(session);
  else sessions[upTo(SESSIONS_MAX)] = session;
});
backend.onUndelivered((code, count) => {
  report.told.push({ atMs: Date.now(), code, count });
});
process.on('message', (command: BackendCommand) => {
  if ('whoIsOnline' in command) void whoIsOnline(command.whoIsOnline).then((online) => say({ online }));
  else if ('watched' in command)
    say({ watched: { sessions: isWhole ? [...watched] : undefined, oddities: oddities.splice(0) } });
  else {
    running = command.run;
    if (!running) void beQuiet();
  }
});
setInterval(tick, TICK_MS).unref();
backend.installSignalHandlers(process);
const ready = await backend.start();
if (WATCHES === 'true') watchEveryone();
process.send?.({ ready });
