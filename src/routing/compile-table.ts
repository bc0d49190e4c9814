// From the registry's keys to an immutable snapshot of all routes: everything is checked, and either
// all of it becomes a table or none. Pure; never throws, whatever the registry holds.

import type { RouteSource } from '../discovery/registry.js';
import { contentHash } from './content-hash.js';
import { formatRange, type TypeRange } from './message-types.js';
import { parseEntry, ROUTES_MAX, type ParsedRoute } from './route-schema.js';
import type { Route, RouteTable } from './route.js';
import { quoteText, TableProblems, type TableProblem } from './table-problems.js';
import { buildTypeMap, type TypeAssignment, type TypeMap } from './type-map.js';

/** Text of all entries together, in bytes; 32 full Consul values. */
export const TABLE_BYTES_MAX = 16 * 1024 * 1024;
/** Ranges of one table. The look-up spends at most 1 KiB on each, so at its worst it stays below 128 MiB. */
export const RANGES_MAX = 65_536;

const ENTRY_NAME = /^[A-Za-z0-9._-]{1,64}$/;

export type Compiled =
  | { readonly ok: true; readonly table: RouteTable }
  | { readonly ok: false; readonly problems: readonly TableProblem[] };

export type TableText = Pick<RouteSource, 'entries' | 'revision'>;

/** Checks and compiles all entries as one snapshot. */
export function compileTable(source: TableText): Compiled {
  const problems = new TableProblems();
  checkSize(source.entries, problems);
  if (!problems.isEmpty()) return { ok: false, problems: problems.list() };
  const routes = parseEntries(source.entries, problems);
  const claims = checkClaims(routes, problems);
  if (!problems.isEmpty()) return { ok: false, problems: problems.list() };
  return { ok: true, table: new CompiledTable(source, routes, claims) };
}

class CompiledTable implements RouteTable {
  readonly hash: string;
  readonly revision: string;
  readonly routes: readonly Route[];
  /** Value of the type map → route; 0 is none. */
  readonly #byValue: readonly (Route | undefined)[];
  readonly #types: TypeMap;

  constructor(text: TableText, routes: readonly ParsedRoute[], claims: readonly TypeAssignment[]) {
    this.hash = contentHash(text.entries);
    this.revision = text.revision;
    this.routes = routes.map(({ route }) => route);
    this.#byValue = [undefined, ...this.routes];
    this.#types = buildTypeMap(claims);
  }

  lookup(type: number): Route | undefined {
    return this.#byValue[this.#types.get(type)];
  }
}

/** Cheap bounds first: what follows is then bounded in time and memory. */
function checkSize(entries: ReadonlyMap<string, string>, problems: TableProblems): void {
  const whole = { entry: '', path: '' };
  if (entries.size > ROUTES_MAX) {
    const reason = `${entries.size} keys, more than ${ROUTES_MAX}`;
    problems.add({ ...whole, reason, remedy: 'put the routes of a service or team into one key' });
  }
  let sizeBytes = 0;
  for (const text of entries.values()) sizeBytes += Buffer.byteLength(text);
  if (sizeBytes <= TABLE_BYTES_MAX) return;
  const reason = `${sizeBytes} bytes of text, more than ${TABLE_BYTES_MAX}`;
  problems.add({ ...whole, reason, remedy: 'join types into ranges' });
}

function parseEntries(entries: ReadonlyMap<string, string>, problems: TableProblems): ParsedRoute[] {
  const routes: ParsedRoute[] = [];
  for (const [entry, text] of entries) {
    if (!ENTRY_NAME.test(entry)) problems.add(badName(entry));
    const parsed = parseEntry(entry, text);
    problems.addAll(parsed.problems);
    for (const route of parsed.routes) routes.push(route);
  }
  if (routes.length > ROUTES_MAX) {
    const reason = `${routes.length} routes, more than ${ROUTES_MAX}`;
    problems.add({ entry: '', path: '', reason, remedy: 'join types into ranges' });
  }
  return routes;
}

const badName = (entry: string): TableProblem => ({
  entry,
  path: '',
  reason: 'the key has no valid name',
  remedy: 'use 1 to 64 letters, digits, ".", "_" or "-"; move or delete this key',
});

/** A range and whose it is: `value` is the route's place in the list of all, from 1. */
function checkClaims(routes: readonly ParsedRoute[], problems: TableProblems): readonly TypeAssignment[] {
  const claims = routes.flatMap(({ ranges }, index) =>
    ranges.map(({ first, last }): TypeAssignment => ({ first, last, value: index + 1 })),
  );
  if (claims.length > RANGES_MAX) {
    const reason = `${claims.length} separate ranges of types, more than ${RANGES_MAX}`;
    problems.add({ entry: '', path: '', reason, remedy: 'give each service types that lie side by side' });
    return [];
  }
  claims.sort((a, b) => a.first - b.first || a.value - b.value);
  findOverlaps(claims, (earlier, later) => {
    const [owner, intruder] = [routes[earlier.value - 1], routes[later.value - 1]];
    if (owner && intruder) problems.add(overlap(owner, intruder, common(earlier, later)));
  });
  return claims;
}

/** `claims` ascend by their first type, so only the one that reaches farthest so far can reach into the next. */
function findOverlaps(
  claims: readonly TypeAssignment[],
  onOverlap: (earlier: TypeAssignment, later: TypeAssignment) => void,
): void {
  let farthest: TypeAssignment | undefined;
  for (const claim of claims) {
    if (farthest !== undefined && claim.first <= farthest.last) onOverlap(farthest, claim);
    if (farthest === undefined || claim.last > farthest.last) farthest = claim;
  }
}

const common = (earlier: TypeRange, later: TypeRange): TypeRange => ({
  first: later.first,
  last: Math.min(earlier.last, later.last),
});

function overlap(owner: ParsedRoute, intruder: ParsedRoute, range: TypeRange): TableProblem {
  const place = `/${owner.position}/types of ${quoteText(owner.entry)}`;
  return {
    entry: intruder.entry,
    path: `/${intruder.position}/types`,
    reason: `${formatRange(range)} also stands at ${place} (service ${quoteText(owner.route.service)})`,
    remedy: 'leave each type to one route',
  };
}
