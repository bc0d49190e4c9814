// `causeway routes` on a file, as operators type it: what is said, what is written, how it ends.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { parse } from 'yaml';
import { applyTable } from '../../../../src/cli/routes/edit.js';
import { fileHome } from '../../../../src/cli/routes/file-home.js';
import type { TableHome } from '../../../../src/cli/routes/home.js';
import { parseRegistryFile } from '../../../../src/discovery/file/registry-file.js';
import { loadConfig } from '../../../../src/config/load-config.js';
import { contentHash } from '../../../../src/routing/content-hash.js';
import { causeway, type Said } from '../../../support/command-line.js';

const TABLE = 'routes:\n  chat:\n    - { types: 2000, service: chat, roles: [gm], payloadBytesMax: 10 }\n';

interface Place {
  readonly folder: string;
  readonly file: string;
  /** `causeway routes …` on the table. */
  readonly run: (...argv: readonly string[]) => Promise<Said>;
  /** Writes below the folder. @returns the path */
  readonly put: (name: string, text: string) => Promise<string>;
  readonly written: () => Promise<unknown>;
}

async function place(context: TestContext, text = TABLE): Promise<Place> {
  const folder = await mkdtemp(path.join(tmpdir(), 'causeway-edit-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'causeway.yaml');
  await writeFile(file, text);
  const state = ['--registry-file', file, '--state-dir', path.join(folder, 'state')];
  const put = async (name: string, content: string): Promise<string> => {
    const at = path.join(folder, name);
    await mkdir(path.dirname(at), { recursive: true });
    await writeFile(at, content);
    return at;
  };
  const written = async (): Promise<unknown> => parse(await readFile(file, 'utf8'));
  return { folder, file, put, written, run: (...argv) => causeway(['routes', ...argv, ...state]) };
}

describe('check', () => {
  test('of what stands in the registry, and of an input that needs none', async (context) => {
    const { file, folder, run, put } = await place(context);
    const good = await run('check');
    assert.deepEqual([good.exitCode, good.err], [0, []]);
    assert.match(good.out.join('\n'), /causeway\.yaml: good; 1 key, 1 route, hash [0-9a-f]{12}$/);
    await put('in/a.json', '[{ "types": "1000-1999", "service": "lobby" }]');
    await rm(file);
    assert.match((await run('check', path.join(folder, 'in'))).out.join('\n'), /in: good; 1 key, 1 route/);
    const none = await run('check');
    assert.equal(none.exitCode, 1);
    assert.match(none.err.join('\n'), /ENOENT.*causeway\.yaml/);
  });

  test('says every problem at once with key, path, reason and remedy, those of unreadable files too', async (context) => {
    const { folder, run, put } = await place(context);
    await put('in/a.json', '[{"types":1000,"service":5,"pik":"key"},{"types":[1000,"7-3"],"service":"x"}]');
    await put('in/b.yaml', 'nope');
    await put('in/c.json', '[\n {"types": 1,\n}');
    await put('in/d.yaml', '- { types: 1100, service: chat, timeoutMs: 1 }');
    const said = await run('check', path.join(folder, 'in'));
    assert.equal(said.exitCode, 1);
    for (const line of [
      /b\.yaml: is no list of routes$/,
      /^"a" \/0\/service: is 5; write the name of the service/,
      /^"a" \/0: unknown key "pik"; did you mean "pick"\?$/,
      /^"a" \/1\/types\/1: range 7-3 ends before it begins; write /,
      /^"c" line 3, column 1: is no JSON; expected there: a name in double quotes$/,
      /^"d" \/0\/timeoutMs: is 1; write whole milliseconds from 100 to 600000/,
    ])
      assert.ok(
        said.err.some((text) => line.test(text)),
        `${String(line)} in ${said.err.join('\n')}`,
      );
    assert.equal(said.out.length, 0);
    await rm(path.join(folder, 'in/b.yaml'));
    assert.equal((await run('check', path.join(folder, 'in'))).err.at(-1), 'refused: 5 problems');
  });
});

describe('apply', () => {
  test('a table without routes is written when that is meant', async (context) => {
    const { run, put, written } = await place(context);
    const empty = await put('empty.yaml', 'routes: { chat: [] }');
    assert.equal((await run('apply', empty)).exitCode, 1);
    assert.deepEqual(await written(), parse(TABLE));
    assert.equal((await run('apply', empty, '--allow-empty')).exitCode, 0);
    assert.deepEqual(await written(), { routes: { chat: [] } });
  });

  test('leaves alone what the input lacks, --prune removes it, --only looks at nothing else', async (context) => {
    const { run, put, written } = await place(context);
    const both = await put('both.yaml', 'a: [{ types: 100, service: a }]\nb: [{ types: 200, service: b }]');
    const keys = async (): Promise<readonly string[]> =>
      Object.keys(((await written()) as { routes: object }).routes);
    assert.equal((await run('apply', both, '--only', 'b')).exitCode, 0);
    assert.deepEqual(await keys(), ['chat', 'b']);
    assert.equal((await run('apply', both)).exitCode, 0);
    assert.deepEqual([...(await keys())].sort(), ['a', 'b', 'chat']);
    const unknown = await run('apply', both, '--only', 'bb');
    assert.deepEqual([unknown.exitCode, unknown.err.length], [1, 1]);
    assert.match(
      unknown.err[0] ?? '',
      /^--only bb: no such key, neither in .*both\.yaml nor in .*causeway\.yaml$/,
    );
    assert.equal((await run('apply', both, '--prune')).exitCode, 0);
    assert.deepEqual([...(await keys())].sort(), ['a', 'b']);
  });

  test('an input without keys is refused, unless it is to remove some', async (context) => {
    const { folder, run, put, written } = await place(context);
    await mkdir(path.join(folder, 'in'));
    const none = await run('apply', path.join(folder, 'in'), '--prune', '--allow-empty');
    assert.deepEqual([none.exitCode, none.err.length], [1, 1]);
    assert.match(none.err[0] ?? '', /in: holds no \.json, \.yaml or \.yml file$/);
    const empty = await put('empty.yaml', 'routes: {}');
    assert.match((await run('apply', empty)).err.join('\n'), /empty\.yaml: has no keys; .* add --prune$/);
    assert.deepEqual(await written(), parse(TABLE));
    assert.equal((await run('apply', empty, '--prune', '--allow-empty')).exitCode, 0);
  });

  test('of two who edit the file one gets a conflict, and what the other wrote stays', async (context) => {
    const { file, folder } = await place(context);
    const flags = { registryFile: file, stateDir: path.join(folder, 'state') };
    const loaded = loadConfig({ env: {}, flags, generatedGatewayId: 'operator' });
    assert.ok(loaded.ok);
    const open = await fileHome(loaded.config).read();
    assert.ok(open.ok);
    await writeFile(file, 'routes: {} # by hand\n');
    const change = { set: new Map([['chat', '[]']]), remove: [], acceptedHash: 'abc' };
    const outcome = await open.value.write(change);
    assert.match(
      outcome.ok ? '' : outcome.reason,
      /^conflict: .* was changed meanwhile; nothing was written/,
    );
    assert.equal(await readFile(file, 'utf8'), 'routes: {} # by hand\n');
    await assert.rejects(readFile(path.join(folder, 'state/accepted')), { code: 'ENOENT' });
  });

  test('another key that is edited at the same moment is told, although the own ones are written', async (context) => {
    const { put } = await place(context);
    const input = await put('in.yaml', 'chat: [{ types: 100, service: a }]');
    const [out, err]: [string[], string[]] = [[], []];
    const host = { out: (line: string) => out.push(line), err: (line: string) => err.push(line) };
    const entries = new Map([['other', '[]']]);
    const home: TableHome = {
      origin: 'consul',
      textOf: (text) => text,
      history: () => Promise.resolve({ ok: true, value: [] }),
      close: () => undefined,
      read: () =>
        Promise.resolve({
          ok: true,
          value: {
            entries: new Map(entries),
            acceptedHash: undefined,
            revision: '1',
            write: ({ set }) => {
              for (const [name, text] of set) entries.set(name, text);
              entries.set('other', '[{"types":200,"service":"b"}]');
              return Promise.resolve({ ok: true });
            },
          },
        }),
    };
    const args = { place: input, prune: false, only: [], allowEmpty: false };
    assert.equal(await applyTable(host, home, args), 1);
    assert.match(err.join('\n'), /^written, but another key was edited at the same time/);
  });
});

describe('the mark of acceptance', () => {
  const PART = 'b: [{ types: 200, service: b }]';
  const WHOLE = 'chat: [{ types: 2000, service: chat }]\nb: [{ types: 201, service: b }]';

  async function marked(context: TestContext): Promise<Place & { readonly mark: () => Promise<string> }> {
    const at = await place(context);
    const accepted = path.join(at.folder, 'state/accepted');
    /** 'this' when it names what stands there. */
    const mark = async (): Promise<string> => {
      const hash = (await readFile(accepted, 'utf8').catch(() => '')).trim();
      const state = parseRegistryFile(await readFile(at.file, 'utf8'));
      assert.ok(state.ok);
      return hash === contentHash(state.state.entries) ? 'this' : hash;
    };
    return { ...at, mark };
  }

  test('is not set by a part of a table that was not accepted, nor by one without a difference', async (context) => {
    const { run, put, mark } = await marked(context);
    const part = await put('part.yaml', PART);
    for (const argv of [[], [], ['--only', 'b', '--prune']]) {
      const said = await run('apply', part, ...argv);
      assert.equal(said.exitCode, 0, said.err.join('\n'));
      assert.match(
        said.out.at(-1) ?? '',
        /not accepted as a whole \(if gateways hold it, .* `causeway routes accept`\)/,
      );
      assert.equal(await mark(), '');
    }
    assert.equal((await run('apply', await put('all.yaml', WHOLE))).exitCode, 0);
    assert.equal(await mark(), '', 'nobody knows that this is all there was');
  });

  test('follows each part of an accepted table, without a further step', async (context) => {
    const { run, put, mark } = await marked(context);
    assert.equal((await run('accept')).exitCode, 0);
    assert.equal(await mark(), 'this');
    const said = await run('apply', await put('part.yaml', PART));
    assert.match(said.out.at(-1) ?? '', /1 key written, 0 keys removed; 2 routes, accepted; hash/);
    assert.equal(await mark(), 'this');
    assert.equal((await run('apply', await put('all.yaml', WHOLE), '--only', 'b')).exitCode, 0);
    assert.equal(await mark(), 'this');
  });

  test('is set by a whole table with --prune', async (context) => {
    const { run, put, mark } = await marked(context);
    const all = await put('all.yaml', WHOLE);
    assert.equal((await run('apply', all)).exitCode, 0);
    assert.equal(await mark(), '');
    assert.equal((await run('apply', all, '--prune')).exitCode, 0);
    assert.equal(await mark(), 'this');
  });

  test('of an earlier content goes with the next part: the way back must not pass for meant', async (context) => {
    const { file, run, put, mark } = await marked(context);
    assert.equal((await run('apply', await put('part.yaml', PART), '--prune')).exitCode, 0);
    assert.equal(await mark(), 'this');
    await writeFile(file, 'routes: {}\n');
    assert.equal((await run('apply', await put('part.yaml', PART))).exitCode, 0);
    assert.equal(await mark(), '');
  });
});

test('a file has no history to roll back to, and that is said', async (context) => {
  const { run } = await place(context);
  for (const argv of [['history'], ['rollback', '7']]) {
    const said = await run(...argv);
    assert.equal(said.exitCode, 1);
    assert.match(said.err.join('\n'), /has no history here; keep it in version control/);
  }
});

describe('explain where no gateway answers', () => {
  // Nobody listens on port 1.
  const outcome = async ({ run }: Place, ...argv: readonly string[]): Promise<string> => {
    const said = await run('explain', '--type', '2000', ...argv);
    return `${said.exitCode} ${said.out.at(-1)?.trim() ?? ''}`;
  };

  test('the table alone tells, by roles and payload that are assumed', async (context) => {
    const at = await place(context, `gateway: { admin: { listen: '127.0.0.1:1' } }\n${TABLE}`);
    const here = { ...at, run: (...argv: readonly string[]) => at.run(...argv, '--config', at.file) };
    assert.equal(await outcome(here), '1 => answered with 1001 FORBIDDEN');
    assert.equal(await outcome(here, '--role', 'gm'), '0 => sent');
    assert.equal(
      await outcome(here, '--role', 'gm', '--payload-bytes', '11'),
      '1 => answered with 1002 PAYLOAD_TOO_LARGE',
    );
    const said = await here.run('explain', '--type', '2000', '--role', 'gm');
    assert.match(said.out[0] ?? '', /^By the table of .*causeway\.yaml:$/);
    assert.match(said.err.join('\n'), /127\.0\.0\.1:1 does not answer/);
  });

  test('but not when it was named: then its silence is the answer', async (context) => {
    const { run } = await place(context);
    const said = await run('explain', '--type', '2000', '--role', 'gm', '--admin', '127.0.0.1:1');
    assert.deepEqual([said.exitCode, said.out], [1, []]);
    assert.match(said.err.join('\n'), /127\.0\.0\.1:1 does not answer/);
  });
});
