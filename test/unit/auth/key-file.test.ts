import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { developmentKeyPath, linkKeyPath, loadOrCreateKey } from '../../../src/auth/key-file.js';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-key-'));
});
after(async () => {
  await rm(folder, { recursive: true });
});

test('the first start makes a key, later ones read it', async () => {
  const path = developmentKeyPath(join(folder, 'new', 'state'));
  const made = await loadOrCreateKey(path);
  assert.ok(made.ok);
  assert.equal(made.key.length, 32);
  assert.deepEqual(await loadOrCreateKey(path), made);
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  assert.equal((await stat(join(folder, 'new', 'state'))).mode & 0o777, 0o700);
});

test('starts at the same time get one key and leave one file', async () => {
  const state = join(folder, 'race');
  const keys = await Promise.all(Array.from({ length: 8 }, () => loadOrCreateKey(linkKeyPath(state))));
  for (const loaded of keys) assert.deepEqual(loaded, keys[0]);
  assert.ok(keys[0]?.ok);
  assert.deepEqual(await readdir(state), ['link.key']);
});

test('two projects have two keys', async () => {
  const [one, other] = await Promise.all([
    loadOrCreateKey(join(folder, 'one.key')),
    loadOrCreateKey(join(folder, 'other.key')),
  ]);
  assert.notDeepEqual(one, other);
});

for (const mode of [0o640, 0o604, 0o620, 0o666]) {
  test(`mode ${mode.toString(8)} is refused with the command that mends it`, async () => {
    const path = join(folder, 'open.key');
    await rm(path, { force: true });
    await loadOrCreateKey(path);
    await chmod(path, mode);
    const loaded = await loadOrCreateKey(path);
    assert.ok(!loaded.ok);
    assert.ok(loaded.reason.includes(mode.toString(8)));
    assert.equal(loaded.remedy, `run: chmod 600 ${path}`);
  });
}

for (const text of ['', 'short', 'x'.repeat(43) + '\n' + 'x'.repeat(43), 'A'.repeat(1000)]) {
  test(`content of ${text.length} characters is no key, and stays`, async () => {
    const path = join(folder, 'bad.key');
    await rm(path, { force: true });
    await writeFile(path, text, { mode: 0o600 });
    const loaded = await loadOrCreateKey(path);
    assert.ok(!loaded.ok);
    assert.match(loaded.remedy, /delete it/);
    assert.equal(await readFile(path, 'utf8'), text);
  });
}

test('a symbolic link is not followed, not even a dangling one', async () => {
  const path = join(folder, 'link-to.key');
  await symlink(join(folder, 'nowhere'), path);
  const loaded = await loadOrCreateKey(path);
  assert.ok(!loaded.ok);
  assert.match(loaded.reason, /symbolic link/);
});

test('a path that cannot be is a refusal, not an exception', async () => {
  await writeFile(join(folder, 'file'), '');
  const loaded = await loadOrCreateKey(join(folder, 'file', 'development.key'));
  assert.ok(!loaded.ok);
  assert.match(loaded.remedy, /may write/);
});
