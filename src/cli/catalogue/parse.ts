// From .proto sources to protobufjs's reflection of them, with the file and line of every declaration.

import protobuf from 'protobufjs';
import { declarationLines } from './locate.js';
import type { Problem } from './problems.js';

export interface ProtoSource {
  /** As problems name it. */
  readonly file: string;
  readonly text: string;
}

/** @returns the source that `name` in an import of `from` means; undefined when there is none */
export type ReadImport = (name: string, from: string) => ProtoSource | undefined;

export interface Place {
  readonly file: string;
  readonly line: number;
}

export interface Parsed {
  readonly root: protobuf.Root;
  /** Full name of a message or enum to where it stands. */
  readonly places: ReadonlyMap<string, Place>;
  readonly problems: readonly Problem[];
}

/** Options come from it and nothing else: what it declares is known here. */
const OPTIONS_FILE = 'causeway/options.proto';

export function parseSources(listed: readonly ProtoSource[], readImport: ReadImport): Parsed {
  const root = new protobuf.Root();
  const places = new Map<string, Place>();
  const problems: Problem[] = [];
  const queue = [...listed];
  const seen = new Set<string>(queue.map(({ file }) => file));
  for (let source = queue.shift(); source !== undefined; source = queue.shift()) {
    const { file, text } = source;
    for (const [name, line] of declarationLines(text)) places.set(name, { file, line });
    for (const name of parseOne(source, root, problems)) {
      if (name === OPTIONS_FILE || addWellKnown(name, root, seen)) continue;
      const imported = readImport(name, file);
      if (imported === undefined) problems.push({ file, line: lineOf(text, name), message: notFound(name) });
      else if (!seen.has(imported.file)) queue.push(imported);
      if (imported !== undefined) seen.add(imported.file);
    }
  }
  return { root, places, problems };
}

const notFound = (name: string): string =>
  `import "${name}" is not found beside this file nor in a --proto-path`;

/** google/protobuf/timestamp.proto and its like come with protobufjs. @returns whether `name` is one */
function addWellKnown(name: string, root: protobuf.Root, seen: Set<string>): boolean {
  const known = protobuf.common.get(name);
  if (known?.nested === undefined) return false;
  if (!seen.has(name)) root.addJSON(known.nested);
  seen.add(name);
  return true;
}

/** @returns the names it imports */
function parseOne({ file, text }: ProtoSource, root: protobuf.Root, problems: Problem[]): readonly string[] {
  try {
    return protobuf.parse(text, root, { alternateCommentMode: true }).imports ?? [];
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    problems.push({ file, line: lineSaid(said, text), message: said.replace(/ \(line \d+\)$/, '') });
    return [];
  }
}

/** protobufjs names the line of what it cannot read, but only the type of what it cannot accept. */
function lineSaid(said: string, text: string): number {
  const line = /\(line (\d+)\)$/.exec(said)?.[1];
  if (line !== undefined) return Number(line);
  const type = /\b(?:Type|Enum) ([\w.]+)$/.exec(said)?.[1];
  const declared = [...declarationLines(text)].find(([name]) => `.${name}`.endsWith(`.${type ?? ''}`));
  return declared?.[1] ?? 1;
}

function lineOf(text: string, part: string): number {
  return text.slice(0, Math.max(text.indexOf(part), 0)).split('\n').length;
}
