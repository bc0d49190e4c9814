import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DISCONNECTS } from '../../../src/protocol/codes.js';
import { settled } from '../../support/fake-clock.js';
import { SessionRoom, SETTINGS } from '../../support/session-room.js';

test('a token is checked when its turn comes', async () => {
  const room = new SessionRoom();
  room.admission.isHeld = true;
  const client = room.client();
  client.hello();
  await settled();
  assert.equal(room.registry.size, 0);
  room.admission.letIn();
  await settled();
  assert.equal(room.registry.size, 1);
});

test('a client that is gone leaves the line: its token is not checked', async () => {
  const room = new SessionRoom();
  room.admission.isHeld = true;
  const client = room.client();
  client.hello();
  assert.equal(room.admission.waiting.size, 1);
  client.connection.onLost('reset');
  assert.equal(room.admission.waiting.size, 0);
  await settled();
  assert.equal(room.registry.size, 0);
});

test('the deadline of the verdict runs in the line too', () => {
  const room = new SessionRoom();
  room.admission.isHeld = true;
  const client = room.client();
  client.hello();
  room.clock.advance(SETTINGS.authTimeoutMs);
  assert.equal(client.disconnected().code, DISCONNECTS.AUTH_TIMEOUT.code);
  assert.equal(room.admission.waiting.size, 0);
});
