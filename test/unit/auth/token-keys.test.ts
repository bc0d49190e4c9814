import assert from 'node:assert/strict';
import { test } from 'node:test';

import { secretTokenKeys } from '../../../src/auth/token-keys.js';

test('a secret is for HS256 alone, whatever the token says of its key', async () => {
  const secret = new Uint8Array(32);
  const keys = secretTokenKeys(secret);
  assert.deepEqual(keys.algorithms, ['HS256']);
  assert.deepEqual(await keys.find({ kid: 'other' }), { ok: true, key: secret });
});
