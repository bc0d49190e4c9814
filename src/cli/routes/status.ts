// `causeway routes status`: what stands in the registry, and what each gateway makes of it.

import { z } from 'zod';
import { formatAddress } from '../../discovery/address.js';
import { compileTable } from '../../routing/compile-table.js';
import { contentHash } from '../../routing/content-hash.js';
import { formatTableProblem, type TableProblem } from '../../routing/table-problems.js';
import { askAdmin, type AdminAnswer, type AdminTarget } from '../admin-client.js';
import { ExitCode, type Host } from '../host.js';
import { columns, counted, shortHash } from '../text.js';
import type { TableHome } from './home.js';

const problem = z.object({ entry: z.string(), path: z.string(), reason: z.string(), remedy: z.string() });

/** What is looked at of GET /status. */
const gatewayStatus = z.object({
  gateway: z.string(),
  ready: z.boolean(),
  table: z.object({
    from: z.string(),
    hash: z.string(),
    revision: z.string(),
    acceptedAt: z.string().optional(),
    routes: z.number(),
    seenHash: z.string(),
    held: z.string().optional(),
    problems: z.array(problem),
  }),
});

type GatewayStatus = z.infer<typeof gatewayStatus>;

interface Row {
  readonly address: string;
  readonly answer: AdminAnswer<GatewayStatus>;
}

export interface StatusArguments {
  readonly targets: readonly AdminTarget[];
  readonly json: boolean;
}

/** Ends with 1 unless every gateway routes by what stands in the registry. */
export async function tableStatus(
  host: Pick<Host, 'out' | 'err'>,
  home: TableHome,
  { targets, json }: StatusArguments,
): Promise<ExitCode> {
  const [registry, ...rows] = await Promise.all([registryState(home), ...targets.map(ask)]);
  if (json) host.out(JSON.stringify({ registry, gateways: rows.map(jsonOf) }, undefined, 2));
  else for (const line of [...describeRegistry(registry), '', ...describe(rows)]) host.out(line);
  const isGood = registry.ok && registry.problems.length === 0;
  return isGood && rows.every((row) => follows(row, registry.hash)) ? ExitCode.OK : ExitCode.FAILED;
}

async function ask(target: AdminTarget): Promise<Row> {
  const answer = await askAdmin(target, { path: '/status' }, gatewayStatus);
  return { address: formatAddress(target.address), answer };
}

type RegistryState =
  | {
      readonly ok: true;
      readonly origin: string;
      readonly keys: number;
      readonly hash: string;
      readonly accepted: boolean;
      readonly problems: readonly TableProblem[];
    }
  | { readonly ok: false; readonly origin: string; readonly reason: string };

async function registryState(home: TableHome): Promise<RegistryState> {
  const read = await home.read();
  const { origin } = home;
  if (!read.ok) return { ok: false, origin, reason: read.reason };
  const { entries, acceptedHash } = read.value;
  const compiled = compileTable({ entries, revision: '' });
  const hash = contentHash(entries);
  const problems = compiled.ok ? [] : compiled.problems;
  return { ok: true, origin, keys: entries.size, hash, accepted: acceptedHash === hash, problems };
}

function describeRegistry(state: RegistryState): readonly string[] {
  if (!state.ok) return [`${state.origin}: ${state.reason}`];
  const accepted = state.accepted ? ', accepted by an operator' : '';
  const verdict = state.problems.length === 0 ? 'good' : counted(state.problems.length, 'problem');
  return [
    `${state.origin}: ${counted(state.keys, 'key')}, hash ${shortHash(state.hash)}${accepted}; ${verdict}`,
    ...state.problems.map((one) => `  ${formatTableProblem(one)}`),
  ];
}

function describe(rows: readonly Row[]): readonly string[] {
  const head = ['GATEWAY', 'ADMIN', 'READY', 'ROUTES', 'HASH', 'REVISION', 'FROM', 'SINCE', 'REGISTRY IS'];
  const table = columns([head, ...rows.map(cells)]);
  return [...table, ...rows.flatMap(details)];
}

function cells({ address, answer }: Row): readonly string[] {
  if (!answer.ok) return ['?', address, 'no answer'];
  const { gateway, ready, table } = answer.value;
  const { routes, hash, revision, from, acceptedAt = '-' } = table;
  const now = [ready ? 'yes' : 'no', String(routes), shortHash(hash), revision === '' ? '-' : revision, from];
  return [gateway, address, ...now, acceptedAt, verdictOf(answer.value)];
}

function verdictOf({ table }: GatewayStatus): string {
  if (table.held !== undefined) return 'held';
  if (table.problems.length > 0) return 'refused';
  return table.seenHash === '' ? 'not seen' : 'in force';
}

function details({ answer }: Row): readonly string[] {
  if (!answer.ok) return [answer.problem];
  const { gateway, table } = answer.value;
  const held = table.held === undefined ? [] : [`${gateway} holds: ${table.held}`];
  return [...held, ...table.problems.map((one) => `${gateway} refuses: ${formatTableProblem(one)}`)];
}

function follows({ answer }: Row, hash: string): boolean {
  if (!answer.ok) return false;
  const { table } = answer.value;
  return table.hash === hash && table.held === undefined && table.problems.length === 0;
}

const jsonOf = ({ address, answer }: Row): object =>
  answer.ok ? { admin: address, ...answer.value } : { admin: address, error: answer.problem };
