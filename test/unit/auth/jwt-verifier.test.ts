import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';

import fc from 'fast-check';
import { exportSPKI, importSPKI, SignJWT, UnsecuredJWT } from 'jose';

import { createJwtVerifier, TOKEN_BYTES_MAX, type JwtRules } from '../../../src/auth/jwt-verifier.js';
import { secretTokenKeys, type TokenKeys } from '../../../src/auth/token-keys.js';
import type { Verdict } from '../../../src/auth/verifier.js';

const BEARER = { address: '192.0.2.1:1', client: 'test' };
const NOW_S = 1_700_000_000;
const SECRET = Buffer.from('0123456789abcdef0123456789abcdef');

const RULES: JwtRules = {
  keys: secretTokenKeys(SECRET),
  issuer: 'login',
  audience: 'game',
  clockToleranceMs: 5000,
};

const verify = (token: string, rules: JwtRules = RULES): Promise<Verdict> =>
  createJwtVerifier(rules, { epochMs: () => NOW_S * 1000 }).verify(token, BEARER);

const base64 = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** A token with any header and claims, signed as HS256 whatever the header says. */
function forge(header: unknown, claims: unknown, secret: Uint8Array = SECRET): string {
  const signed = `${base64(header)}.${base64(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

const CLAIMS = { sub: 'alice', iss: 'login', aud: 'game', exp: NOW_S + 60 };
const tokenOf = (claims: object): string => forge({ alg: 'HS256' }, { ...CLAIMS, ...claims });

async function refusalOf(token: string, rules?: JwtRules): Promise<string> {
  const verdict = await verify(token, rules);
  return verdict.ok ? 'none' : verdict.refusal;
}

test('a token of a login service (made by jose) is taken', async () => {
  const token = await new SignJWT({ roles: ['gm'], attributes: { tier: 'gold' } })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject('alice')
    .setIssuer('login')
    .setAudience(['shop', 'game'])
    .setExpirationTime(NOW_S + 60)
    .sign(SECRET);
  assert.deepEqual(await verify(token), {
    ok: true,
    identity: {
      user: 'alice',
      roles: ['gm'],
      attributes: new Map([['tier', 'gold']]),
      device: undefined,
      expiresAtMs: (NOW_S + 60) * 1000 + 5000,
      issuedAtMs: undefined,
    },
  });
});

test('a token without exp does not end', async () => {
  const verdict = await verify(tokenOf({ exp: undefined }));
  assert.ok(verdict.ok);
  assert.equal(verdict.identity.expiresAtMs, Infinity);
});

test('within the tolerance a token is taken, and its session has that time', async () => {
  const verdict = await verify(tokenOf({ exp: NOW_S - 4 }));
  assert.ok(verdict.ok);
  assert.equal(verdict.identity.expiresAtMs, (NOW_S + 1) * 1000);
  assert.equal(await refusalOf(tokenOf({ exp: NOW_S - 5 })), 'expired');
  assert.equal(await refusalOf(tokenOf({ nbf: NOW_S + 5 })), 'none');
  assert.equal(await refusalOf(tokenOf({ nbf: NOW_S + 6 })), 'invalid');
});

test('without wanted issuer and audience any will do', async () => {
  const rules = { keys: RULES.keys, clockToleranceMs: 0 };
  assert.equal(await refusalOf(tokenOf({ iss: undefined, aud: ['x'] }), rules), 'none');
});

const REFUSED: readonly (readonly [name: string, token: string, refusal: 'invalid' | 'expired'])[] = [
  ['expired', tokenOf({ exp: NOW_S - 60 }), 'expired'],
  ['exp as a string', tokenOf({ exp: String(NOW_S + 60) }), 'invalid'],
  ['of another issuer', tokenOf({ iss: 'elsewhere' }), 'invalid'],
  ['without issuer', tokenOf({ iss: undefined }), 'invalid'],
  ['for another audience', tokenOf({ aud: 'shop' }), 'invalid'],
  ['without audience', tokenOf({ aud: undefined }), 'invalid'],
  ['without user', tokenOf({ sub: undefined }), 'invalid'],
  ['with a number as user', tokenOf({ sub: 7 }), 'invalid'],
  ['signed with another secret', forge({ alg: 'HS256' }, CLAIMS, Buffer.alloc(32)), 'invalid'],
  ['unsigned', new UnsecuredJWT(CLAIMS).encode(), 'invalid'],
  ['saying alg none, signed', forge({ alg: 'none' }, CLAIMS), 'invalid'],
  ['saying alg HS512', forge({ alg: 'HS512' }, CLAIMS), 'invalid'],
  ['saying alg as a list', forge({ alg: ['HS256'] }, CLAIMS), 'invalid'],
  ['without alg', forge({}, CLAIMS), 'invalid'],
  ['with an unknown critical header', forge({ alg: 'HS256', crit: ['x'], x: 1 }, CLAIMS), 'invalid'],
  ['with an unencoded payload', forge({ alg: 'HS256', crit: ['b64'], b64: false }, CLAIMS), 'invalid'],
  ['with claims that are a list', forge({ alg: 'HS256' }, [CLAIMS]), 'invalid'],
  ['with claims that are no JSON', forge({ alg: 'HS256' }, '{'), 'invalid'],
  ['with a header that is no JSON', forge('{', CLAIMS), 'invalid'],
  ['empty', '', 'invalid'],
  ['dots', '..', 'invalid'],
  ['five parts', 'a.b.c.d.e', 'invalid'],
  ['no ASCII', '\ud800.\u0000.ü', 'invalid'],
];

for (const [name, token, refusal] of REFUSED) {
  test(`a token that is ${name} is ${refusal}`, async () => {
    assert.equal(await refusalOf(token), refusal);
  });
}

test('a token longer than the limit is not even parsed', async () => {
  const fits = TOKEN_BYTES_MAX - tokenOf({ pad: '' }).length;
  assert.equal(await refusalOf(tokenOf({ pad: 'x'.repeat(Math.floor(fits / 1.4)) })), 'none');
  const long = await verify(tokenOf({ pad: 'x'.repeat(TOKEN_BYTES_MAX) }));
  assert.ok(!long.ok && long.refusal === 'invalid');
  assert.match(long.detail, /more than 8192/);
});

test('a public key is never taken as a secret (algorithm confusion)', async () => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const key = await importSPKI(pem, 'RS256', { extractable: true });
  const rsa: TokenKeys = { algorithms: ['RS256'], find: () => Promise.resolve({ ok: true, keys: [key] }) };
  const rules = { ...RULES, keys: rsa };
  const good = await new SignJWT(CLAIMS).setProtectedHeader({ alg: 'RS256' }).sign(pair.privateKey);
  assert.equal(await refusalOf(good, rules), 'none');
  for (const text of [pem, await exportSPKI(key)]) {
    assert.equal(await refusalOf(forge({ alg: 'HS256' }, CLAIMS, Buffer.from(text)), rules), 'invalid');
  }
  assert.equal(await refusalOf(good), 'invalid');
});

test('what a key source says is passed on; what it throws is unavailable', async () => {
  const hints: unknown[] = [];
  const answering = (refusal: 'invalid' | 'unavailable'): JwtRules => ({
    ...RULES,
    keys: {
      algorithms: ['HS256'],
      find: (hint) => {
        hints.push(hint.kid);
        return Promise.resolve({ ok: false, refusal, detail: 'why' });
      },
    },
  });
  const token = forge({ alg: 'HS256', kid: 'k1' }, CLAIMS);
  assert.deepEqual(await verify(token, answering('unavailable')), {
    ok: false,
    refusal: 'unavailable',
    detail: 'why',
  });
  assert.equal(await refusalOf(token, answering('invalid')), 'invalid');
  assert.equal(await refusalOf(forge({ alg: 'HS256', kid: 5 }, CLAIMS), answering('invalid')), 'invalid');
  assert.deepEqual(hints, ['k1', 'k1', undefined]);
  const throwing: TokenKeys = { algorithms: ['HS256'], find: () => Promise.reject(new Error('no network')) };
  assert.equal(await refusalOf(token, { ...RULES, keys: throwing }), 'unavailable');
});

test('any bytes and any signed JSON: a verdict, and never that we are at fault', async () => {
  const header = fc.oneof(
    fc.jsonValue(),
    fc.record({
      alg: fc.constantFrom('HS256', 'none'),
      kid: fc.jsonValue(),
      crit: fc.jsonValue(),
      b64: fc.jsonValue(),
    }),
  );
  const claims = fc.oneof(
    fc.jsonValue(),
    fc.record({
      sub: fc.jsonValue(),
      iss: fc.jsonValue(),
      aud: fc.jsonValue(),
      exp: fc.jsonValue(),
      nbf: fc.jsonValue(),
      iat: fc.jsonValue(),
      roles: fc.jsonValue(),
    }),
  );
  const token = fc.oneof(
    fc.string(),
    fc.tuple(header, claims).map(([head, body]) => forge(head, body)),
  );
  await fc.assert(
    fc.asyncProperty(token, async (text) => {
      assert.notEqual(await refusalOf(text, { keys: RULES.keys, clockToleranceMs: 0 }), 'unavailable');
    }),
    { numRuns: 500 },
  );
});
