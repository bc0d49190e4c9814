// Generates src/protocol/gen from proto/. With --check it only says whether they agree.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const target = 'src/protocol/gen';
const sources = ['client', 'link', 'auth', 'bus', 'presence'];

/** pbjs prints a comment of its own above the code; ours says what the file is. */
const header = (source: string): string =>
  `// Generated from proto/causeway/${source}.proto by \`npm run gen\`. Do not edit.\n`;

/** With --force-number no type is Long, but pbjs imports it all the same. */
const unusedLong = 'import Long = require("long");\n';

function generate(source: string, folder: string): void {
  const out = path.join(folder, `${source}.js`);
  execFileSync(
    'node_modules/.bin/pbjs',
    [
      '-t',
      'static-module',
      '-w',
      'esm',
      '-d',
      '--dependency',
      'protobufjs/minimal.js',
      '-r',
      `causeway-${source}`,
    ]
      .concat([
        '--no-verify',
        '--no-convert',
        '--no-delimited',
        '--no-typeurl',
        '--no-service',
        '--force-number',
      ])
      .concat(['-p', 'proto', '-o', out, `causeway/${source}.proto`]),
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  for (const file of [out, out.replace(/\.js$/, '.d.ts')])
    writeFileSync(file, header(source) + readFileSync(file, 'utf8').replace(unusedLong, ''));
}

function main(check: boolean): void {
  const folder = check ? mkdtempSync(path.join(tmpdir(), 'causeway-gen-')) : target;
  for (const source of sources) generate(source, folder);
  if (!check) return;
  const stale = sources
    .flatMap((source) => [`${source}.js`, `${source}.d.ts`])
    .filter(
      (file) =>
        readFileSync(path.join(folder, file), 'utf8') !== readFileSync(path.join(target, file), 'utf8'),
    );
  rmSync(folder, { recursive: true });
  if (stale.length === 0) return;
  console.error(`Out of date in ${target}: ${stale.join(', ')}. Run \`npm run gen\` and commit the result.`);
  process.exitCode = 1;
}

main(process.argv.includes('--check'));
