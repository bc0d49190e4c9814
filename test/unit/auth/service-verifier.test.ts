import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TOKEN_BYTES_MAX } from '../../../src/auth/jwt-verifier.js';
import { createServiceVerifier, type ServiceAnswer } from '../../../src/auth/service-verifier.js';
import type { Verdict } from '../../../src/auth/verifier.js';
import { authReply, authRequest } from '../../../src/protocol/auth-messages.js';
import { ERRORS } from '../../../src/protocol/codes.js';

const NO_BYTES = new Uint8Array(0);
const BEARER = { address: '192.0.2.1:1', client: 'game 1.2' };

async function verify(
  answer: ServiceAnswer,
  token = 'a token',
): Promise<{ verdict: Verdict; asked: unknown }> {
  let asked: unknown;
  let epochMs = 1_000;
  const ask = (payload: Uint8Array): Promise<ServiceAnswer> => {
    asked = authRequest.decode(payload);
    epochMs = 3_000;
    return Promise.resolve(answer);
  };
  const verifier = createServiceVerifier(ask, { epochMs: () => epochMs });
  return { verdict: await verifier.verify(token, BEARER), asked };
}

const granted = (fields: Parameters<typeof authReply.encode>[0]): ServiceAnswer => ({
  code: 0,
  payload: authReply.encode(fields),
});

test('the service is asked with what the client showed, and its answer is the identity', async () => {
  const reply = { user: 'alice', roles: ['gm'], attributes: { tier: 'gold' }, expiresInMs: 500 };
  const { verdict, asked } = await verify(granted(reply));
  assert.deepEqual({ ...(asked as object) }, { token: 'a token', ...BEARER });
  assert.deepEqual(verdict, {
    ok: true,
    identity: {
      user: 'alice',
      roles: ['gm'],
      attributes: new Map([['tier', 'gold']]),
      device: undefined,
      expiresAtMs: 3_500,
      issuedAtMs: 1_000,
    },
  });
  const { verdict: endless } = await verify(granted({ user: 'bob' }));
  assert.equal(endless.ok && endless.identity.expiresAtMs, Infinity);
});

test('only the service refuses a token; what goes wrong on the way is unavailable', async () => {
  for (const [answer, refusal] of [
    [{ code: 10_000, payload: NO_BYTES }, 'invalid'],
    [{ code: ERRORS.TOKEN_REFUSED.code, payload: NO_BYTES }, 'invalid'],
    [{ code: ERRORS.NO_ROUTE.code, payload: NO_BYTES }, 'unavailable'],
    [{ code: ERRORS.NO_INSTANCE.code, payload: NO_BYTES }, 'unavailable'],
    [{ code: ERRORS.TIMEOUT.code, payload: NO_BYTES }, 'unavailable'],
    [{ code: ERRORS.HANDLER_FAILED.code, payload: NO_BYTES }, 'unavailable'],
    [{ code: 0, payload: Uint8Array.of(0xff) }, 'unavailable'],
    [granted({ user: '' }), 'unavailable'],
    [granted({ user: 'al\nice' }), 'unavailable'],
    [granted({ user: 'alice', roles: Array<string>(65).fill('r') }), 'unavailable'],
  ] as const) {
    const { verdict } = await verify(answer);
    assert.equal(verdict.ok ? 'taken' : verdict.refusal, refusal, `code ${answer.code}`);
  }
});

test('a token longer than the limit is not even sent', async () => {
  const { verdict, asked } = await verify(granted({ user: 'alice' }), 'x'.repeat(TOKEN_BYTES_MAX + 1));
  assert.deepEqual([verdict.ok, asked], [false, undefined]);
});
