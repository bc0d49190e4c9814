// The failure table of docs/OPERATIONS.md, held to the code: what it names exists, so that whoever reads it in a bad
// hour finds what it says.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { SERIES } from '../../../src/admin/series.js';
import { OPTIONS } from '../../../src/config/schema.js';
import { DISCONNECTS, ERRORS } from '../../../src/protocol/codes.js';
import { LinkCloseCode } from '../../../src/protocol/link-frames.js';
import { PRIMARY_SERIES } from '../../../src/workers/primary-metrics.js';
import { repositoryRoot } from '../../../tools/testenv/tool.js';
import { markdownTable } from '../../support/markdown.js';

const read = (...at: readonly string[]): string => readFileSync(path.join(repositoryRoot, ...at), 'utf8');
const TABLE = markdownTable(read('docs', 'OPERATIONS.md'), '## Failure table')
  .map((row) => row.join(' | '))
  .join('\n');

const sources = (folder: string): string =>
  readdirSync(path.join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => read(folder, file))
    .join('\n');

/** Fields of what the operators' port answers, which a row names on purpose. */
const ANSWER_FIELDS: ReadonlySet<string> = new Set(['answers', 'silent']);

/** What the pattern's group found in the table; there is some. */
function named(pattern: RegExp): string[] {
  const found = [...TABLE.matchAll(pattern)].map(([, text = '']) => text);
  assert.ok(found.length > 0, String(pattern));
  return found;
}

test('every code exists', () => {
  const codes = new Set(['SIGTERM', 'SIGKILL', ...[DISCONNECTS, ERRORS, LinkCloseCode].flatMap(Object.keys)]);
  assert.deepEqual(
    named(/\b([A-Z][A-Z_]{3,})\b/g).filter((code) => !codes.has(code)),
    [],
  );
});

test('every advice is that of its code', () => {
  const rows = Object.entries(DISCONNECTS).map(([code, { advice }]) => `${code}, advice ${advice}`);
  const written = named(/\b([A-Z_]+, advice \d)/g);
  assert.deepEqual(
    written.filter((text) => !rows.includes(text)),
    [],
  );
});

test('every metric, option, page, field and command exists', () => {
  const metrics = new Set([...SERIES, ...PRIMARY_SERIES].map(({ name }) => name));
  const cli = sources('src/cli');
  const exists = (text: string): boolean => {
    if (text.startsWith('causeway_')) return metrics.has(text);
    if (text.startsWith('/')) return sources('src/admin').includes(`'${text}'`);
    if (text in OPTIONS || text === 'gatewayId') return true;
    if (text.endsWith('_ms')) return read('proto', 'causeway', 'client.proto').includes(` ${text} =`);
    if (ANSWER_FIELDS.has(text)) return sources('src/workers').includes(text);
    const words = text.split(' ').filter((word) => word !== 'causeway');
    return words.every((word) => cli.includes(`command('${word}`));
  };
  assert.deepEqual(
    named(/`([^`]+)`/g).filter((text) => !exists(text)),
    [],
  );
});

test('every line of the log is said somewhere', () => {
  const all = sources('src');
  assert.deepEqual(
    named(/"([^"]+)"/g).filter((line) => !all.includes(line)),
    [],
  );
});
