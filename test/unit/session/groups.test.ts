import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Groups, GROUPS_PER_SESSION_MAX } from '../../../src/session/groups.js';
import { SessionRoom } from '../../support/session-room.js';

test('join, members, leave: an empty group is forgotten', async () => {
  const room = new SessionRoom();
  const groups = new Groups();
  const { session: alice } = await room.open({ token: 'alice' });
  const { session: bob } = await room.open({ token: 'bob' });
  assert.ok(groups.join('lobby', alice));
  assert.ok(groups.join('lobby', alice));
  assert.ok(groups.join('lobby', bob));
  assert.deepEqual([...groups.members('lobby')], [alice, bob]);
  assert.deepEqual([...groups.members('nobody')], []);
  groups.leave('lobby', alice);
  groups.leave('elsewhere', alice);
  assert.deepEqual([...groups.members('lobby')], [bob]);
  assert.equal(groups.size, 1);
  groups.leave('lobby', bob);
  assert.equal(groups.size, 0);
});

test('a session that ends leaves all its groups and only its own memberships', async () => {
  const room = new SessionRoom();
  const groups = new Groups();
  const { session: alice } = await room.open({ token: 'alice' });
  const { session: bob } = await room.open({ token: 'bob' });
  for (const group of ['a', 'b', 'c']) groups.join(group, alice);
  groups.join('b', bob);
  groups.leaveAll(alice);
  assert.equal(groups.size, 1);
  assert.deepEqual([...groups.members('b')], [bob]);
  assert.equal(alice.groups.size, 0);
});

test('a session is in 256 groups at most; a group it is in already can be joined again', async () => {
  const room = new SessionRoom();
  const groups = new Groups();
  const { session } = await room.open();
  for (let at = 0; at < GROUPS_PER_SESSION_MAX; at++) assert.ok(groups.join(`g${at}`, session));
  assert.equal(groups.join('one-more', session), false);
  assert.equal(groups.size, GROUPS_PER_SESSION_MAX);
  assert.ok(groups.join('g7', session));
});
