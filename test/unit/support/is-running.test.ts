import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { isRunning } from '../../support/is-running.js';

test('this process runs, one that has ended does not', () => {
  assert.equal(isRunning(process.pid), true);
  assert.equal(isRunning(spawnSync(process.execPath, ['--version']).pid), false);
});

test(
  'one that has ended and that its parent does not reap does not run',
  { skip: process.platform !== 'linux' && 'needs /proc', timeout: 30_000 },
  async (context) => {
    // The shell becomes a program that knows nothing of the child that the shell had.
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    context.after(() => parent.kill('SIGKILL'));
    const [line] = (await once(createInterface(parent.stdout), 'line')) as [string];
    const pid = Number(line);
    while (isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(process.kill(pid, 0), true, 'it is there to be signalled');
  },
);
