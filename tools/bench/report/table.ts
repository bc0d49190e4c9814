// The figures of a run as text for a terminal and as Markdown for docs/PERFORMANCE.md, from one list of columns.
import {
  isDisturbed,
  isLoadLimited,
  isRateMissed,
  isWindowShort,
  type Measurement,
  type Summary,
} from '../measurement.js';
import type { Row } from '../rows.js';
import { failureOf, type RowResult, type RunResult } from '../run-result.js';
import type { Verdict } from '../verdicts.js';

interface Column {
  readonly title: string;
  readonly cell: (row: Row, summary: Summary) => string;
}

const number = (value: number, digits = 0): string =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** Without messages there is neither cost nor latency of one. */
const ofMessages =
  (cell: (summary: Summary) => string): Column['cell'] =>
  ({ kind }, summary) =>
    kind === 'idle' ? '–' : cell(summary);

/** What speaks against the figures. */
function doubts(row: Row, measurement: Measurement, measureMs: number): string {
  const found = [
    isLoadLimited(row, measurement) && 'the load was the limit',
    isDisturbed(row, measurement) && 'the machine did other work',
    isRateMissed(row, measurement) && 'the rate was missed',
    isWindowShort(row, measurement, measureMs) && 'the window is short for such latencies',
  ];
  return found.filter((doubt) => doubt !== false).join('; ');
}

/** A quantile that too few samples make is none. */
const quantile = (of: (median: Measurement) => number | undefined): Column['cell'] =>
  ofMessages(({ median }) => {
    const ms = of(median);
    return ms === undefined ? '–' : number(ms, 2);
  });

const COLUMNS: readonly Column[] = [
  { title: 'CPU µs', cell: ofMessages(({ median }) => number(median.cpuUs, 2)) },
  {
    title: 'min–max',
    cell: ofMessages(({ cpuUsMin, cpuUsMax }) => `${number(cpuUsMin, 2)}–${number(cpuUsMax, 2)}`),
  },
  { title: 'messages/s', cell: ofMessages(({ median }) => number(median.messagesPerSecond)) },
  { title: 'p50 ms', cell: quantile(({ p50Ms }) => p50Ms) },
  { title: 'p99 ms', cell: quantile(({ p99Ms }) => p99Ms) },
  { title: 'p99.9 ms', cell: quantile(({ p999Ms }) => p999Ms) },
  {
    title: 'late p99 ms',
    cell: ({ traffic }, { median }) =>
      traffic.kind === 'rate' && median.lateP99Ms !== undefined ? number(median.lateP99Ms, 2) : '–',
  },
  { title: 'RSS MiB', cell: (_, { median }) => number(median.residentMib) },
  {
    title: 'bytes a session',
    cell: ({ kind }, { median }) => (kind === 'idle' ? number(median.bytesPerSession) : '–'),
  },
  { title: 'core %', cell: (_, { median }) => number(median.peerShare * 100) },
  { title: 'load core %', cell: (_, { median }) => number(median.loadShare * 100) },
];

/** One line for each row and peer. What is left over of a peer that failed is no figure. */
function cells(run: RunResult, rows: ReadonlyMap<string, Row>): string[][] {
  return run.rows.flatMap((result) => {
    const { peers, failed, leftOut = {} } = result;
    const row = rows.get(result.row);
    if (row === undefined) return [];
    return Object.keys({ ...peers, ...failed, ...leftOut }).map((peer) => {
      const found = failed[peer] === undefined ? peers[peer] : undefined;
      const figures = COLUMNS.map(({ cell }) => (found === undefined ? '–' : cell(row, found)));
      const remark =
        found === undefined ? whyMissing(result, peer) : doubts(row, found.median, run.measureMs);
      return [row.name, peer, ...figures, remark];
    });
  });
}

/** "2 of 3 failed: 1/3: …; 3/3: …". Each repetition says first what is worst; the rest are its consequences. */
function whyMissing(result: RowResult, peer: string): string {
  const reasons = (result.failed[peer] ?? []).map((reason) => reason.split('; ')[0]);
  const failure = failureOf(result, peer);
  if (failure === undefined) return `left out: ${result.leftOut?.[peer] ?? 'not known why'}`;
  return `${failure}: ${reasons.join('; ')}`.replaceAll('|', '/');
}

const ROW_NAMES = 2;
const titles = ['row', 'peer', ...COLUMNS.map(({ title }) => title), 'remarks'];

export function textTable(run: RunResult, rows: readonly Row[]): string {
  return aligned([titles, ...cells(run, byName(rows))], ROW_NAMES);
}

export function markdownTable(run: RunResult, rows: readonly Row[]): string {
  return markdown(titles, cells(run, byName(rows)), ROW_NAMES);
}

/** Columns of text in front. */
const VERDICT_NAMES = 3;
const verdictTitles = ['row', 'gateway', 'figure', 'measured', 'at most', ''];
const known = (value: number | undefined): string => (value === undefined ? '–' : number(value, 2));
const verdictCells = ({ row, gateway, what, measured, atMost, outcome, why }: Verdict): string[] => [
  ...[row, gateway, what],
  known(measured),
  known(atMost),
  why === undefined ? outcome : `${outcome} (${why})`,
];

export function verdictText(verdicts: readonly Verdict[]): string {
  return aligned([verdictTitles, ...verdicts.map(verdictCells)], VERDICT_NAMES);
}

export function verdictMarkdown(verdicts: readonly Verdict[]): string {
  return markdown(verdictTitles, verdicts.map(verdictCells), VERDICT_NAMES);
}

const byName = (rows: readonly Row[]): ReadonlyMap<string, Row> =>
  new Map(rows.map((row) => [row.name, row]));

/** The first `names` columns are text, and the last; the others are numbers. */
function aligned(lines: readonly (readonly string[])[], names: number): string {
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  const pad = (cell: string, at: number): string =>
    at < names || at === widths.length - 1 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0);
  return lines.map((line) => line.map(pad).join('  ').trimEnd()).join('\n');
}

function markdown(head: readonly string[], lines: readonly (readonly string[])[], names: number): string {
  const line = (cellsOf: readonly string[]): string => `| ${cellsOf.join(' | ')} |`;
  return [
    line(head),
    line(head.map((_, at) => (at < names || at === head.length - 1 ? '---' : '---:'))),
    ...lines.map(line),
  ].join('\n');
}
