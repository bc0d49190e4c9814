// One entry of the table: the text behind a key, checked and turned into routes. docs/ROUTES.md is
// the text for operators; ROUTE_KEYS below is what both of them say about each key.

import { z } from 'zod';

import { nearestWord } from '../nearest-word.js';
import { findJsonFault } from './json-syntax.js';
import {
  parseTypes,
  ROUTED_TYPE_MAX,
  ROUTED_TYPE_MIN,
  TYPES_LIST_MAX,
  type TypeRange,
} from './message-types.js';
import { PICKS, type Route } from './route.js';
import { quoteText, TableProblems, type TableProblem } from './table-problems.js';

export const TIMEOUT_MS_MIN = 100;
export const TIMEOUT_MS_MAX = 600_000;
export const TIMEOUT_MS_DEFAULT = 10_000;
/** No frame can be longer, so as a limit it means none. */
export const PAYLOAD_BYTES_CAP = 16 * 1024 * 1024;
export const ROLES_MAX = 32;
/**
 * Routes of one table. Compiling them is one turn of the event loop: so many take some 120 ms of CPU, which is
 * below the delay that counts as overload. Types in ranges need far fewer.
 */
export const ROUTES_MAX = 20_000;

export interface ParsedRoute {
  readonly route: Route;
  readonly entry: string;
  /** Place in the entry's list. */
  readonly position: number;
  /** Ascending, disjoint. */
  readonly ranges: readonly TypeRange[];
}

export interface ParsedEntry {
  readonly routes: readonly ParsedRoute[];
  readonly problems: readonly TableProblem[];
}

/** What each key wants, as the remedy of its problems. */
const ROUTE_KEYS: Readonly<Record<string, string>> = {
  types: 'write a number from 100 to 4294967295, a range "1000-1999", or a list of both',
  service: 'write the name of the service in the registry: letters, digits, ".", "_", "-", at most 128',
  timeoutMs: `write whole milliseconds from ${TIMEOUT_MS_MIN} to ${TIMEOUT_MS_MAX}, or leave it out for ${TIMEOUT_MS_DEFAULT}`,
  payloadBytesMax: `write whole bytes from 0 to ${PAYLOAD_BYTES_CAP}, or leave it out for no limit`,
  roles: `write a list of 1 to ${ROLES_MAX} role names, or leave it out to let everyone`,
  pick: `write one of ${PICKS.map((pick) => `"${pick}"`).join(', ')}, or leave it out for "session"`,
};

const TYPE_SCHEMA = { type: 'integer', minimum: ROUTED_TYPE_MIN, maximum: ROUTED_TYPE_MAX } as const;
const RANGE_SCHEMA = { type: 'string', pattern: '^\\d{1,10}-\\d{1,10}$' } as const;
const ONE_OR_RANGE_SCHEMA = { anyOf: [TYPE_SCHEMA, RANGE_SCHEMA] };

const types = z
  .unknown()
  .transform((value, context): readonly TypeRange[] => {
    const parsed = parseTypes(value);
    if (parsed.ok) return parsed.ranges;
    for (const { path, reason } of parsed.faults) {
      context.addIssue({ code: 'custom', path: [...path], message: reason, input: value });
    }
    return z.NEVER;
  })
  .meta({
    anyOf: [
      TYPE_SCHEMA,
      RANGE_SCHEMA,
      { type: 'array', items: ONE_OR_RANGE_SCHEMA, minItems: 1, maxItems: TYPES_LIST_MAX },
    ],
  });

// The length is checked before the elements, so that a long list can't become as many problems.
const roles = z
  .array(z.unknown())
  .min(1)
  .max(ROLES_MAX)
  .pipe(z.array(z.string().min(1).max(64)))
  .meta({ items: { type: 'string', minLength: 1, maxLength: 64 } });

const routeSchema = z.strictObject({
  types,
  service: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/),
  timeoutMs: z.int().min(TIMEOUT_MS_MIN).max(TIMEOUT_MS_MAX).default(TIMEOUT_MS_DEFAULT),
  payloadBytesMax: z.int().min(0).max(PAYLOAD_BYTES_CAP).default(PAYLOAD_BYTES_CAP),
  roles: roles.optional(),
  pick: z.enum(PICKS).default('session'),
});

/** One route, for editors: JSON Schema with what each key wants as its description. */
export function routeJsonSchema(): object {
  const schema = z.toJSONSchema(routeSchema, { io: 'input' });
  const properties: Readonly<Record<string, unknown>> = schema.properties ?? {};
  const described = Object.entries(properties).map(([key, property]): [string, object] => {
    return [key, Object.assign({}, property, { description: ROUTE_KEYS[key] })];
  });
  return { ...schema, $schema: undefined, properties: Object.fromEntries(described) };
}

/** Parses the text behind key `entry`. Never throws; reports every problem, up to the limit. */
export function parseEntry(entry: string, text: string): ParsedEntry {
  const parsed = parseList(text);
  if (!parsed.ok) return { routes: [], problems: [{ entry, ...parsed.problem }] };
  const routes: ParsedRoute[] = [];
  const problems = new TableProblems();
  for (const [position, value] of parsed.list.entries()) {
    const result = routeSchema.safeParse(value, { error: reasonOf });
    if (result.success) routes.push(toRoute(entry, position, result.data));
    else for (const issue of result.error.issues) problems.addAll(toProblems(entry, position, issue));
  }
  return { routes, problems: problems.list() };
}

type ParsedList =
  | { readonly ok: true; readonly list: readonly unknown[] }
  | { readonly ok: false; readonly problem: Omit<TableProblem, 'entry'> };

function parseList(text: string): ParsedList {
  const json = parseJson(text);
  if (!json.ok) return json;
  if (!Array.isArray(json.value)) {
    const reason = 'is no list of routes';
    return refusedList('', reason, 'write a JSON array: [{ "types": 1000, "service": "echo" }]');
  }
  const list: readonly unknown[] = json.value;
  if (list.length <= ROUTES_MAX) return { ok: true, list };
  return refusedList('', `lists ${list.length} routes, more than ${ROUTES_MAX}`, 'join types into ranges');
}

const refusedList = (path: string, reason: string, remedy: string): ParsedList & { ok: false } => ({
  ok: false,
  problem: { path, reason, remedy },
});

function parseJson(
  text: string,
): { readonly ok: true; readonly value: unknown } | (ParsedList & { ok: false }) {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    if (text.trim() === '') return refusedList('', 'is empty', 'write [] for no routes, or delete the key');
    const { line, column, expected } = findJsonFault(text) ?? { line: 1, column: 1, expected: 'JSON' };
    return refusedList(`line ${line}, column ${column}`, 'is no JSON', `expected there: ${expected}`);
  }
}

function toRoute(entry: string, position: number, parsed: z.output<typeof routeSchema>): ParsedRoute {
  const { types: ranges, roles: roleList, ...rest } = parsed;
  const route = { id: `${entry}#${position}`, ...rest, roles: roleList && new Set(roleList) };
  return { route, entry, position, ranges };
}

type Issue = z.core.$ZodIssue;

function toProblems(entry: string, position: number, issue: Issue): TableProblem[] {
  const path = `/${[position, ...issue.path].map(String).join('/')}`;
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.slice(0, Object.keys(ROUTE_KEYS).length);
    return keys.map((key) => ({
      entry,
      path,
      reason: `unknown key ${quoteText(key)}`,
      remedy: nearestKey(key),
    }));
  }
  const remedy = ROUTE_KEYS[String(issue.path[0])] ?? 'write an object: { "types": 1000, "service": "echo" }';
  return [{ entry, path, reason: issue.message, remedy }];
}

function nearestKey(key: string): string {
  const known = Object.keys(ROUTE_KEYS);
  const nearest = nearestWord(key, known);
  return nearest === undefined ? `known keys are ${known.join(', ')}` : `did you mean "${nearest}"?`;
}

/** The reason in our words; the raw issue is the only place where zod tells "missing" from "wrong". */
function reasonOf(issue: z.core.$ZodRawIssue): string {
  const { input } = issue;
  if (input === undefined) return 'is missing';
  if (Array.isArray(input)) return `is a list of ${input.length}`;
  if (typeof input === 'string') return `is ${quoteText(input)}`;
  if (typeof input === 'number' || typeof input === 'boolean') return `is ${input}`;
  return input === null ? 'is null' : 'is an object';
}
