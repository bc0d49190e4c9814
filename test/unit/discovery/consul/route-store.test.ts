import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KeyOperation } from '../../../../src/discovery/consul/consul-client.js';
import {
  operationsMax,
  transactionBytesMax,
  whyTooLarge,
} from '../../../../src/discovery/consul/route-store.js';

const write = (text: string): KeyOperation => ({ verb: 'cas', key: 'causeway/routes/a', text, index: 1 });

test('a transaction ends at its operations and at its bytes, base64 counted', () => {
  const full = Array.from({ length: operationsMax }, () => write('[]'));
  assert.equal(whyTooLarge(full), undefined);
  assert.match(
    whyTooLarge([...full, write('[]')]) ?? '',
    /^64 keys change, and one transaction takes 63; do it in parts/,
  );
  assert.equal(whyTooLarge([write('x'.repeat(transactionBytesMax * 0.74))]), undefined);
  assert.match(
    whyTooLarge([write('x'.repeat(transactionBytesMax * 0.76))]) ?? '',
    /more than one transaction takes/,
  );
});
