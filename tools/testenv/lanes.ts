// Which tests run beside which. Unit tests compute, so there is one lane of them for the machine's other core;
// tests of real sockets and servers mostly wait, so several of them share one. Tests that measure what a gateway
// does under load come last, one by one, with the machine to themselves.
import path from 'node:path';

export interface Lane {
  /** In this order. */
  readonly files: readonly string[];
  readonly atOnce: number;
}

/** Lanes of a stage run beside each other, stages one after the other. */
export type Stage = readonly Lane[];

/** They measure, or load the machine so that others would fail beside them. */
export const ALONE = ['e2e/hostile', 'e2e/steady-load'];

/** The longest, so that none of them is left over at the end. */
export const FIRST = [
  'e2e/tour',
  'integration/hostile-memory',
  'e2e/workers',
  'e2e/cluster-soak',
  'e2e/workers-together',
  'e2e/workers-end',
];

/**
 * A file that hangs fails, and does not hold everything up. The longest takes a minute. It is more than any suite
 * gives itself, so that one that hangs ends itself, and its `after` is run.
 */
export const FILE_MS_MAX = 360_000;

const COMPUTING_AT_ONCE = 2;
const WAITING_AT_ONCE = 3;

/** @param files paths of *.test.ts below test/ */
export function planStages(files: readonly string[]): readonly Stage[] {
  const alone = files.filter((file) => isIn(ALONE, file)).sort();
  const computing = files.filter((file) => !isIn(ALONE, file) && file.includes(`${path.sep}unit${path.sep}`));
  const waiting = files.filter((file) => !alone.includes(file) && !computing.includes(file));
  const first = FIRST.flatMap((name) => waiting.filter((file) => isIn([name], file)));
  const rest = waiting.filter((file) => !isIn(FIRST, file));
  return [
    [
      { files: [...first, ...rest], atOnce: WAITING_AT_ONCE },
      { files: computing, atOnce: COMPUTING_AT_ONCE },
    ],
    [{ files: alone, atOnce: 1 }],
  ]
    .map((stage) => stage.filter((lane) => lane.files.length > 0))
    .filter((stage) => stage.length > 0);
}

function isIn(names: readonly string[], file: string): boolean {
  return names.some((name) => file.endsWith(`${path.normalize(name)}.test.ts`));
}
