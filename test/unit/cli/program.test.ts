import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { ExitCode } from '../../../src/cli/host.js';
import { VERSION } from '../../../src/version.js';
import { repositoryRoot } from '../../../tools/testenv/tool.js';
import { markdownTable } from '../../support/markdown.js';
import { causeway } from '../../support/command-line.js';

const COMMANDS = [
  'serve',
  'check-config',
  'config',
  'routes',
  'sessions',
  'kick',
  'revoke',
  'connect',
  'bench',
  'token',
  'gen',
];
const TABLE_TOOLS = [
  'check',
  'diff',
  'apply',
  'status',
  'history',
  'rollback',
  'accept',
  'explain',
  'schema',
];

describe('help', () => {
  test('names every command, and every command explains itself with an example', async () => {
    const { out, exitCode } = await causeway(['--help']);
    assert.equal(exitCode, 0);
    for (const name of COMMANDS) assert.match(out.join('\n'), new RegExp(`^  ${name}\\b`, 'm'));
    for (const name of COMMANDS.filter((one) => one !== 'config' && one !== 'routes'))
      assert.match((await causeway([name, '--help'])).out.join('\n'), /\nExamples?:\n  causeway /, name);
  });

  test('the table tools too', async () => {
    for (const name of TABLE_TOOLS) {
      const { out, exitCode } = await causeway(['routes', name, '--help']);
      assert.equal(exitCode, 0, name);
      if (name !== 'schema') assert.match(out.join('\n'), /\nExamples?:\n  causeway routes /, name);
    }
  });
});

test('the version is printed', async () => {
  for (const flag of ['--version', '-V'])
    assert.deepEqual(await causeway([flag]), { exitCode: 0, out: [VERSION], err: [] });
});

test('the help lists the exit codes that docs/OPERATIONS.md explains', async () => {
  const help = (await causeway(['--help'])).out.join(' ');
  const doc = readFileSync(path.join(repositoryRoot, 'docs/OPERATIONS.md'), 'utf8');
  const above = doc.split('\n').find((line) => line.startsWith('Each has `--help` with examples')) ?? '';
  const rows = markdownTable(doc, above);
  assert.deepEqual(
    rows.map(([code]) => code),
    Object.values(ExitCode).map(String),
  );
  for (const [code = '', meaning = ''] of rows)
    assert.ok(help.includes(`${code} ${meaning.split(':')[0] ?? ''}`), `${code} ${meaning}`);
});

test('a wrong command line ends with 2 and says what is wrong', async () => {
  for (const argv of [
    ['sreve'],
    ['serve', '--nonsense', '1'],
    ['routes', 'apply'],
    ['routes', 'explain', '--type', 'x'],
    ['sessions', '--admin', 'nowhere'],
    ['sessions', '--older-than', 'long ago'],
    ['kick', '--user', 'x', '--advice', 'maybe'],
    ['gen', 'x.proto'],
    ['bench'],
    ['bench', '--type', '0'],
  ]) {
    const { exitCode, err } = await causeway(argv);
    assert.equal(exitCode, 2, argv.join(' '));
    assert.match(err.join('\n'), /^error: /, argv.join(' '));
  }
});

test('routes schema prints what an editor checks a key by', async () => {
  const schema = JSON.parse((await causeway(['routes', 'schema'])).out.join('\n')) as {
    items: { properties: object; required: string[]; additionalProperties: boolean };
  };
  assert.deepEqual(schema.items.required, ['types', 'service']);
  assert.equal(schema.items.additionalProperties, false);
  assert.ok('pick' in schema.items.properties);
});

test('an unreadable consul.caFile is a message in every command that asks Consul, not a stack trace', async () => {
  const env = {
    CAUSEWAY_REGISTRY_KIND: 'consul',
    CAUSEWAY_CONSUL_SECURE: 'yes',
    CAUSEWAY_CONSUL_CA_FILE: '/nowhere/ca.pem',
    CAUSEWAY_LINK_SECRET: 'a link secret of this test',
  };
  const asking = ['status', 'history', 'accept', 'explain --type 1000'].map((line) => `routes ${line}`);
  for (const line of ['serve', 'sessions', 'kick --user alice', 'routes rollback 7', ...asking]) {
    const { exitCode, out, err } = await causeway(line.split(' '), { env });
    assert.equal(exitCode, 2, line);
    const said = [...out, ...err].join('\n');
    assert.match(said, /consul\.caFile: .*ENOENT.*\/nowhere\/ca\.pem/, line);
    assert.doesNotMatch(said, /\n {4}at /, line);
  }
});
