// Builds dist/, or the folder that is named, from src/: compiles (types are checked by `npm run check`), and
// copies the generated code that the compiler does not emit. The demo's typed messages are generated beside it, as an application generates
// its own.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { gen } from '../../src/cli/gen.js';

const [out = 'dist'] = process.argv.slice(2);

rmSync(out, { recursive: true, force: true });
execFileSync(
  process.execPath,
  ['node_modules/typescript/bin/tsc', '-p', 'tools/build/tsconfig.json', '--noCheck', '--outDir', out],
  {
    stdio: 'inherit',
  },
);
cpSync('src/protocol/gen', path.join(out, 'protocol/gen'), { recursive: true });
chmodSync(path.join(out, 'main.js'), 0o755);

const demoProtos = readdirSync('tools/demo/proto').map((name) => `tools/demo/proto/${name}`);
const quiet = { out: () => undefined, err: console.error };
process.exitCode = await gen(quiet, { files: demoProtos, out: path.join(out, 'demo') });
