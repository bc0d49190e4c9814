// What every finder here answers. A tool is looked for in a fixed order (its environment variable, PATH,
// the cache, apt), and where all fail the answer says how to install it. Finders are synchronous: they run
// before tests, and the slow path (apt) is taken once and then served from the cache.
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Tool {
  readonly ok: true;
  /** The executable. */
  readonly path: string;
  /** What it needs in its environment beyond the caller's; often empty. */
  readonly env: Readonly<Record<string, string>>;
}

export interface MissingTool {
  readonly ok: false;
  /** What is missing, what was tried and how to install it. */
  readonly reason: string;
}

export type FoundTool = Tool | MissingTool;

export const repositoryRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Fetched tools live here; git ignores it, and deleting it is always safe. */
export const cacheFolder = path.join(repositoryRoot, '.cache', 'testenv');

/** Where the programs stand that tests start (tools/testenv/compile.ts); set by tools/test.ts. No option of a gateway. */
export const PROGRAMS_VARIABLE = 'TEST_PROGRAMS';

/** The first executable called `name` in PATH. */
export function inPath(name: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => path.join(folder, name))
    .find(isExecutable);
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * The steps before apt that all tools share: `$envName`, then PATH. undefined: neither names one.
 * A variable that is set but wrong is an answer of its own, so that a typing error is not hidden.
 */
export function fromEnvironment(envName: string, executables: readonly string[]): FoundTool | undefined {
  const named = process.env[envName];
  if (named !== undefined && named !== '')
    return isExecutable(named)
      ? { ok: true, path: named, env: {} }
      : { ok: false, reason: `$${envName} is ${named}, which is not an executable file` };
  const found = executables.map(inPath).find((file) => file !== undefined);
  return found === undefined ? undefined : { ok: true, path: found, env: {} };
}
