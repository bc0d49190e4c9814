import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { thisCommit } from '../../../../tools/bench/run-result.js';

test('a commit has a "+" when anything measured was changed, or added under src', (context) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'causeway-commit-'));
  context.after(() => {
    rmSync(folder, { recursive: true });
  });
  const write = (name: string): void => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), `${Math.random()}`);
  };
  const git = (...args: readonly string[]): void => {
    const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
    execFileSync('git', [...who, ...args], { cwd: folder, stdio: 'ignore' });
  };
  const history = 'tools/bench/history.ndjson';
  git('init');
  for (const name of ['src/a.ts', history]) write(name);
  git('add', '.');
  git('commit', '-m', 'first');
  const clean = thisCommit(folder);
  assert.match(clean, /^[0-9a-f]+$/);
  write(history);
  write('notes.txt');
  assert.equal(thisCommit(folder), clean);
  write('src/b.ts');
  assert.equal(thisCommit(folder), `${clean}+`);
  rmSync(path.join(folder, 'src/b.ts'));
  write('src/a.ts');
  assert.equal(thisCommit(folder), `${clean}+`);
});
