// Which test process a port was given to: between that and the server's start nobody listens there, and another
// file's test, drawing from the same range, could be given it too. A file for each port, with the process's id;
// it goes with the process, and one whose process was killed is free again.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endsWithUs } from './ends-with-us.js';
import { isRunning } from './is-running.js';

const FOLDER = path.join(tmpdir(), 'causeway-ports');

/** @returns false when it is another's, or this process's already */
export function claimPort(port: number, folder = FOLDER): boolean {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, String(port));
  if (!write(file)) {
    if (isHeld(holderOf(file))) return false;
    rmSync(file, { force: true });
    // Two that find the same dead one's file: only one of them makes the next.
    if (!write(file)) return false;
  }
  // Before the servers on them end: whoever draws one sees who listens there.
  endsWithUs(() => {
    rmSync(file, { force: true });
  });
  return true;
}

function write(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined: nobody any more. 0: it is just being written. */
function holderOf(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function isHeld(pid: number | undefined): boolean {
  return pid === 0 || (pid !== undefined && isRunning(pid));
}
