// `causeway sessions` and `causeway kick`: look at and end sessions over the admin port.

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

const page = z.object({ gateway: z.string(), sessions: z.array(row), next: z.string().optional() });

type Row = z.infer<typeof row> & { readonly gateway: string };

/** Most rows of one page; the admin port gives no more. */
const PAGE_MAX = 1_000;

type Output = Pick<Host, 'out' | 'err'>;

/** Ends with 1 when a gateway does not answer. */
export async function listSessions(
  host: Output,
  targets: readonly AdminTarget[],
  args: SessionsArguments,
): Promise<ExitCode> {
  const lists = await Promise.all(targets.map((target) => sessionsOf(target, args)));
  const rows = lists.flatMap((list) => list.rows);
  if (args.json) host.out(JSON.stringify(rows, undefined, 2));
  else for (const line of table(rows)) host.out(line);
  for (const { problem } of lists) if (problem !== undefined) host.err(problem);
  if (lists.some(({ hasMore }) => hasMore))
    host.err(`there are more: --limit is ${args.limit} for each gateway`);
  return lists.every(({ problem }) => problem === undefined) ? ExitCode.OK : ExitCode.FAILED;
}

interface SessionList {
  readonly rows: readonly Row[];
  readonly hasMore: boolean;
  readonly problem: string | undefined;
}

async function sessionsOf(target: AdminTarget, args: SessionsArguments): Promise<SessionList> {
  const { user, state, group, olderThanSeconds, limit } = args;
  const rows: Row[] = [];
  let after: string | undefined;
  do {
    const query = {
      ...{ user, state, group, after },
      olderThanSeconds: olderThanSeconds === undefined ? undefined : String(olderThanSeconds),
      limit: String(Math.min(PAGE_MAX, limit - rows.length)),
    };
    const answer = await askAdmin(target, { path: '/sessions', query }, page);
    if (!answer.ok) return { rows, hasMore: false, problem: answer.problem };
    const { gateway, sessions, next } = answer.value;
    rows.push(...sessions.map((one) => ({ gateway, ...one })));
    after = next;
  } while (after !== undefined && rows.length < limit);
  return { rows, hasMore: after !== undefined, problem: undefined };
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
