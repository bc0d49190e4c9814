// Fetches Debian packages without installing them: apt-get with lists and cache of its own in a temporary
// folder (so it needs no root and changes nothing on the machine), then dpkg -x into the cache.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readAptSources, type AptSource } from './apt-sources.js';
import { cacheFolder, inPath } from './tool.js';

/** What to fetch. */
export interface AptRequest {
  /** Name of its folder in the cache. */
  readonly name: string;
  readonly packages: readonly string[];
  /** A suite of the Debian mirror instead of the machine's own suites. */
  readonly suite?: string;
  /** Also what the packages depend on and this machine lacks. */
  readonly dependencies: boolean;
}

export type Fetched =
  { readonly ok: true; readonly folder: string } | { readonly ok: false; readonly reason: string };

const aptTimeoutMs = 300_000;
const debianKeyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** The unpacked packages, from the cache or freshly fetched into it. */
export function fetchPackages(request: AptRequest): Fetched {
  const folder = path.join(cacheFolder, `${request.name}-${process.arch}`);
  if (existsSync(folder)) return { ok: true, folder };
  if (inPath('apt-get') === undefined || inPath('dpkg') === undefined)
    return { ok: false, reason: 'this machine has no apt-get' };
  const lines = sourceLines(readAptSources(), request.suite);
  if (lines.length === 0) return { ok: false, reason: 'no Debian mirror stands in the sources of apt' };
  const scratch = mkdtempSync(path.join(tmpdir(), 'causeway-apt-'));
  try {
    return downloadAndUnpack(request, lines, scratch, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** One-line sources: all archives of the distribution as they stand, or `suite` on each Debian mirror. */
export function sourceLines(sources: readonly AptSource[], suite: string | undefined): string[] {
  const ofDistribution = sources.filter((source) => /\/(debian|ubuntu)\/?$/.test(source.uri));
  if (suite === undefined)
    return ofDistribution.flatMap((source) =>
      source.suites.map((own) => line(source, own, source.components.join(' '))),
    );
  const mirrors = ofDistribution.filter((source) => /\/debian\/?$/.test(source.uri));
  return [...new Set(mirrors.map((source) => line(source, suite, 'main')))];
}

function line(source: AptSource, suite: string, components: string): string {
  const keyring = source.signedBy ?? (existsSync(debianKeyring) ? debianKeyring : undefined);
  const options = keyring === undefined ? '' : `[signed-by=${keyring}] `;
  return `deb ${options}${source.uri} ${suite} ${components}`;
}

function downloadAndUnpack(
  request: AptRequest,
  lines: readonly string[],
  scratch: string,
  folder: string,
): Fetched {
  const apt = aptIn(scratch, lines);
  const archives = path.join(scratch, 'cache', 'archives');
  const download = request.dependencies
    ? ['install', '-y', '--download-only', '--no-install-recommends', ...request.packages]
    : ['download', ...request.packages];
  for (const command of [['update'], download]) {
    const failure = run('apt-get', [...apt, ...command], archives);
    if (failure !== undefined) return { ok: false, reason: failure };
  }
  const unpacked = path.join(scratch, 'root');
  for (const deb of readdirSync(archives).filter((name) => name.endsWith('.deb'))) {
    const failure = run('dpkg', ['-x', path.join(archives, deb), unpacked], scratch);
    if (failure !== undefined) return { ok: false, reason: failure };
  }
  if (!existsSync(unpacked)) return { ok: false, reason: `apt had no ${request.packages.join(', ')}` };
  moveIntoPlace(unpacked, folder);
  return { ok: true, folder };
}

/** Options that keep apt-get inside `scratch`, with `lines` as its only sources. */
function aptIn(scratch: string, lines: readonly string[]): string[] {
  const list = path.join(scratch, 'sources.list');
  writeFileSync(list, lines.join('\n') + '\n');
  for (const sub of ['lists/partial', 'cache/archives/partial'])
    mkdirSync(path.join(scratch, sub), { recursive: true });
  const options = [
    `Dir::Etc::sourcelist=${list}`,
    'Dir::Etc::sourceparts=/dev/null',
    `Dir::State::lists=${path.join(scratch, 'lists')}`,
    `Dir::Cache=${path.join(scratch, 'cache')}`,
    'APT::Get::List-Cleanup=0',
    // An old suite's Release file has expired; its signature is checked all the same.
    'Acquire::Check-Valid-Until=false',
    // Locks are for the machine's own package state, which is only read here.
    'Debug::NoLocking=1',
    ...(process.getuid?.() === 0 ? ['APT::Sandbox::User=root'] : []),
  ];
  return options.flatMap((option) => ['-o', option]);
}

/** Runs to the end; undefined, or what failed with the last lines that it printed. */
function run(command: string, args: readonly string[], cwd: string): string | undefined {
  const ran = spawnSync(command, args, { cwd, encoding: 'utf8', timeout: aptTimeoutMs });
  if (ran.status === 0) return undefined;
  const said = `${ran.stdout}${ran.stderr}`.trim().split('\n').slice(-3).join(' / ');
  return `${command} failed: ${ran.error?.message ?? said}`;
}

/** Several test processes may fetch at once: each renames its own whole folder, and the first one wins. */
function moveIntoPlace(unpacked: string, folder: string): void {
  mkdirSync(cacheFolder, { recursive: true });
  const staged = mkdtempSync(path.join(cacheFolder, '.staged-'));
  cpSync(unpacked, path.join(staged, 'root'), { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(path.join(staged, 'root'), folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}
