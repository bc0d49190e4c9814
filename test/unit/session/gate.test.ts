import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SessionGate } from '../../../src/session/gate.js';

const CALM = { isOn: false };

test('an overloaded gateway refuses for as long as it is, each client with a time of its own', () => {
  const overload = { isOn: true };
  const chances = [0, 0.999];
  const gate = new SessionGate({ size: 0 }, 2, overload, () => chances.shift() ?? 0);
  assert.deepEqual(
    [gate.refusal(), gate.refusal()],
    [
      { name: 'OVERLOADED', retryAfterMs: 2_000 },
      { name: 'OVERLOADED', retryAfterMs: 9_992 },
    ],
  );
  overload.isOn = false;
  assert.equal(gate.refusal(), undefined);
  assert.deepEqual(gate.refused, { draining: 0, sessions: 0, overload: 2, handshakes: 0, 'user-logins': 0 });
});

test('a full gateway refuses, one with room does not', () => {
  const sessions = { size: 1 };
  const gate = new SessionGate(sessions, 2, CALM, () => 0.5);
  assert.equal(gate.refusal(), undefined);
  sessions.size = 2;
  assert.deepEqual(gate.refusal(), { name: 'OVERLOADED', retryAfterMs: 6_000 });
  assert.equal(gate.refused.sessions, 1);
});

test('a gateway that drains refuses, each client with a time of its own', () => {
  const chances = [0, 0.5, 0.999];
  const gate = new SessionGate({ size: 0 }, 2, CALM, () => chances.shift() ?? 0);
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
