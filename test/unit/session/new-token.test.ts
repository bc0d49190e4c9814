import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { takeIdentity } from '../../../src/session/new-token.js';
import { identity, SessionRoom } from '../../support/session-room.js';

const open = async () => {
  const room = new SessionRoom();
  const { session } = await room.open();
  session.identity = identity('alice', { roles: ['gm', 'vip'], device: 'phone' });
  room.router.events.length = 0;
  return { room, session };
};

describe('a new token on a session', () => {
  for (const [roles, events] of [
    [['gm', 'vip'], []],
    [['vip', 'gm'], []],
    [['gm'], ['alice has roles gm']],
    [['gm', 'admin'], ['alice has roles gm admin']],
    [[], ['alice has roles ']],
  ] as const)
    test(`roles gm and vip become ${roles.join(' and ') || 'none'}: told ${events.length} times`, async () => {
      const { room, session } = await open();
      takeIdentity(room.context, session, identity('alice', { roles }));
      assert.deepEqual(session.identity.roles, roles);
      assert.deepEqual(room.router.events, events);
    });

  test('its class of device stays that of the login', async () => {
    const { room, session } = await open();
    takeIdentity(room.context, session, identity('alice', { device: 'desktop' }));
    assert.equal(session.identity.device, 'phone');
  });

  test('a session that has ended meanwhile is told to nobody', async () => {
    const { room, session } = await open();
    session.end('KICKED');
    room.router.events.length = 0;
    takeIdentity(room.context, session, identity('alice', { roles: [] }));
    assert.deepEqual(room.router.events, []);
  });
});
