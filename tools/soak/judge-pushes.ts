// The rules of pushes. Pure.
//
// A push is due to a session that it is addressed to if the session was there for a while before and after:
// the directory is written behind the login, and what is under way when a session ends is nobody's.
import type { Broken } from './judge.js';
import type { Cut, FaultSpan, History, Life, Received, SentPush, SessionLog } from './history.js';
import { UNRECORDED_MS } from './judge-requests.js';
import { excusesOrder, excusesPush, healedMs, isNear, touches } from './tolerance.js';

/** From a login, or a join, until every other gateway knows of it. */
export const KNOWN_MS = 3_000;
/** From a push until it must have come, or its session's end does not excuse it any more. */
export const ARRIVAL_MS = 3_000;
/**
 * A backend learns by a lost link, or by its gateway, what became of the pushes before it, a client by Lost: when they
 * were held as long as they are (HOLD_MS, 10 s), from the push on or from the end of a fault that kept its gateway
 * from it.
 */
const TOLD_WITHIN_MS = 12_000;

interface Missing {
  readonly life: Life;
  readonly push: SentPush;
  readonly session: SessionLog;
}

type Lives = ReadonlyMap<string, Life>;

export function judgePushes(history: History): Broken[] {
  const lives = new Map(history.lives.map((life) => [life.name, life]));
  const missing: Missing[] = [];
  const found: Broken[] = [];
  for (const session of history.sessions) {
    found.push(...session.received.flatMap((push) => judgeReceived(push, session, lives.get(push.life))));
    found.push(...judgeLostNotices(session, history.faults));
    found.push(...judgeOnce(session), ...judgeOrder(session, history, lives));
    missing.push(...missingOf(session, history));
  }
  return [...found, ...judgeMissing(missing, history.faults)];
}

// ---- what came --------------------------------------------------------------------------------------

function judgeReceived(push: Received, session: SessionLog, life: Life | undefined): Broken[] {
  const name = `${push.life}'s push ${push.n} (${push.way} ${push.to})`;
  const broken = (rule: string, what: string): Broken[] => [{ rule, what, atMs: push.atMs }];
  if (!isFor(push, session, session.asked)) return broken('nobody else', `${name} came to ${session.id}`);
  const sent = sentOf(life, push.n);
  if (life?.killedAtMs !== undefined && sent === undefined) return [];
  if (sent?.n !== push.n || sent.way !== push.way || sent.to !== push.to)
    return broken('as sent', `${name} came to ${session.id}, and was not sent`);
  return [];
}

/** @param groups those that the session is in, or may be in already */
function isFor(
  { way, to }: Pick<SentPush, 'way' | 'to'>,
  { id, user }: SessionLog,
  groups: { has(group: string): boolean },
): boolean {
  switch (way) {
    case 'session':
      return to === id;
    case 'user':
      return to === user;
    case 'users':
      return to.split(',').includes(user);
    case 'group':
      return groups.has(to);
    case 'all':
      return true;
    case 'all-except':
      return to !== id;
  }
}

function judgeOnce({ id, received }: SessionLog): Broken[] {
  const seen = new Set<string>();
  return received.flatMap((push) => {
    const what = `${push.life}'s push ${push.n} (${push.way}) came to ${id} twice`;
    const isDoubled = seen.has(nameOf(push));
    seen.add(nameOf(push));
    return isDoubled ? [{ rule: 'once', what, atMs: push.atMs }] : [];
  });
}

function judgeOrder({ id, received }: SessionLog, history: History, lives: Lives): Broken[] {
  /** The latest of each life and road. */
  const last = new Map<string, Received>();
  return received.flatMap((push) => {
    const own = `${push.life} ${roadOf(push)}`;
    const behind = ROADS.map((road) => last.get(`${push.life} ${road}`)).find(
      (before) =>
        before !== undefined &&
        before.n > push.n &&
        !isOrderExcused(before, push, sentAtMs(push, lives), history),
    );
    if ((last.get(own)?.n ?? 0) < push.n) last.set(own, push);
    if (behind === undefined) return [];
    const what = `${push.life}'s push ${push.n} (${push.way}) came to ${id} behind ${behind.n} (${behind.way})`;
    return [{ rule: 'in order', what, atMs: push.atMs }];
  });
}

/** A fence that did not come in time is counted: then order may break between the two roads, not on one. */
function isOrderExcused(
  before: Received,
  push: Received,
  sinceMs: number,
  { faults, orderBreaksMs }: History,
): boolean {
  if (faults.some((fault) => excusesOrder(fault) && touches(fault, sinceMs, push.atMs))) return true;
  return roadOf(before) !== roadOf(push) && orderBreaksMs.some((atMs) => isNear(atMs, sinceMs, push.atMs));
}

/** Order breaks at the gateway, soon after it was sent; a client that was cut gets it when it resumes. */
function sentAtMs({ life, n, atMs }: Received, lives: Lives): number {
  return Math.min(atMs, sentOf(lives.get(life), n)?.atMs ?? atMs);
}

/** Numbers of a record have no gaps; it may begin at any. */
function sentOf(life: Life | undefined, n: number): SentPush | undefined {
  return life?.pushes[n - (life.pushes[0]?.n ?? 1)];
}

const ROADS = ['link', 'bus'] as const;
const roadOf = ({ way }: Pick<SentPush, 'way'>): 'link' | 'bus' => (way === 'session' ? 'link' : 'bus');
const nameOf = ({ life, n }: Pick<Received, 'life' | 'n'>): string => `${life} ${n}`;

/** Nobody is told of losses that no fault can have brought about. */
function judgeLostNotices({ id, lost, cuts }: SessionLog, faults: readonly FaultSpan[]): Broken[] {
  return lost
    .filter(({ atMs }) => {
      const sinceMs = sinceOf(atMs, cuts);
      return !faults.some((fault) => excusesPush(fault, 'all') && touches(fault, sinceMs, atMs));
    })
    .map(({ atMs, count }) => ({
      rule: 'no needless loss',
      what: `${id} was told that ${count} were lost`,
      atMs,
    }));
}

/** Since when a client may have been due what it got then: it waited while the client was cut. */
function sinceOf(atMs: number, cuts: readonly Cut[]): number {
  const over = cuts.filter((cut) => cut.atMs <= atMs && (cut.resumedAtMs ?? Infinity) >= atMs - ARRIVAL_MS);
  return Math.min(atMs, ...over.map((cut) => cut.atMs));
}

// ---- what did not come ------------------------------------------------------------------------------

function missingOf(session: SessionLog, { lives, faults }: History): Missing[] {
  const endMs = endOf(session, faults);
  const got = new Set(session.received.map(nameOf));
  return lives.flatMap((life) =>
    life.pushes
      .filter((push) => isDue(push, session, life) && !got.has(nameOf({ life: life.name, n: push.n })))
      .filter((push) => endMs > arrivalMs(push, faults))
      .map((push) => ({ life, push, session })),
  );
}

/** A session dies with its gateway, whenever its client finds out. */
function endOf({ gateway, fromMs, untilMs }: SessionLog, faults: readonly FaultSpan[]): number {
  const deaths = faults.filter((fault) => fault.kind === 'gateway-killed' && fault.victim === gateway);
  return Math.min(untilMs, ...deaths.map((death) => death.fromMs).filter((atMs) => atMs > fromMs));
}

/** When it must have come at the latest: without the bus it waits, until all is well again. */
function arrivalMs({ way, atMs }: SentPush, faults: readonly FaultSpan[]): number {
  const healed = faults.filter((fault) => excusesPush(fault, way) && touches(fault, atMs)).map(healedMs);
  return Math.max(atMs + ARRIVAL_MS, ...healed);
}

function isDue(push: SentPush, session: SessionLog, { killedAtMs = Infinity }: Life): boolean {
  const { atMs, outcome, way, to } = push;
  if (outcome !== 'SENT' || atMs > killedAtMs - UNRECORDED_MS) return false;
  if (atMs < session.fromMs + KNOWN_MS) return false;
  if (!isFor(push, session, session.groups)) return false;
  return way !== 'group' || atMs >= (session.groups.get(to) ?? Infinity) + KNOWN_MS;
}

function judgeMissing(missing: readonly Missing[], faults: readonly FaultSpan[]): Broken[] {
  const broken = (rule: string, { life, push, session }: Missing): Broken => ({
    rule,
    what: `${life.name}'s push ${push.n} (${push.way} ${push.to}) did not come to ${nameOfSession(session, push.atMs)}`,
    atMs: push.atMs,
  });
  const needless = missing.filter(
    ({ push }) => !faults.some((fault) => excusesPush(fault, push.way) && touches(fault, push.atMs)),
  );
  return [
    ...needless.map((one) => broken('no needless loss', one)),
    ...untold(missing, faults).map((one) => broken('lost is told', one)),
  ];
}

function nameOfSession({ id, gateway, fromMs, untilMs }: SessionLog, atMs: number): string {
  const [before, after] = [atMs - fromMs, untilMs - atMs].map((ms) => (ms / 1_000).toFixed(1));
  return `${id} at ${gateway}, which was there ${before ?? ''} s before and ${after ?? ''} s after`;
}

/** Those that neither the client nor the backend was told of. */
function untold(missing: readonly Missing[], faults: readonly FaultSpan[]): readonly Missing[] {
  const bySession = groupBy(missing, ({ session }) => session);
  const left = [...bySession].flatMap(([session, ofSession]) => behindNotices(session, ofSession, faults));
  return [...groupBy(left, ({ life }) => life)].flatMap(([life, ofLife]) => behindTold(life, ofLife, faults));
}

/** Each Lost stands for as many as it says, sent before it and not too long ago. */
function behindNotices(
  { lost, cuts }: SessionLog,
  missing: readonly Missing[],
  faults: readonly FaultSpan[],
): readonly Missing[] {
  let left = [...missing].sort((a, b) => a.push.atMs - b.push.atMs);
  for (const { atMs, count } of lost) {
    let room = count === 0 ? Infinity : count;
    const isOf = ({ push }: Missing): boolean =>
      push.atMs <= atMs && atMs < whenThereMs(toldByMs(push, faults), cuts);
    left = left.filter((one) => !isOf(one) || room-- <= 0);
  }
  return left;
}

/** What a client is due while it is cut it gets when it resumes. */
function whenThereMs(dueMs: number, cuts: readonly Cut[]): number {
  const waited = cuts.filter(({ atMs, resumedAtMs = Infinity }) => atMs <= dueMs && resumedAtMs > dueMs);
  return Math.max(dueMs, ...waited.map(({ resumedAtMs = Infinity }) => resumedAtMs + ARRIVAL_MS));
}

/** Each count stands for as many pushes, whomever they were for. */
function behindTold(
  { told }: Life,
  missing: readonly Missing[],
  faults: readonly FaultSpan[],
): readonly Missing[] {
  let left = missing;
  for (const { atMs, count } of told) {
    const numbers = [...new Set(left.map(({ push }) => push))]
      .filter((push) => push.atMs <= atMs && atMs < toldByMs(push, faults))
      .sort((a, b) => b.n - a.n)
      .slice(0, count);
    const covered = new Set(numbers);
    left = left.filter(({ push }) => !covered.has(push));
  }
  return left;
}

/** When its backend, or its client, must have been told of it. */
function toldByMs({ atMs }: SentPush, faults: readonly FaultSpan[]): number {
  const ends = faults.filter((fault) => touches(fault, atMs)).map(({ untilMs }) => untilMs);
  return Math.max(atMs, ...ends) + TOLD_WITHIN_MS;
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
