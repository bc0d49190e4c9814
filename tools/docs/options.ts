// Writes the table of options into README.md, between its two marks. With --check it only says whether what
// stands there is what the schema says.
import { readFileSync, writeFileSync } from 'node:fs';
import { optionTable } from '../../src/config/option-table.js';

const FILE = 'README.md';
const BETWEEN_MARKS = /(<!-- options:[^>]*-->\n)[^]*?(<!-- \/options -->)/;

function withTable(text: string): string {
  return text.replace(
    BETWEEN_MARKS,
    (_whole, before: string, after: string) => `${before}\n${optionTable().join('\n')}\n\n${after}`,
  );
}

function main(check: boolean): void {
  const text = readFileSync(FILE, 'utf8');
  if (!BETWEEN_MARKS.test(text))
    throw new Error(`${FILE} has lost its marks <!-- options: … --> and <!-- /options -->`);
  const wanted = withTable(text);
  if (wanted === text) return;
  if (!check) {
    writeFileSync(FILE, wanted);
    return;
  }
  console.error(`${FILE}: the table of options is out of date. Run \`npm run docs\` and commit the result.`);
  process.exitCode = 1;
}

main(process.argv.includes('--check'));
