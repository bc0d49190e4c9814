// Whether a process still runs. A signal 0 also reaches one that has ended and that nobody has reaped, which
// is what becomes of an orphan where PID 1 does not reap.
import { readFileSync } from 'node:fs';

export function isRunning(pid: number): boolean {
  if (process.platform === 'linux') return isLinuxRunning(pid);
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isLinuxRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // "pid (name) state …"; a name may hold brackets and blanks.
    return !['Z', 'X'].includes(stat.slice(stat.lastIndexOf(')') + 2)[0] ?? '');
  } catch {
    return false;
  }
}
