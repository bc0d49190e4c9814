// What the benchmark knows of whatever it measures.
import type { LoadTarget } from '../load-order.js';
import type { Row } from '../rows.js';
import type { Program } from '../program.js';

export interface RunningPeer extends LoadTarget {
  /** Whose CPU time and memory count, children too. */
  readonly program: Program;
  /** Shares the load's core. */
  readonly backend: Program;
  /** After the load: what the peer itself says about it. @returns what is wrong with it */
  check(load: CheckedLoad): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** What a load did over its whole life. */
export interface CheckedLoad {
  readonly row: Row;
  readonly requestsTotal: number;
  readonly pushesTotal: number;
}

export interface Peer {
  readonly name: string;
  /** @returns why it cannot run here; undefined when it can */
  missing(): string | undefined;
  /** Whether it can do this row. */
  takes(row: Row): boolean;
  /** Descriptors that it and its backend need for a session, in one process. */
  readonly socketsPerSession: number;
  /** That its settings let in. */
  readonly sessionsMax: number;
  /** @throws Error that says what did not start */
  start(row: Row): Promise<RunningPeer>;
}
