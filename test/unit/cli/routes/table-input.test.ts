import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { listText, parseTableFile, readTableInput } from '../../../../src/cli/routes/table-input.js';

const LIST = '[\n  {"types":1000,"service":"echo"}\n]\n';

function entriesOf(file: string, text: string): Record<string, string> {
  const parsed = parseTableFile(file, text);
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.problems.join('\n'));
  return Object.fromEntries(parsed.entries);
}

describe('one file', () => {
  test('a list is the entry of its name; JSON stays as it is typed', () => {
    assert.deepEqual(entriesOf('x/chat.json', '[ 1 ]'), { chat: '[ 1 ]' });
    assert.deepEqual(entriesOf('chat.yaml', '- { types: 1000, service: echo }'), { chat: LIST });
    assert.deepEqual(
      entriesOf('chat.json', '[ broken'),
      { chat: '[ broken' },
      'refused later, with its place',
    );
  });

  test('a map is a whole table, with routes: above it or not', () => {
    assert.deepEqual(entriesOf('t.yaml', 'a: [{ types: 1000, service: echo }]\nb: []'), {
      a: LIST,
      b: '[]\n',
    });
    const whole = 'gateway: {}\nroutes:\n  a: [{ types: 1000, service: echo }]\nservices: {}';
    assert.deepEqual(entriesOf('causeway.yaml', whole), { a: LIST });
  });

  test('what is no table is refused with file and place', () => {
    for (const text of ['a: 1', '"text"', 'routes: 7', 'a: [\n']) {
      const parsed = parseTableFile('t.yaml', text);
      assert.ok(!parsed.ok, text);
      assert.match(parsed.problems[0] ?? '', /^t\.yaml: /);
    }
  });
});

test('a folder has an entry a file; the same name twice and a missing place are problems', async (context) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'causeway-input-'));
  context.after(() => rm(folder, { recursive: true }));
  await writeFile(path.join(folder, 'a.json'), '[]');
  await writeFile(path.join(folder, 'b.yml'), '[]');
  await writeFile(path.join(folder, 'README.md'), 'not a table');
  const read = await readTableInput(folder);
  assert.ok(read.ok);
  assert.deepEqual([...read.entries.keys()], ['a', 'b']);
  await writeFile(path.join(folder, 'a.yaml'), '[]');
  await writeFile(path.join(folder, 'c.yaml'), 'routes: []');
  const broken = await readTableInput(folder);
  assert.deepEqual(broken.ok ? [] : broken.problems.map((line) => path.basename(line)), [
    'c.yaml: is no list of routes',
    'a: stands in two files; leave one of them',
  ]);
  await rm(path.join(folder, 'c.yaml'));
  const twice = await readTableInput(folder);
  assert.deepEqual(twice.ok ? [] : twice.problems, ['a: stands in two files; leave one of them']);
  assert.equal((await readTableInput(path.join(folder, 'nowhere'))).ok, false);
});

test('one route a line', () => {
  assert.equal(listText([1, { a: 2 }]), '[\n  1,\n  {"a":2}\n]\n');
});
