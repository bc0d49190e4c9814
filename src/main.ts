#!/usr/bin/env node
// The `causeway` executable: the only file that reads the process's arguments and environment and ends it.

import { hostname } from 'node:os';
import type { Host } from './cli/host.js';
import { runProgram } from './cli/program.js';

const host: Host = {
  env: process.env,
  hostname: hostname(),
  pid: process.pid,
  out: (text) => {
    process.stdout.write(`${text}\n`);
  },
  err: (text) => {
    process.stderr.write(`${text}\n`);
  },
  onStop: (stop, kill) => {
    let asked = false;
    const onSignal = (): void => {
      if (!asked) {
        asked = true;
        stop();
        return;
      }
      kill();
      process.exit(1);
    };
    process.on('SIGTERM', onSignal);
    process.on('SIGINT', onSignal);
  },
};

process.exit(await runProgram(host, process.argv.slice(2)));
