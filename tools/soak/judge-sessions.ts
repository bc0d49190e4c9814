// The rules of sessions and kicks. Pure.
//
// A session ends by a kick that was for it, or with its gateway; a cut socket ends none. What a kick says it ended
// has ended, by that kick, and nothing else has. A client that was cut meanwhile hears of no kick: its session is
// gone when it comes back.
import type { History, Kick, Life, SessionLog } from './history.js';
import type { Broken } from './judge.js';
import { ARRIVAL_MS, KNOWN_MS } from './judge-pushes.js';
import { UNRECORDED_MS } from './judge-requests.js';
import { excusesCommand, killsGateway, touches } from './tolerance.js';

/** A command ends within 5.25 s in its SDK; event loops of a busy machine are late. */
const KICK_MS_MAX = 10_000;

export function judgeSessions(history: History): Broken[] {
  const orders = history.lives.flatMap((life) => life.kicks.map((kick) => ({ life, kick })));
  const named = new Map(orders.map((order) => [reasonOf(order), order]));
  return [
    ...history.sessions.flatMap((session) => [
      ...judgeEnd(session, orders, named, history),
      ...judgeCuts(session),
    ]),
    ...orders.flatMap((order) => judgeKick(order, history)),
  ];
}

interface Order {
  readonly life: Life;
  readonly kick: Kick;
}

const reasonOf = ({ life, kick }: Order): string => `${life.name}|${kick.n}`;
const isFor = ({ way, to }: Kick, { id, user }: SessionLog): boolean =>
  to === (way === 'session' ? id : user);

// ---- how a session ended ----------------------------------------------------------------------------

function judgeEnd(
  session: SessionLog,
  orders: readonly Order[],
  named: ReadonlyMap<string, Order>,
  history: History,
): Broken[] {
  const { end, id, untilMs } = session;
  if (end === undefined) return [];
  const broken = (rule: string, what: string): Broken[] => [{ rule, what: `${id} ${what}`, atMs: untilMs }];
  if (end.code === 'KICKED') {
    const order = named.get(end.reason);
    if (order === undefined)
      return isUnrecorded(end.reason, untilMs, history.lives)
        ? []
        : broken('kicked as ordered', `was kicked by nobody: "${end.reason}"`);
    if (!isFor(order.kick, session))
      return broken('kicked as ordered', `was kicked by ${end.reason}, which was for ${order.kick.to}`);
    return order.kick.code === '' && session.fromMs > order.kick.endedAtMs
      ? broken('kicked once', `began behind ${end.reason}, which ended it`)
      : [];
  }
  if (
    history.faults.some(
      (fault) => killsGateway(fault) && isVictim(fault.victim, session) && touches(fault, untilMs),
    )
  )
    return [];
  if (
    end.code === 'NOT_RESUMED' &&
    session.cuts.length > 0 &&
    orders.some(({ kick }) => mayHaveEnded(kick, session))
  )
    return [];
  return broken('sessions stay', `at ${session.gateway} ended: ${end.code} ${end.reason}`);
}

const isVictim = (victim: string, { gateway }: SessionLog): boolean => victim === gateway;

/** A life that is killed soon after its kick does not say so any more. */
function isUnrecorded(reason: string, atMs: number, lives: readonly Life[]): boolean {
  const life = lives.find(({ name }) => name === reason.split('|')[0]);
  return life?.killedAtMs !== undefined && atMs > life.killedAtMs - KICK_MS_MAX - UNRECORDED_MS;
}

function judgeCuts({ id, cuts, end }: SessionLog): Broken[] {
  const last = cuts.at(-1);
  if (last === undefined || end !== undefined || last.resumedAtMs !== undefined) return [];
  return [{ rule: 'comes back', what: `${id} was cut and did not resume`, atMs: last.atMs }];
}

// ---- what a kick did --------------------------------------------------------------------------------

function judgeKick(order: Order, { sessions, faults }: History): Broken[] {
  const { kick } = order;
  const { atMs, endedAtMs, code, count, to } = kick;
  const name = `kick ${reasonOf(order)} of ${to}`;
  const broken = (rule: string, what: string): Broken => ({ rule, what: `${name} ${what}`, atMs });
  const found: Broken[] = [];
  if (endedAtMs - atMs > KICK_MS_MAX) found.push(broken('commands end', `took ${endedAtMs - atMs} ms`));
  const isFailure = code !== '' && code !== 'NOT_ONLINE';
  if (isFailure) {
    const isExcused = faults.some(
      (fault) => excusesCommand(fault, code, order.life.name) && touches(fault, atMs, endedAtMs),
    );
    return isExcused ? found : [...found, broken('no needless failure', `failed as ${code}`)];
  }
  const addressed = sessions.filter((session) => isFor(kick, session));
  const seen = addressed.filter(({ end }) => end?.code === 'KICKED' && end.reason === reasonOf(order));
  const unseen = addressed.filter((session) => !seen.includes(session) && mayHaveEnded(kick, session));
  if (count < seen.length || count > seen.length + unseen.length)
    found.push(
      broken('kicks count', `ended ${count}, ${seen.length} to ${seen.length + unseen.length} say so`),
    );
  const spared = addressed.filter(
    ({ fromMs, untilMs }) => fromMs < atMs - KNOWN_MS && untilMs > endedAtMs + ARRIVAL_MS,
  );
  found.push(...spared.map(({ id }) => broken('kicks end', `(${code || 'done'}) did not end ${id}`)));
  return found;
}

/** Whether the kick may have ended it without its client's hearing of it: because it was cut, or its gateway died. */
function mayHaveEnded(kick: Kick, session: SessionLog): boolean {
  const { end, fromMs, untilMs } = session;
  if (!isFor(kick, session) || end === undefined) return false;
  return fromMs <= kick.endedAtMs && end.atMs >= kick.atMs && untilMs <= kick.endedAtMs + ARRIVAL_MS;
}
