import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AskOutcome } from '../../../src/cluster/cluster.js';
import { MemoryHub } from '../../../src/cluster/memory.js';
import { Advice, DISCONNECTS, ERRORS } from '../../../src/protocol/codes.js';
import {
  attributesChange,
  done,
  groupChange,
  kick,
  pin,
  sessionChanged,
} from '../../../src/protocol/link-messages.js';
import { LinkCloseCode, LinkKind } from '../../../src/protocol/link-frames.js';
import { settled } from '../../support/fake-clock.js';
import { RoutingWorld, type Backend, type WorldOptions } from '../../support/routing-world.js';
import type { OpenClient } from '../../support/session-room.js';

interface Scene extends OpenClient {
  readonly world: RoutingWorld;
  readonly backend: Backend;
}

/** One session, with handle 1 on the link of the one backend. */
async function scene(options: WorldOptions = {}): Promise<Scene> {
  const world = new RoutingWorld(undefined, options);
  const backend = world.backend('echo-1');
  const open = await world.room.open();
  open.client.send({ type: 1000 });
  backend.heard();
  return { world, backend, ...open };
}

/** `code:count` of the DONE that answers it. */
async function ask(backend: Backend, kind: LinkKind, body: Uint8Array, session = 0): Promise<string> {
  backend.send({ kind, session, request: 9 }, undefined, body);
  // Other gateways may have to be asked.
  await settled();
  const [frame, ...more] = backend.heard(LinkKind.DONE);
  assert.deepEqual([frame?.request, more.length], [9, 0]);
  const { code, count, message } = done.decode(frame?.body ?? new Uint8Array(0)) ?? {};
  assert.equal(message === '', code === 0, 'a failure says why');
  return `${String(code)}:${String(count)}`;
}

const failed = (error: keyof typeof ERRORS): string => `${ERRORS[error].code}:0`;
const set = (...pairs: [string, string][]): Uint8Array =>
  attributesChange.encode({ set: pairs.map(([name, value]) => ({ name, value })) });

describe('groups', () => {
  test('join and leave, with how many sessions it concerned', async () => {
    const { world, backend, session } = await scene();
    const { session: other } = await world.room.open({ token: 'bob' });
    const body = groupChange.encode({ group: 'lobby', sessions: [session.id, 'elsewhere', other.id] });
    assert.equal(await ask(backend, LinkKind.GROUP_JOIN, body), '0:2');
    assert.deepEqual([...world.groups.members('lobby')], [session, other]);
    assert.equal(await ask(backend, LinkKind.GROUP_LEAVE, body), '0:2');
    assert.equal(world.groups.size, 0);
  });

  test('a name that is empty or longer than 128 bytes is BAD_COMMAND', async () => {
    const { backend, session } = await scene();
    const named = (group: string): Uint8Array => groupChange.encode({ group, sessions: [session.id] });
    assert.equal(await ask(backend, LinkKind.GROUP_JOIN, named('ü'.repeat(64))), '0:1');
    assert.equal(await ask(backend, LinkKind.GROUP_JOIN, named('ü'.repeat(65))), failed('BAD_COMMAND'));
    assert.equal(await ask(backend, LinkKind.GROUP_JOIN, named('')), failed('BAD_COMMAND'));
  });

  test('a session in 256 groups is in no more: STATE_LIMIT, and the other sessions still join', async () => {
    const { world, backend, session } = await scene();
    for (let at = 0; at < 256; at++) world.groups.join(`g${at}`, session);
    const { session: other } = await world.room.open({ token: 'bob' });
    const body = groupChange.encode({ group: 'lobby', sessions: [session.id, other.id] });
    assert.equal(await ask(backend, LinkKind.GROUP_JOIN, body), failed('STATE_LIMIT'));
    assert.deepEqual([...world.groups.members('lobby')], [other]);
  });

  test('sessions of other gateways join there', async () => {
    const hub = new MemoryHub();
    const here = await scene({ hub, gatewayId: 'a' });
    const there = new RoutingWorld(undefined, { hub, gatewayId: 'b' });
    // Session ids are unique over all gateways; those of the rooms are not.
    await there.room.open({ token: 'first' });
    const { session } = await there.room.open({ token: 'second' });
    const body = groupChange.encode({ group: 'lobby', sessions: [session.id] });
    assert.equal(await ask(here.backend, LinkKind.GROUP_JOIN, body), '0:1');
    assert.deepEqual([...there.groups.members('lobby')], [session]);
  });
});

describe('attributes', () => {
  test('are removed, then set, and every backend that knows the session is told all of them', async () => {
    const { world, backend, session } = await scene();
    const stranger = world.backend('other-1', 'other');
    session.attributes = new Map([
      ['old', '1'],
      ['kept', '2'],
    ]);
    const body = attributesChange.encode({ set: [{ name: 'new', value: '3' }], remove: ['old', 'never'] });
    assert.equal(await ask(backend, LinkKind.SET_ATTRIBUTES, body, 1), '0:1');
    assert.deepEqual(
      [...session.attributes],
      [
        ['kept', '2'],
        ['new', '3'],
      ],
    );
    const [told] = backend.heard(LinkKind.SESSION_CHANGED);
    const list = sessionChanged.decode(told?.body ?? new Uint8Array(0))?.attributes;
    assert.deepEqual(
      list?.map(({ name, value }) => [name, value]),
      [
        ['kept', '2'],
        ['new', '3'],
      ],
    );
    assert.deepEqual(stranger.heard(), []);
  });

  test('have limits: 64 of them, 1024 bytes each; what does not fit changes nothing', async () => {
    const { backend, session } = await scene();
    const many = Array.from({ length: 64 }, (_, at): [string, string] => [`a${at}`, '']);
    assert.equal(await ask(backend, LinkKind.SET_ATTRIBUTES, set(...many), 1), '0:1');
    assert.equal(
      await ask(backend, LinkKind.SET_ATTRIBUTES, set(['one-more', '']), 1),
      failed('STATE_LIMIT'),
    );
    assert.equal(await ask(backend, LinkKind.SET_ATTRIBUTES, set(['a0', 'x'.repeat(1022)]), 1), '0:1');
    assert.equal(
      await ask(backend, LinkKind.SET_ATTRIBUTES, set(['a0', 'x'.repeat(1023)]), 1),
      failed('STATE_LIMIT'),
    );
    assert.equal(session.attributes.get('a0')?.length, 1022);
    assert.equal(session.attributes.size, 64);
  });

  test('of a session that has ended: NOT_ONLINE', async () => {
    const { backend, session } = await scene();
    session.end('KICKED');
    assert.equal(await ask(backend, LinkKind.SET_ATTRIBUTES, set(['a', 'b']), 1), failed('NOT_ONLINE'));
  });
});

describe('kick', () => {
  test('ends a session with reason and advice', async () => {
    const { backend, client, session } = await scene();
    const body = kick.encode({ session: session.id, reason: 'cheating', advice: Advice.AUTHENTICATE });
    assert.equal(await ask(backend, LinkKind.KICK, body), '0:1');
    const { code, reason, advice } = client.disconnected();
    assert.deepEqual([code, reason, advice], [DISCONNECTS.KICKED.code, 'cheating', Advice.AUTHENTICATE]);
  });

  test('ends all sessions of a user; a reason is cut at 200, an empty one is replaced', async () => {
    const { world, backend, client } = await scene();
    const second = await world.room.open();
    const other = await world.room.open({ token: 'bob' });
    assert.equal(
      await ask(backend, LinkKind.KICK, kick.encode({ user: 'alice', reason: 'x'.repeat(999) })),
      '0:2',
    );
    for (const each of [client, second.client]) assert.equal(each.disconnected().reason, 'x'.repeat(200));
    assert.equal(await ask(backend, LinkKind.KICK, kick.encode({ user: 'bob' })), '0:1');
    assert.equal(other.client.disconnected().reason, 'kicked');
  });

  test('of nobody is NOT_ONLINE, of both or none or with an unknown advice BAD_COMMAND', async () => {
    const { backend, session } = await scene();
    for (const body of [{ session: 'unknown' }, { user: 'unknown' }])
      assert.equal(await ask(backend, LinkKind.KICK, kick.encode(body)), failed('NOT_ONLINE'));
    for (const body of [{}, { session: session.id, user: 'alice' }, { session: session.id, advice: 5 }])
      assert.equal(
        await ask(backend, LinkKind.KICK, kick.encode({ reason: 'x', ...body })),
        failed('BAD_COMMAND'),
      );
    assert.equal(session.state, 'live');
  });

  test('of a user ends the sessions on other gateways too', async () => {
    const hub = new MemoryHub();
    const here = await scene({ hub, gatewayId: 'a' });
    const there = new RoutingWorld(undefined, { hub, gatewayId: 'b' });
    const { session } = await there.room.open({ token: 'alice' });
    assert.equal(await ask(here.backend, LinkKind.KICK, kick.encode({ user: 'alice' })), '0:2');
    assert.equal(session.state, 'closed');
    assert.equal(
      await ask(here.backend, LinkKind.KICK, kick.encode({ user: 'alice' })),
      failed('NOT_ONLINE'),
    );
  });

  test('of a session on another gateway answers with what was done there', async () => {
    const hub = new MemoryHub();
    const here = await scene({ hub, gatewayId: 'a' });
    const there = new RoutingWorld(undefined, { hub, gatewayId: 'b' });
    await there.room.open({ token: 'first' });
    const { session } = await there.room.open({ token: 'second' });
    const order = kick.encode({ session: session.id, reason: 'bye' });
    assert.equal(await ask(here.backend, LinkKind.KICK, order), '0:1');
    assert.equal(await ask(here.backend, LinkKind.KICK, order), failed('NOT_ONLINE'));
    assert.equal(session.state, 'closed');
  });

  test('is not answered before the other gateways have done it', async () => {
    const { world, backend } = await scene();
    const asked: ((outcome: AskOutcome) => void)[] = [];
    world.cluster.ask = () => new Promise((resolve) => asked.push(resolve));
    for (const request of [1, 2])
      backend.send({ kind: LinkKind.KICK, request }, undefined, kick.encode({ user: `bob-${request}` }));
    await settled();
    assert.deepEqual(backend.heard(LinkKind.DONE), []);
    asked[1]?.({ ok: true, count: 3 });
    asked[0]?.({ ok: false, detail: 'gone' });
    await settled();
    const answers = backend.heard(LinkKind.DONE).map(({ request, body }) => [request, done.decode(body)]);
    assert.deepEqual(
      answers.map(([request, answer]) => [request, (answer as { code: number; count: number }).count]),
      [
        [2, 3],
        [1, 0],
      ],
    );
  });
});

describe('pins', () => {
  const pinned = (service: string, server: string, key = ''): Uint8Array =>
    pin.encode({ service, server, key: Buffer.from(key) });

  test('bind a session to an instance of a service, and unbind it', async () => {
    const { backend, session } = await scene();
    assert.equal(await ask(backend, LinkKind.PIN, pinned('world', 'world-3'), 1), '0:1');
    assert.deepEqual([...(session.pins ?? [])], [['world', 'world-3']]);
    assert.equal(await ask(backend, LinkKind.PIN, pinned('world', ''), 1), '0:1');
    assert.equal(session.pins?.size, 0);
  });

  test('bind a key for every session', async () => {
    const { world, backend } = await scene();
    assert.equal(await ask(backend, LinkKind.PIN, pinned('world', 'world-3', 'r42')), '0:0');
    assert.equal(world.keyPins.find('world', Buffer.from('r42'), 0, 3), 'world-3');
  });

  test('of a session have a limit of 32 services, rebinding is no new one', async () => {
    const { backend, session } = await scene();
    for (let at = 0; at < 32; at++)
      assert.equal(await ask(backend, LinkKind.PIN, pinned(`s${at}`, 'x'), 1), '0:1');
    assert.equal(await ask(backend, LinkKind.PIN, pinned('one-more', 'x'), 1), failed('STATE_LIMIT'));
    assert.equal(await ask(backend, LinkKind.PIN, pinned('s0', 'y'), 1), '0:1');
    assert.equal(session.pins?.get('s0'), 'y');
  });

  test('of neither or both, or with names longer than any: BAD_COMMAND; of an ended session NOT_ONLINE', async () => {
    const { world, backend, session } = await scene();
    for (const [body, handle] of [
      [pinned('world', 'world-3'), 0],
      [pinned('world', 'world-3', 'key'), 1],
      [pinned('', 'world-3'), 1],
      [pinned('world', 'x'.repeat(129)), 1],
      [pinned('x'.repeat(129), 'world-3'), 1],
      [pinned('world', 'world-3', 'k'.repeat(65)), 0],
    ] as const)
      assert.equal(await ask(backend, LinkKind.PIN, body, handle), failed('BAD_COMMAND'));
    assert.equal(world.keyPins.size, 0);
    session.end('KICKED');
    assert.equal(await ask(backend, LinkKind.PIN, pinned('world', 'world-3'), 1), failed('NOT_ONLINE'));
  });
});

test('without a request id nothing is answered', async () => {
  const { world, backend, session } = await scene();
  const body = groupChange.encode({ group: 'lobby', sessions: [session.id] });
  backend.send({ kind: LinkKind.GROUP_JOIN }, undefined, body);
  assert.deepEqual(backend.heard(LinkKind.DONE), []);
  assert.equal(world.groups.size, 1);
  assert.deepEqual([world.stats.commands, world.stats.commandsRefused], [1, 0]);
});

for (const [name, kind, session] of [
  ['GROUP_JOIN', LinkKind.GROUP_JOIN, 0],
  ['GROUP_LEAVE', LinkKind.GROUP_LEAVE, 0],
  ['SET_ATTRIBUTES', LinkKind.SET_ATTRIBUTES, 1],
  ['KICK', LinkKind.KICK, 0],
  ['PIN', LinkKind.PIN, 0],
] as const)
  test(`${name} that does not decode closes the link as malformed`, async () => {
    const { backend } = await scene();
    backend.send({ kind, session, request: 1 }, undefined, Uint8Array.of(0x0a, 5));
    assert.deepEqual(backend.closed, [LinkCloseCode.LINK_MALFORMED]);
  });

describe('when the other gateways cannot be reached', () => {
  test('what concerns them is CLUSTER_UNAVAILABLE, what is here is done', async () => {
    const { world, backend, session } = await scene();
    world.cluster.ask = () => Promise.resolve({ ok: false, detail: 'gone' });
    const mixed = groupChange.encode({ group: 'lobby', sessions: [session.id, 'elsewhere'] });
    assert.equal(await ask(backend, LinkKind.GROUP_JOIN, mixed), failed('CLUSTER_UNAVAILABLE'));
    assert.deepEqual([...world.groups.members('lobby')], [session]);
    const here = groupChange.encode({ group: 'lobby', sessions: [session.id] });
    assert.equal(await ask(backend, LinkKind.GROUP_LEAVE, here), '0:1');
    assert.equal(
      await ask(backend, LinkKind.KICK, kick.encode({ user: 'nobody' })),
      failed('CLUSTER_UNAVAILABLE'),
    );
    assert.equal(await ask(backend, LinkKind.KICK, kick.encode({ session: session.id })), '0:1');
  });
});

test('a backend that does not read its answers loses the link', async () => {
  const { world, backend } = await scene({ linkQueueBytesMax: 70_000 });
  backend.gatewaySocket.blocked = true;
  const body = kick.encode({ user: 'nobody' });
  for (let sent = 0; sent < 3000 && backend.closed.length === 0; sent++) {
    backend.send({ kind: LinkKind.KICK, request: 1 + sent }, undefined, body);
    await settled();
  }
  assert.deepEqual(backend.closed, [LinkCloseCode.LINK_SLOW]);
  assert.ok(world.stats.commandsRefused > 100);
});
