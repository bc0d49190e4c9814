// How nice each thread of a process is to others. Linux only.
import { readdirSync, readFileSync } from 'node:fs';

/** Counted from the field behind the name, which is the third of proc_pid_stat(5). */
const NICE_FIELD = 19 - 3;

/** By the thread's id; the first thread has the id of the process. */
export function nicenessOf(pid: number): Map<number, number> {
  const tasks = `/proc/${pid}/task`;
  return new Map(readdirSync(tasks).map((thread) => [Number(thread), nicenessIn(`${tasks}/${thread}/stat`)]));
}

function nicenessIn(file: string): number {
  const stat = readFileSync(file, 'utf8');
  // "id (name) state …"; a name may hold brackets and blanks.
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[NICE_FIELD]);
}
