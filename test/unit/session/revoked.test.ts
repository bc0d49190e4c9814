import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DISCONNECTS } from '../../../src/protocol/codes.js';
import { endRevoked } from '../../../src/session/revoked.js';
import { SessionRoom } from '../../support/session-room.js';

test('all sessions of the user with a revoked token end, and nobody else', async () => {
  const room = new SessionRoom();
  const [first, second, other] = [
    await room.open({ token: 'alice' }),
    await room.open({ token: 'alice' }),
    await room.open({ token: 'bob' }),
  ];
  second.session.identity = { ...second.session.identity, issuedAtMs: 10 };
  const ended = endRevoked(room.registry, 'alice', ({ issuedAtMs = 0 }) => issuedAtMs < 5);
  assert.equal(ended, 1);
  const { code, advice } = first.client.disconnected();
  assert.deepEqual([code, advice], [DISCONNECTS.TOKEN_REVOKED.code, DISCONNECTS.TOKEN_REVOKED.advice]);
  assert.deepEqual([second.session.state, other.session.state], ['live', 'live']);
});
