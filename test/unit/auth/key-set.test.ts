import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KEY_SET_LENGTH_MAX, parseKeySet, type KeySet } from '../../../src/auth/key-set.js';
import { fileKeySetKeys } from '../../../src/auth/key-set-keys.js';
import { judge, keySetText, newKey } from './key-parts.js';

function parsed(text: string): KeySet {
  const result = parseKeySet(text);
  assert.ok(result.ok);
  return result.value;
}

test('the key is found by kid; the algorithm must be the one of the key', async () => {
  const [rsa, ec, ed] = [newKey('RS256'), newKey('ES256'), newKey('EdDSA')];
  const keys = fileKeySetKeys(() => set);
  const set = parsed(await keySetText(rsa.jwk('r'), ec.jwk('e'), ed.jwk('d')));
  for (const [key, kid] of [
    [rsa, 'r'],
    [ec, 'e'],
    [ed, 'd'],
  ] as const) {
    assert.equal(await judge(keys, await key.sign(kid)), 'alice');
    assert.equal(await judge(keys, await key.sign('other')), 'invalid');
  }
  assert.equal(await judge(keys, await rsa.sign('e')), 'invalid');
  assert.equal(await judge(keys, await rsa.sign('r', 'PS256')), 'invalid');
});

test('without kids, those of the algorithm are tried', async () => {
  const [first, second] = [newKey('ES256'), newKey('ES256')];
  const set = parsed(await keySetText(first.jwk(), second.jwk()));
  for (const key of [first, second])
    assert.equal(
      await judge(
        fileKeySetKeys(() => set),
        await key.sign(),
      ),
      'alice',
    );
});

test('a symmetric key in the set is never used', async () => {
  const set = parsed(JSON.stringify({ keys: [{ kty: 'oct', k: 'AAAA', kid: 'o', alg: 'HS256' }] }));
  assert.deepEqual(await set.find({ kid: 'o', algorithm: 'RS256' }), 'none');
});

test('what is no key set says why, and any text is a result', () => {
  for (const [text, reason] of [
    ['', /no JSON/],
    ['{', /no JSON/],
    ['[]', /no JWK Set/],
    ['{"keys":[5]}', /no JWK Set/],
    ['x'.repeat(KEY_SET_LENGTH_MAX + 1), /longer than/],
  ] as const) {
    const result = parseKeySet(text);
    assert.ok(!result.ok);
    assert.match(result.reason, reason);
  }
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      assert.equal(typeof parseKeySet(text).ok, 'boolean');
    }),
  );
});
