// `causeway sessions`, `kick` and `revoke`: look at and end sessions over the admin ports of all gateways.
//
// Sessions of one user are asked of the directory too, which knows those of all gateways of a cluster: so those
// at a gateway that cannot be asked are seen all the same.

import { z } from 'zod';
import { formatAddress } from '../discovery/address.js';
import { askAdmin, type AdminTarget } from './admin-client.js';
import { ExitCode, type Host } from './host.js';
import { columns, counted } from './text.js';

export interface SessionsArguments {
  readonly user: string | undefined;
  readonly state: string | undefined;
  readonly group: string | undefined;
  readonly olderThanSeconds: number | undefined;
  /** Most sessions of each gateway. */
  readonly limit: number;
  readonly json: boolean;
}

const row = z.looseObject({
  session: z.string(),
  user: z.string(),
  roles: z.array(z.string()),
  state: z.string(),
  address: z.string(),
  client: z.string(),
  openedAt: z.string(),
  pending: z.number(),
  groupCount: z.number(),
});

const page = z.object({
  gateway: z.string(),
  sessions: z.array(row),
  /** Workers that did not answer: their sessions are missing. */
  silent: z.array(z.string()).default([]),
  next: z.string().optional(),
});

type Row = z.infer<typeof row> & { readonly gateway: string };

/** What is looked at of GET /users/:user/online. */
const online = z.object({
  gateway: z.string(),
  gateways: z.array(z.string()),
  sessions: z.array(
    z.object({
      session: z.string(),
      user: z.string(),
      gateway: z.string(),
      openedAt: z.string(),
      client: z.string(),
      address: z.string(),
    }),
  ),
});

type Online = z.infer<typeof online>;

/** Most rows of one page; the admin port gives no more. */
const PAGE_MAX = 1_000;

type Output = Pick<Host, 'out' | 'err'>;

/** Ends with 1 when a gateway, or a worker of one, does not answer. */
export async function listSessions(
  host: Output,
  targets: readonly AdminTarget[],
  args: SessionsArguments,
): Promise<ExitCode> {
  const lists = await Promise.all(targets.map((target) => sessionsOf(target, args)));
  const rows = lists.flatMap((list) => list.rows);
  rows.push(...(await onlineElsewhere(targets, args, lists)));
  if (args.json) host.out(JSON.stringify(rows, undefined, 2));
  else for (const line of table(rows)) host.out(line);
  for (const { problem } of lists) if (problem !== undefined) host.err(problem);
  if (lists.some(({ hasMore }) => hasMore))
    host.err(`there are more: --limit is ${args.limit} for each gateway`);
  return lists.every(({ problem }) => problem === undefined) ? ExitCode.OK : ExitCode.FAILED;
}

/** Sessions of the user at gateways that were not asked, or did not answer, as the directory knows them. */
async function onlineElsewhere(
  targets: readonly AdminTarget[],
  args: SessionsArguments,
  lists: readonly SessionList[],
): Promise<readonly Row[]> {
  const { user, state, group, olderThanSeconds } = args;
  // The directory does not know what these filters ask for.
  if (user === undefined || (state ?? group ?? olderThanSeconds) !== undefined) return [];
  if (lists.some(({ hasMore }) => hasMore)) return [];
  const answered = new Set(lists.flatMap(({ gateway }) => gateway ?? []));
  // By its id too: workers answer as one gateway, and are many in the directory.
  const seen = new Set(lists.flatMap(({ rows }) => rows.map(({ session }) => session)));
  const found = await directoryOf(targets, user);
  return (found?.sessions ?? [])
    .filter(({ session, gateway }) => !answered.has(gateway) && !seen.has(session))
    .map((one) => ({ ...one, roles: [], state: 'online', pending: 0, groupCount: 0 }));
}

/** Of the first gateway that answers. */
async function directoryOf(targets: readonly AdminTarget[], user: string): Promise<Online | undefined> {
  const path = `/users/${encodeURIComponent(user)}/online`;
  for (const target of targets) {
    const answer = await askAdmin(target, { path }, online);
    if (answer.ok) return answer.value;
  }
  return undefined;
}

interface SessionList {
  /** Who answered. */
  readonly gateway: string | undefined;
  readonly rows: readonly Row[];
  readonly hasMore: boolean;
  readonly problem: string | undefined;
}

async function sessionsOf(target: AdminTarget, args: SessionsArguments): Promise<SessionList> {
  const { user, state, group, olderThanSeconds, limit } = args;
  const rows: Row[] = [];
  const silent = new Set<string>();
  let answered: string | undefined;
  let after: string | undefined;
  do {
    const query = {
      ...{ user, state, group, after },
      olderThanSeconds: olderThanSeconds === undefined ? undefined : String(olderThanSeconds),
      limit: String(Math.min(PAGE_MAX, limit - rows.length)),
    };
    const answer = await askAdmin(target, { path: '/sessions', query }, page);
    if (!answer.ok) return { gateway: answered, rows, hasMore: false, problem: answer.problem };
    const { gateway, sessions, next } = answer.value;
    for (const worker of answer.value.silent) silent.add(worker);
    rows.push(...sessions.map((one) => ({ gateway, ...one })));
    answered = gateway;
    after = next;
  } while (after !== undefined && rows.length < limit);
  const names = [...silent].join(', ');
  const problem =
    names === '' ? undefined : `${whereOf(target)}: no answer from worker ${names}: its sessions are missing`;
  return { gateway: answered, rows, hasMore: after !== undefined, problem };
}

function table(rows: readonly Row[]): readonly string[] {
  const head = ['SESSION', 'USER', 'STATE', 'ADDRESS', 'CLIENT', 'OPENED', 'PENDING', 'GROUPS', 'GATEWAY'];
  const cells = rows.map((one) => {
    const { session, user, state, address, client, openedAt, pending, groupCount, gateway } = one;
    return [session, user, state, address, client, openedAt, String(pending), String(groupCount), gateway];
  });
  return [...columns([head, ...cells]), counted(rows.length, 'session')];
}

export interface KickArguments {
  /** Exactly one of these two is there. */
  readonly session: string | undefined;
  readonly user: string | undefined;
  readonly reason: string;
  readonly advice: string;
}

const kicked = z.object({ gateway: z.string(), kicked: z.number() });

/** Asks every gateway: each ends what it holds. Ends with 1 when nobody had such a session. */
export async function kick(
  host: Output,
  targets: readonly AdminTarget[],
  { session, user, reason, advice }: KickArguments,
): Promise<ExitCode> {
  if ((session === undefined) === (user === undefined)) {
    host.err('name one of the two: --session or --user');
    return ExitCode.USAGE;
  }
  const kind = session === undefined ? 'users' : 'sessions';
  const path = `/${kind}/${encodeURIComponent(session ?? user ?? '')}/kick`;
  const ask = (target: AdminTarget): ReturnType<typeof askAdmin<z.infer<typeof kicked>>> =>
    askAdmin(target, { path, body: { reason, advice } }, kicked);
  const answers = await Promise.all(targets.map(ask));
  let count = 0;
  for (const [at, answer] of answers.entries()) {
    if (answer.ok) count += answer.value.kicked;
    // One gateway that does not have it says nothing about the others.
    else if (answer.status !== 404) host.err(answer.problem);
    else if (targets.length === 1) host.err(`${whereOf(targets[at])}: not online`);
  }
  host.out(`${counted(count, 'session')} ended`);
  const isWhole = answers.every((answer) => answer.ok || answer.status === 404);
  return count > 0 && isWhole ? ExitCode.OK : ExitCode.FAILED;
}

const whereOf = (target: AdminTarget | undefined): string =>
  target === undefined ? '' : formatAddress(target.address);

export interface RevokeArguments {
  readonly user: string;
  /** ISO 8601; undefined: now, by each gateway's clock, which tokens are compared with. */
  readonly before: string | undefined;
}

const revoked = z.object({ gateway: z.string(), ended: z.number() });

/**
 * Tells every gateway, and each tells those of its cluster: it works without a cluster, and reaches gateways
 * of the cluster that cannot be asked. Ends with 1 when one of those asked does not answer: tokens may still
 * count there.
 */
export async function revoke(
  host: Output,
  targets: readonly AdminTarget[],
  { user, before }: RevokeArguments,
): Promise<ExitCode> {
  const path = `/users/${encodeURIComponent(user)}/revoke`;
  const body = before === undefined ? {} : { before };
  const answers = await Promise.all(targets.map((target) => askAdmin(target, { path, body }, revoked)));
  let count = 0;
  for (const answer of answers)
    if (answer.ok) count += answer.value.ended;
    else host.err(answer.problem);
  const told = answers.filter(({ ok }) => ok).length;
  host.out(`${counted(count, 'session')} ended; ${told} of ${counted(answers.length, 'gateway')} told`);
  return told > 0 && told === answers.length ? ExitCode.OK : ExitCode.FAILED;
}
