import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { Secret } from '../../../src/config/secret.js';

test('a secret shows itself only to who asks for it', () => {
  const secret = new Secret('hunter2ü');
  const shown = [
    String(secret),
    JSON.stringify({ secret }),
    inspect({ deep: [secret] }, { depth: 9, showHidden: true }),
    inspect(Object.getOwnPropertyDescriptors(secret)),
  ];
  for (const text of shown) assert.ok(!text.includes('hunter2'), text);
  assert.equal(secret.reveal(), 'hunter2ü');
  assert.deepEqual(Buffer.from(secret.bytes()), Buffer.from('hunter2ü'));
});
