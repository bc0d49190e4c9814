import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Presence } from '../../../src/cluster/cluster.js';
import { PresencePicture, type PresenceChange } from '../../../src/routing/presence-picture.js';

function presence(sessionId: string, change: Partial<Presence> = {}): Presence {
  return {
    sessionId,
    user: 'alice',
    gatewayId: 'a',
    sinceEpochMs: 1,
    device: '',
    client: '',
    address: '',
    attributes: new Map(),
    ...change,
  };
}

const said = (change: PresenceChange | undefined): string =>
  change === undefined ? '-' : `${change.change} ${change.presence.sessionId}@${change.presence.gatewayId}`;

describe('a picture', () => {
  test('tells what is new, once', () => {
    const picture = new PresencePicture();
    assert.equal(said(picture.seen(presence('s1'), 1)), 'entered s1@a');
    assert.equal(said(picture.seen(presence('s1'), 1)), '-');
    const attributes = new Map([['level', '2']]);
    assert.equal(said(picture.seen(presence('s1', { attributes }), 1)), 'changed s1@a');
    assert.equal(said(picture.seen(presence('s1', { attributes: new Map(attributes) }), 1)), '-');
    assert.equal(said(picture.gone('alice', 's1', 'a')), 'left s1@a');
    assert.equal(said(picture.gone('alice', 's1', 'a')), '-');
    assert.equal(picture.size, 0);
  });

  test('a session that moves never leaves, in whatever order it is heard', () => {
    const moved = presence('s1', { gatewayId: 'b' });
    const picture = new PresencePicture();
    picture.seen(presence('s1'), 1);
    assert.equal(said(picture.seen(moved, 1)), 'changed s1@b');
    assert.equal(said(picture.gone('alice', 's1', 'a')), '-');
    assert.equal(said(picture.gone('alice', 's1', 'b')), 'left s1@b');
    picture.seen(moved, 1);
    picture.seen(presence('s1'), 1);
    assert.equal(said(picture.gone('alice', 's1', 'a')), 'changed s1@b');
  });

  test('what a whole answer does not confirm is gone, and nothing else', () => {
    const picture = new PresencePicture();
    picture.seen(presence('s1'), 1);
    picture.seen(presence('s2'), 1);
    picture.seen(presence('s3', { gatewayId: 'b' }), 1);
    picture.seen(presence('s4', { user: 'bob' }), 1);
    picture.seen(presence('s2'), 2);
    assert.deepEqual(picture.confirmed('a', 2, ['alice']).map(said), ['left s1@a']);
    assert.deepEqual(picture.confirmed('a', 2).map(said), ['left s4@a']);
    assert.deepEqual(picture.gatewayGone('b').map(said), ['left s3@b']);
    assert.deepEqual(
      [...picture.told()].map(({ sessionId }) => sessionId),
      ['s2'],
    );
  });

  test('what a listener makes of the changes is the picture, and sizes agree', () => {
    const place = fc.record({
      sessionId: fc.constantFrom('s1', 's2', 's3'),
      user: fc.constantFrom('alice', 'bob'),
      gatewayId: fc.constantFrom('a', 'b'),
      client: fc.constantFrom('x', 'y'),
    });
    const step = fc.oneof(
      fc.record({ kind: fc.constant('seen' as const), place, round: fc.nat(3) }),
      fc.record({ kind: fc.constant('gone' as const), place }),
      fc.record({ kind: fc.constant('confirmed' as const), place, round: fc.nat(3) }),
      fc.record({ kind: fc.constant('lost' as const), place }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const picture = new PresencePicture();
        const heard = new Map<string, Presence>();
        for (const one of steps) {
          const { sessionId, user, gatewayId } = one.place;
          const changes =
            one.kind === 'seen'
              ? [picture.seen(presence(sessionId, one.place), one.round)]
              : one.kind === 'gone'
                ? [picture.gone(user, sessionId, gatewayId)]
                : one.kind === 'confirmed'
                  ? picture.confirmed(gatewayId, one.round, [user])
                  : picture.gatewayGone(gatewayId);
          for (const change of changes) apply(heard, change);
        }
        const told = [...picture.told()];
        assert.deepEqual(new Set(heard.values()), new Set(told));
        assert.ok(picture.size >= told.length && picture.size <= 2 * told.length);
      }),
    );
  });
});

function apply(heard: Map<string, Presence>, change: PresenceChange | undefined): void {
  if (change === undefined) return;
  const key = `${change.presence.user} ${change.presence.sessionId}`;
  assert.equal(heard.has(key), change.change !== 'entered', 'only who is there leaves or changes');
  if (change.change === 'left') heard.delete(key);
  else heard.set(key, change.presence);
}
