// A whole run: what is kept of it, as one line of JSON in history.ndjson.
import { execFileSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import type { Summary } from './measurement.js';

export interface RowResult {
  readonly row: string;
  /** By peer. */
  readonly peers: Readonly<Record<string, Summary>>;
  /** Peers of which nothing could be measured, and why. */
  readonly failed: Readonly<Record<string, readonly string[]>>;
}

export interface RunResult {
  /** ISO 8601. */
  readonly at: string;
  /** Abbreviated; with "+" when the tree had changes. */
  readonly commit: string;
  readonly machine: Machine;
  readonly measureMs: number;
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

export function thisCommit(): string {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', [...args], { encoding: 'utf8' }).trim();
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '+';
    return git('rev-parse', '--short', 'HEAD') + changed;
  } catch {
    return 'unknown';
  }
}

export function appendHistory(file: string, run: RunResult): void {
  appendFileSync(file, `${JSON.stringify(run)}\n`);
}

/** The last line. @throws Error when there is none */
export function lastRun(file: string): RunResult {
  const last = readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? '';
  if (last === '') throw new Error(`${file} is empty: npm run bench fills it`);
  return JSON.parse(last) as RunResult;
}
