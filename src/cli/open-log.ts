// The log of a process that serves.

import { pino } from 'pino';
import type { Config } from '../config/schema.js';
import type { Log } from '../log.js';
import type { LogSink } from '../log-sink.js';

/** For the last lines, when whoever reads them is slow. */
const FLUSH_TIMEOUT_MS = 1_000;

export interface OpenLog {
  readonly log: Log;
  /** Lines that were lost: disk full, or nobody reads. */
  readonly dropped: () => number;
}

/** Opens the log for as long as `work` lasts; its last lines are out when this resolves. */
export async function withLog<T>(
  sink: LogSink,
  { logLevel, gatewayId }: Pick<Config, 'logLevel' | 'gatewayId'>,
  work: (opened: OpenLog) => Promise<T>,
): Promise<T> {
  const log: Log = pino({ level: logLevel, base: { gateway: gatewayId } }, sink);
  sink.onBack = (lost) => {
    log.warn({ lost }, 'log lines were lost: the disk was full, or nobody read them');
  };
  try {
    return await work({ log, dropped: () => sink.dropped });
  } finally {
    await sink.flushed(FLUSH_TIMEOUT_MS);
  }
}
