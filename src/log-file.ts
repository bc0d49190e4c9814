// The standard output as a file for log lines.

import { constants, fstatSync, openSync, write, writeSync } from 'node:fs';
import type { LogFile } from './log-sink.js';

const STDOUT = 1;

/**
 * A pipe is opened once more, for this process alone, so that a write says "not now" instead of waiting for the
 * reader: whether fd 1 waits is a matter of all processes that have it, and Node makes it wait again whenever one
 * of them starts or ends. All else is written by Node's threads; one that waits for ever keeps the process from
 * ending, but not from working.
 */
export function stdoutFile(): LogFile {
  const fd = ownPipe();
  if (fd === undefined)
    return fileOf(STDOUT, (bytes, done) => {
      write(STDOUT, bytes, done);
    });
  return fileOf(fd, (bytes, done) => {
    let written: number;
    try {
      written = writeSync(fd, bytes);
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)), 0);
      return;
    }
    done(null, written);
  });
}

const fileOf = (fd: number, writeLater: LogFile['write']): LogFile => ({
  write: writeLater,
  writeSync: (bytes) => writeSync(fd, bytes),
  sleep: (ms) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  },
});

/** Undefined: no pipe, or the system does not let us (no Linux, another user's pipe). */
function ownPipe(): number | undefined {
  try {
    if (!fstatSync(STDOUT).isFIFO()) return undefined;
    return openSync(`/proc/self/fd/${STDOUT}`, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
}
