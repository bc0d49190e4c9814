import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SessionGate } from '../../../src/session/gate.js';

test('a full gateway refuses, one with room does not', () => {
  const sessions = { size: 1 };
  const gate = new SessionGate(sessions, 2, Math.random);
  assert.equal(gate.refusal(), undefined);
  sessions.size = 2;
  assert.deepEqual(gate.refusal(), { name: 'OVERLOADED', retryAfterMs: 0 });
});

test('a gateway that drains refuses, each client with a time of its own', () => {
  const chances = [0, 0.5, 0.999];
  const gate = new SessionGate({ size: 0 }, 2, () => chances.shift() ?? 0);
  assert.equal(gate.draining, false);
  gate.drain();
  assert.equal(gate.draining, true);
  const refusals = [gate.refusal(), gate.refusal(), gate.refusal()];
  assert.deepEqual(refusals, [
    { name: 'DRAINING', retryAfterMs: 500 },
    { name: 'DRAINING', retryAfterMs: 1_750 },
    { name: 'DRAINING', retryAfterMs: 2_998 },
  ]);
});
