// Runs one command line of `causeway` in this process and keeps what it said.

import { systemClock } from '../../src/clock.js';
import { LogSink, type LogFile } from '../../src/log-sink.js';
import type { ExitCode, Host } from '../../src/cli/host.js';
import { runProgram } from '../../src/cli/program.js';

export interface Said {
  readonly exitCode: ExitCode;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

export interface CommandLineOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Lines of the standard input. */
  readonly typed?: readonly string[];
  readonly interactive?: boolean;
  /** Called with the function that a SIGTERM would call. */
  readonly onStop?: (stop: () => void) => void;
}

const NOWHERE: LogFile = {
  write: (bytes, done) => {
    done(null, bytes.length);
  },
  writeSync: (bytes) => bytes.length,
  sleep: () => undefined,
};

export async function causeway(argv: readonly string[], options: CommandLineOptions = {}): Promise<Said> {
  const { env = {}, typed = [], interactive = false, onStop = () => undefined } = options;
  const out: string[] = [];
  const err: string[] = [];
  const host: Host = {
    env,
    hostname: 'test',
    pid: 1,
    interactive,
    out: (text) => out.push(...text.split('\n')),
    err: (text) => err.push(...text.split('\n')),
    async *lines() {
      yield* await Promise.resolve(typed);
    },
    onStop,
    openLog: () => new LogSink(NOWHERE, systemClock),
  };
  const exitCode = await runProgram(host, argv);
  return { exitCode, out, err };
}
