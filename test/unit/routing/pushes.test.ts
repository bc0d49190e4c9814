import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MemoryCluster, MemoryHub } from '../../../src/cluster/memory.js';
import { pushTarget, type PushTarget } from '../../../src/protocol/link-messages.js';
import { encodeEnvelope } from '../../../src/protocol/envelope.js';
import { LinkCloseCode, LinkKind } from '../../../src/protocol/link-frames.js';
import { isPushTarget } from '../../../src/routing/pushes.js';
import { RoutingWorld, type Backend } from '../../support/routing-world.js';
import type { OpenClient } from '../../support/session-room.js';

const PUSH = encodeEnvelope({ type: 2000, payload: Buffer.from('news') });

interface Scene {
  readonly world: RoutingWorld;
  readonly backend: Backend;
  readonly clients: Readonly<Record<'alice1' | 'alice2' | 'bob' | 'carol', OpenClient>>;
}

/** alice twice, bob, carol; alice's first session and bob are in the lobby. */
async function scene(hub = new MemoryHub(), gatewayId = 'gateway-1'): Promise<Scene> {
  const world = new RoutingWorld(undefined, { hub, gatewayId });
  const clients = {
    alice1: await world.room.open({ token: 'alice' }),
    alice2: await world.room.open({ token: 'alice' }),
    bob: await world.room.open({ token: 'bob' }),
    carol: await world.room.open({ token: 'carol' }),
  };
  for (const { session } of [clients.alice1, clients.bob]) world.groups.join('lobby', session);
  return { world, backend: world.backend('echo-1'), clients };
}

/** Names of the clients that got the push, once for each time. */
function reached({ clients }: Scene): string[] {
  return Object.entries(clients).flatMap(([name, { client }]) =>
    client.heard().map(({ bytes }) => {
      assert.deepEqual(bytes, PUSH);
      return name;
    }),
  );
}

function push({ backend }: Scene, target: Partial<PushTarget>): void {
  backend.send({ kind: LinkKind.PUSH_TO }, PUSH, pushTarget.encode(target));
}

describe('a push reaches', () => {
  for (const [what, target, names] of [
    ['all', { all: true }, ['alice1', 'alice2', 'bob', 'carol']],
    ['a group', { group: 'lobby' }, ['alice1', 'bob']],
    ['a group without members', { group: 'attic' }, []],
    ['a user, in all sessions', { user: 'alice' }, ['alice1', 'alice2']],
    ['nobody, for a user who is not here', { user: 'dave' }, []],
    ['users, each session once', { users: ['bob', 'alice', 'bob', 'dave'] }, ['alice1', 'alice2', 'bob']],
  ] as const)
    test(what, async () => {
      const at = await scene();
      push(at, { ...target, users: 'users' in target ? [...target.users] : [] });
      assert.deepEqual(reached(at), names);
      assert.deepEqual([at.world.stats.pushesTo, at.world.stats.pushDeliveries], [1, names.length]);
    });

  test('sessions by id, each once, unknown ones passed over', async () => {
    const at = await scene();
    const { alice2, carol } = at.clients;
    push(at, { sessions: [carol.session.id, 'unknown', alice2.session.id, carol.session.id] });
    assert.deepEqual(reached(at), ['alice2', 'carol']);
  });

  test('all but some, a group but some', async () => {
    const at = await scene();
    const except = [at.clients.bob.session.id, 'unknown'];
    push(at, { all: true, except });
    assert.deepEqual(reached(at), ['alice1', 'alice2', 'carol']);
    push(at, { group: 'lobby', except });
    assert.deepEqual(reached(at), ['alice1']);
  });

  test('the others, when one of them is too slow and ends in the middle of it', async () => {
    const at = await scene();
    const { bob } = at.clients;
    bob.client.transport.takes = false;
    const large = encodeEnvelope({ type: 2000, payload: new Uint8Array(6000) });
    for (let sent = 0; sent < 3; sent++)
      at.backend.send({ kind: LinkKind.PUSH_TO }, large, pushTarget.encode({ all: true }));
    assert.equal(bob.session.state, 'closed');
    for (const { client } of [at.clients.alice1, at.clients.carol]) assert.equal(client.heard().length, 3);
  });
});

describe('other gateways', () => {
  async function twoGateways(): Promise<readonly [Scene, Scene]> {
    const hub = new MemoryHub();
    return [await scene(hub, 'gateway-1'), await scene(hub, 'gateway-2')];
  }

  test('deliver to their own sessions, once', async () => {
    const [here, there] = await twoGateways();
    push(here, { user: 'alice' });
    assert.deepEqual(
      [reached(here), reached(there)],
      [
        ['alice1', 'alice2'],
        ['alice1', 'alice2'],
      ],
    );
    push(here, { group: 'lobby' });
    assert.deepEqual(
      [reached(here), reached(there)],
      [
        ['alice1', 'bob'],
        ['alice1', 'bob'],
      ],
    );
  });

  test('are not asked for sessions that are all here', async () => {
    const hub = new MemoryHub();
    const at = await scene(hub);
    const asked: unknown[] = [];
    new MemoryCluster('spy', hub).start({
      receive: (message) => asked.push(message),
      lost: () => undefined,
      missed: () => undefined,
      gatewayLost: () => undefined,
    });
    push(at, { sessions: [at.clients.bob.session.id] });
    assert.deepEqual(asked, []);
    push(at, { sessions: [at.clients.bob.session.id, 'elsewhere'] });
    assert.equal(asked.length, 1);
  });
});

describe('a target', () => {
  const whole = (target: Partial<PushTarget>): PushTarget => ({
    sessions: [],
    user: '',
    users: [],
    group: '',
    all: false,
    except: [],
    ...target,
  });
  for (const [target, valid] of [
    [{}, false],
    [{ all: true }, true],
    [{ user: 'a' }, true],
    [{ users: ['a'] }, true],
    [{ group: 'g' }, true],
    [{ sessions: ['s'] }, true],
    [{ all: true, group: 'g' }, false],
    [{ user: 'a', users: ['b'] }, false],
    [{ sessions: ['s'], user: 'a' }, false],
    [{ all: true, except: ['s'] }, true],
    [{ group: 'g', except: ['s'] }, true],
    [{ user: 'a', except: ['s'] }, false],
    [{ sessions: ['s'], except: ['s'] }, false],
    [{ except: ['s'] }, false],
  ] as const satisfies readonly (readonly [object, boolean])[])
    test(`${JSON.stringify(target)} is ${valid ? 'good' : 'refused'}`, () => {
      assert.equal(isPushTarget(whole(target as Partial<PushTarget>)), valid);
    });
});

describe('a push that breaks the rules closes the link', () => {
  const all = pushTarget.encode({ all: true });
  for (const [what, envelope, body, code] of [
    [
      'two ways of addressing',
      PUSH,
      pushTarget.encode({ all: true, user: 'a' }),
      LinkCloseCode.LINK_VIOLATION,
    ],
    ['a target that does not decode', PUSH, Uint8Array.of(0x0a), LinkCloseCode.LINK_MALFORMED],
    ['a seq', encodeEnvelope({ type: 2000, seq: 1 }), all, LinkCloseCode.LINK_VIOLATION],
    ['a code', encodeEnvelope({ type: 2000, code: 10_000 }), all, LinkCloseCode.LINK_VIOLATION],
    ['a reserved type', encodeEnvelope({ type: 8 }), all, LinkCloseCode.LINK_VIOLATION],
  ] as const)
    test(what, async () => {
      const at = await scene();
      at.backend.send({ kind: LinkKind.PUSH_TO }, envelope, body);
      assert.deepEqual(at.backend.closed, [code]);
      assert.deepEqual(reached(at), []);
    });
});

test('a push is framed once for all sessions of one framing', async () => {
  const at = await scene();
  const envelope = encodeEnvelope({ type: 2000, payload: new Uint8Array(3000) });
  const frames = new Set<ArrayBufferLike>();
  for (const { client } of Object.values(at.clients)) {
    const { transport } = client;
    const write = transport.write.bind(transport);
    transport.write = (framed) => {
      frames.add(framed.buffer);
      return write(framed);
    };
  }
  at.world.pushes.push({ sessions: [], user: '', users: [], group: '', all: true, except: [] }, envelope);
  assert.equal(frames.size, 1);
});
