import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { parsePublicKeys, publicTokenKeys, type PublicKey } from '../../../src/auth/public-keys.js';
import { judge, newKey } from './key-parts.js';

function parsed(...pems: readonly string[]): readonly PublicKey[] {
  const result = parsePublicKeys(pems.join('\n'));
  assert.ok(result.ok);
  return result.value;
}

test('each kind of key checks its own algorithm and no other', async () => {
  const keys = (['RS256', 'ES256', 'EdDSA'] as const).map(newKey);
  for (const own of keys) {
    const source = publicTokenKeys(() => parsed(own.pem));
    for (const other of keys)
      assert.equal(await judge(source, await other.sign()), own === other ? 'alice' : 'invalid');
    assert.equal(await judge(source, await newKey(own.algorithm as 'RS256').sign()), 'invalid');
  }
});

test('a PSS token is not taken for the RS256 that the key is for', async () => {
  const rsa = newKey('RS256');
  assert.equal(
    await judge(
      publicTokenKeys(() => parsed(rsa.pem)),
      await rsa.sign(undefined, 'PS256'),
    ),
    'invalid',
  );
});

test('several keys in one file are all tried, and a changed file counts at once', async () => {
  const [old, current, next] = [newKey('ES256'), newKey('ES256'), newKey('RS256')];
  let keys = parsed(old.pem, current.pem);
  const source = publicTokenKeys(() => keys);
  assert.equal(await judge(source, await old.sign()), 'alice');
  assert.equal(await judge(source, await current.sign()), 'alice');
  keys = parsed(next.pem);
  assert.equal(await judge(source, await current.sign()), 'invalid');
  assert.equal(await judge(source, await next.sign()), 'alice');
});

test('what is no list of usable public keys says why', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
  const curve = generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).publicKey;
  const pem = (key: typeof weak): string => key.export({ type: 'spki', format: 'pem' }).toString();
  const good = newKey('EdDSA').pem;
  const cases: readonly (readonly [string, RegExp])[] = [
    ['', /no PEM/],
    [privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), /private key/],
    [pem(weak), /neither RSA from 2048/],
    [good + pem(curve), /neither RSA from 2048/],
    ['-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----', /./],
    [good.repeat(5), /5 keys in it, more than 4/],
  ];
  for (const [text, reason] of cases) {
    const result = parsePublicKeys(text);
    assert.ok(!result.ok);
    assert.match(result.reason, reason);
  }
});
