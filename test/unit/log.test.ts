import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settleOptions } from '../../src/sdk/backend/options.js';
import { withDefaults } from '../../src/sdk/client/options.js';

test('an SDK that is given no log shows warnings and errors on the console, and nothing else', (context) => {
  const shown: unknown[][] = [];
  for (const level of ['debug', 'info', 'log', 'warn', 'error'] as const)
    context.mock.method(console, level, (...words: unknown[]) => shown.push([level, ...words]));
  const client = withDefaults({ url: 'ws://127.0.0.1:1', token: 'alice' });
  const backend = settleOptions({ service: 'game', secrets: 'a secret of sixteen' }, 'x');
  for (const { log } of [client, backend]) {
    for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level]({ type: 1 }, 'it happened');
    assert.deepEqual(shown.splice(0), [
      ['warn', 'it happened', { type: 1 }],
      ['error', 'it happened', { type: 1 }],
    ]);
  }
});
