// The build that is measured: one folder for each state of the sources, named by their contents, and never
// written again. So an edit or another run cannot change what a running benchmark starts next.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../testenv/tool.js';
import { BUILDS } from './places.js';

/** What a build is made of. */
const SOURCES = ['src', 'tools/build', 'tools/demo/proto', 'tsconfig.json', 'package-lock.json'];
/** Nobody measures that long. */
const KEPT_MS = 24 * 3_600_000;

/** @returns the folder of a build of the sources as they are now */
export function freshBuild(tell: (line: string) => void): string {
  const folder = path.join(BUILDS, digest(SOURCES.flatMap(filesBelow)));
  if (existsSync(folder)) return folder;
  tell('building …');
  dropOldBuilds();
  const draft = `${folder}-${process.pid}`;
  const build = ['--import', 'tsx', 'tools/build/build.ts', path.relative(repositoryRoot, draft)];
  execFileSync(process.execPath, build, { cwd: repositoryRoot, stdio: ['ignore', 'ignore', 'inherit'] });
  // Another run may have made the same one meanwhile.
  if (existsSync(folder)) rmSync(draft, { recursive: true });
  else renameSync(draft, folder);
  return folder;
}

/** Files of the repository, sorted. */
function filesBelow(name: string): readonly string[] {
  const file = path.join(repositoryRoot, name);
  if (!statSync(file).isDirectory()) return [name];
  return readdirSync(file, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(repositoryRoot, path.join(entry.parentPath, entry.name)))
    .sort();
}

function digest(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(path.join(repositoryRoot, file)));
  return hash.digest('hex').slice(0, 16);
}

function dropOldBuilds(): void {
  mkdirSync(BUILDS, { recursive: true });
  for (const name of readdirSync(BUILDS)) {
    const folder = path.join(BUILDS, name);
    if (Date.now() - statSync(folder).mtimeMs > KEPT_MS) rmSync(folder, { recursive: true, force: true });
  }
}
