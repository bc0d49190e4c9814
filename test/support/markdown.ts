// Reads tables out of our own documents, so that tests can hold them to the code.

/** Cells of the rows of the first table behind the line `heading`, without head and rule. */
export function markdownTable(text: string, heading: string): string[][] {
  const lines = text.split('\n');
  const from = lines.indexOf(heading);
  if (from < 0) throw new Error(`no line "${heading}"`);
  const first = lines.findIndex((line, index) => index > from && line.startsWith('|'));
  if (first < 0) throw new Error(`no table behind "${heading}"`);
  const length = lines.slice(first).findIndex((line) => !line.startsWith('|'));
  const rows = lines.slice(first, length < 0 ? undefined : first + length);
  return rows.slice(2).map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
