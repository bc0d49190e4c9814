import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RequestType } from '../../../src/protocol/catalogue.js';
import { failure, type Failure } from '../../../src/protocol/control-messages.js';
import { AnswerError } from '../../../src/sdk/backend/errors.js';
import { HandlerTable, untyped } from '../../../src/sdk/backend/handlers.js';

const codec = {
  name: 'causeway.v1.Failure',
  encode: (message: Partial<Failure>) => failure.encode(message),
  decode: (bytes: Uint8Array) => {
    const message = failure.decode(bytes);
    if (message === undefined) throw new Error('no Failure');
    return message;
  },
};
/** A catalogue of one message that answers itself. */
const Echo = { ...codec, type: 1000, reply: codec } as unknown as RequestType<Failure, Failure>;

test('a type has one handler, and is an application’s', () => {
  const table = new HandlerTable<undefined>();
  const run = (): undefined => undefined;
  table.add(100, run, {});
  table.add(2 ** 32 - 1, run, { ordered: true });
  assert.equal(table.get(2 ** 32 - 1)?.ordered, true);
  assert.equal(table.get(100)?.ordered, false);
  assert.equal(table.get(101), undefined);
  for (const type of [100, 99, 0, -1, 1.5, 2 ** 32])
    assert.throws(() => {
      table.add(type, run, {});
    }, RangeError);
});

test('a typed handler gets a message and its answer is encoded, at once or later', async () => {
  const payload = failure.encode({ message: 'hi', retryAfterMs: 5 });
  const answerOf = (message: Failure): Partial<Failure> => ({ message: `${message.message}!` });
  const now = untyped(Echo, (message: Failure) => answerOf(message))(payload, undefined);
  assert.ok(now instanceof Uint8Array);
  assert.equal(failure.decode(now)?.message, 'hi!');
  const later = await untyped(Echo, (message: Failure) => Promise.resolve(answerOf(message)))(
    payload,
    undefined,
  );
  assert.equal(failure.decode(later ?? assert.fail())?.message, 'hi!');
});

test('a payload that is no such message ends the request with a reason', () => {
  const run = untyped(Echo, () => assert.fail('must not run'));
  assert.throws(
    () => run(Uint8Array.of(0x0a, 0x7f), undefined),
    (error) =>
      error instanceof AnswerError && error.code === 1107 && error.message.includes('causeway.v1.Failure'),
  );
});
