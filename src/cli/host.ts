// What a command gets from the process it runs in. Only main.ts has the real one.

import type { ChildProcess } from 'node:child_process';
import type { Threads } from '../helper-threads.js';
import type { LogSink } from '../log-sink.js';
import type { PrimaryChannel } from '../workers/worker-process.js';

export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly hostname: string;
  readonly pid: number;
  /** For results: what a script would read. */
  out(text: string): void;
  /** For people: errors and hints. */
  err(text: string): void;
  /** For the log of a process that serves. Asked for once; what is left in it at the end of the process comes out. */
  openLog(): LogSink;
  /** Threads of this process. Absent: it serves nobody. */
  readonly threads?: Threads;
  /** Lines of the standard input; shows `prompt` before each where a person types them. */
  lines(prompt: string): AsyncIterable<string>;
  /** Whether a person types the standard input. */
  readonly interactive: boolean;
  /** Starts another process of this program with these arguments and a channel. Absent: there are no workers. */
  readonly fork?: (args: readonly string[]) => ChildProcess;
  /** The process that started this one with a channel, if one did. */
  readonly primary?: () => PrimaryChannel | undefined;
  /** Calls `stop` at the first SIGTERM or SIGINT, and `kill` when the same one comes again. */
  onStop(stop: () => void, kill: () => void): void;
}

/** Exit codes of every command; docs/OPERATIONS.md lists them. */
export const ExitCode = {
  OK: 0,
  /** It was tried and failed. */
  FAILED: 1,
  /** The command line or the configuration is wrong: nothing was tried. */
  USAGE: 2,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
