// Child processes of a benchmark: each on one core where `taskset` can pin it, and none survives its parent, unless
// that is killed by SIGKILL.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { availableParallelism, constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** What is measured has a core of its own; load and backends share the other. */
export type Core = 'measured' | 'load';

const START_TIMEOUT_MS = 15_000;
const STOP_TIMEOUT_MS = 3_000;
const POLL_MS = 25;

export interface ProgramSpec {
  readonly command: readonly string[];
  readonly core: Core;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Program {
  readonly pid: number;
  readonly child: ChildProcess;
  /** What it has said so far on stdout and stderr, for the error of a failed start. */
  said(): string;
  stop(): Promise<void>;
}

/** What is kept of a child's words. */
const SAID_CHARS_MAX = 8_192;

/** Without it a signal ends this process without its `exit`, and so without the end of its children. */
export function exitOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

/** `ipc`: messages can be exchanged with it. */
export function startProgram(spec: ProgramSpec, ipc = false): Program {
  const [command = '', ...args] = [...pinned(spec.core), ...spec.command];
  const child = spawn(command, args, {
    cwd: spec.cwd,
    env: { ...process.env, ...spec.env },
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text: Buffer) => {
      said = (said + text.toString()).slice(-SAID_CHARS_MAX);
    });
  child.on('error', (error) => {
    said += `${String(error)}\n`;
  });
  const killIt = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', killIt);
  child.once('exit', () => process.removeListener('exit', killIt));
  return { pid: child.pid ?? 0, child, said: () => said.trim(), stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(timer);
}

/** The last core is measured: the first ones get the interrupts. With one core there is nothing to pin. */
function pinned(core: Core): readonly string[] {
  const cores = availableParallelism();
  if (cores < 2 || !isInstalled('taskset')) return [];
  return ['taskset', '-c', String(core === 'measured' ? cores - 1 : 0)];
}

export function isInstalled(command: string): boolean {
  return spawnSync('which', [command]).status === 0;
}

/** Waits until `isReady`. @throws Error with what the program said when it ends or takes too long */
export async function readiness(
  what: string,
  program: Program,
  isReady: () => Promise<boolean>,
): Promise<void> {
  const deadlineMs = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadlineMs) {
    if (await isReady().catch(() => false)) return;
    if (program.child.exitCode !== null) break;
    await sleep(POLL_MS);
  }
  throw new Error(`${what} did not start: ${program.said() || 'it said nothing'}`);
}

export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
