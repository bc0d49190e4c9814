import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  developmentVerifier,
  mintToken,
  type DevelopmentClaims,
} from '../../../src/auth/development-token.js';
import { createJwtVerifier } from '../../../src/auth/jwt-verifier.js';
import { secretTokenKeys } from '../../../src/auth/token-keys.js';

const BEARER = { address: '192.0.2.1:1', client: 'test' };
const KEY = new Uint8Array(32).fill(7);
const clock = { nowMs: 1_700_000_000_500, epochMs: () => clock.nowMs };

async function tokenOf(claims: DevelopmentClaims): Promise<string> {
  const minted = await mintToken(claims, KEY, clock);
  assert.ok(minted.ok);
  return minted.token;
}

test('what is minted is taken as it was meant', async () => {
  const token = await tokenOf({ user: 'alice', roles: ['gm'], attributes: { tier: 'gold' }, expiresInS: 60 });
  assert.deepEqual(await developmentVerifier(KEY, clock).verify(token, BEARER), {
    ok: true,
    identity: {
      user: 'alice',
      roles: ['gm'],
      attributes: new Map([['tier', 'gold']]),
      device: undefined,
      expiresAtMs: 1_700_000_060_000,
      issuedAtMs: 1_700_000_000_000,
    },
  });
});

test('without expiresInS it does not end', async () => {
  const verdict = await developmentVerifier(KEY, clock).verify(await tokenOf({ user: 'bob' }), BEARER);
  assert.ok(verdict.ok);
  assert.equal(verdict.identity.expiresAtMs, Infinity);
});

test('it expires', async () => {
  const token = await tokenOf({ user: 'alice', expiresInS: 1 });
  const later = { epochMs: () => clock.nowMs + 1000 };
  const verdict = await developmentVerifier(KEY, later).verify(token, BEARER);
  assert.deepEqual([verdict.ok, !verdict.ok && verdict.refusal], [false, 'expired']);
});

test('another project refuses it, and so does a verifier that wants a real issuer', async () => {
  const token = await tokenOf({ user: 'alice' });
  assert.equal((await developmentVerifier(new Uint8Array(32), clock).verify(token, BEARER)).ok, false);
  const real = createJwtVerifier({ keys: secretTokenKeys(KEY), issuer: 'login', clockToleranceMs: 0 }, clock);
  assert.equal((await real.verify(token, BEARER)).ok, false);
});

const REFUSED: readonly (readonly [claims: DevelopmentClaims, reason: RegExp])[] = [
  [{ user: '' }, /"sub"/],
  [{ user: 'a', roles: [''] }, /"roles"/],
  [{ user: 'a', attributes: { x: 'x'.repeat(2000) } }, /"attributes"/],
  [{ user: 'a', expiresInS: 0 }, /above 0/],
  [{ user: 'a', expiresInS: 1.5 }, /above 0/],
  [{ user: 'a', expiresInS: NaN }, /above 0/],
];

for (const [claims, reason] of REFUSED) {
  test(`${JSON.stringify(claims).slice(0, 50)} is not minted`, async () => {
    const minted = await mintToken(claims, KEY, clock);
    assert.ok(!minted.ok);
    assert.match(minted.reason, reason);
  });
}

test('a short key is refused instead of thrown at', async () => {
  assert.equal((await mintToken({ user: 'a' }, new Uint8Array(5), clock)).ok, false);
});
