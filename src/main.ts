#!/usr/bin/env node
// The `causeway` executable: the only file that reads the process's arguments and environment and ends it.

import { fork } from 'node:child_process';
import { hostname } from 'node:os';
import { createInterface } from 'node:readline';
import type { Host } from './cli/host.js';
import { runProgram } from './cli/program.js';
import { systemClock } from './clock.js';
import { systemThreads } from './helper-threads.js';
import { stdoutFile } from './log-file.js';
import { LogSink } from './log-sink.js';
import { primaryChannel } from './workers/worker-process.js';

const host: Host = {
  env: process.env,
  hostname: hostname(),
  pid: process.pid,
  threads: systemThreads,
  out: (text) => {
    process.stdout.write(`${text}\n`);
  },
  err: (text) => {
    process.stderr.write(`${text}\n`);
  },
  openLog: () => {
    const sink = new LogSink(stdoutFile(), systemClock);
    process.on('exit', () => {
      sink.flushNow();
    });
    // Where the log's disk is full, words for people may have nowhere to go either: no reason to end.
    process.stderr.on('error', () => undefined);
    return sink;
  },
  get interactive() {
    // Absent, whatever the types say, where it is no terminal.
    return 'isTTY' in process.stdin;
  },
  lines: (prompt) => typedLines(prompt),
  fork: (args) => fork(process.argv[1] ?? '', [...args], { serialization: 'advanced' }),
  primary: () => primaryChannel(process),
  onStop: (stop, kill) => {
    // Counted by signal: Ctrl-C reaches the whole process group, and whoever started us may pass on a SIGTERM
    // of its own. Only the same signal again is impatience.
    const asked = new Set<NodeJS.Signals>();
    const onSignal = (signal: NodeJS.Signals): void => {
      if (asked.has(signal)) {
        kill();
        process.exit(1);
      }
      if (asked.size === 0) stop();
      asked.add(signal);
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  },
};

async function* typedLines(prompt: string): AsyncGenerator<string> {
  const typed = createInterface({ input: process.stdin, output: process.stdout, prompt });
  if (host.interactive) typed.prompt();
  else typed.setPrompt('');
  for await (const line of typed) {
    yield line;
    if (host.interactive) typed.prompt();
  }
}

process.exit(await runProgram(host, process.argv.slice(2)));
