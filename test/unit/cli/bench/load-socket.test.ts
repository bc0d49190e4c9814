import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourceAddress } from '../../../../src/cli/bench/load-socket.js';

test('other addresses of this machine are used only when one has no ports left', () => {
  const from = (index: number): string | undefined => sourceAddress('127.0.0.1', index);
  assert.deepEqual([0, 19_999, 20_000, 59_999].map(from), [undefined, undefined, '127.0.1.1', '127.0.1.2']);
  assert.equal(sourceAddress('10.0.0.1', 90_000), undefined);
});
