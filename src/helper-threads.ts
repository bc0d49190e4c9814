// The event loop's thread comes first. V8 compiles and collects garbage in threads of its own, which to the kernel are
// worth as much as the one that carries the messages. Where they share a core, four that compile what a first crowd
// needs leave it a fifth of the core for seconds (docs/PERFORMANCE.md). So they step back; on cores that are free they
// lose nothing. Node's pool (files, names, signatures) steps back as well where it has been used by then: on Node 20,
// which loads modules with it.

import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';
import type { Log } from './log.js';

/**
 * Niceness of the helpers: a sixth of the event loop's share of a core that is contended. Nicer ones starve beside
 * a busy neighbour of the same control group, and what they compile comes too late: 15 was worse than 0 there.
 */
export const HELPER_NICENESS = 8;

const TASKS = '/proc/self/task';

/** How threads are found and told; `systemThreads` is the real one. */
export interface Threads {
  /** Ids of all threads of this process; undefined where the system does not say. */
  list(): readonly number[] | undefined;
  /** @throws Error when the system refuses */
  setNiceness(thread: number, niceness: number): void;
}

/**
 * Linux only. There a niceness belongs to a thread, and setpriority(2) takes a thread's id for a process's ("C
 * library/kernel differences" of its manual page).
 */
export const systemThreads: Threads = {
  list: () => (process.platform === 'linux' ? readdirSync(TASKS).map(Number) : undefined),
  setNiceness: setPriority,
};

/** A process that serves. */
export interface ServingProcess {
  readonly pid: number;
  /** Absent: they stay as they are. */
  readonly threads?: Threads;
}

/** Makes all threads but the event loop's nicer, as many as there are now. What the system refuses is logged. */
export function favourEventLoop({ pid, threads }: ServingProcess, log: Log): void {
  try {
    // On Linux the event loop's thread has the id of the process.
    const helpers = (threads?.list() ?? []).filter((thread) => thread !== pid);
    for (const thread of helpers) threads?.setNiceness(thread, HELPER_NICENESS);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.warn({ reason }, 'helper threads keep their priority: crowds will delay messages more');
  }
}
