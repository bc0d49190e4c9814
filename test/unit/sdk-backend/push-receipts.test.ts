import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PushReceipts } from '../../../src/sdk/backend/push-receipts.js';

test('what was sent is open until a question behind it is answered', () => {
  const receipts = new PushReceipts();
  assert.deepEqual([receipts.open, receipts.isDue], [0, false]);
  receipts.sent();
  receipts.sent();
  assert.deepEqual([receipts.open, receipts.isDue], [2, true]);
  receipts.asked();
  receipts.sent();
  assert.deepEqual([receipts.open, receipts.isDue], [3, false], 'one question at a time');
  receipts.taken();
  assert.deepEqual([receipts.open, receipts.isDue], [1, true]);
  receipts.asked();
  receipts.unanswered();
  assert.deepEqual([receipts.open, receipts.isDue], [1, true], 'and is asked again');
});

test('never says taken of what no answered question stands behind', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('sent', 'ask', 'answer', 'fail')), (steps) => {
      const receipts = new PushReceipts();
      let [sent, asked, taken] = [0, -1, 0];
      for (const step of steps)
        if (step === 'sent') {
          sent++;
          receipts.sent();
        } else if (step === 'ask' && receipts.isDue) {
          asked = sent;
          receipts.asked();
        } else if (step === 'answer' && asked >= 0) {
          taken = asked;
          asked = -1;
          receipts.taken();
        } else if (step === 'fail' && asked >= 0) {
          asked = -1;
          receipts.unanswered();
        }
      assert.equal(receipts.open, sent - taken);
    }),
  );
});
