import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { CLAIM_NAMES, identityOf, type Claims } from '../../../src/auth/claims.js';

const identify = (claims: Claims): ReturnType<typeof identityOf> => identityOf(claims, CLAIM_NAMES);

test('user, roles and attributes', () => {
  const claimed = identify({
    sub: 'alice',
    roles: ['gm', 'player', 'gm'],
    attributes: { tier: 'gold', empty: '' },
  });
  assert.deepEqual(claimed, {
    ok: true,
    identity: {
      user: 'alice',
      roles: ['gm', 'player'],
      attributes: new Map([
        ['tier', 'gold'],
        ['empty', ''],
      ]),
    },
  });
});

test('roles and attributes may be missing', () => {
  const claimed = identify({ sub: 'a' });
  assert.deepEqual(claimed, { ok: true, identity: { user: 'a', roles: [], attributes: new Map() } });
});

test('claims have the names that the operator gave them', () => {
  const names = { user: 'https://x.example/user', roles: 'groups', attributes: 'x', device: 'kind' };
  const claims = { sub: 'not me', 'https://x.example/user': 'me', groups: ['a'], kind: 'phone' };
  const claimed = identityOf(claims, names);
  assert.ok(claimed.ok);
  const { user, roles, device } = claimed.identity;
  assert.deepEqual([user, roles, device], ['me', ['a'], 'phone']);
});

const REFUSED: readonly (readonly [name: string, claims: Claims, detail: RegExp])[] = [
  ['no user', {}, /"sub"/],
  ['a number as user', { sub: 7 }, /"sub"/],
  ['an empty user', { sub: '' }, /"sub"/],
  ['a long user', { sub: 'x'.repeat(129) }, /"sub"/],
  ['a line break in the user', { sub: 'a\nb' }, /"sub"/],
  ['a lone surrogate in the user', { sub: 'a\ud800' }, /"sub"/],
  ['roles as a string', { sub: 'a', roles: 'player' }, /"roles"/],
  ['roles as an object', { sub: 'a', roles: { length: 0 } }, /"roles"/],
  ['a number as role', { sub: 'a', roles: [1] }, /"roles"/],
  ['an empty role', { sub: 'a', roles: [''] }, /"roles"/],
  ['many roles', { sub: 'a', roles: Array.from({ length: 65 }, () => 'r') }, /"roles"/],
  ['attributes as a list', { sub: 'a', attributes: [] }, /"attributes"/],
  ['a number as attribute', { sub: 'a', attributes: { level: 7 } }, /"attributes"/],
  ['an empty name', { sub: 'a', attributes: { '': 'x' } }, /"attributes"/],
  ['a line break in the device', { sub: 'a', device: 'a\nb' }, /"device"/],
  ['a long device', { sub: 'a', device: 'x'.repeat(65) }, /"device"/],
  ['a number as device', { sub: 'a', device: 1 }, /"device"/],
  ['a long attribute', { sub: 'a', attributes: { x: 'x'.repeat(1025) } }, /"attributes"/],
  [
    'many attributes',
    { sub: 'a', attributes: Object.fromEntries(Array.from({ length: 33 }, (_, n) => [`n${n}`, ''])) },
    /"attributes"/,
  ],
];

for (const [name, claims, detail] of REFUSED) {
  test(`${name}: refused`, () => {
    const claimed = identify(claims);
    assert.ok(!claimed.ok);
    assert.match(claimed.detail, detail);
  });
}

test('what every object inherits is no claim', () => {
  const names = { user: 'sub', roles: 'constructor', attributes: '__proto__', device: 'toString' };
  const claimed = identityOf({ sub: 'a' }, names);
  assert.ok(claimed.ok && claimed.identity.roles.length === 0 && claimed.identity.attributes.size === 0);
});

test('any JSON: an identity within the limits, or a reason', () => {
  const claims = fc.record({
    sub: fc.oneof(fc.string(), fc.jsonValue()),
    roles: fc.jsonValue(),
    attributes: fc.jsonValue(),
  });
  fc.assert(
    fc.property(claims, (value) => {
      const claimed = identify(value);
      if (!claimed.ok) return;
      const { user, roles, attributes } = claimed.identity;
      assert.ok(user.length >= 1 && user.length <= 128);
      assert.ok(roles.length <= 64 && attributes.size <= 32);
    }),
  );
});
