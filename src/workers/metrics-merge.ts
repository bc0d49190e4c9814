// The metrics of all workers as one page of Prometheus' text format: added up, so that a dashboard made for
// one gateway shows all of them, or each worker's own under the label `worker`.
//
// Counters and histograms add up. So do gauges that count things; the others are named in GAUGE_RULES.

export type MetricsView = 'sum' | 'worker';

type Combine = (one: number, other: number) => number;

const add: Combine = (one, other) => one + other;
const highest: Combine = (one, other) => Math.max(one, other);
const lowest: Combine = (one, other) => Math.min(one, other);

/** The first that fits decides; none: they add up. */
const GAUGE_RULES: readonly (readonly [RegExp, Combine])[] = [
  [/_(up|ok)$/, lowest],
  [/^process_start_time_seconds$/, lowest],
  [/_(max|min|info|timestamp_seconds|limit)$/, highest],
  [
    /^causeway_(ready|draining|overloaded|event_loop_late_seconds|admission_oldest_seconds|table_\w+)$/,
    highest,
  ],
  [/^nodejs_eventloop_lag/, highest],
  [/^process_max_fds$/, highest],
];

interface Family {
  readonly name: string;
  /** The HELP and TYPE lines. */
  readonly head: string[];
  type: string;
  /** Value by series: name with labels as written. */
  readonly samples: Map<string, number>;
}

/** @param pages text by worker's name; each as one gateway writes it */
export function mergeMetrics(pages: ReadonlyMap<string, string>, view: MetricsView): string {
  const families = new Map<string, Family>();
  for (const [worker, page] of pages) readPage(families, page, view === 'worker' ? worker : undefined);
  return [...families.values()].map(written).join('\n');
}

function readPage(families: Map<string, Family>, page: string, worker: string | undefined): void {
  let family: Family | undefined;
  for (const line of page.split('\n')) {
    if (line === '') continue;
    if (line.startsWith('#')) family = readHead(families, line) ?? family;
    else if (family !== undefined) readSample(family, line, worker);
  }
}

/** @returns undefined for a comment */
function readHead(families: Map<string, Family>, line: string): Family | undefined {
  const [, keyword, name, type = ''] = /^# (HELP|TYPE) (\S+) ?(.*)$/.exec(line) ?? [];
  if (keyword === undefined || name === undefined) return undefined;
  const family = families.get(name) ?? {
    name,
    head: [],
    type: 'untyped',
    samples: new Map<string, number>(),
  };
  families.set(name, family);
  if (keyword === 'TYPE') family.type = type;
  if (!family.head.some((known) => known.startsWith(`# ${keyword} `))) family.head.push(line);
  return family;
}

/** A label's value may hold blanks and braces: the value of the sample is what stands behind the last blank. */
function readSample(family: Family, line: string, worker: string | undefined): void {
  const blank = line.lastIndexOf(' ');
  const series = line.slice(0, blank);
  const value = numberOf(line.slice(blank + 1));
  const key = worker === undefined ? series : withLabel(series, worker);
  const before = family.samples.get(key);
  family.samples.set(key, before === undefined ? value : combineOf(family)(before, value));
}

function combineOf({ name, type }: Family): Combine {
  if (type !== 'gauge') return add;
  return GAUGE_RULES.find(([pattern]) => pattern.test(name))?.[1] ?? add;
}

function withLabel(series: string, worker: string): string {
  const label = `worker="${worker}"`;
  const brace = series.indexOf('{');
  if (brace < 0) return `${series}{${label}}`;
  return `${series.slice(0, brace)}{${label},${series.slice(brace + 1)}`;
}

const written = ({ head, samples }: Family): string =>
  [...head, ...[...samples].map(([series, value]) => `${series} ${textOf(value)}`), ''].join('\n');

const NAMED: Readonly<Record<string, number>> = { '+Inf': Infinity, '-Inf': -Infinity, Nan: NaN, NaN };

const numberOf = (text: string): number => NAMED[text] ?? Number(text);

function textOf(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}
