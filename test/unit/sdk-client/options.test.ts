import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withDefaults } from '../../../src/sdk/client/options.js';

test('what is not said, or said to be undefined, has its default', () => {
  const given = { url: 'tcp://gateway:7000', token: 'x', heartbeatMs: 500 };
  const whole = withDefaults({ ...given, requestTimeoutMs: undefined, clock: undefined, signal: undefined });
  assert.deepEqual(whole, withDefaults(given));
  assert.deepEqual([whole.requestTimeoutMs, whole.heartbeatMs], [30_000, 500]);
});
