// `causeway gen` without files: sources in, the two files of one ES module out, or all problems.

import { emitCode } from './emit-code.js';
import { emitTypes } from './emit-types.js';
import { parseSources, type ProtoSource, type ReadImport } from './parse.js';
import type { Problem } from './problems.js';
import { resolveCatalogue } from './resolve.js';

export interface GenerateOptions {
  /** Base name of the module. */
  readonly name: string;
  /** What generated code imports its run time from. */
  readonly runtime: string;
}

export type Generated =
  | { readonly ok: true; readonly files: readonly ProtoSource[]; readonly messageCount: number }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export const DEFAULT_RUNTIME = 'causeway/catalogue';

/** @param readImport finds what the sources import; `causeway/options.proto` and Google's are known */
export function generate(
  sources: readonly ProtoSource[],
  readImport: ReadImport,
  { name, runtime }: GenerateOptions,
): Generated {
  const parsed = parseSources(sources, readImport);
  // What does not parse is missing, and what needs it would only complain of that.
  if (parsed.problems.length > 0) return { ok: false, problems: parsed.problems };
  const { catalogue, problems } = resolveCatalogue(parsed);
  if (problems.length > 0) return { ok: false, problems };
  const header = headerOf(sources);
  const files = [
    { file: `${name}.js`, text: emitCode(catalogue, header, runtime) },
    { file: `${name}.d.ts`, text: emitTypes(catalogue, header, runtime) },
  ];
  const messageCount = catalogue.messages.filter(({ descriptor }) => descriptor !== undefined).length;
  return { ok: true, files, messageCount };
}

function headerOf(sources: readonly ProtoSource[]): string {
  const names = sources.map(({ file }) => file.split(/[\\/]/).at(-1)).join(', ');
  return `// Generated from ${names} by \`causeway gen\`. Do not edit.\n`;
}
