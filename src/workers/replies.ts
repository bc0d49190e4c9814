// What operators ask all workers, answered as one: which workers a request goes to, and how their answers
// become one. Pure; admin.ts does the asking.

import type { AdminReply } from './channel.js';

/** A worker's answer; undefined: it did not answer in time. */
export interface WorkerReply {
  /** "1" and on. */
  readonly worker: string;
  /** Of the one that was asked: its successor has more. */
  readonly restarts: number;
  readonly reply: AdminReply | undefined;
}

export interface Answered {
  readonly worker: string;
  readonly status: number;
  readonly body: JsonObject;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Those that answered with JSON, whatever their status. */
export function answered(replies: readonly Pick<WorkerReply, 'worker' | 'reply'>[]): readonly Answered[] {
  return replies.flatMap(({ worker, reply }): Answered[] => {
    const body = reply === undefined ? undefined : jsonObject(reply.body);
    return reply === undefined || body === undefined ? [] : [{ worker, status: reply.status, body }];
  });
}

function jsonObject(text: string): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

export interface MergedReply {
  readonly status: number;
  readonly body: object;
}

const NOBODY: MergedReply = { status: 503, body: { error: 'no worker answers' } };

/** The first good answer, else the first one. */
export function firstGood(replies: readonly Answered[]): MergedReply {
  const chosen = replies.find(({ status }) => status === 200) ?? replies[0];
  return chosen === undefined ? NOBODY : { status: chosen.status, body: chosen.body };
}

/**
 * A revocation was asked of all workers: each ended its own sessions.
 * @param silent workers that have sessions and did not answer: there the user's tokens may still count
 */
export function mergeRevocations(
  gatewayId: string,
  replies: readonly Answered[],
  silent: readonly string[],
): MergedReply {
  const good = replies.filter(({ status }) => status === 200);
  if (good.length === 0) return firstGood(replies);
  if (silent.length > 0) {
    const error = `no answer from worker ${silent.join(', ')}: tokens may still count there; revoke again`;
    return { status: 503, body: { error, silent } };
  }
  const ended = good.reduce((sum, { body }) => sum + numberAt(body, 'ended'), 0);
  return { status: 200, body: { gateway: gatewayId, ended } };
}

/**
 * Explanations for the user's sessions, wherever they are; else what one worker would do with a new one.
 * @param silent workers that have sessions and did not answer: those asked about may be there
 */
export function mergeExplanations(replies: readonly Answered[], silent: readonly string[]): MergedReply {
  const good = replies.filter(({ status }) => status === 200);
  const having = good.filter(({ body }) => numberAt(body, 'sessionCount') > 0);
  const [first] = having;
  if (first === undefined) return explainedByOne(replies, silent);
  return {
    status: 200,
    body: {
      ...first.body,
      silent,
      sessionCount: sumOf(having, 'sessionCount'),
      explanations: having.flatMap(({ body }) => listAt(body, 'explanations')),
    },
  };
}

function explainedByOne(replies: readonly Answered[], silent: readonly string[]): MergedReply {
  const { status, body } = firstGood(replies);
  if (status === 200) return { status, body: { ...body, silent } };
  // That a session is not at the others says nothing of one that does not answer.
  if (status !== 404 || silent.length === 0) return { status, body };
  return {
    status: 503,
    body: { error: `no answer from worker ${silent.join(', ')}: it may be there`, silent },
  };
}

/**
 * The last sessions that ended, of all workers, newest first.
 * @param silent workers that did not answer: theirs are missing
 */
export function mergeClosed(
  gatewayId: string,
  replies: readonly Answered[],
  silent: readonly string[],
): MergedReply {
  const good = replies.filter(({ status }) => status === 200);
  if (good.length === 0) return firstGood(replies);
  const rows = good.flatMap(({ worker, body }) => rowsOf(worker, body));
  const closedAt = (row: JsonObject): string => String(row['closedAt']);
  rows.sort((one, other) => (closedAt(one) < closedAt(other) ? 1 : -1));
  return { status: 200, body: { gateway: gatewayId, sessions: rows, silent } };
}

/** Each row says which worker it is of. */
export const rowsOf = (worker: string, body: JsonObject): JsonObject[] =>
  listAt(body, 'sessions').map((row) => ({ ...(row as JsonObject), worker }));

/** Plain counts of /status that add up over workers. */
const COUNTS = ['sessions', 'suspended', 'connections', 'handshakes', 'pending'] as const;

/** What the primary knows of one worker. */
export interface WorkerRow {
  readonly worker: string;
  readonly gateway: string;
  readonly pid: number | undefined;
  readonly state: string;
  readonly restarts: number;
  readonly connections: number;
}

/**
 * /status of all workers: shaped as one gateway's, from the one whose table is not what it should be if there
 * is one, with the counts added up, and each worker's own under `workers`.
 */
export function mergeStatus(
  gatewayId: string,
  rows: readonly WorkerRow[],
  replies: readonly Answered[],
): MergedReply {
  const good = replies.filter(({ status }) => status === 200);
  const shown = good.find(({ body }) => !followsRegistry(body['table'])) ?? good[0];
  const counts = Object.fromEntries(COUNTS.map((name) => [name, sumOf(good, name)]));
  const workers = rows.map((row) => {
    const status = good.find(({ worker }) => worker === row.worker)?.body;
    return { ...row, answers: status !== undefined, status };
  });
  const ready = good.some(({ body }) => body['ready'] === true);
  const draining = good.length > 0 && good.every(({ body }) => body['draining'] === true);
  return { status: 200, body: { ...shown?.body, gateway: gatewayId, ready, draining, ...counts, workers } };
}

/** Whether the table in force is what stands in the registry. */
function followsRegistry(table: unknown): boolean {
  const { hash, seenHash, held, problems } = (table ?? {}) as JsonObject;
  return hash === seenHash && held === undefined && (!Array.isArray(problems) || problems.length === 0);
}

const sumOf = (replies: readonly Answered[], name: string): number =>
  replies.reduce((sum, { body }) => sum + numberAt(body, name), 0);

function numberAt(body: JsonObject, name: string): number {
  const value = body[name];
  return typeof value === 'number' ? value : 0;
}

function listAt(body: JsonObject, name: string): readonly unknown[] {
  const value = body[name];
  return Array.isArray(value) ? value : [];
}
