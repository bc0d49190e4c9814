// What a benchmark starts ends with it, also when a signal ends it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { isRunning } from '../../../support/is-running.js';

/** A benchmark whose one program says the number of its own process and then goes on for ever. */
const BENCHMARK = `
  import { exitOnSignals, startProgram } from ${JSON.stringify(new URL('../../../../tools/bench/program.ts', import.meta.url).href)};
  exitOnSignals();
  const say = 'setInterval(() => undefined, 1000); console.log(process.pid)';
  const { child } = startProgram({ command: [process.execPath, '-e', say], core: 'load' });
  child.stdout.pipe(process.stdout);
`;

test('SIGTERM ends the programs too', { timeout: 60_000 }, async (context) => {
  const args = ['--import', 'tsx', '--input-type=module', '-e', BENCHMARK];
  const benchmark = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  context.after(() => benchmark.kill('SIGKILL'));
  const [line] = (await once(createInterface(benchmark.stdout), 'line')) as [string];
  const program = Number(line);
  assert.ok(program > 0 && isRunning(program), line);
  context.after(() => isRunning(program) && process.kill(program, 'SIGKILL'));
  benchmark.kill('SIGTERM');
  // Closed when nobody holds it any more: the benchmark and its program.
  await once(benchmark, 'close');
  while (isRunning(program)) await new Promise((resolve) => setTimeout(resolve, 20));
});
