import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { systemClock } from '../../../../src/clock.js';
import { watchFile } from '../../../../src/discovery/file/file-watch.js';
import type { Watch } from '../../../../src/discovery/registry.js';
import { Inbox } from '../../../support/inbox.js';

describe('file watch', () => {
  let folder: string;
  let texts: Inbox<string>;
  let problems: Inbox<string>;
  let watch: Watch | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'causeway-file-watch-'));
    texts = new Inbox();
    problems = new Inbox();
  });
  afterEach(async () => {
    watch?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const begin = (file: string): void => {
    watch = watchFile(file, systemClock, { onText: texts.put, onUnreadable: problems.put });
  };

  test('follows renames over the file', async () => {
    const file = path.join(folder, 'f');
    await writeFile(file, '1');
    begin(file);
    await texts.until((text) => text === '1');
    for (const text of ['2', '3']) {
      await writeFile(`${file}~`, text);
      await rename(`${file}~`, file);
      await texts.until((latest) => latest === text);
    }
    assert.deepEqual(texts.all, ['1', '2', '3']);
  });

  test('follows a symbolic link whose folder is swapped', async () => {
    for (const version of ['v1', 'v2']) {
      await mkdir(path.join(folder, version));
      await writeFile(path.join(folder, version, 'f'), version);
    }
    await symlink('v1', path.join(folder, 'current'));
    await symlink('current/f', path.join(folder, 'f'));
    begin(path.join(folder, 'f'));
    await texts.until((text) => text === 'v1');
    await symlink('v2', path.join(folder, 'next'));
    await rename(path.join(folder, 'next'), path.join(folder, 'current'));
    await texts.until((text) => text === 'v2');
  });

  test('finds a file in a folder that did not exist', async () => {
    const file = path.join(folder, 'later', 'f');
    begin(file);
    assert.match(await problems.until(() => true), /later\/f does not exist; create it$/);
    await mkdir(path.dirname(file));
    await writeFile(file, 'here');
    await texts.until((text) => text === 'here');
  });

  test('says why a file cannot be read', async () => {
    begin(folder);
    assert.match(await problems.until(() => true), /cannot be read \(EISDIR\)$/);
  });
});
