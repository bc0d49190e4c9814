import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { contentHash } from '../../../src/routing/content-hash.js';
import { fileTableStore, type SavedTable } from '../../../src/routing/table-store.js';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-store-'));
});
after(async () => {
  await rm(folder, { recursive: true });
});

function saved(entries: ReadonlyMap<string, string>): SavedTable {
  const hash = contentHash(entries);
  return { hash, revision: '7', origin: 'test', savedAtEpochMs: 1_700_000_000_123, entries };
}

test('what was saved is loaded, hostile names and texts included', async () => {
  const store = fileTableStore(join(folder, 'deep', 'er', 'table.json'));
  const table = saved(
    new Map([
      ['b', '[]'],
      ['__proto__', '{'],
      ['10', '"\u2028\0'],
      ['9', 'ü'],
    ]),
  );
  assert.deepEqual(await store.save(table), { ok: true });
  assert.deepEqual(await store.load(), { ok: true, saved: table });
});

test('a save replaces the file and leaves nothing beside it', async () => {
  const own = join(folder, 'replace');
  const store = fileTableStore(join(own, 'table.json'));
  await store.save(saved(new Map([['a', '[]']])));
  const second = saved(new Map([['a', '[1]']]));
  await store.save(second);
  assert.deepEqual(await store.load(), { ok: true, saved: second });
  assert.deepEqual(await readdir(own), ['table.json']);
});

test('nothing saved yet is no problem', async () => {
  const store = fileTableStore(join(folder, 'none.json'));
  assert.deepEqual(await store.load(), { ok: true, saved: undefined });
});

const good = (): Record<string, unknown> => ({
  formatVersion: 1,
  hash: contentHash(new Map()),
  revision: '1',
  origin: 'test',
  savedAt: '2026-01-01T00:00:00.000Z',
  entries: [],
});

const BROKEN: readonly (readonly [name: string, text: string, problem: RegExp])[] = [
  ['empty', '', /no JSON/],
  ['cut', JSON.stringify(good()).slice(0, 40), /no JSON/],
  ['of another version', JSON.stringify({ ...good(), formatVersion: 2 }), /formatVersion/],
  ['without a field', JSON.stringify({ ...good(), origin: undefined }), /origin/],
  ['with a wrong date', JSON.stringify({ ...good(), savedAt: 'yesterday' }), /savedAt/],
  ['with an entry that is no pair', JSON.stringify({ ...good(), entries: [['a']] }), /entries/],
  ['changed by hand', JSON.stringify({ ...good(), entries: [['a', '[]']] }), /hash/],
  ['null', 'null', /no saved route table/],
];

for (const [name, text, problem] of BROKEN) {
  test(`a file that is ${name} is a problem, and stays`, async () => {
    const path = join(folder, 'broken.json');
    await writeFile(path, text);
    const loaded = await fileTableStore(path).load();
    assert.ok(!loaded.ok);
    assert.match(loaded.problem, problem);
    assert.ok(loaded.problem.startsWith(path));
    assert.equal(await readFile(path, 'utf8'), text);
  });
}

test('the hand-made good file is good', async () => {
  const path = join(folder, 'good.json');
  await writeFile(path, JSON.stringify(good()));
  const loaded = await fileTableStore(path).load();
  assert.ok(loaded.ok && loaded.saved !== undefined);
});

test('a folder in place of the file is a problem for both directions', async () => {
  const store = fileTableStore(folder);
  assert.equal((await store.load()).ok, false);
  assert.equal((await store.save(saved(new Map()))).ok, false);
});
