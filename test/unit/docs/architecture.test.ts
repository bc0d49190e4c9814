// docs/ARCHITECTURE.md and the code say the same: files, names in them, limits, codes, metrics, options.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { SERIES } from '../../../src/admin/series.js';
import { OPTIONS } from '../../../src/config/schema.js';
import { DISCONNECTS, ERRORS } from '../../../src/protocol/codes.js';
import { LinkCloseCode } from '../../../src/protocol/link-frames.js';
import { PRIMARY_SERIES } from '../../../src/workers/primary-metrics.js';
import { repositoryRoot } from '../../../tools/testenv/tool.js';
import { markdownTable } from '../../support/markdown.js';

const read = (file: string): string => readFileSync(path.join(repositoryRoot, file), 'utf8');
const TEXT = read('docs/ARCHITECTURE.md');
const LIMITS = markdownTable(TEXT, '## Limits');

/** Every `src/…/file.ts`, with the names in backquotes that follow it at once or after "and". */
function mentions(): { file: string; names: string[] }[] {
  const pattern = /`((?:src|test|tools)\/[\w./-]+\.(?:ts|cjs))`((?:(?: |, | and )`#?\w+`)*)/g;
  return [...TEXT.matchAll(pattern)].map(([, file = '', names = '']) => ({
    file,
    names: [...names.matchAll(/`#?(\w+)`/g)].map((match) => match[1] ?? ''),
  }));
}

test('every file is there, and every name is in its file', () => {
  const wrong = mentions().flatMap(({ file, names }) => {
    if (!existsSync(path.join(repositoryRoot, file))) return [file];
    const text = read(file);
    return names.filter((name) => !new RegExp(`\\b${name}\\b`).test(text)).map((name) => `${file} ${name}`);
  });
  assert.deepEqual(wrong, []);
  assert.ok(mentions().some(({ names }) => names.length > 0));
});

test('every room is on the map', () => {
  const rooms = readdirSync(path.join(repositoryRoot, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'sdk')
    .map(({ name }) => `src/${name}/`);
  assert.deepEqual(
    rooms.filter((room) => !TEXT.includes(`| \`${room}\``) && !TEXT.includes(`\`${room}\`, `)),
    [],
  );
});

test('constants of the limits have the value that is written', () => {
  const constants = LIMITS.flatMap(([, limit = '']) => [...limit.matchAll(/^`(\w+)` in `([^`]+)`: (\d+)$/g)]);
  assert.ok(constants.length > 15);
  for (const [, name = '', file = '', value = ''] of constants) {
    const written = new RegExp(`\\b${name}(?:: | = )(\\d[^;,\\n]*)`).exec(read(file))?.[1];
    assert.equal(product(written ?? ''), Number(value), `${name} in ${file} is ${String(written)}`);
  }
});

/** Value of "64 * 1024" or "4_096". */
function product(text: string): number {
  return text
    .split('*')
    .map((factor) => Number(factor.trim().replaceAll('_', '')))
    .reduce((all, factor) => all * factor, 1);
}

test('options, codes and metrics of the limits exist', () => {
  const metrics = new Set([...SERIES, ...PRIMARY_SERIES].map(({ name }) => name));
  const codes = new Set([...Object.keys(ERRORS), ...Object.keys(DISCONNECTS), ...Object.keys(LinkCloseCode)]);
  const wrong = LIMITS.flatMap(([, limit = '', atLimit = '', counted = '']) => [
    ...[...limit.matchAll(/option `([^`]+)`/g)].filter(([, key = '']) => !(key in OPTIONS)),
    ...[...atLimit.matchAll(/\b[A-Z][A-Z_]{4,}\b/g)].filter(([code]) => !codes.has(code)),
    ...[...counted.matchAll(/`(causeway_\w+)/g)].filter(([, name = '']) => !metrics.has(name)),
  ]);
  assert.deepEqual(
    wrong.map(([text]) => text),
    [],
  );
});

test('every abuse has a test, and every code of theirs exists', () => {
  const rows = markdownTable(TEXT, '## Abuses');
  const codes = new Set([...Object.keys(ERRORS), ...Object.keys(DISCONNECTS), ...Object.keys(LinkCloseCode)]);
  assert.ok(rows.length > 15);
  for (const [what = '', becomes = '', tests = ''] of rows) {
    const files = [...tests.matchAll(/`(test\/[^`]+)`/g)].map(([, file = '']) => file);
    assert.ok(files.length > 0, what);
    for (const [code] of becomes.matchAll(/\b[A-Z]+_[A-Z_]+\b|\b[A-Z]{5,}\b/g)) {
      assert.ok(codes.has(code), `${what}: ${code}`);
      assert.ok(
        files.some((file) => textsOf(file).includes(code)),
        `${code} is in none of ${files.join(', ')}`,
      );
    }
  }
});

/** A test's text, with the table of abuses if it goes through that. */
function textsOf(file: string): string {
  const text = read(file);
  return text.includes('support/abuses.js') ? text + read('test/support/abuses.ts') : text;
}
