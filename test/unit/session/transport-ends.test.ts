import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Advice, DISCONNECTS, type DisconnectName } from '../../../src/protocol/codes.js';
import { adviceOf, SURVIVED } from '../../../src/session/transport-ends.js';

test('nobody is told to resume a session that is not there any more', () => {
  for (const name of Object.keys(DISCONNECTS) as DisconnectName[]) {
    assert.notEqual(adviceOf(name, true), Advice.RESUME, name);
    assert.equal(adviceOf(name, false), DISCONNECTS[name].advice, name);
  }
});

test('whoever may resume after an end is told so', () => {
  for (const name of SURVIVED) assert.equal(adviceOf(name, false), Advice.RESUME, name);
});
