// docs/LINK.md and the code say the same: kinds, close codes, limits and the test vector.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isFrameAllowed } from '../../../src/link/frame-rules.js';
import { GREETING_BYTES_MAX } from '../../../src/link/greeting.js';
import { DEFAULT_LANE_LIMITS } from '../../../src/link/lanes.js';
import { DEFAULT_LINK_LIMITS, END_TIMEOUT_MS } from '../../../src/link/link-connection.js';
import { LinkCloseCode, LinkKind, newLinkHead, type LinkHead } from '../../../src/protocol/link-frames.js';
import { markdownTable } from '../../support/markdown.js';

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

/** As the document writes amounts of bytes and times. */
const bytesText = (bytes: number): string =>
  bytes % 2 ** 20 === 0 ? `${bytes / 2 ** 20} MiB` : `${bytes} bytes`;
const secondsText = (ms: number): string => `${ms / 1000} s`;

test('the limits of the table are those in force', () => {
  const { frameBytesMax, queueBytesMax, greetingTimeoutMs, stallTimeoutMs } = DEFAULT_LINK_LIMITS;
  const limits = [
    ['Longest frame before READY', bytesText(GREETING_BYTES_MAX)],
    ['Longest frame after it', `${bytesText(frameBytesMax)} unless set`],
    ['Greeting', secondsText(greetingTimeoutMs)],
    ['Bytes that wait for a peer', `${bytesText(queueBytesMax)} unless set`],
    ['A peer that takes nothing from a queue', secondsText(stallTimeoutMs)],
    ['BYE to the end of the connection', secondsText(END_TIMEOUT_MS)],
  ];
  const rows = markdownTable(TEXT, '## Limits');
  assert.deepEqual(
    rows.map(([what]) => what),
    limits.map(([what]) => what),
  );
  for (const [at, [what, limit = '']] of limits.entries())
    assert.ok(rows[at]?.[1]?.split(/[;,] /).includes(limit), `${what ?? ''}: ${limit}`);
});

test('what a fence may hold back is what is written', () => {
  const { timeoutMs, bytesMax } = DEFAULT_LANE_LIMITS;
  assert.ok(TEXT.includes(`at most ${timeoutMs} ms and ${bytesText(bytesMax)} for one backend`));
});
