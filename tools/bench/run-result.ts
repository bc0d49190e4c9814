// A whole run: what is kept of it, as one line of JSON in history.ndjson.
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import path from 'node:path';
import { repositoryRoot } from '../testenv/tool.js';
import type { Summary } from './measurement.js';

export interface RowResult {
  readonly row: string;
  /** By peer. */
  readonly peers: Readonly<Record<string, Summary>>;
  /** Peers of which a repetition failed, and why: a line for each repetition, which it names. */
  readonly failed: Readonly<Record<string, readonly string[]>>;
  /** Repetitions that were made, for all peers the same; runs of before it was kept are without. */
  readonly repetitions?: number;
  /** Peers that could not be measured in this row here, and why. */
  readonly leftOut?: Readonly<Record<string, string>>;
}

/** "2 of 3 failed"; undefined: none did. */
export function failureOf({ peers, failed, repetitions }: RowResult, peer: string): string | undefined {
  if (failed[peer] === undefined) return undefined;
  if (repetitions === undefined) return 'failed';
  return `${repetitions - (peers[peer]?.repeats ?? 0)} of ${repetitions} failed`;
}

export interface RunResult {
  /** ISO 8601. */
  readonly at: string;
  /** Abbreviated; with "+" when the tree had changes; "unknown" of a build that was brought along. */
  readonly commit: string;
  readonly machine: Machine;
  readonly measureMs: number;
  readonly warmUpMs?: number;
  /** Settings of the gateway that are not its defaults. */
  readonly env?: Readonly<Record<string, string>>;
  /** It has all rows that there were. */
  readonly isWhole?: boolean;
  /** The gateway collected what its start left behind before the first session, so growth is the sessions'. */
  readonly collectsAtStart?: boolean;
  readonly isSmoke?: boolean;
  readonly rows: readonly RowResult[];
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly system: string;
  readonly node: string;
}

export function thisMachine(): Machine {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGib: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
  };
}

/** Files that a run itself changes, and what it does not measure. */
const NOT_MEASURED = [':!tools/bench/history.ndjson', ':!docs'];

/** @param folder of the repository; a new file under src is as good as a change */
export function thisCommit(folder = repositoryRoot): string {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', [...args], { encoding: 'utf8', cwd: folder }).trim();
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no', '--', '.', ...NOT_MEASURED);
    const added = git('status', '--porcelain', '--untracked-files=all', '--', 'src');
    return git('rev-parse', '--short', 'HEAD') + (changed + added === '' ? '' : '+');
  } catch {
    return 'unknown';
  }
}

export function appendHistory(file: string, run: RunResult): void {
  mkdirSync(path.dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(run)}\n`);
}

/** The oldest first; empty when there is no such file. */
export function readHistory(file: string): readonly RunResult[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as RunResult);
}

/** The last one that has all rows. */
export function lastWholeRun(history: readonly RunResult[]): RunResult | undefined {
  return history.findLast(({ isWhole }) => isWhole === true);
}
