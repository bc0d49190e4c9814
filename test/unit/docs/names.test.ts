// What the documents name exists: links with their anchors, files, and in docs/OPERATIONS.md series, alerts, commands.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { SERIES } from '../../../src/admin/series.js';
import { PRIMARY_SERIES } from '../../../src/workers/primary-metrics.js';
import { repositoryRoot } from '../../../tools/testenv/tool.js';
import { causeway } from '../../support/command-line.js';
import { markdownTable } from '../../support/markdown.js';

const read = (file: string): string => readFileSync(path.join(repositoryRoot, file), 'utf8');
const isThere = (file: string): boolean => existsSync(path.join(repositoryRoot, file));

const FILES = [
  'README.md',
  ...readdirSync(path.join(repositoryRoot, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const OPERATIONS = read('docs/OPERATIONS.md');

/** As GitHub makes an anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_\- ]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (file: string): ReadonlySet<string> =>
  new Set([...read(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading)));

for (const file of FILES) {
  test(`links of ${file} lead somewhere, their anchors too`, () => {
    const targets = [...read(file).matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, target = '']) => target);
    const gone = targets.filter((target) => {
      const [name = '', anchor] = target.split('#');
      const there = name === '' ? file : path.join(path.dirname(file), name);
      return !isThere(there) || (anchor !== undefined && !anchorsOf(there).has(anchor));
    });
    assert.deepEqual(gone, []);
  });

  test(`files that ${file} names are there`, () => {
    const named = [...read(file).matchAll(/`((?:src|test|tools|proto|docs)\/[\w./-]+\.\w+)`/g)];
    const gone = named
      .map(([, name = '']) => name)
      // What a run of the benchmark writes.
      .filter((name) => !name.startsWith('tools/bench/out/') && !isThere(name));
    assert.deepEqual(gone, []);
  });
}

test('every series that docs/OPERATIONS.md names is exported', () => {
  const series = new Set([...SERIES, ...PRIMARY_SERIES].map(({ name }) => name));
  series.add('causeway_request_duration_seconds');
  const named = [...OPERATIONS.matchAll(/\bcauseway_[a-z_]*[a-z]\b(?!_)/g)].map(([name]) => name);
  assert.ok(named.length > 100);
  assert.deepEqual(
    named.filter((name) => !series.has(name)),
    [],
  );
});

test('the table of alerts has every alert, and no other', () => {
  const alerts = [...read('tools/observability/alerts.yml').matchAll(/alert: (\w+)/g)].map(
    ([, name]) => name,
  );
  const named = [...OPERATIONS.matchAll(/^\| `(Causeway\w+)` \|/gm)].map(([, name]) => name);
  assert.deepEqual(named.sort(), alerts.sort());
});

test('the table of commands has every command, and no other', async () => {
  const { out } = await causeway(['--help']);
  const commands = out.flatMap((line) => /^ {2}([a-z][\w-]*) /.exec(line)?.slice(1) ?? []);
  assert.ok(commands.includes('serve') && commands.includes('help'));
  const named = markdownTable(OPERATIONS, '## Commands').map(
    ([cell = '']) => /^`causeway ([\w-]+)/.exec(cell)?.[1] ?? cell,
  );
  assert.deepEqual(named.sort(), commands.filter((name) => name !== 'help').sort());
});
