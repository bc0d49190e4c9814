// README.md: its table of options is the schema's, and what it and its neighbours link to is there.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { optionTable } from '../../../src/config/option-table.js';
import { repositoryRoot } from '../../../tools/testenv/tool.js';

const read = (file: string): string => readFileSync(path.join(repositoryRoot, file), 'utf8');

test('the table of options is up to date (else: npm run docs)', () => {
  const between = /<!-- options:[^>]*-->\n([^]*?)<!-- \/options -->/.exec(read('README.md'));
  assert.deepEqual(between?.[1]?.trim().split('\n'), optionTable());
});

for (const file of ['README.md', 'docs/ARCHITECTURE.md', 'docs/CHANGELOG.md'])
  test(`links of ${file} lead somewhere`, () => {
    const targets = [...read(file).matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => match[1] ?? '');
    const gone = targets.filter(
      (target) => !existsSync(path.join(repositoryRoot, path.dirname(file), target)),
    );
    assert.deepEqual(gone, []);
  });
