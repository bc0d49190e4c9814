// The rules of requests. Pure.
import type { Broken } from './judge.js';
import type { History, Life, RequestLog } from './history.js';
import { excusesRequest, touches } from './tolerance.js';

/** What a life did so shortly before it was killed may be missing from its record. */
export const UNRECORDED_MS = 2_000;
/** A client that hears of its session's end fails what waits in the same turn; the two are written down apart. */
const SAME_MOMENT_MS = 1_000;

export function judgeRequests(history: History): Broken[] {
  const handled = countHandled(history.lives);
  return [
    ...history.requests.flatMap((request) => judgeEnd(request, handled.get(request.name) ?? 0, history)),
    ...history.lives.flatMap(judgeOrder),
  ];
}

function judgeEnd(request: RequestLog, handled: number, history: History): Broken[] {
  const { end, name, sentAtMs } = request;
  const broken = (rule: string, what: string): Broken => ({
    rule,
    what: `request ${name} ${what}`,
    atMs: sentAtMs,
  });
  if (end === undefined) return [broken('answered', 'has no answer')];
  const found: Broken[] = [];
  if (handled > 1) found.push(broken('handled once', `was handled ${handled} times`));
  if (end.code !== '') {
    // The application's own code is what its handler said.
    if (end.code !== 'APPLICATION' && end.outcomeKnown && handled > 0)
      found.push(broken('outcome', `failed as ${end.code} and was handled all the same`));
    if (!isExcused(request, end, history) && !endedWithSession(request, end, history))
      found.push(broken('no needless failure', `failed as ${end.code}`));
    return found;
  }
  if (end.echo !== name) found.push(broken('own answer', `got the answer "${end.echo}"`));
  if (handled === 0 && isRecorded(history.lives, end.life, end.atMs))
    found.push(broken('handled once', `was answered by ${end.life}, which did not handle it`));
  return found;
}

function isExcused(
  { gateway, sentAtMs }: RequestLog,
  { atMs, code }: { readonly atMs: number; readonly code: string },
  { faults }: History,
): boolean {
  return faults.some((fault) => touches(fault, sentAtMs, atMs) && excusesRequest(fault, code, gateway));
}

/** Its session ended while it waited. That a session ended for a reason is judged with the sessions. */
function endedWithSession(
  { session, sentAtMs }: RequestLog,
  { atMs, code }: { readonly atMs: number; readonly code: string },
  { sessions }: History,
): boolean {
  if (code !== 'SESSION_LOST') return false;
  return sessions.some(
    ({ id, fromMs, end }) =>
      id === session &&
      fromMs <= sentAtMs &&
      end !== undefined &&
      end.code !== 'MOVED' &&
      Math.abs(end.atMs - atMs) <= SAME_MOMENT_MS,
  );
}

function isRecorded(lives: readonly Life[], name: string, atMs: number): boolean {
  const life = lives.find((one) => one.name === name);
  if (life === undefined) return true;
  return life.killedAtMs === undefined || atMs < life.killedAtMs - UNRECORDED_MS;
}

function countHandled(lives: readonly Life[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { handled } of lives)
    for (const { request } of handled) counts.set(request, (counts.get(request) ?? 0) + 1);
  return counts;
}

/** What one session sends comes to one life in its order. */
function judgeOrder({ name, handled }: Life): Broken[] {
  const last = new Map<string, number>();
  const found: Broken[] = [];
  for (const { session, request } of handled) {
    const serial = Number(request.split('.')[1]);
    const before = last.get(session) ?? 0;
    if (serial <= before)
      found.push({ rule: 'request order', what: `${name} got ${request} behind ${before}`, atMs: 0 });
    last.set(session, serial);
  }
  return found;
}
