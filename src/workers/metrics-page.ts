// A page of Prometheus' text format as data: families of series with their values, and back.

export interface Family {
  readonly name: string;
  /** The HELP and TYPE lines. */
  readonly head: readonly string[];
  readonly type: string;
  /** Value by series: name with labels as written. */
  readonly samples: Map<string, number>;
}

/** Families by name. */
export type Page = ReadonlyMap<string, Family>;

/** Whether its series count since the start of a process, and only ever grow. */
export const isCounted = ({ type }: Pick<Family, 'type'>): boolean =>
  type === 'counter' || type === 'histogram' || type === 'summary';

/** Reads a page as one gateway writes it. */
export function readPage(text: string): Page {
  const families = new Map<string, Family>();
  let family: Family | undefined;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    if (line.startsWith('#')) family = readHead(families, line) ?? family;
    else if (family !== undefined) readSample(family, line);
  }
  return families;
}

/** @returns undefined for a comment */
function readHead(families: Map<string, Family>, line: string): Family | undefined {
  const [, keyword, name, type = ''] = /^# (HELP|TYPE) (\S+) ?(.*)$/.exec(line) ?? [];
  if (keyword === undefined || name === undefined) return undefined;
  const known = families.get(name) ?? { name, head: [], type: 'untyped', samples: new Map<string, number>() };
  const family: Family = {
    ...known,
    head: [...known.head, line],
    type: keyword === 'TYPE' ? type : known.type,
  };
  families.set(name, family);
  return family;
}

/** A label's value may hold blanks and braces: the value of the sample is what stands behind the last blank. */
function readSample({ samples }: Family, line: string): void {
  const blank = line.lastIndexOf(' ');
  samples.set(line.slice(0, blank), numberOf(line.slice(blank + 1)));
}

export const written = ({ head, samples }: Family): string =>
  [...head, ...[...samples].map(([series, value]) => `${series} ${textOf(value)}`), ''].join('\n');

const NAMED: Readonly<Record<string, number>> = { '+Inf': Infinity, '-Inf': -Infinity, Nan: NaN, NaN };

const numberOf = (text: string): number => NAMED[text] ?? Number(text);

function textOf(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}
