// `causeway connect` as a process of its own: at a terminal (Python's pty) it talks to a person, in a pipe to a
// script.
import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { repositoryRoot } from '../../tools/testenv/tool.js';
import { findPython } from '../../tools/testenv/tools.js';
import { tokenFor } from '../support/abuse-gateway.js';
import { startEchoGateway, type EchoGateway } from '../support/echo-gateway.js';
import { mustHave, skipUnless } from '../support/require.js';

/** Runs its arguments in a terminal of their own, and ends as they do. */
const IN_TERMINAL = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';
const CAUSEWAY = ['--import', 'tsx', path.join(repositoryRoot, 'src/main.ts')];

let stage: EchoGateway;
let folder: string;

before(async () => {
  stage = await startEchoGateway();
  folder = await mkdtemp(path.join(tmpdir(), 'causeway-terminal-'));
  await writeFile(path.join(folder, 'token'), await tokenFor('ann'));
});

after(async () => {
  await stage.stop();
  await rm(folder, { recursive: true, force: true });
});

const connectArgs = (): readonly string[] => [
  ...CAUSEWAY,
  ...['connect', `tcp://127.0.0.1:${stage.gateway.address.port}`],
  ...['--token-file', path.join(folder, 'token'), '--state-dir', folder],
];

/** Types each line once what stands before it has been shown; @returns all that was shown, and the exit code. */
async function typed(
  child: ChildProcessWithoutNullStreams,
  lines: readonly (readonly [after: string, line: string])[],
): Promise<{ shown: string; code: number }> {
  const rest = [...lines];
  let shown = '';
  let seen = 0;
  const read = (bytes: Buffer): void => {
    shown += bytes.toString();
    const [next] = rest;
    const at = next === undefined ? -1 : shown.indexOf(next[0], seen);
    if (next === undefined || at < 0) return;
    seen = at + next[0].length;
    rest.shift();
    child.stdin.write(`${next[1]}\n`);
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  const code = await new Promise<number>((resolve) => {
    child.once('close', (ended) => {
      resolve(ended ?? -1);
    });
  });
  return { shown, code };
}

const python = findPython();

describe('connect', { timeout: 60_000 }, () => {
  test(
    'at a terminal greets, prompts, and a failure is not the end',
    { skip: skipUnless(python) },
    async () => {
      const child = spawn(mustHave(python).path, ['-c', IN_TERMINAL, process.execPath, ...connectArgs()]);
      const { shown, code } = await typed(child, [
        ['.help shows what can be typed', '4711 x'],
        ['failed 4711: 1000 NO_ROUTE', '1000 hello'],
        ['answer 1000 hello', '.exit'],
      ]);
      assert.match(shown, /> /, 'it prompts');
      assert.equal(code, 0, shown);
    },
  );

  test('in a pipe neither greets nor prompts, and a failure ends with 1', async () => {
    const child = spawn(process.execPath, connectArgs());
    child.stdin.end('4711 x\n1000 hello\n');
    const { shown, code } = await typed(child, []);
    assert.doesNotMatch(shown, /\.help|> /);
    assert.match(shown, /answer 1000 hello/);
    assert.equal(code, 1);
  });
});
