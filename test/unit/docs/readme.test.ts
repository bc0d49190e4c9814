// README.md: its table of options is the schema's. Its links: names.test.ts.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { optionTable } from '../../../src/config/option-table.js';
import { repositoryRoot } from '../../../tools/testenv/tool.js';

const read = (file: string): string => readFileSync(path.join(repositoryRoot, file), 'utf8');

test('the table of options is up to date (else: npm run docs)', () => {
  const between = /<!-- options:[^>]*-->\n([^]*?)<!-- \/options -->/.exec(read('README.md'));
  assert.deepEqual(between?.[1]?.trim().split('\n'), optionTable());
});
