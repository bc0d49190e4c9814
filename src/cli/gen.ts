// `causeway gen`: turns an application's .proto files into a typed catalogue for both SDKs. What is
// generated, and from what, is in catalogue/; here are the files.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DEFAULT_RUNTIME, generate } from './catalogue/generate.js';
import type { ProtoSource, ReadImport } from './catalogue/parse.js';
import { problemText } from './catalogue/problems.js';
import { ExitCode, type Host } from './host.js';

export interface GenArguments {
  /** The .proto files. */
  readonly files: readonly string[];
  /** Folder that the module is written to. */
  readonly out: string;
  /** Base name of the module; "catalogue" if left out. */
  readonly name?: string | undefined;
  /** Where imports are looked for, after the importing file's own folder. */
  readonly protoPaths?: readonly string[] | undefined;
  /** Writes nothing; fails when what stands there is not what would be written. */
  readonly check?: boolean | undefined;
  /** What the generated module imports its run time from; only tests of this project say otherwise. */
  readonly runtime?: string | undefined;
}

export async function gen(host: Pick<Host, 'out' | 'err'>, args: GenArguments): Promise<ExitCode> {
  const { name = 'catalogue', protoPaths = [], runtime = DEFAULT_RUNTIME } = args;
  const sources = args.files.map((file) => readSource(file) ?? file);
  const missing = sources.filter((source) => typeof source === 'string');
  for (const file of missing) host.err(`${file}: cannot be read; is the path right?`);
  if (missing.length > 0 || sources.length === 0) return ExitCode.USAGE;
  const found = sources.filter((source) => typeof source !== 'string');
  const generated = generate(found, importsFrom(protoPaths), { name, runtime });
  if (!generated.ok) {
    for (const problem of generated.problems) host.err(problemText(problem));
    return ExitCode.USAGE;
  }
  if (args.check === true) return checkFiles(host, args.out, generated.files);
  return writeFiles(host, args.out, generated.files, generated.messageCount);
}

async function writeFiles(
  host: Pick<Host, 'out' | 'err'>,
  folder: string,
  files: readonly ProtoSource[],
  messageCount: number,
): Promise<ExitCode> {
  try {
    await mkdir(folder, { recursive: true });
    for (const { file, text } of files) await writeFile(path.join(folder, file), text);
  } catch (cause) {
    host.err(`${folder}: cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`);
    return ExitCode.FAILED;
  }
  host.out(`${messageCount} message types in ${files.map(({ file }) => path.join(folder, file)).join(', ')}`);
  return ExitCode.OK;
}

async function checkFiles(
  host: Pick<Host, 'err'>,
  folder: string,
  files: readonly ProtoSource[],
): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.OK;
  for (const { file, text } of files) {
    const target = path.join(folder, file);
    if ((await readFile(target, 'utf8').catch(() => undefined)) === text) continue;
    host.err(`${target}: out of date; run causeway gen without --check and commit the result`);
    exitCode = ExitCode.FAILED;
  }
  return exitCode;
}

export function importsFrom(protoPaths: readonly string[]): ReadImport {
  return (name, from) => {
    for (const folder of [path.dirname(from), ...protoPaths]) {
      const source = readSource(path.join(folder, name));
      if (source !== undefined) return source;
    }
    return undefined;
  };
}

/** @returns undefined when it cannot be read */
export function readSource(file: string): ProtoSource | undefined {
  try {
    return { file: path.normalize(file), text: readFileSync(file, 'utf8') };
  } catch {
    return undefined;
  }
}
