import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CLOSED_SESSIONS_MAX,
  ClosedSessions,
  type ClosedSession,
} from '../../../src/session/closed-sessions.js';
import { SessionRoom } from '../../support/session-room.js';

const named = (session: string): ClosedSession => ({
  session,
  user: 'alice',
  client: '',
  address: '',
  openedAtEpochMs: 0,
  closedAtEpochMs: 1,
  code: 'CLOSED',
  reason: '',
  generation: 1,
  received: 0,
  receivedBytes: 0,
  sent: 0,
  sentBytes: 0,
  pending: 0,
});

test('keeps the last ones, the newest first', () => {
  const closed = new ClosedSessions();
  assert.deepEqual(closed.newestFirst(), []);
  const count = CLOSED_SESSIONS_MAX + 3;
  for (let at = 0; at < count; at++) closed.add(named(`s${at}`));
  const ids = closed.newestFirst().map(({ session }) => session);
  assert.equal(ids.length, CLOSED_SESSIONS_MAX);
  assert.deepEqual([ids[0], ids.at(-1)], [`s${count - 1}`, 's3']);
});

test('a session leaves its account: why it ended and what went through it', async () => {
  const room = new SessionRoom();
  const { client, session } = await room.open({ client: 'game 1.2' });
  client.send({ type: 1000, payload: new Uint8Array(10) });
  client.send({ type: 1000 });
  session.deliver(new Uint8Array(7), 0, 7);
  session.pendingCount = 2;
  room.clock.advance(1_234);
  session.end('KICKED', 'cheating');
  const [account] = room.closed.newestFirst();
  assert.ok(account);
  assert.equal(account.closedAtEpochMs - account.openedAtEpochMs, 1_234);
  const { user, code, reason, received, receivedBytes, sent, sentBytes, pending } = account;
  assert.deepEqual(
    { user, client: account.client, code, reason, received, receivedBytes, sent, sentBytes, pending },
    {
      user: 'alice',
      client: 'game 1.2',
      code: 'KICKED',
      reason: 'cheating',
      received: 2,
      receivedBytes: 18,
      sent: 1,
      sentBytes: 7,
      pending: 2,
    },
  );
  session.end('KICKED');
  assert.equal(room.closed.newestFirst().length, 1, 'once');
});
