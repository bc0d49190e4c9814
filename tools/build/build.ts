// Builds dist/ from src/: compiles, and copies the generated code that the compiler does not emit.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, rmSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tools/build/tsconfig.json'], {
  stdio: 'inherit',
});
cpSync('src/protocol/gen', 'dist/protocol/gen', { recursive: true });
chmodSync('dist/main.js', 0o755);
