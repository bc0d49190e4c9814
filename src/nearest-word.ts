// "Did you mean": the known word that a mistyped one most likely stands for.

/** Longer words are no typing mistakes, and the distance costs the product of both lengths. */
const WORD_LENGTH_MAX = 64;
/** Words from this length on are also taken when they begin, or are the beginning of, a known one. */
const STEM_LENGTH_MIN = 4;

/**
 * The one of `known` that is nearest to `word`, or undefined when none is near. Case and the
 * separators `.`, `-`, `_` do not count, so `timeout_ms` finds `timeoutMs`.
 */
export function nearestWord(word: string, known: Iterable<string>): string | undefined {
  if (word.length > WORD_LENGTH_MAX) return undefined;
  const wanted = bare(word);
  let nearest: string | undefined;
  let nearestDistance = Infinity;
  for (const candidate of known) {
    const distance = wordDistance(wanted, bare(candidate));
    const distanceMax = Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3));
    if (distance > distanceMax || distance >= nearestDistance) continue;
    nearest = candidate;
    nearestDistance = distance;
  }
  return nearest;
}

const bare = (word: string): string => word.toLowerCase().replace(/[._-]/g, '');

/** A shared stem counts as one edit: `timeout` is meant as `timeoutMs`. */
function wordDistance(a: string, b: string): number {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length >= STEM_LENGTH_MIN && short !== long && long.startsWith(short)) return 1;
  return editDistance(a, b);
}

/** Optimal string alignment distance: inserts, deletes, replacements, swaps of neighbours. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = at(above, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      let best = Math.min(at(above, column) + 1, at(current, column - 1) + 1, replaced);
      const swapped = row > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) best = Math.min(best, at(before, column - 2) + 1);
      current.push(best);
    }
    [before, above] = [above, current];
  }
  return at(above, b.length);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Infinity;
