// One source of option values: what was written there, and where exactly. Layers are resolved in the
// order flags, environment, file; see resolve.ts.

import { nearestWord } from '../nearest-word.js';

export interface Written {
  readonly value: unknown;
  /** For an operator: "causeway.yaml line 4", "CAUSEWAY_LISTEN", "--listen". */
  readonly from: string;
}

export interface ConfigProblem {
  /** As it was written, or the option's key; empty when it is about the file as a whole. */
  readonly key: string;
  /** Where it was written; empty for a default. */
  readonly from: string;
  readonly reason: string;
  /** What to do about it. */
  readonly remedy: string;
}

export interface Layer {
  /** By written key: the option's, or the one with File behind it. */
  readonly values: ReadonlyMap<string, Written>;
  readonly problems: readonly ConfigProblem[];
}

/** One line: what, where, why, what to do. */
export function formatConfigProblem({ key, from, reason, remedy }: ConfigProblem): string {
  const where = [key, from === '' ? '' : `(${from})`].filter((part) => part !== '').join(' ');
  return `${where}: ${reason}; ${remedy}`;
}

/** Refuses a name nobody knows: a mistyped option that is silently not in force is worse than no start. */
export function unknownName(key: string, from: string, known: readonly string[]): ConfigProblem {
  const nearest = nearestWord(key, known);
  const remedy = nearest === undefined ? 'remove it' : `did you mean ${nearest}?`;
  return { key, from, reason: 'unknown option', remedy };
}
