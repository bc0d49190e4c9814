import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CompactSign, compactVerify } from 'jose';

import { secretTokenKeys, type TokenKey } from '../../../src/auth/token-keys.js';

/** The secret, by number, that signed a token which the keys accept in this order. */
async function acceptedBy(keys: readonly TokenKey[], secrets: readonly Uint8Array[]): Promise<number[][]> {
  return Promise.all(
    keys.map(async (key) => {
      const accepted = await Promise.all(
        secrets.map(async (secret, at) => {
          const token = await new CompactSign(secret).setProtectedHeader({ alg: 'HS256' }).sign(secret);
          return compactVerify(token, key).then(
            () => [at],
            () => [],
          );
        }),
      );
      return accepted.flat();
    }),
  );
}

const SECRETS = [1, 2].map((byte) => new Uint8Array(32).fill(byte));

test('a secret is for HS256 alone, whatever the token says of its key', async () => {
  const keys = secretTokenKeys(...SECRETS.slice(0, 1));
  assert.deepEqual(keys.algorithms, ['HS256']);
  const found = await keys.find({ kid: 'other', algorithm: 'HS256' });
  assert.ok(found.ok);
  assert.deepEqual(await acceptedBy(found.keys, SECRETS), [[0]]);
});

test('while a secret is rotated both are tried, the one in force first', async () => {
  const found = await secretTokenKeys(...SECRETS).find({ kid: undefined, algorithm: 'HS256' });
  assert.ok(found.ok);
  assert.deepEqual(await acceptedBy(found.keys, SECRETS), [[0], [1]]);
});

test('a secret that cannot be one refuses tokens, and does not end the process', async () => {
  const found = await secretTokenKeys(new Uint8Array(0)).find({ kid: undefined, algorithm: 'HS256' });
  assert.equal(found.ok ? 'ok' : found.refusal, 'unavailable');
});
