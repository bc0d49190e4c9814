// What stands in causeway.yaml, as far as discovery reads it:
//
//   routes:                        # a list, or a map of name → list; docs/ROUTES.md says what a route is
//     - { types: 1000, service: echo }
//   services:
//     echo:
//       - { id: echo-1, address: "127.0.0.1:7101", weight: 2, meta: { zone: a } }
//
// `gateway:` holds options of the gateway itself and is read elsewhere. Routes are only passed on, as the JSON
// text that they would be in Consul, so that one compiler checks both. Pure: text in, state or problems out.
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { parseAddress } from '../address.js';
import { buildInstance } from '../instance-fields.js';
import { compareText, mergeInstances } from '../instance-list.js';
import type { Instance } from '../registry.js';

export interface RegistryFileState {
  /** As in RouteSource. A plain list stands under the name `routes`. */
  readonly entries: ReadonlyMap<string, string>;
  readonly instances: readonly Instance[];
  /** What is used with a correction. */
  readonly warnings: readonly string[];
}

export type ParsedRegistryFile =
  | { readonly ok: true; readonly state: RegistryFileState }
  /** Each begins with line and column where they are known. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Name of the entry that a plain list of routes becomes. */
export const plainListName = 'routes';

const problemsMax = 20;
/** YAML aliases can multiply a small file into a huge one; this is far more than tables by hand need. */
const aliasCountMax = 1_000;

/** The format itself needs 5 levels, and meta none. */
const nestingMax = 100;

const instanceSchema = z.strictObject({
  id: z.string(),
  address: z.string().refine((text) => parseAddress(text) !== undefined, 'is not "host:port"'),
  weight: z.number().optional(),
  meta: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

const routeList = z.array(z.unknown());

const fileSchema = z.strictObject({
  gateway: z.unknown().optional(),
  routes: z
    .union(
      [routeList, z.record(z.string(), routeList)],
      'is neither a list of routes nor a map of name to list',
    )
    .nullish(),
  services: z.record(z.string(), z.array(instanceSchema)).nullish(),
});

type RegistryFile = z.infer<typeof fileSchema>;

export function parseRegistryFile(text: string): ParsedRegistryFile {
  const lines = new LineCounter();
  const yaml = parseYaml(text, lines);
  if (!yaml.ok) return refused(yaml.problems);
  const { document } = yaml;
  // An empty file is a file without routes and services.
  const parsed = fileSchema.safeParse(yaml.value ?? {});
  if (!parsed.success) return refused(parsed.error.issues.map((issue) => describe(issue, document, lines)));
  return buildState(parsed.data, document, lines);
}

type ParsedYaml =
  | { readonly ok: true; readonly document: Document; readonly value: unknown }
  | { readonly ok: false; readonly problems: readonly string[] };

/** The document, and its value as JSON would carry it. */
function parseYaml(text: string, lines: LineCounter): ParsedYaml {
  if (nestsTooDeep(text)) return { ok: false, problems: [`the file nests deeper than ${nestingMax} levels`] };
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    if (document.errors.length > 0) {
      const problems = document.errors.map((error) => position(lines, error.pos[0]) + error.message);
      return { ok: false, problems };
    }
    const json = JSON.stringify(document.toJS({ maxAliasCount: aliasCountMax }) ?? null);
    return { ok: true, document, value: JSON.parse(json) };
  } catch (error) {
    // An alias inside its own anchor, or too many aliases.
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { ok: false, problems: [`the file cannot be taken as YAML: ${reason}`] };
  }
}

function buildState(file: RegistryFile, document: Document, lines: LineCounter): ParsedRegistryFile {
  const problems: string[] = [];
  const warnings: string[] = [];
  const instances = Object.entries(file.services ?? {}).flatMap(([service, list]) =>
    list.flatMap((item, at) => {
      const where = `${positionOf(document, lines, ['services', service, String(at)])}${item.id}: `;
      const built = buildOne(service, item);
      if (!built.ok) {
        problems.push(where + built.reason);
        return [];
      }
      if (built.warning !== undefined) warnings.push(where + built.warning);
      return [built.instance];
    }),
  );
  const merged = mergeInstances(instances);
  for (const { serverId, reason } of merged.skipped) problems.push(`${serverId}: ${reason}`);
  if (problems.length > 0) return refused(problems);
  return { ok: true, state: { entries: routeEntries(file.routes), instances: merged.instances, warnings } };
}

function buildOne(service: string, item: z.infer<typeof instanceSchema>): ReturnType<typeof buildInstance> {
  const address = parseAddress(item.address);
  const meta = Object.fromEntries(
    Object.entries(item.meta ?? {}).map(([key, value]) => [key, String(value)]),
  );
  return buildInstance({
    serverId: item.id,
    service,
    host: address?.host ?? '',
    port: address?.port ?? 0,
    healthy: true,
    meta: item.weight === undefined ? meta : { ...meta, weight: String(item.weight) },
  });
}

function routeEntries(routes: RegistryFile['routes']): ReadonlyMap<string, string> {
  if (routes === undefined || routes === null) return new Map();
  const named = Array.isArray(routes) ? { [plainListName]: routes } : routes;
  return new Map(
    Object.entries(named)
      .sort(([a], [b]) => compareText(a, b))
      .map(([name, list]) => [name, JSON.stringify(list)]),
  );
}

/**
 * The parser recurses, and near the end of the stack V8 ends the process rather than to throw. So depth is
 * bounded before, from above: by brackets that are open, and by the column at which a line's content begins,
 * since each block level takes at least one.
 */
function nestsTooDeep(text: string): boolean {
  let open = 0;
  for (const char of text) {
    if (char === '[' || char === '{') open += 1;
    else if (char === ']' || char === '}') open = Math.max(0, open - 1);
    if (open > nestingMax) return true;
  }
  return new RegExp(`^[ \\t?:-]{${nestingMax + 1}}`, 'm').test(text);
}

function describe(issue: z.core.$ZodIssue, document: Document, lines: LineCounter): string {
  const path = issue.path.map(String);
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys : [];
  const known = Object.keys(path.length === 0 ? fileSchema.shape : instanceSchema.shape);
  const what =
    unknown.length === 0
      ? `${path.join('.') || 'the file'}: ${issue.message}`
      : `${[...path, unknown.join(', ')].join('.')}: unknown; known here are ${known.join(', ')}`;
  return positionOf(document, lines, [...path, ...unknown.slice(0, 1)]) + what;
}

function refused(problems: readonly string[]): ParsedRegistryFile {
  return { ok: false, problems: problems.slice(0, problemsMax) };
}

/** Of the node at `path`, or of the nearest one above it. */
function positionOf(document: Document, lines: LineCounter, path: readonly string[]): string {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return position(lines, node.range[0]);
  }
  return '';
}

function position(lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `line ${line}, column ${col}: `;
}
