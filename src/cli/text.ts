// Plain texts for terminals.

/** Cells under each other, two spaces between columns. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** "1 key", "2 keys". */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Enough of a hash to tell contents apart by eye. */
export const shortHash = (hash: string): string => (hash === '' ? '-' : hash.slice(0, 12));
