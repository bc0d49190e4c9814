import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryRevocations, REVOKED_USERS_MAX, withRevocations } from '../../../src/auth/revocations.js';
import type { Identity, TokenVerifier } from '../../../src/auth/verifier.js';

test('tokens made before the moment count no more, later ones do; a moment never goes back', () => {
  const revocations = new MemoryRevocations();
  const heard: string[] = [];
  revocations.onRevoked((user) => heard.push(user));
  revocations.revoke('alice', 5_000);
  revocations.revoke('alice', 4_000);
  for (const [user, issuedAtMs, revoked] of [
    ['alice', 4_999, true],
    ['alice', 5_000, false],
    ['alice', undefined, true],
    ['bob', 0, false],
    ['bob', undefined, false],
  ] as const)
    assert.equal(revocations.isRevoked({ user, issuedAtMs }), revoked, `${user} ${issuedAtMs}`);
  assert.deepEqual(heard, ['alice', 'alice']);
});

test('the user revoked longest ago gives way', () => {
  const revocations = new MemoryRevocations();
  for (let user = 0; user < REVOKED_USERS_MAX; user++) revocations.revoke(`u${user}`, 1);
  revocations.revoke('u0', 2);
  revocations.revoke('one more', 1);
  assert.equal(revocations.size, REVOKED_USERS_MAX);
  assert.ok(!revocations.isRevoked({ user: 'u1' }));
  assert.ok(revocations.isRevoked({ user: 'u0' }));
});

test('a verifier with revocations refuses those and passes everything else on', async () => {
  const identity: Identity = {
    user: 'alice',
    roles: [],
    attributes: new Map(),
    expiresAtMs: Infinity,
    issuedAtMs: 1,
  };
  const asked: unknown[] = [];
  const inner: TokenVerifier = {
    verify: (token, bearer) => {
      asked.push(token, bearer);
      return Promise.resolve(
        token === 'good' ? { ok: true, identity } : { ok: false, refusal: 'expired', detail: 'why' },
      );
    },
  };
  const revocations = new MemoryRevocations();
  const verifier = withRevocations(inner, revocations);
  const bearer = { address: '192.0.2.1:1', client: 'test' };
  assert.deepEqual(await verifier.verify('good', bearer), { ok: true, identity });
  revocations.revoke('alice', 2);
  const refused = await verifier.verify('good', bearer);
  assert.equal(refused.ok ? '' : refused.refusal, 'revoked');
  assert.deepEqual(await verifier.verify('old', bearer), { ok: false, refusal: 'expired', detail: 'why' });
  assert.deepEqual(asked.slice(0, 2), ['good', bearer]);
});
