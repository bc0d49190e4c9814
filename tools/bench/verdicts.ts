// Holds a run against the bounds. A bound that is missed is shown like one that is met, and one that could not be
// measured too; nothing fails.
import { BOUNDS, type Against, type Bound } from './bounds.js';
import type { Measurement, Summary } from './measurement.js';
import { gatewayName, isGateway, SOCKETS } from './peers/causeway.js';
import { failureOf, type RunResult } from './run-result.js';

export interface Verdict {
  readonly row: string;
  readonly gateway: string;
  /** "CPU ÷ haproxy", "KiB a session". */
  readonly what: string;
  readonly measured: number | undefined;
  readonly atMost: number | undefined;
  readonly outcome: 'hit' | 'miss' | 'not measured';
  /** Of what was not measured, where more is known than that it is missing. */
  readonly why?: string | undefined;
}

const KIB = 1024;

const FIGURES: Readonly<
  Record<
    Bound['figure'],
    { readonly title: string; readonly of: (median: Measurement) => number | undefined }
  >
> = {
  cpuUs: { title: 'CPU', of: ({ cpuUs }) => cpuUs },
  p99Ms: { title: 'p99', of: ({ p99Ms }) => p99Ms },
  kibPerSession: { title: 'KiB a session', of: ({ bytesPerSession }) => bytesPerSession / KIB },
};

/** For each way of reading sockets that the run had, one verdict on each bound of these rows. */
export function verdicts(run: RunResult, rows: ReadonlySet<string>): readonly Verdict[] {
  const ways = SOCKETS.filter((sockets) =>
    run.rows.some(({ peers, failed }) => gatewayName(sockets) in { ...peers, ...failed }),
  );
  return BOUNDS.filter(({ row }) => rows.has(row)).flatMap((bound) =>
    ways
      .filter((sockets) => bound.sockets === undefined || bound.sockets === sockets)
      .map((sockets) => verdict(bound, gatewayName(sockets), run)),
  );
}

function verdict(bound: Bound, gateway: string, run: RunResult): Verdict {
  const { row, against } = bound;
  const { title, of } = FIGURES[bound.figure];
  const [their, peer] = against === undefined ? [row, gateway] : placeOf(against, row, gateway);
  const ours = summaryOf(run, row, gateway);
  const other = against && summaryOf(run, their, peer);
  const atMost = bound.atMost === 'spread' ? spreadOf(other) : bound.atMost;
  const about = { row, gateway, what: against ? `${title} ÷ ${nameOf(against)}` : title, atMost };
  const why = whyNot(run, row, gateway, bound) ?? whyNot(run, their, peer, bound);
  const our = ours && of(ours.median);
  const base = against === undefined ? 1 : other && of(other.median);
  if (why !== undefined || our === undefined || base === undefined || atMost === undefined)
    return { ...about, measured: undefined, outcome: 'not measured', why };
  const measured = our / base;
  return { ...about, measured, outcome: measured <= atMost ? 'hit' : 'miss' };
}

/** What makes the figures that there are no measure: repetitions that were left over when others had failed. */
function whyNot(run: RunResult, name: string, peer: string, { figure }: Bound): string | undefined {
  if (figure === 'kibPerSession' && run.collectsAtStart !== true) return 'no collection at the start';
  const row = run.rows.find((one) => one.row === name);
  const failure = row && failureOf(row, peer);
  return failure && (isGateway(peer) ? failure : `${peer}: ${failure}`);
}

const nameOf = (against: Against): string => ('peer' in against ? against.peer : against.row);

/** Row and peer. */
const placeOf = (against: Against, row: string, gateway: string): readonly [string, string] =>
  'peer' in against ? [row, against.peer] : [against.row, gateway];

function summaryOf({ rows }: RunResult, row: string, peer: string): Summary | undefined {
  return rows.find((result) => result.row === row)?.peers[peer];
}

/** Its dearest repetition ÷ its median. */
const spreadOf = (summary: Summary | undefined): number | undefined =>
  summary && summary.cpuUsMax / summary.median.cpuUs;
