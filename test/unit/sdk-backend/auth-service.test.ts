import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authReply, authRequest } from '../../../src/protocol/auth-messages.js';
import { ERRORS } from '../../../src/protocol/codes.js';
import { tokenHandler, type TokenGrant, type TokenQuestion } from '../../../src/sdk/backend/auth-service.js';
import { AnswerError } from '../../../src/sdk/backend/errors.js';
import type { RelayContext } from '../../../src/sdk/backend/message.js';

const QUESTION = { token: 't', address: '192.0.2.1:1', client: 'c' };
const context: Pick<RelayContext, 'fromServer'> = { fromServer: 'gateway-1' };

async function answer(
  grant: TokenGrant | undefined,
  payload = authRequest.encode(QUESTION),
): Promise<unknown> {
  const asked: TokenQuestion[] = [];
  const handler = tokenHandler((question) => {
    asked.push({ ...question });
    return grant;
  });
  try {
    const bytes = await handler(payload, context);
    assert.deepEqual(asked, [{ ...QUESTION, gateway: 'gateway-1' }]);
    const reply = authReply.decode(bytes ?? new Uint8Array(0));
    assert.ok(reply);
    const { user, roles, attributes, expiresInMs } = reply;
    return { user, roles, attributes, expiresInMs };
  } catch (error) {
    if (error instanceof AnswerError) return error.code;
    throw error;
  }
}

test('a grant becomes the answer', async () => {
  assert.deepEqual(
    await answer({ user: 'alice', roles: ['gm'], attributes: { a: 'b' }, expiresInMs: 1_500.9 }),
    {
      user: 'alice',
      roles: ['gm'],
      attributes: { a: 'b' },
      expiresInMs: 1_500,
    },
  );
});

test('a time beyond a u32 is the longest there is, and none is none', async () => {
  for (const [expiresInMs, encoded] of [
    [Infinity, 4_294_967_295],
    [1e12, 4_294_967_295],
    [undefined, 0],
  ] as const) {
    const grant = { user: 'a', ...(expiresInMs !== undefined && { expiresInMs }) };
    const reply = (await answer(grant)) as { expiresInMs: number };
    assert.equal(reply.expiresInMs, encoded);
  }
});

test('no grant, no time left and no question are refused', async () => {
  assert.equal(await answer(undefined), ERRORS.TOKEN_REFUSED.code);
  for (const expiresInMs of [0, -5, 0.5, Number.NaN])
    assert.equal(await answer({ user: 'a', expiresInMs }), ERRORS.TOKEN_REFUSED.code);
  assert.equal(await answer({ user: 'a' }, Uint8Array.of(0xff)), ERRORS.HANDLER_FAILED.code);
});
