// The image that the Dockerfile describes, as a folder: its COPY lines done, its build run, no engine. So what
// the Dockerfile forgets to copy is missing here too.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repositoryRoot } from '../../tools/testenv/tool.js';

export interface ImageFolder {
  readonly folder: string;
  remove(): void;
}

interface Stage {
  readonly from: string;
  readonly instructions: readonly string[];
}

/** What is used of package-lock.json: where packages lie, and which of them are for development only. */
interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly devOptional?: boolean }>>;
}

/** Stages of the Dockerfile, with continued lines joined. */
export function readStages(text: string): Stage[] {
  const lines = text
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const stages: { from: string; instructions: string[] }[] = [];
  for (const line of lines)
    if (line.startsWith('FROM ')) stages.push({ from: line.slice('FROM '.length), instructions: [] });
    else stages.at(-1)?.instructions.push(line);
  return stages;
}

/** Builds it: compiles the sources, which takes seconds. */
export function buildImageFolder(): ImageFolder {
  const [build, run] = readStages(readFileSync(path.join(repositoryRoot, 'Dockerfile'), 'utf8'));
  if (build === undefined || run === undefined) throw new Error('the Dockerfile has not two stages');
  const root = mkdtempSync(path.join(tmpdir(), 'causeway-image-'));
  const [buildFolder, folder] = [path.join(root, 'build'), path.join(root, 'run')];
  copyAll(build, repositoryRoot, buildFolder);
  // In place of npm ci: its outcome, which is here already.
  const packages = path.join(buildFolder, 'node_modules');
  symlinkSync(path.join(repositoryRoot, 'node_modules'), packages);
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: buildFolder, stdio: 'inherit' });
  if (build.instructions.some((line) => line.includes('npm prune --omit=dev'))) pruneDev(packages);
  copyAll(run, buildFolder, folder);
  return {
    folder,
    remove: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** In place of npm prune --omit=dev: the folder has links to the packages that stay, and to no other. */
function pruneDev(packages: string): void {
  const lock = JSON.parse(readFileSync(path.join(repositoryRoot, 'package-lock.json'), 'utf8')) as Lock;
  unlinkSync(packages);
  for (const [place, { dev = false, devOptional = false }] of Object.entries(lock.packages)) {
    const [, name] = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place) ?? [];
    if (name === undefined || dev || devOptional) continue;
    const link = path.join(packages, name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.join(repositoryRoot, place), link);
  }
}

/** COPY as the Dockerfile uses it: files into a folder, or one folder or file to a name. */
function copyAll({ instructions }: Stage, from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const line of instructions.filter((instruction) => instruction.startsWith('COPY '))) {
    const words = line.split(/\s+/).filter((word) => !word.startsWith('--'));
    const sources = words.slice(1, -1).map((source) => source.replace(/^\/app\//, ''));
    const target = words.at(-1) ?? '';
    for (const source of sources) {
      const name = target === './' ? path.basename(source) : target;
      if (name === 'node_modules') symlinkSync(path.join(from, source), path.join(to, name));
      else copy(path.join(from, source), path.join(to, name));
    }
  }
}

function copy(from: string, to: string): void {
  if (!existsSync(from)) throw new Error(`the Dockerfile copies ${from}, which is not there`);
  cpSync(from, to, { recursive: true, filter: (file) => !/tools\/compose\/secrets|__pycache__/.test(file) });
}
