// What this process holds in memory once the garbage is gone.
import { queryObjects, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Collected a few times: finalizers of one round let go of what the next one frees. */
const ROUNDS = 3;

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** Bytes on the heap and of buffers beside it, after a garbage collection. */
export async function heldBytes(): Promise<number> {
  const collect = collector();
  for (let round = 0; round < ROUNDS; round++) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** A class of which live objects are counted. */
export type Countable = abstract new (...parameters: never[]) => object;

/** How many objects of each class are alive, by the name of the class. Exact, unlike bytes. */
export function liveObjects(classes: readonly Countable[]): Readonly<Record<string, number>> {
  return Object.fromEntries(classes.map((each) => [each.name, Number(queryObjects(each))]));
}
