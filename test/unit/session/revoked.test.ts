import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DISCONNECTS } from '../../../src/protocol/codes.js';
import { endRevoked } from '../../../src/session/revoked.js';
import { NO_LOGIN_LIMIT } from '../../../src/session/logins.js';
import { settled } from '../../support/fake-clock.js';
import { identity, SessionRoom } from '../../support/session-room.js';

test('all sessions of the user with a revoked token end, and nobody else', async () => {
  const room = new SessionRoom();
  const [first, second, other] = [
    await room.open({ token: 'alice' }),
    await room.open({ token: 'alice' }),
    await room.open({ token: 'bob' }),
  ];
  second.session.identity = { ...second.session.identity, issuedAtMs: 10 };
  const ended = endRevoked(
    room.registry,
    room.context.logins,
    'alice',
    ({ issuedAtMs = 0 }) => issuedAtMs < 5,
  );
  assert.equal(ended, 1);
  const { code, advice } = first.client.disconnected();
  assert.deepEqual([code, advice], [DISCONNECTS.TOKEN_REVOKED.code, DISCONNECTS.TOKEN_REVOKED.advice]);
  assert.deepEqual([second.session.state, other.session.state], ['live', 'live']);
});

test('a login that the other gateways still decide does not begin; one with a newer token does', async () => {
  const room = new SessionRoom({}, undefined, { ...NO_LOGIN_LIMIT, perUserMax: 9 });
  room.cluster.holds = true;
  const [revoked, newer, other] = ['old', 'new', 'bob'].map((token) => {
    const user = token === 'bob' ? 'bob' : 'alice';
    const issuedAtMs = token === 'new' ? 10 : 1;
    room.verifier.verdicts.set(token, { ok: true, identity: identity(user, { issuedAtMs }) });
    const client = room.client();
    client.hello({ token });
    return client;
  });
  await settled();
  const ended = endRevoked(
    room.registry,
    room.context.logins,
    'alice',
    ({ issuedAtMs = 0 }) => issuedAtMs < 5,
  );
  assert.equal(ended, 0);
  room.cluster.release();
  await settled();
  assert.equal(revoked?.disconnected().code, DISCONNECTS.TOKEN_REVOKED.code);
  assert.deepEqual([newer?.connection.state, other?.connection.state], ['open', 'open']);
  const [asked] = room.cluster.asked;
  assert.deepEqual(room.cluster.left, [asked], 'its place is free again');
});
