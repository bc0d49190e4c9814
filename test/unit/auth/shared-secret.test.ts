// What is taken and what is refused is what jose takes and refuses with the same secret.
import assert from 'node:assert/strict';
import { createHmac, createSecretKey } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { jwtVerify, type JWTVerifyOptions } from 'jose';
import { verifyShared } from '../../../src/auth/shared-secret.js';

const SECRET = Buffer.from('0123456789abcdef0123456789abcdef');
const KEY = createSecretKey(SECRET);
const NOW_S = 1_700_000_000;
const OPTIONS: JWTVerifyOptions = {
  algorithms: ['HS256'],
  currentDate: new Date(NOW_S * 1000),
  clockTolerance: 5,
  issuer: 'login',
  audience: 'game',
};

const base64 = (text: string): string => Buffer.from(text).toString('base64url');
const signed = (text: string): string =>
  `${text}.${createHmac('sha256', SECRET).update(text).digest('base64url')}`;

type Outcome = { readonly claims: unknown } | { readonly refused: true };

const ours = (token: string): Outcome => {
  try {
    return { claims: verifyShared(token, KEY, OPTIONS) };
  } catch {
    return { refused: true };
  }
};

const joses = (token: string): Promise<Outcome> =>
  jwtVerify(token, SECRET, OPTIONS).then(
    ({ payload }) => ({ claims: payload }),
    () => ({ refused: true }),
  );

const GOOD = { sub: 'alice', iss: 'login', aud: 'game', exp: NOW_S + 60 };
const GOOD_TOKEN = signed(`${base64('{"alg":"HS256"}')}.${base64(JSON.stringify(GOOD))}`);

test('signed with the secret: its claims', () => {
  assert.deepEqual(ours(GOOD_TOKEN), { claims: GOOD });
});

test('any header and claims, signed: the outcome is jose’s', async () => {
  const header = fc.record(
    { kid: fc.jsonValue(), crit: fc.jsonValue(), b64: fc.jsonValue(), typ: fc.string() },
    { requiredKeys: [] },
  );
  const time = fc.oneof(fc.integer({ min: NOW_S - 10, max: NOW_S + 10 }), fc.jsonValue());
  const claims = fc.record(
    {
      sub: fc.string({ unit: 'grapheme' }),
      iss: fc.constantFrom('login', 'other'),
      aud: fc.constantFrom('game', 'shop', ['game', 'shop'], []),
      exp: time,
      nbf: time,
      iat: time,
    },
    { requiredKeys: ['iss', 'aud'] },
  );
  await fc.assert(
    fc.asyncProperty(
      header,
      fc.oneof({ weight: 4, arbitrary: claims }, fc.jsonValue()),
      async (head, body) => {
        const parts = [{ alg: 'HS256', ...head }, body].map((part) => base64(JSON.stringify(part)));
        const token = signed(parts.join('.'));
        assert.deepEqual(ours(token), await joses(token));
      },
    ),
    { numRuns: 500 },
  );
});

const change = fc.record({
  taken: fc.nat({ max: 2 }),
  put: fc.string({ maxLength: 2, unit: fc.constantFrom('a', 'Z', '0', '-', '_', '.', '=', '+', ' ', 'ü') }),
});
const changed = (text: string, at: number, { taken, put }: { taken: number; put: string }): string =>
  text.slice(0, at) + put + text.slice(at + taken);

const SIGNED_END = GOOD_TOKEN.lastIndexOf('.');

test('a character changed in what was signed, taken out or put in: the outcome is jose’s', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: SIGNED_END }), change, async (at, how) => {
      const token = changed(GOOD_TOKEN.slice(0, SIGNED_END), at, how) + GOOD_TOKEN.slice(SIGNED_END);
      assert.deepEqual(ours(token), await joses(token), token);
    }),
    { numRuns: 500 },
  );
});

test('the signature is taken in its one spelling', () => {
  fc.assert(
    fc.property(fc.nat({ max: GOOD_TOKEN.length - SIGNED_END }), change, (at, how) => {
      const token = changed(GOOD_TOKEN, SIGNED_END + at, how);
      assert.equal('refused' in ours(token), token !== GOOD_TOKEN, token);
    }),
    { numRuns: 500 },
  );
});
