import assert from 'node:assert/strict';
import { test } from 'node:test';

import { optionTable } from '../../../src/config/option-table.js';
import { optionRows } from '../../../src/config/schema.js';

test('one row an option, as many cells as the head', () => {
  const [head = '', , ...rows] = optionTable();
  assert.equal(rows.length, optionRows().length);
  const cells = (row: string): number => row.replaceAll('\\|', '').split('|').length;
  for (const row of rows) assert.equal(cells(row), cells(head), row);
});

test('a row says all names, and for a secret those of its file', () => {
  const rows = optionTable();
  assert.ok(
    rows.includes(
      '| `session.requestsMax` | `CAUSEWAY_SESSION_REQUESTS_MAX` | `--session-requests-max` | `256` | a whole number from 1 to 65536 | Most unanswered requests of one session. |',
    ),
  );
  const secret = rows.find((row) => row.includes('`auth.secret`')) ?? '';
  assert.match(secret, /`auth.secretFile`.*`CAUSEWAY_AUTH_SECRET_FILE`.*`--auth-secret-file`/);
});
