// The `types` of a route: a number, a range "1000-1999", or a list of both.

import { UINT32_MAX } from '../protocol/control-types.js';
import { quoteText } from './table-problems.js';

/** Message types from `first` to `last`, both included. */
export interface TypeRange {
  readonly first: number;
  readonly last: number;
}

/** Types below belong to the gateway (docs/PROTOCOL.md). */
export const ROUTED_TYPE_MIN = 100;
export const ROUTED_TYPE_MAX = UINT32_MAX;

/** Elements of one list. Longer ones are numbers that should have been ranges. */
export const TYPES_LIST_MAX = 4096;

export interface TypesFault {
  /** Place below `types`: empty, or the element of the list. */
  readonly path: readonly number[];
  readonly reason: string;
}

export type ParsedTypes =
  | { readonly ok: true; readonly ranges: readonly TypeRange[] }
  | { readonly ok: false; readonly faults: readonly TypesFault[] };

/** Ranges come back ascending, with neighbours and repetitions joined. */
export function parseTypes(value: unknown): ParsedTypes {
  if (value === undefined) return faulty('is missing');
  if (!Array.isArray(value)) return parseList([value], () => []);
  const list: readonly unknown[] = value;
  if (list.length === 0) return faulty('is an empty list, so the route would match nothing');
  if (list.length > TYPES_LIST_MAX)
    return faulty(`lists ${list.length} elements, more than ${TYPES_LIST_MAX}`);
  return parseList(list, (index) => [index]);
}

const faulty = (reason: string): ParsedTypes => ({ ok: false, faults: [{ path: [], reason }] });

function parseList(list: readonly unknown[], pathOf: (index: number) => number[]): ParsedTypes {
  const ranges: TypeRange[] = [];
  const faults: TypesFault[] = [];
  for (const [index, element] of list.entries()) {
    const range = parseElement(element);
    if (typeof range === 'string') faults.push({ path: pathOf(index), reason: range });
    else ranges.push(range);
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, ranges: joinRanges(ranges) };
}

/** A range, or the reason why it is none. */
function parseElement(element: unknown): TypeRange | string {
  if (typeof element === 'number') return checkRange({ first: element, last: element });
  if (typeof element !== 'string') return `is ${nameOf(element)}, neither a number nor a range`;
  const match = /^(\d{1,10})-(\d{1,10})$/.exec(element);
  if (match === null) return `is ${quoteText(element)}, not a range like "1000-1999"`;
  return checkRange({ first: Number(match[1]), last: Number(match[2]) });
}

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
}

function checkRange(range: TypeRange): TypeRange | string {
  const { first, last } = range;
  if (!Number.isInteger(first)) return `${first} is not a whole number`;
  if (first > last) return `range ${first}-${last} ends before it begins`;
  if (first < ROUTED_TYPE_MIN)
    return `type ${first} is reserved: types below ${ROUTED_TYPE_MIN} belong to the gateway`;
  if (last > ROUTED_TYPE_MAX) return `type ${last} is above ${ROUTED_TYPE_MAX}`;
  return range;
}

/** Ascending, disjoint, not adjacent. */
export function joinRanges(ranges: readonly TypeRange[]): TypeRange[] {
  const joined: TypeRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.first - b.first)) {
    const previous = joined.at(-1);
    if (previous === undefined || range.first > previous.last + 1) joined.push(range);
    else joined[joined.length - 1] = { first: previous.first, last: Math.max(previous.last, range.last) };
  }
  return joined;
}

export function formatRange({ first, last }: TypeRange): string {
  return first === last ? `type ${first}` : `types ${first}-${last}`;
}
