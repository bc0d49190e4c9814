// From the table that stands in the registry and the one that is wanted to the change between them. Pure.

import { isDeepStrictEqual } from 'node:util';
import { counted } from '../text.js';

type Entries = ReadonlyMap<string, string>;

export interface PlanOptions {
  /** Removes keys that are not wanted; else they are left alone. */
  readonly prune: boolean;
  /** Looks at these keys only; all when it is empty. */
  readonly only: readonly string[];
}

export interface TablePlan {
  readonly set: Entries;
  readonly remove: readonly string[];
  /** In the registry and not wanted, but left alone. */
  readonly leftAlone: readonly string[];
  /** The whole table as it is then. */
  readonly after: Entries;
}

/** Texts that differ in white space only are no change. */
export function planChange(current: Entries, wanted: Entries, { prune, only }: PlanOptions): TablePlan {
  const isMeant = (name: string): boolean => only.length === 0 || only.includes(name);
  const set = new Map(
    [...wanted].filter(([name, text]) => isMeant(name) && !isSame(current.get(name), text)),
  );
  const extra = [...current.keys()].filter((name) => isMeant(name) && !wanted.has(name));
  const remove = prune ? extra : [];
  const after = new Map([...current, ...set]);
  for (const name of remove) after.delete(name);
  return { set, remove, leftAlone: prune ? [] : extra, after };
}

export const isEmpty = ({ set, remove }: TablePlan): boolean => set.size + remove.length === 0;

function isSame(a: string | undefined, b: string): boolean {
  if (a === undefined || a === b) return a === b;
  const [left, right] = [parsed(a), parsed(b)];
  return left !== undefined && isDeepStrictEqual(left, right);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The change, a line each, as a diff shows it. */
export function describePlan(current: Entries, { set, remove, leftAlone }: TablePlan): readonly string[] {
  const changed = [...set].flatMap(([name, text]) => {
    const before = current.get(name);
    const sign = before === undefined ? '+' : '~';
    return [`${sign} ${name}`, ...lineChanges(before ?? '', text).map((line) => `    ${line}`)];
  });
  const removed = remove.flatMap((name) => [
    `- ${name}`,
    ...lineChanges(current.get(name) ?? '', '').map((line) => `    ${line}`),
  ]);
  const kept = leftAlone.map((name) => `  ${name}   only in the registry; left alone without --prune`);
  return [...changed, ...removed, ...kept];
}

export function summary({ set, remove }: TablePlan): string {
  return `${counted(set.size, 'key')} written, ${counted(remove.length, 'key')} removed`;
}

/** Routes that go and routes that come; those in both lists are not shown. */
function lineChanges(before: string, after: string): string[] {
  const [old, fresh] = [routeLines(before), routeLines(after)];
  const gone = old.filter((line) => !fresh.includes(line)).map((line) => `- ${line}`);
  const come = fresh.filter((line) => !old.includes(line)).map((line) => `+ ${line}`);
  return [...gone, ...come];
}

/** A route by its content, whatever the order of its keys; a text that is no list by its lines. */
function routeLines(text: string): readonly string[] {
  const list = parsed(text);
  if (!Array.isArray(list)) return text.split('\n').filter((line) => line.trim() !== '');
  return list.map((route: unknown) => {
    const isObject = typeof route === 'object' && route !== null && !Array.isArray(route);
    return JSON.stringify(isObject ? Object.fromEntries(Object.entries(route).sort()) : route);
  });
}
