// docs/LINK.md and the code say the same: kinds, close codes, limits and the test vector.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isFrameAllowed } from '../../../src/link/frame-rules.js';
import { GREETING_BYTES_MAX } from '../../../src/link/greeting.js';
import { LinkCloseCode, LinkKind, newLinkHead, type LinkHead } from '../../../src/protocol/link-frames.js';

const TEXT = readFileSync(new URL('../../../docs/LINK.md', import.meta.url), 'utf8');

/** Cells of the table rows that begin with a number. */
const ROWS = TEXT.split('\n')
  .filter((line) => /^\| \d+ \|/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

const kindRows = ROWS.filter((row) => row.length === 5);
const codeRows = ROWS.filter((row) => row.length === 3);

test('every kind and every close code has its row, in order', () => {
  const kinds = Object.entries(LinkKind).map(([name, kind]) => [String(kind), name]);
  assert.deepEqual(
    kindRows.map((row) => row.slice(0, 2)),
    kinds,
  );
  const codes = Object.entries(LinkCloseCode).map(([name, code]) => [String(code), name]);
  assert.deepEqual(
    codeRows.map((row) => row.slice(0, 2)),
    codes,
  );
});

/** A head of this kind with the fields of a row, those in brackets as well when `all`. */
function headOf(row: readonly string[], all: boolean): LinkHead {
  const [kind = '', , , fields = ''] = row;
  const named = [...fields.matchAll(/(\[)?(session|request|type|deadline_ms|hops|envelope|body)\b/g)];
  const has = (name: string): boolean =>
    named.some((match) => match[2] === name && (all || match[1] === undefined));
  const number = (name: string): number => (has(name) ? 1 : 0);
  return {
    ...newLinkHead(),
    kind: Number(kind),
    session: number('session'),
    request: number('request'),
    type: number('type'),
    deadlineMs: number('deadline_ms'),
    hops: number('hops'),
    envelopeEnd: number('envelope'),
    bodyStart: 1,
    bodyEnd: 1 + number('body'),
  };
}

test('the fields and directions of the table are the rules in force', () => {
  for (const row of kindRows.filter(([kind]) => Number(kind) > LinkKind.READY)) {
    const arrow = row[2] ?? '';
    for (const all of [false, true]) {
      const head = headOf(row, all);
      assert.equal(isFrameAllowed('dialler', head), arrow !== '←', `${row[1] ?? ''} from the gateway`);
      assert.equal(isFrameAllowed('listener', head), arrow !== '→', `${row[1] ?? ''} from the backend`);
    }
    for (const field of ['session', 'request', 'type', 'deadlineMs', 'hops', 'envelopeEnd'] as const) {
      if (headOf(row, true)[field] !== 0) continue;
      const head = { ...headOf(row, false), [field]: 1 };
      assert.ok(
        !isFrameAllowed('dialler', head) && !isFrameAllowed('listener', head),
        `${row[1] ?? ''} ${field}`,
      );
    }
  }
});

test('the limit before READY is the one in force', () => {
  assert.match(TEXT, new RegExp(`Longest frame before READY \\| ${GREETING_BYTES_MAX} bytes`));
});
