// A mistake on a tool's command line: one line that says what to write, exit code 2, and nothing was begun.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { repositoryRoot } from '../../../tools/testenv/tool.js';

const BENCH = 'tools/bench/run.ts';
const PROFILE = 'tools/bench/profile/run.ts';

const MISTAKES: readonly (readonly [program: string, args: readonly string[], says: string | RegExp])[] = [
  [
    BENCH,
    ['--peers', 'c'],
    'npm run bench: --peers c: it needs --kit FOLDER, the folder whose build/ has it\n',
  ],
  [
    BENCH,
    ['--peers', 'c', '--kit', '/nowhere'],
    'npm run bench: --peers c: /nowhere/build/cgw is not built\n',
  ],
  [BENCH, ['--peers', 'x'], /^npm run bench: --peers x: no such peer; there are haproxy, .*, c\n$/],
  [BENCH, ['--rows', 'ws-1'], /^npm run bench: no row "ws-1"; there are ws-100-1, .*\n$/],
  [BENCH, ['--seconds', 'ten'], 'npm run bench: --seconds ten: write a number above 0\n'],
  [BENCH, ['--sockets', 'x'], 'npm run bench: --sockets x: write public, handle or both\n'],
  [BENCH, ['--env', 'x'], 'npm run bench: --env x: write NAME=VALUE\n'],
  [BENCH, ['--nope'], /^npm run bench: Unknown option '--nope'.*\n$/],
  // What parseArgs says of it has several lines.
  [BENCH, ['--rows', '--peers'], /^npm run bench: .*ambiguous.*\n$/],
  [PROFILE, ['--row', 'ws-1'], /^npm run profile: no row "ws-1"; .*\n$/],
  [PROFILE, ['--seconds', '0'], 'npm run profile: --seconds 0: write a number above 0\n'],
  ['tools/soak/run.ts', ['--nope'], /^npm run soak: Unknown option '--nope'.*\n$/],
  ['tools/hostile/run.ts', ['--nope'], 'npm run hostile: argument --nope: write a number above 0\n'],
  ['tools/test.ts', ['all', 'test/nowhere'], 'no such file or folder: test/nowhere\n'],
];

for (const [program, args, says] of MISTAKES)
  test(`${program} ${args.join(' ')}`, { timeout: 60_000 }, () => {
    const ran = spawnSync(process.execPath, ['--import', 'tsx', program, ...args], {
      cwd: repositoryRoot,
      encoding: 'utf8',
    });
    if (typeof says === 'string') assert.equal(ran.stderr, says);
    else assert.match(ran.stderr, says);
    assert.equal(ran.stdout, '', 'nothing was begun');
    assert.equal(ran.status, 2);
  });
