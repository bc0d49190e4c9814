import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { replaceFile } from '../../src/replace-file.js';

test('a file is made and replaced whole, with its permissions, and nothing else stays behind', async (context) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'causeway-replace-'));
  context.after(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'new', 'file');
  await replaceFile(file, 'one', 0o600);
  await replaceFile(file, 'two', 0o640);
  assert.equal(await readFile(file, 'utf8'), 'two');
  assert.equal((await stat(file)).mode & 0o777, 0o640);
  assert.deepEqual(await readdir(path.dirname(file)), ['file']);
  const blocked = path.join(folder, 'folder');
  await mkdir(path.join(blocked, 'inside'), { recursive: true });
  await assert.rejects(replaceFile(blocked, 'text'));
  assert.deepEqual((await readdir(folder)).sort(), ['folder', 'new']);
});
