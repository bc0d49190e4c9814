import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { parse } from 'yaml';
import { withRoutes } from '../../../../src/cli/routes/file-home.js';
import { systemClock } from '../../../../src/clock.js';
import { FileRegistry } from '../../../../src/discovery/file/file-registry.js';
import type { RouteSource } from '../../../../src/discovery/registry.js';
import { silentLog } from '../../../../src/log.js';
import { keepTable, NO_TABLE_YET } from '../../../../src/routing/table-keeper.js';
import { causeway, type Said } from '../../../support/command-line.js';
import { Inbox } from '../../../support/inbox.js';

const change = (
  set: Readonly<Record<string, string>>,
  remove: readonly string[] = [],
): Parameters<typeof withRoutes>[1] => ({
  set: new Map(Object.entries(set)),
  remove,
});

describe('withRoutes', () => {
  test('what did not change stays as it is typed, comments too', () => {
    const text =
      '# head\nroutes:\n  # ours\n  a: [{ types: 1, service: s }] # one\n  b: []\nservices: {} # end\n';
    const edited = withRoutes(text, change({ b: '[{"types":2,"service":"t"}]', c: '[]' }));
    for (const kept of ['# head', '# ours', 'a: [ { types: 1, service: s } ] # one', '# end'])
      assert.ok(edited.replaceAll('[{', '[ {').replaceAll('}]', '} ]').includes(kept), edited);
    assert.deepEqual(parse(edited), {
      routes: { a: [{ types: 1, service: 's' }], b: [{ types: 2, service: 't' }], c: [] },
      services: {},
    });
    assert.equal(withRoutes(text, change({})), text);
  });

  test('a plain list stays one, until another name comes', () => {
    const text = 'routes:\n  - { types: 1, service: s }\n';
    assert.deepEqual(parse(withRoutes(text, change({ routes: '[7]' }))), { routes: [7] });
    assert.deepEqual(parse(withRoutes(text, change({}, ['routes']))), { routes: [] });
    assert.deepEqual(parse(withRoutes(text, change({ b: '[]' }))), {
      routes: { routes: [{ types: 1, service: 's' }], b: [] },
    });
    assert.deepEqual(parse(withRoutes('', change({ b: '[]' }))), { routes: { b: [] } });
  });
});

interface Place {
  readonly file: string;
  readonly folder: string;
  readonly run: (...argv: readonly string[]) => Promise<Said>;
}

async function place(context: TestContext, text: string): Promise<Place> {
  const folder = await mkdtemp(path.join(tmpdir(), 'causeway-file-home-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'causeway.yaml');
  await writeFile(file, text);
  const state = ['--registry-file', file, '--state-dir', path.join(folder, 'state')];
  return { file, folder, run: (...argv) => causeway(['routes', ...argv, ...state]) };
}

test('apply replaces the routes, keeps the permissions, and refuses what does not compile', async (context) => {
  const { file, folder, run } = await place(
    context,
    'routes:\n  - { types: 1000, service: echo }\nservices: {}\n',
  );
  await chmod(file, 0o600);
  const input = path.join(folder, 'new.yaml');
  await writeFile(input, 'routes: [{ types: "1000-1999", service: echo }]');
  const said = await run('apply', input);
  assert.equal(said.exitCode, 0, said.err.join('\n'));
  assert.deepEqual(parse(await readFile(file, 'utf8')), {
    routes: [{ types: '1000-1999', service: 'echo' }],
    services: {},
  });
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  await writeFile(input, 'routes: [{ types: 5, service: echo }]');
  const refused = await run('apply', input);
  assert.equal(refused.exitCode, 1);
  assert.match(refused.err[0] ?? '', /^"routes" \/0\/types: type 5 is reserved/);
  await writeFile(input, 'routes: []');
  assert.match((await run('apply', input)).err.join('\n'), /add --allow-empty/);
  assert.equal((await run('history')).exitCode, 1);
});

test('an emptied file is held until it is accepted', async (context) => {
  const { file, folder, run } = await place(context, 'routes:\n  - { types: 1000, service: echo }\n');
  const acceptedFile = path.join(folder, 'state', 'accepted');
  const registry = new FileRegistry({ file, acceptedFile, clock: systemClock, log: silentLog });
  context.after(() => {
    registry.close();
  });
  const sources = new Inbox<RouteSource>();
  registry.watchRoutes(sources.put);
  const first = keepTable(NO_TABLE_YET, await sources.until(({ entries }) => entries.size === 1));
  await writeFile(file, 'routes: []\n');
  const emptied = keepTable(
    first.memory,
    await sources.until(({ entries }) => entries.get('routes') === '[]'),
  );
  assert.equal(emptied.decision.kind, 'hold');
  const said = await run('accept');
  assert.equal(said.exitCode, 0, said.err.join('\n'));
  const marked = await sources.until(({ acceptedHash }) => acceptedHash !== undefined);
  assert.equal(keepTable(emptied.memory, marked).decision.kind, 'accept');
  assert.match((await run('accept')).out[0] ?? '', /nothing to do/);
});
