import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SessionRoom } from '../../support/session-room.js';

test('sessions are found by id and by user until they end', async () => {
  const room = new SessionRoom();
  const first = await room.open({ token: 'alice' });
  const second = await room.open({ token: 'alice' });
  const other = await room.open({ token: 'bob' });
  const { registry } = room;
  assert.equal(registry.size, 3);
  assert.equal(registry.byId(first.session.id), first.session);
  assert.deepEqual([...registry.byUser('alice')], [first.session, second.session]);
  assert.deepEqual([...registry.all()], [first.session, second.session, other.session]);
  first.session.end('KICKED');
  assert.deepEqual([...registry.byUser('alice')], [second.session]);
  second.session.end('KICKED');
  assert.deepEqual([...registry.byUser('alice')], []);
  assert.equal(registry.byId(first.session.id), undefined);
  assert.equal(registry.size, 1);
});

test('resume tokens are found until the session ends', async () => {
  const room = new SessionRoom();
  const { session, welcome } = await room.open({ resumable: true });
  assert.deepEqual(room.registry.byResumeToken(welcome.resume), { session, retired: false });
  assert.equal(room.registry.byResumeToken('guessed'), undefined);
  session.end('KICKED');
  assert.equal(room.registry.byResumeToken(welcome.resume), undefined);
});

test('the token that was presented stays good until the new one is used, the one in between does not', async () => {
  const room = new SessionRoom();
  const { registry } = room;
  const { session, welcome } = await room.open({ resumable: true });
  registry.giveResumeToken(session, 'second', welcome.resume);
  registry.giveResumeToken(session, 'third', welcome.resume);
  assert.deepEqual(registry.byResumeToken(welcome.resume), { session, retired: false });
  assert.equal(registry.byResumeToken('second'), undefined);
  session.retirePreviousToken();
  assert.deepEqual(registry.byResumeToken(welcome.resume), { session, retired: true });
  assert.deepEqual(registry.byResumeToken('third'), { session, retired: false });
  registry.giveResumeToken(session, 'fourth', 'third');
  assert.equal(registry.byResumeToken(welcome.resume), undefined);
  assert.deepEqual(registry.byResumeToken('third'), { session, retired: false });
  session.end('KICKED');
  for (const token of ['third', 'fourth']) assert.equal(registry.byResumeToken(token), undefined);
});

test('sessions that are not resumable have no token, and the empty one finds nothing', async () => {
  const room = new SessionRoom();
  const { welcome } = await room.open({ resumable: false });
  assert.equal(welcome.resume, '');
  assert.equal(room.registry.byResumeToken(''), undefined);
});
