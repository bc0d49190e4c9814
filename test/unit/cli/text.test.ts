import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columns, counted, shortHash } from '../../../src/cli/text.js';

test('columns stand under each other, without spaces at the ends', () => {
  const rows = [
    ['a', 'bb'],
    ['ccc', ''],
    ['d', 'e', 'f'],
  ];
  assert.deepEqual(columns(rows), ['a    bb', 'ccc', 'd    e   f']);
  assert.deepEqual(columns([]), []);
});

test('counts and hashes', () => {
  assert.deepEqual([counted(0, 'key'), counted(1, 'key'), counted(2, 'key')], ['0 keys', '1 key', '2 keys']);
  assert.deepEqual([shortHash(''), shortHash('0123456789abcdef')], ['-', '0123456789ab']);
});
