// Holds a run against the bounds. A bound that is missed is shown like one that is met, and one that could not be
// measured too; nothing fails.
import { BOUNDS, type Against, type Bound } from './bounds.js';
import type { Measurement, Summary } from './measurement.js';
import { gatewayName, SOCKETS } from './peers/causeway.js';
import type { RunResult } from './run-result.js';

export interface Verdict {
  readonly row: string;
  readonly gateway: string;
  /** "CPU ÷ haproxy", "KiB a session". */
  readonly what: string;
  readonly measured: number | undefined;
  readonly atMost: number | undefined;
  readonly outcome: 'hit' | 'miss' | 'not measured';
}

const KIB = 1024;

const FIGURES: Readonly<
  Record<Bound['figure'], { readonly title: string; readonly of: (median: Measurement) => number }>
> = {
  cpuUs: { title: 'CPU', of: ({ cpuUs }) => cpuUs },
  p99Ms: { title: 'p99', of: ({ p99Ms }) => p99Ms },
  kibPerSession: { title: 'KiB a session', of: ({ bytesPerSession }) => bytesPerSession / KIB },
};

/** For each way of reading sockets that the run had, one verdict on each bound of these rows. */
export function verdicts(run: RunResult, rows: ReadonlySet<string>): readonly Verdict[] {
  const ways = SOCKETS.filter((sockets) => run.rows.some(({ peers }) => gatewayName(sockets) in peers));
  return BOUNDS.filter(({ row }) => rows.has(row)).flatMap((bound) =>
    ways
      .filter((sockets) => bound.sockets === undefined || bound.sockets === sockets)
      .map((sockets) => verdict(bound, gatewayName(sockets), run)),
  );
}

function verdict(bound: Bound, gateway: string, run: RunResult): Verdict {
  const { row, against } = bound;
  const { title, of } = FIGURES[bound.figure];
  const ours = summaryOf(run, row, gateway);
  const other = against && summaryIn(run, bound.row, gateway, against);
  const atMost = bound.atMost === 'spread' ? spreadOf(other) : bound.atMost;
  const about = { row, gateway, what: against ? `${title} ÷ ${nameOf(against)}` : title, atMost };
  if (ours === undefined || atMost === undefined || (against !== undefined && other === undefined))
    return { ...about, measured: undefined, outcome: 'not measured' };
  const measured = of(ours.median) / (other === undefined ? 1 : of(other.median));
  return { ...about, measured, outcome: measured <= atMost ? 'hit' : 'miss' };
}

const nameOf = (against: Against): string => ('peer' in against ? against.peer : against.row);

function summaryIn(run: RunResult, row: string, gateway: string, against: Against): Summary | undefined {
  return 'peer' in against ? summaryOf(run, row, against.peer) : summaryOf(run, against.row, gateway);
}

function summaryOf({ rows }: RunResult, row: string, peer: string): Summary | undefined {
  return rows.find((result) => result.row === row)?.peers[peer];
}

/** Its dearest repetition ÷ its median. */
const spreadOf = (summary: Summary | undefined): number | undefined =>
  summary && summary.cpuUsMax / summary.median.cpuUs;
