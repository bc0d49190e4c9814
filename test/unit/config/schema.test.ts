import assert from 'node:assert/strict';
import { test } from 'node:test';

import { envName, flagName, optionRows, writtenKeys } from '../../../src/config/schema.js';

test('names follow from the key', () => {
  assert.equal(envName('session.heartbeatMs'), 'CAUSEWAY_SESSION_HEARTBEAT_MS');
  assert.equal(envName('link.secretFile'), 'CAUSEWAY_LINK_SECRET_FILE');
  assert.equal(flagName('session.heartbeatMs'), 'session-heartbeat-ms');
  assert.equal(flagName('listen'), 'listen');
});

test('no two options share a name', () => {
  const written = optionRows().flatMap(([key, option]) => writtenKeys(key, option));
  assert.equal(new Set(written.map(envName)).size, written.length);
  assert.equal(new Set(written.map(flagName)).size, written.length);
});

for (const [key, option] of optionRows()) {
  test(`${key}: the default is good, and the row is documented`, () => {
    if (key !== 'gatewayId') assert.ok(option.type.safeParse(option.fallback).success);
    assert.match(option.doc, /^[A-Z].*\.$/);
    assert.ok(key.split('.').length <= 2, 'sections do not nest');
  });
}
