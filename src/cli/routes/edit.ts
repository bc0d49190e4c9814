// `causeway routes check | diff | apply | accept | history | rollback`: what each does, on either home.
//
// The mark of acceptance makes gateways drop what they hold, so it moves only where the whole table is meant:
// by accept, a whole rollback, a whole apply with --prune; and by a part of a table that was accepted as it
// stood. A part of any other table is an edit like one by hand, and takes the mark away: if gateways hold the
// rest as lost, they go on to, and while they hold nothing, it needs no mark.

import { compileTable, type Compiled } from '../../routing/compile-table.js';
import { contentHash } from '../../routing/content-hash.js';
import { formatTableProblem } from '../../routing/table-problems.js';
import { ExitCode, type Host } from '../host.js';
import { columns, counted, shortHash } from '../text.js';
import type { OpenTable, TableHome } from './home.js';
import { describePlan, isEmpty, planChange, summary, type PlanOptions, type TablePlan } from './plan.js';
import { readTableInput } from './table-input.js';

type Output = Pick<Host, 'out' | 'err'>;
type Entries = ReadonlyMap<string, string>;

/** `place`: the input; undefined: what stands in the registry. */
export async function checkTable(
  host: Output,
  home: TableHome,
  place: string | undefined,
): Promise<ExitCode> {
  const entries =
    place === undefined ? (await openTable(host, home))?.entries : await input(host, home, place);
  if (entries === undefined) return ExitCode.FAILED;
  const compiled = compileTable({ entries, revision: '' });
  if (!compiled.ok) return refuse(host, compiled, '');
  const { routes, hash } = compiled.table;
  host.out(
    `${place ?? home.origin}: good; ${counted(entries.size, 'key')}, ${counted(routes.length, 'route')}, hash ${shortHash(hash)}`,
  );
  return ExitCode.OK;
}

export interface DiffArguments extends PlanOptions {
  readonly place: string;
  /** Ends with 1 when there is a difference, for scripts. */
  readonly exitCode: boolean;
}

export async function diffTable(host: Output, home: TableHome, args: DiffArguments): Promise<ExitCode> {
  const prepared = await prepare(host, home, args.place, args);
  if (prepared === undefined) return ExitCode.FAILED;
  const { open, plan } = prepared;
  for (const line of describePlan(open.entries, plan)) host.out(line);
  if (isEmpty(plan)) host.out(`no difference to ${home.origin}`);
  const compiled = compileTable({ entries: plan.after, revision: '' });
  if (!compiled.ok) return refuse(host, compiled);
  return args.exitCode && !isEmpty(plan) ? ExitCode.FAILED : ExitCode.OK;
}

export interface ApplyArguments extends PlanOptions {
  readonly place: string;
  /** Lets a table without routes take the place of one that has some. */
  readonly allowEmpty: boolean;
}

export async function applyTable(host: Output, home: TableHome, args: ApplyArguments): Promise<ExitCode> {
  const prepared = await prepare(host, home, args.place, args);
  if (prepared === undefined) return ExitCode.FAILED;
  const isWhole = args.prune && args.only.length === 0;
  return commit(host, home, prepared, { isWhole, allowEmpty: args.allowEmpty });
}

/**
 * Brings the table of one revision of the history back.
 * @param only empty: whole
 */
export async function rollbackTable(
  host: Output,
  home: TableHome,
  revision: string,
  only: readonly string[],
): Promise<ExitCode> {
  const history = await home.history();
  if (!history.ok) return fail(host, history.reason);
  const entry = history.value.find((one) => one.revision === revision);
  if (entry === undefined)
    return fail(host, `revision ${revision} is not in the history; \`causeway routes history\` lists it`);
  const open = await openTable(host, home);
  if (open === undefined) return ExitCode.FAILED;
  const places = { place: `revision ${revision}`, home };
  if (!areThere(host, only, [entry.entries, open.entries], places)) return ExitCode.FAILED;
  const plan = planChange(open.entries, entry.entries, { prune: true, only });
  return commit(host, home, { open, plan }, { isWhole: only.length === 0, allowEmpty: true });
}

/** Marks what stands there now as meant, so that gateways which hold it take it. */
export async function acceptTable(host: Output, home: TableHome): Promise<ExitCode> {
  const open = await openTable(host, home);
  if (open === undefined) return ExitCode.FAILED;
  const plan = planChange(open.entries, open.entries, { prune: false, only: [] });
  return commit(host, home, { open, plan }, { isWhole: true, allowEmpty: true });
}

export async function listHistory(host: Output, home: TableHome): Promise<ExitCode> {
  const [history, open] = [await home.history(), await openTable(host, home)];
  if (!history.ok) return fail(host, history.reason);
  if (open === undefined) return ExitCode.FAILED;
  const now = contentHash(open.entries);
  const rows = history.value.map(({ revision, acceptedAt, entries }) => {
    const hash = contentHash(entries);
    const mark = hash === now ? 'as it stands now' : '';
    return [revision, acceptedAt, counted(entries.size, 'key'), shortHash(hash), mark];
  });
  for (const line of columns([['REVISION', 'ACCEPTED', 'KEYS', 'HASH', ''], ...rows])) host.out(line);
  return ExitCode.OK;
}

const NOT_ACCEPTED =
  'not accepted as a whole (if gateways hold it, and all of it is meant, run `causeway routes accept`)';

interface Prepared {
  readonly open: OpenTable;
  readonly plan: TablePlan;
}

async function prepare(
  host: Output,
  home: TableHome,
  place: string,
  options: PlanOptions,
): Promise<Prepared | undefined> {
  const wanted = await input(host, home, place);
  const open = wanted && (await openTable(host, home));
  if (wanted === undefined || open === undefined) return undefined;
  if (wanted.size === 0 && !options.prune) {
    host.err(`${place}: has no keys; to remove keys of ${home.origin}, add --prune`);
    return undefined;
  }
  if (!areThere(host, options.only, [wanted, open.entries], { place, home })) return undefined;
  return { open, plan: planChange(open.entries, wanted, options) };
}

/** Whether each key that --only names is in one of the two tables; else it is said. */
function areThere(
  host: Output,
  only: readonly string[],
  tables: readonly ReadonlyMap<string, string>[],
  { place, home }: { readonly place: string; readonly home: TableHome },
): boolean {
  const unknown = only.filter((name) => !tables.some((table) => table.has(name)));
  for (const name of unknown)
    host.err(`--only ${name}: no such key, neither in ${place} nor in ${home.origin}`);
  return unknown.length === 0;
}

async function commit(
  host: Output,
  home: TableHome,
  { open, plan }: Prepared,
  { isWhole, allowEmpty }: { readonly isWhole: boolean; readonly allowEmpty: boolean },
): Promise<ExitCode> {
  const compiled = compileTable({ entries: plan.after, revision: '' });
  if (!compiled.ok) return refuse(host, compiled);
  const { hash, routes } = compiled.table;
  if (routes.length === 0 && !isEmpty(plan) && !allowEmpty)
    return fail(host, 'the table would have no routes at all; if that is meant, add --allow-empty');
  const isMeant = isWhole || open.acceptedHash === contentHash(open.entries);
  if (isEmpty(plan) && (open.acceptedHash === hash || !isMeant)) {
    const mark = isMeant ? 'and it is accepted' : NOT_ACCEPTED;
    host.out(`nothing to do: ${home.origin} has it, ${mark}; hash ${shortHash(hash)}`);
    return ExitCode.OK;
  }
  const acceptedHash = isMeant ? hash : undefined;
  const written = await open.write({ set: plan.set, remove: plan.remove, acceptedHash });
  if (!written.ok) return fail(host, written.reason);
  for (const line of describePlan(open.entries, plan)) host.out(line);
  const mark = isMeant ? 'accepted' : NOT_ACCEPTED;
  host.out(
    `${home.origin}: ${summary(plan)}; ${counted(routes.length, 'route')}, ${mark}; hash ${shortHash(hash)}`,
  );
  return verify(host, home, hash);
}

/** Keys that were not written are not checked by the transaction: somebody may have edited one by hand. */
async function verify(host: Output, home: TableHome, hash: string): Promise<ExitCode> {
  const open = await openTable(host, home);
  if (open === undefined) return ExitCode.FAILED;
  if (contentHash(open.entries) === hash) return ExitCode.OK;
  return fail(
    host,
    'written, but another key was edited at the same time: gateways judge the table as an edit by hand; look at `causeway routes check`',
  );
}

async function openTable(host: Output, home: TableHome): Promise<OpenTable | undefined> {
  const read = await home.read();
  if (read.ok) return read.value;
  host.err(read.reason);
  return undefined;
}

async function input(host: Output, home: TableHome, place: string): Promise<Entries | undefined> {
  const read = await readTableInput(place);
  if (read.ok) return new Map([...read.entries].map(([name, text]) => [name, home.textOf(text)]));
  for (const problem of read.problems) host.err(problem);
  // All at once: whoever mends that file should not find the others' problems one run later.
  const compiled = compileTable({ entries: read.entries, revision: '' });
  if (!compiled.ok) for (const problem of compiled.problems) host.err(formatTableProblem(problem));
  return undefined;
}

function refuse(
  host: Output,
  { problems }: Compiled & { readonly ok: false },
  outcome = '; nothing was written',
): ExitCode {
  for (const problem of problems) host.err(formatTableProblem(problem));
  return fail(host, `refused: ${counted(problems.length, 'problem')}${outcome}`);
}

function fail(host: Output, reason: string): ExitCode {
  host.err(reason);
  return ExitCode.FAILED;
}
