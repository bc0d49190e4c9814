// Builds dist/ from src/: compiles (types are checked by `npm run check`), and copies the generated code that
// the compiler does not emit. The demo's typed messages are generated beside it, as an application generates
// its own.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, readdirSync, rmSync } from 'node:fs';
import { gen } from '../../src/cli/gen.js';

rmSync('dist', { recursive: true, force: true });
execFileSync(
  process.execPath,
  ['node_modules/typescript/bin/tsc', '-p', 'tools/build/tsconfig.json', '--noCheck'],
  {
    stdio: 'inherit',
  },
);
cpSync('src/protocol/gen', 'dist/protocol/gen', { recursive: true });
chmodSync('dist/main.js', 0o755);

const demoProtos = readdirSync('tools/demo/proto').map((name) => `tools/demo/proto/${name}`);
const quiet = { out: () => undefined, err: console.error };
process.exitCode = await gen(quiet, { files: demoProtos, out: 'dist/demo' });
