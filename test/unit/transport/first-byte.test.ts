import assert from 'node:assert/strict';
import { test } from 'node:test';
import { protocolOf } from '../../../src/transport/first-byte.js';

test('three first bytes mean something, the other 253 do not', () => {
  const known = new Map<number, string>();
  for (let byte = 0; byte < 256; byte++) {
    const protocol = protocolOf(byte);
    if (protocol !== 'unknown') known.set(byte, protocol);
  }
  assert.deepEqual(
    [...known],
    [
      [0x00, 'tcp'],
      [0x16, 'tls'],
      ['G'.charCodeAt(0), 'http'],
    ],
  );
});
