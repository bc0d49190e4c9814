// The table that an operator hands over: a folder of <name>.json, <name>.yaml and <name>.yml files, or one
// file. JSON texts stay as they are; YAML becomes JSON with one route a line.

import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { parseRegistryFile } from '../../discovery/file/registry-file.js';

export type TableInput =
  | { readonly ok: true; readonly entries: ReadonlyMap<string, string> }
  | {
      readonly ok: false;
      /** Each a line that names the file. */
      readonly problems: readonly string[];
      /** Of the files that can be read: what is wrong with them is worth knowing too. */
      readonly entries: ReadonlyMap<string, string>;
    };

const EXTENSIONS: ReadonlySet<string> = new Set(['.json', '.yaml', '.yml']);
/** As the file registry's: YAML aliases can make a small file huge. */
const ALIASES_MAX = 1_000;

export async function readTableInput(place: string): Promise<TableInput> {
  try {
    const isFolder = (await stat(place)).isDirectory();
    if (!isFolder) return parseTableFile(place, await readFile(place, 'utf8'));
    const names = (await readdir(place)).filter((name) => EXTENSIONS.has(path.extname(name))).sort();
    if (names.length === 0) return refused(`${place}: holds no .json, .yaml or .yml file`);
    const files = names.map(async (name) => {
      const file = path.join(place, name);
      return parseTableFile(file, await readFile(file, 'utf8'), 'one entry');
    });
    return joined(await Promise.all(files));
  } catch (error) {
    return refused(`${place}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** `holds`: 'one entry' for a file of a folder, which is named like the entry. */
export function parseTableFile(file: string, text: string, holds: 'one entry' | 'any' = 'any'): TableInput {
  const extension = path.extname(file);
  const name = path.basename(file, extension);
  if (extension === '.json' && /^\s*(?:\[|$)/.test(text)) return entriesOf([[name, text]]);
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: ALIASES_MAX });
  } catch (error) {
    return refused(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (Array.isArray(value)) return entriesOf([[name, listText(value)]]);
  if (holds === 'one entry') return refused(`${file}: is no list of routes`);
  return parseWhole(file, text, value);
}

/** A whole table: `routes:` as in causeway.yaml, or a map of name to list alone. */
function parseWhole(file: string, text: string, value: unknown): TableInput {
  const isMap = typeof value === 'object' && value !== null;
  const bare = isMap && !['routes', 'services', 'gateway'].some((key) => key in value);
  const whole = bare ? JSON.stringify({ routes: value }) : text;
  const parsed = parseRegistryFile(whole);
  if (!parsed.ok) return refused(...parsed.problems.map((problem) => `${file}: ${problem}`));
  return entriesOf(
    [...parsed.state.entries].map(([name, list]) => [name, listText(JSON.parse(list) as unknown[])]),
  );
}

/** One route a line: what changed is then a line in a diff and in Consul's page. */
export function listText(list: readonly unknown[]): string {
  if (list.length === 0) return '[]\n';
  return `[\n${list.map((route) => `  ${JSON.stringify(route)}`).join(',\n')}\n]\n`;
}

function joined(inputs: readonly TableInput[]): TableInput {
  const all = inputs.flatMap(({ entries }) => [...entries]);
  const twice = all.map(([name]) => name).filter((name, at, names) => names.indexOf(name) !== at);
  const problems = [
    ...inputs.flatMap((input) => (input.ok ? [] : input.problems)),
    ...twice.map((name) => `${name}: stands in two files; leave one of them`),
  ];
  return problems.length > 0 ? { ok: false, problems, entries: new Map(all) } : entriesOf(all);
}

const entriesOf = (entries: readonly (readonly [string, string])[]): TableInput => ({
  ok: true,
  entries: new Map(entries),
});

const refused = (...problems: readonly string[]): TableInput => ({
  ok: false,
  problems,
  entries: new Map(),
});
