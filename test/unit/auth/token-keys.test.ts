import assert from 'node:assert/strict';
import { test } from 'node:test';

import { secretTokenKeys } from '../../../src/auth/token-keys.js';

test('a secret is for HS256 alone, whatever the token says of its key', async () => {
  const secret = new Uint8Array(32);
  const keys = secretTokenKeys(secret);
  assert.deepEqual(keys.algorithms, ['HS256']);
  assert.deepEqual(await keys.find({ kid: 'other', algorithm: 'HS256' }), { ok: true, keys: [secret] });
});

test('while a secret is rotated both are tried, the one in force first', async () => {
  const [current, previous] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
  const found = await secretTokenKeys(current, previous).find({ kid: undefined, algorithm: 'HS256' });
  assert.deepEqual(found, { ok: true, keys: [current, previous] });
});
