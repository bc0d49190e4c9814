// The table of limits in docs/OPERATIONS.md, held to the options, the codes and the metrics.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { SERIES } from '../../../src/admin/series.js';
import { optionRows } from '../../../src/config/schema.js';
import { DISCONNECTS, ERRORS } from '../../../src/protocol/codes.js';
import { REFUSAL_CAUSES } from '../../../src/session/gate.js';
import { REFUSALS } from '../../../src/transport/opening.js';
import { repositoryRoot } from '../../../tools/testenv/tool.js';
import { markdownTable } from '../../support/markdown.js';

const TEXT = readFileSync(path.join(repositoryRoot, 'docs', 'OPERATIONS.md'), 'utf8');
const ROWS = markdownTable(TEXT, '## Limits').map((row) => row.map((cell) => cell.replaceAll('`', '')));
const OPTIONS = new Map<string, string>(optionRows().map(([key, { fallback }]) => [key, String(fallback)]));
const CODES = new Set([...Object.keys(DISCONNECTS), ...Object.keys(ERRORS)]);

/** The values that the label of a refusal may have. */
const LABEL_VALUES: Readonly<Record<string, ReadonlySet<string>>> = {
  reason: new Set<string>(REFUSALS),
  cause: new Set<string>(REFUSAL_CAUSES),
  code: CODES,
};

test('settings have the default that is written', () => {
  for (const [key = '', fallback] of ROWS) assert.equal(OPTIONS.get(key), fallback, key);
});

test('what happens beyond a limit has a code, or is closed before it could get one', () => {
  for (const [key, , outcome = ''] of ROWS)
    assert.ok(outcome === 'closed unread' || CODES.has(outcome), `${key ?? ''}: ${outcome}`);
});

test('every counter is there, with that label', () => {
  for (const [, , outcome, counter = ''] of ROWS) {
    const [, name, label = '', value = ''] = /^(\w+)(?:\{(\w+)="([\w-]+)"\})?$/.exec(counter) ?? [];
    const series = SERIES.find((row) => row.name === name);
    assert.ok(series, counter);
    if (label === '') continue;
    assert.ok(series.labels.includes(label), counter);
    assert.ok(LABEL_VALUES[label]?.has(value), counter);
    if (label === 'code') assert.equal(value, outcome);
  }
});

test('no limit on clients and connections is left out', () => {
  const limits = [...OPTIONS.keys()].filter((key) =>
    /^(connections|overload)\..*max$|PerSecondMax$/i.test(key),
  );
  const written = new Set(ROWS.map(([key]) => key));
  assert.deepEqual(
    limits.filter((key) => !written.has(key)),
    [],
  );
  assert.ok(limits.length >= 8);
});
