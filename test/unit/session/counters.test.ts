import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DISCONNECTS } from '../../../src/protocol/codes.js';
import { SessionCounters } from '../../../src/session/counters.js';

test('disconnects are counted by name, unknown codes by their number', () => {
  const counters = new SessionCounters();
  counters.disconnected(DISCONNECTS.KICKED.code);
  counters.disconnected(DISCONNECTS.KICKED.code);
  counters.disconnected(777);
  assert.equal(counters.countOf('KICKED'), 2);
  assert.equal(counters.countOf('CLOSED'), 0);
  assert.deepEqual(
    [...counters.disconnects],
    [
      ['KICKED', 2],
      ['777', 1],
    ],
  );
});
