import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Receipt } from '../../../src/sdk/client/receipt.js';

it('is due a second after the oldest untold envelope, at once from the 32nd on', () => {
  const receipt = new Receipt();
  const dueMs = (): number | undefined => receipt.dueMs;
  assert.equal(dueMs(), undefined, 'nothing is untold');
  for (let count = 0; count < 31; count++) receipt.count(100 + count);
  assert.equal(dueMs(), 1_100);
  receipt.count(200);
  assert.ok((dueMs() ?? Infinity) <= 200);
  receipt.told();
  assert.equal(dueMs(), undefined);
  assert.equal(receipt.received, 32);
  receipt.count(300);
  assert.equal(dueMs(), 1_300);
});
