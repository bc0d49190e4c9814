// docs/ROUTES.md, held to the code: its example, its keys and their limits, the problems it shows, the content hash.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { compileTable, RANGES_MAX, TABLE_BYTES_MAX } from '../../../src/routing/compile-table.js';
import { contentHash } from '../../../src/routing/content-hash.js';
import { ROUTED_TYPE_MAX, ROUTED_TYPE_MIN, TYPES_LIST_MAX } from '../../../src/routing/message-types.js';
import { PICKS } from '../../../src/routing/route.js';
import {
  PAYLOAD_BYTES_CAP,
  ROLES_MAX,
  routeJsonSchema,
  ROUTES_MAX,
  TIMEOUT_MS_DEFAULT,
  TIMEOUT_MS_MAX,
  TIMEOUT_MS_MIN,
} from '../../../src/routing/route-schema.js';
import { formatTableProblem, TABLE_PROBLEMS_MAX } from '../../../src/routing/table-problems.js';
import { repositoryRoot } from '../../../tools/testenv/tool.js';
import { markdownTable } from '../../support/markdown.js';
import { sourceOf } from '../routing/sources.js';

const TEXT = readFileSync(path.join(repositoryRoot, 'docs', 'ROUTES.md'), 'utf8');
const KEYS = markdownTable(TEXT, '## What a route says').map((row) =>
  row.map((cell) => cell.replaceAll('`', '')),
);

/** What problems a source has, as the log says them. */
function problemsOf(entries: Readonly<Record<string, unknown>>): readonly string[] {
  const compiled = compileTable(sourceOf(entries));
  assert.ok(!compiled.ok);
  return compiled.problems.map(formatTableProblem);
}

test('the example is a table', () => {
  const [, example = ''] = /```json\n([^]*?)```/.exec(TEXT) ?? [];
  const compiled = compileTable(sourceOf({ example }));
  assert.ok(compiled.ok, JSON.stringify(compiled));
  const { table } = compiled;
  assert.equal(table.lookup(1999)?.service, 'lobby');
  assert.deepEqual(
    [2000, 2001, 2150].map((type) => table.lookup(type)?.timeoutMs),
    [3000, 3000, 3000],
  );
  assert.equal(table.lookup(9000)?.pick, 'least-pending');
});

test('every key of a route is there, with its limits and its default', () => {
  const { properties } = routeJsonSchema() as { readonly properties: object };
  assert.deepEqual(
    KEYS.map(([key]) => key),
    Object.keys(properties),
  );
  const rows = new Map(KEYS.map(([key = '', ...cells]): [string, string] => [key, cells.join(' | ')]));
  const said: Readonly<Record<string, readonly unknown[]>> = {
    types: [TYPES_LIST_MAX, `${ROUTED_TYPE_MIN} to ${ROUTED_TYPE_MAX}`, '| required'],
    service: ['1 to 128 ', '| required'],
    timeoutMs: [`${TIMEOUT_MS_MIN} to ${TIMEOUT_MS_MAX} milliseconds`, `| ${TIMEOUT_MS_DEFAULT}`],
    payloadBytesMax: [`0 to ${PAYLOAD_BYTES_CAP} bytes`],
    roles: [`1 to ${ROLES_MAX} role names`, '| everyone'],
    pick: [...PICKS.map((pick) => `"${pick}"`), '| "session"'],
  };
  for (const [key, texts] of Object.entries(said))
    for (const text of texts) assert.ok(rows.get(key)?.includes(String(text)), `${key}: ${String(text)}`);
});

test('the limits of a table are those of the code', () => {
  const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ' ');
  const [line = ''] = /^Limits of one table: .*$/m.exec(TEXT) ?? [];
  assert.ok(line.includes(`${grouped(ROUTES_MAX)} routes`));
  assert.ok(line.includes(`${grouped(RANGES_MAX)} separate ranges`));
  assert.ok(line.includes(`${TABLE_BYTES_MAX / 2 ** 20} MiB of text`));
  assert.ok(TEXT.includes(`(the first ${TABLE_PROBLEMS_MAX})`));
});

test('the problems that it shows are what a gateway says', () => {
  const lobby = [{ types: '1000-1999', service: 'lobby' }];
  const chat = { types: '1900-2100', service: 'chat' };
  const said = [
    ...problemsOf({ lobby, chat: [{ types: 5000, service: 'chat' }, chat] }),
    ...problemsOf({ chat: [{ ...chat, timeout_ms: 5 }] }),
    ...problemsOf({ chat: '[\n  { "types": 1000,\n    }\n]' }),
  ];
  const shown = /^("chat" [^]*?)```/m.exec(TEXT)?.[1]?.trimEnd().split('\n');
  assert.equal(shown?.length, 3);
  assert.deepEqual(said, shown);
});

test('the content hash is made as it says', () => {
  const [, hashed = ''] = /is hashed as `([^`]+)`/.exec(TEXT) ?? [];
  assert.equal(
    contentHash(new Map([['a', '[]']])),
    createHash('sha256').update(hashed).digest('hex'),
    hashed,
  );
});
