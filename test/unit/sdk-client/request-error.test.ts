import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ERRORS, type ErrorName } from '../../../src/protocol/codes.js';
import { RequestError, localFailure } from '../../../src/sdk/client/request-error.js';

it('names every code of the registry and knows whether its outcome is known', () => {
  for (const name of Object.keys(ERRORS) as ErrorName[]) {
    const error = new RequestError(localFailure(name));
    const { code, outcomeKnown, message } = ERRORS[name];
    assert.deepEqual(
      [error.code, error.name, error.outcomeKnown, error.message],
      [code, name, outcomeKnown, message],
    );
  }
});

it('carries an application’s code with its payload', () => {
  const error = new RequestError({ code: 10_001, payload: Uint8Array.of(7) });
  assert.deepEqual([error.name, error.outcomeKnown, [...error.payload]], ['APPLICATION', true, [7]]);
  assert.match(error.message, /10001/);
});
