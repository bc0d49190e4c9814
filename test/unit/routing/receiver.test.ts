import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lost } from '../../../src/protocol/control-messages.js';
import { groupChange, pushTarget, relayTarget } from '../../../src/protocol/link-messages.js';
import { encodeEnvelope } from '../../../src/protocol/envelope.js';
import { LinkKind } from '../../../src/protocol/link-frames.js';
import { LOST } from '../../../src/protocol/control-types.js';
import type { Heard } from '../../support/session-room.js';
import { RoutingWorld } from '../../support/routing-world.js';

const PUSH = encodeEnvelope({ type: 2000, payload: Buffer.from('news') });

describe('a frame goes where its kind is done', () => {
  test('PUSH_TO to the pushes, RELAY and CALL to the relay, the rest to the commands', async () => {
    const world = new RoutingWorld();
    const [x, y] = [world.backend('x-1', 'x'), world.backend('y-1', 'y')];
    const { client, session } = await world.room.open();
    x.send({ kind: LinkKind.PUSH_TO }, PUSH, pushTarget.encode({ all: true }));
    x.send({ kind: LinkKind.RELAY, type: 3000 }, PUSH, relayTarget.encode({ server: 'y-1' }));
    x.send(
      { kind: LinkKind.CALL, type: 3000, request: 1 },
      { type: 3000, seq: 1 },
      relayTarget.encode({ server: 'y-1' }),
    );
    const body = groupChange.encode({ group: 'g', sessions: [session.id] });
    x.send({ kind: LinkKind.GROUP_JOIN, request: 2 }, undefined, body);
    assert.equal(client.heard().length, 1);
    assert.deepEqual(
      y.heard().map(({ kind }) => kind),
      [LinkKind.RELAY, LinkKind.CALL],
    );
    assert.deepEqual(
      x.heard().map(({ kind }) => kind),
      [LinkKind.DONE],
    );
    assert.deepEqual([world.stats.pushesTo, world.stats.relayed, world.stats.commands], [1, 1, 1]);
  });
});

describe('a message of another gateway', () => {
  test('pushes, joins, leaves and kicks what is here, and is not sent on', async () => {
    const world = new RoutingWorld();
    const { client, session } = await world.room.open();
    const { receiver } = world;
    void receiver.receive(
      { kind: 'group', change: 'join', group: 'g', sessions: [session.id, 'elsewhere'] },
      'b',
    );
    assert.deepEqual([...world.groups.members('g')], [session]);
    const target = { sessions: [], user: '', users: [], group: 'g', all: false, except: [] };
    void receiver.receive({ kind: 'push', target, envelope: PUSH }, 'b');
    assert.deepEqual(
      client.heard().map(({ bytes }) => bytes),
      [PUSH],
    );
    void receiver.receive({ kind: 'group', change: 'leave', group: 'g', sessions: [session.id] }, 'b');
    assert.equal(world.groups.size, 0);
    void receiver.receive({ kind: 'kick', session: 'elsewhere', user: '', reason: '', advice: 0 }, 'b');
    assert.equal(session.state, 'live');
    void receiver.receive({ kind: 'kick', session: session.id, user: '', reason: 'bye', advice: 4 }, 'b');
    assert.equal(client.disconnected().reason, 'bye');
  });
});

describe('pushes that were lost between gateways', () => {
  const NOBODY = { sessions: [], user: '', users: [], group: '', all: false, except: [] };
  const losses = (client: { heard(): Heard[] }): number[] =>
    client.heard().flatMap(({ type, payload }) => (type === LOST ? [lost.decode(payload)?.count ?? -1] : []));

  test('are told to those whom they were for, to all when nobody knows', async () => {
    const world = new RoutingWorld();
    const alice = await world.room.open({ token: 'alice' });
    const bob = await world.room.open({ token: 'bob' });
    world.groups.join('lobby', bob.session);
    const { receiver } = world;
    receiver.lost(3, { ...NOBODY, user: 'alice' });
    assert.deepEqual([losses(alice.client), losses(bob.client)], [[3], []]);
    void receiver.receive({ kind: 'push', target: NOBODY, envelope: PUSH }, 'b');
    assert.deepEqual([losses(alice.client), losses(bob.client)], [[1], [1]], 'a target that is none');
    receiver.lost(2, { ...NOBODY, group: 'lobby' });
    assert.deepEqual([losses(alice.client), losses(bob.client)], [[], [2]]);
    receiver.lost(1, { ...NOBODY, all: true, except: [bob.session.id] });
    assert.deepEqual([losses(alice.client), losses(bob.client)], [[1], []]);
    receiver.lost(4, undefined);
    assert.deepEqual([losses(alice.client), losses(bob.client)], [[4], [4]]);
    receiver.lost(5, { ...NOBODY, user: 'alice', group: 'lobby' });
    assert.deepEqual([losses(alice.client), losses(bob.client)], [[5], [5]]);
    assert.equal(world.room.context.counters.lost, 9);
  });
});

test('a push keeps its bytes though the read buffer is used again', () => {
  const world = new RoutingWorld();
  const backend = world.backend('echo-1');
  const kept: Uint8Array[] = [];
  world.cluster.publish = (message) => {
    if (message.kind === 'push') kept.push(message.envelope);
    return true;
  };
  backend.send({ kind: LinkKind.PUSH_TO }, PUSH, pushTarget.encode({ user: 'alice' }));
  assert.deepEqual(
    kept.map((bytes) => [...bytes]),
    [[...PUSH]],
  );
});
