import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure } from '../../../src/protocol/control-messages.js';
import { ApplicationError, callError, CallError, failureAnswer } from '../../../src/sdk/backend/errors.js';

test('an application error has a code of the application', () => {
  assert.equal(new ApplicationError(10_000).code, 10_000);
  for (const code of [9_999, 1107, 0, -1, 10_000.5, Number.NaN, 2 ** 32])
    assert.throws(() => new ApplicationError(code), RangeError, String(code));
});

test('an answer never has a disconnect code', () => {
  assert.throws(() => failureAnswer(999, ''), RangeError);
  const answer = failureAnswer(1001, 'no');
  assert.equal(failure.decode(answer.payload)?.message, 'no');
});

test('a call error says its name and whether the outcome is known', () => {
  assert.deepEqual([callError('TIMEOUT').name, callError('TIMEOUT').outcomeKnown], ['TIMEOUT', false]);
  assert.equal(callError('NO_SUCH_SERVER').outcomeKnown, true);
  assert.equal(new CallError(12_345, 'x').name, 'APPLICATION');
});
