// The figures of a run as text for a terminal and as Markdown for docs/PERFORMANCE.md, from one list of columns.
import { isDisturbed, isLoadLimited, type Measurement, type Summary } from '../measurement.js';
import type { Row } from '../rows.js';
import type { RunResult } from '../run-result.js';
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

/** What speaks against a figure. */
function doubt(row: Row, measurement: Measurement): string {
  if (isLoadLimited(row, measurement)) return ' (the load was the limit)';
  return isDisturbed(row, measurement) ? ' (the machine did other work)' : '';
}

const COLUMNS: readonly Column[] = [
  { title: 'CPU µs', cell: ofMessages(({ median }) => number(median.cpuUs, 2)) },
  {
    title: 'min–max',
    cell: ofMessages(({ cpuUsMin, cpuUsMax }) => `${number(cpuUsMin, 2)}–${number(cpuUsMax, 2)}`),
  },
  { title: 'messages/s', cell: ofMessages(({ median }) => number(median.messagesPerSecond)) },
  { title: 'p50 ms', cell: ofMessages(({ median }) => number(median.p50Ms, 2)) },
  { title: 'p99 ms', cell: ofMessages(({ median }) => number(median.p99Ms, 2)) },
  { title: 'p99.9 ms', cell: ofMessages(({ median }) => number(median.p999Ms, 2)) },
  { title: 'RSS MiB', cell: (_, { median }) => number(median.residentMib) },
  {
    title: 'bytes a session',
    cell: ({ kind }, { median }) => (kind === 'idle' ? number(median.bytesPerSession) : '–'),
  },
  { title: 'core %', cell: (_, { median }) => number(median.peerShare * 100) },
  {
    title: 'load core %',
    cell: (row, { median }) => number(median.loadShare * 100) + doubt(row, median),
  },
];

/** One line for each row and peer. */
function cells(run: RunResult, rows: ReadonlyMap<string, Row>): string[][] {
  return run.rows.flatMap(({ row: name, peers }) => {
    const row = rows.get(name);
    if (row === undefined) return [];
    return Object.entries(peers).map(([peer, found]) => [
      name,
      peer,
      ...COLUMNS.map(({ cell }) => cell(row, found)),
    ]);
  });
}

const ROW_NAMES = 2;
const titles = ['row', 'peer', ...COLUMNS.map(({ title }) => title)];

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
const verdictCells = ({ row, gateway, what, measured, atMost, outcome }: Verdict): string[] => [
  ...[row, gateway, what],
  known(measured),
  known(atMost),
  outcome,
];

export function verdictText(verdicts: readonly Verdict[]): string {
  return aligned([verdictTitles, ...verdicts.map(verdictCells)], VERDICT_NAMES);
}

export function verdictMarkdown(verdicts: readonly Verdict[]): string {
  return markdown(verdictTitles, verdicts.map(verdictCells), VERDICT_NAMES);
}

const byName = (rows: readonly Row[]): ReadonlyMap<string, Row> =>
  new Map(rows.map((row) => [row.name, row]));

/** The first `names` columns are text, the others numbers. */
function aligned(lines: readonly (readonly string[])[], names: number): string {
  const widths = (lines[0] ?? []).map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  const pad = (cell: string, at: number): string =>
    at < names ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0);
  return lines.map((line) => line.map(pad).join('  ').trimEnd()).join('\n');
}

function markdown(head: readonly string[], lines: readonly (readonly string[])[], names: number): string {
  const line = (cellsOf: readonly string[]): string => `| ${cellsOf.join(' | ')} |`;
  return [line(head), line(head.map((_, at) => (at < names ? '---' : '---:'))), ...lines.map(line)].join(
    '\n',
  );
}
