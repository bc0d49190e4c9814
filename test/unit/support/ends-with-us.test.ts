// What a test started ends with it, also when a signal ends it, and a run of tests that is told to stop ends
// its files.
import assert from 'node:assert/strict';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { repositoryRoot } from '../../../tools/testenv/tool.js';
import { isRunning } from '../../support/is-running.js';

const folder = mkdtempSync(path.join(tmpdir(), 'causeway-ends-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const sourceOf = (name: string): string => JSON.stringify(new URL(name, import.meta.url).href);

/** Starts a shell in a group of its own, whose child is who must end, and a folder that cannot be removed twice. */
const STARTER = `
  import { Program } from ${sourceOf('../../support/program.ts')};
  import { endsWithUs } from ${sourceOf('../../support/ends-with-us.ts')};
  endsWithUs(() => { throw new Error('gone already'); });
  const program = new Program('sh', ['-c', 'sleep 600 & echo $!; wait'], { ownGroup: true });
  console.log('pid ' + await program.lines.find('the pid', (line) => /^[0-9]+$/.test(line)));
`;

function node(...args: readonly string[]): ChildProcessByStdio<null, Readable, null> {
  // Else it takes itself for a file of this run.
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
  return spawn(process.execPath, args, { cwd: repositoryRoot, env, stdio: ['ignore', 'pipe', 'inherit'] });
}

async function pidSaidBy(child: ChildProcessByStdio<null, Readable, null>): Promise<number> {
  for await (const line of createInterface(child.stdout)) {
    const [, pid] = /pid (\d+)/.exec(line) ?? [];
    if (pid !== undefined) return Number(pid);
  }
  throw new Error('it ended and said no pid');
}

async function ended(pid: number): Promise<void> {
  while (isRunning(pid)) await sleep(20);
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)
  test(`${signal} ends the programs too, with all their children`, { timeout: 60_000 }, async (context) => {
    const starter = node('--import', 'tsx', '--input-type=module', '-e', STARTER);
    context.after(() => starter.kill('SIGKILL'));
    const pid = await pidSaidBy(starter);
    assert.ok(isRunning(pid));
    context.after(() => isRunning(pid) && process.kill(pid, 'SIGKILL'));
    starter.kill(signal);
    assert.deepEqual(await once(starter, 'exit'), [code, null]);
    await ended(pid);
  });

test('SIGTERM to a run of tests ends its files', { timeout: 60_000 }, async (context) => {
  const file = path.join(folder, 'hangs.mjs');
  const pidFile = path.join(folder, 'pid');
  writeFileSync(
    file,
    `import { test } from 'node:test';
     import { writeFileSync } from 'node:fs';
     writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
     test('hangs', () => new Promise((resolve) => setTimeout(resolve, 600_000)));`,
  );
  const order = path.join(folder, 'order.json');
  writeFileSync(order, JSON.stringify({ folder, stages: [[{ files: [file], atOnce: 1 }]] }));
  const runner = node('--import', 'tsx', 'tools/testenv/run-stages.ts', order);
  context.after(() => runner.kill('SIGKILL'));
  while (!existsSync(pidFile) || readFileSync(pidFile, 'utf8') === '') await sleep(20);
  const pid = Number(readFileSync(pidFile, 'utf8'));
  context.after(() => isRunning(pid) && process.kill(pid, 'SIGKILL'));
  runner.kill('SIGTERM');
  await once(runner, 'exit');
  await ended(pid);
});
