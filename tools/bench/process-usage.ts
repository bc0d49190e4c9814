// What a process has used, from /proc. CPU time is the scheduler's own nanoseconds, of all its threads and
// children; user and system time are counted in ticks of 10 ms and only say how it divides.
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessUsage {
  /** On a core, in microseconds. */
  readonly cpuUs: number;
  readonly userTicks: number;
  readonly systemTicks: number;
  readonly residentKib: number;
}

/** Nanoseconds on a core: the first number of /proc/<pid>/task/<tid>/schedstat. */
export function parseSchedstat(text: string): number {
  return Number(text.split(' ')[0]);
}

/** /proc/<pid>/stat. The command, in parentheses, may hold anything: fields count from behind it. */
export function parseStat(text: string): { readonly userTicks: number; readonly systemTicks: number } {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { userTicks: Number(fields[11]), systemTicks: Number(fields[12]) };
}

/** VmRSS of /proc/<pid>/status. */
export function parseResidentKib(status: string): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
}

/** `pid` and the children it has now. */
export function readUsage(pid: number): ProcessUsage {
  const usages = [pid, ...childrenOf(pid)].map(usageOfOne);
  const sum = (of: (usage: ProcessUsage) => number): number =>
    usages.reduce((total, usage) => total + of(usage), 0);
  return {
    cpuUs: sum(({ cpuUs }) => cpuUs),
    userTicks: sum(({ userTicks }) => userTicks),
    systemTicks: sum(({ systemTicks }) => systemTicks),
    residentKib: sum(({ residentKib }) => residentKib),
  };
}

function usageOfOne(pid: number): ProcessUsage {
  const nanoseconds = threadsOf(pid).reduce(
    (total, tid) => total + parseSchedstat(read(`/proc/${pid}/task/${tid}/schedstat`)),
    0,
  );
  return {
    cpuUs: nanoseconds / 1000,
    ...parseStat(read(`/proc/${pid}/stat`)),
    residentKib: parseResidentKib(read(`/proc/${pid}/status`)),
  };
}

const read = (file: string): string => readFileSync(file, 'utf8');

const threadsOf = (pid: number): readonly string[] => readdirSync(`/proc/${pid}/task`);

function childrenOf(pid: number): readonly number[] {
  const words = threadsOf(pid).flatMap((tid) => read(`/proc/${pid}/task/${tid}/children`).split(' '));
  return words.filter((word) => word !== '').map(Number);
}
