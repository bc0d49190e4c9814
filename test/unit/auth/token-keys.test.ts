import assert from 'node:assert/strict';
import { createSecretKey } from 'node:crypto';
import { test } from 'node:test';

import { secretTokenKeys } from '../../../src/auth/token-keys.js';

const SECRETS = [1, 2].map((byte) => new Uint8Array(32).fill(byte));
const KEYS = SECRETS.map((secret) => createSecretKey(secret));

test('a secret is for HS256 alone, whatever the token says of its key', async () => {
  const keys = secretTokenKeys(...SECRETS.slice(0, 1));
  assert.deepEqual(keys.algorithms, ['HS256']);
  assert.deepEqual(await keys.find({ kid: 'other', algorithm: 'HS256' }), {
    ok: true,
    keys: KEYS.slice(0, 1),
  });
});

test('while a secret is rotated both are tried, the one in force first', async () => {
  const found = await secretTokenKeys(...SECRETS).find({ kid: undefined, algorithm: 'HS256' });
  assert.deepEqual(found, { ok: true, keys: KEYS });
});
