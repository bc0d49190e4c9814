import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ERRORS } from '../../../src/protocol/codes.js';
import { undelivered } from '../../../src/protocol/control-messages.js';
import { UNDELIVERED } from '../../../src/protocol/control-types.js';
import { LinkKind } from '../../../src/protocol/link-frames.js';
import type { Route } from '../../../src/routing/route.js';
import { envelopeOf, route, RoutingWorld, tableOf, type Backend } from '../../support/routing-world.js';
import { identity, SETTINGS, type OpenClient } from '../../support/session-room.js';

function world(change: Partial<Route> = {}): RoutingWorld {
  return new RoutingWorld(tableOf({ 1000: route(change) }));
}

/** Which of the backends got requests or notifications since the last look, once a message. */
const reached = (backends: readonly Backend[]): string[] =>
  backends.flatMap((backend) =>
    [...backend.heard(LinkKind.REQUEST), ...backend.heard(LinkKind.NOTIFY)].map(() => backend.serverId),
  );
const outcomes = ({ client }: OpenClient): number[][] =>
  client.heard().map(({ type, seq, code }) => [type, seq, code]);

async function openAs(at: RoutingWorld, roles: readonly string[]): Promise<OpenClient> {
  at.room.verifier.verdicts.set('t', { ok: true, identity: identity('alice', { roles }) });
  return at.room.open({ token: 't' });
}

describe('what is refused', () => {
  test('a type that no route names: NO_ROUTE', async () => {
    const at = world();
    const open = await at.room.open();
    open.client.send({ type: 1001, seq: 2 });
    assert.deepEqual(outcomes(open), [[1001, 2, ERRORS.NO_ROUTE.code]]);
    assert.equal(at.stats.unrouted.failures.get(ERRORS.NO_ROUTE.code), 1);
  });

  test('a session without any of the roles: FORBIDDEN; one of them is enough', async () => {
    const at = world({ roles: new Set(['gm', 'admin']) });
    const backend = at.backend('echo-1');
    const player = await openAs(at, ['player']);
    player.client.send({ type: 1000, seq: 2 });
    assert.deepEqual(outcomes(player), [[1000, 2, ERRORS.FORBIDDEN.code]]);
    const admin = await openAs(at, ['player', 'admin']);
    admin.client.send({ type: 1000, seq: 2 });
    assert.deepEqual(reached([backend]), ['echo-1']);
  });

  test('no roles at all forbid everyone when the list is empty', async () => {
    const at = world({ roles: new Set() });
    const open = await openAs(at, ['admin']);
    open.client.send({ type: 1000, seq: 2 });
    assert.deepEqual(outcomes(open), [[1000, 2, ERRORS.FORBIDDEN.code]]);
  });

  test('a payload longer than the route allows: PAYLOAD_TOO_LARGE; the key does not count', async () => {
    const at = world({ payloadBytesMax: 10 });
    const backend = at.backend('echo-1');
    const open = await at.room.open();
    open.client.send({ type: 1000, seq: 2, payload: new Uint8Array(11) });
    open.client.send({ type: 1000, seq: 3, payload: new Uint8Array(10), key: new Uint8Array(64) });
    assert.deepEqual(outcomes(open), [[1000, 2, ERRORS.PAYLOAD_TOO_LARGE.code]]);
    assert.deepEqual(reached([backend]), ['echo-1']);
  });

  test('a service without an instance: NO_INSTANCE', async () => {
    const at = world();
    at.backend('chat-1', 'chat');
    const open = await at.room.open();
    open.client.send({ type: 1000, seq: 2 });
    assert.deepEqual(outcomes(open), [[1000, 2, ERRORS.NO_INSTANCE.code]]);
  });

  test('more requests than may be open: TOO_MANY_REQUESTS; notifications are not requests', async () => {
    const at = world();
    const backend = at.backend('echo-1');
    const open = await at.room.open();
    for (let seq = 1; seq <= SETTINGS.requestsMax + 1; seq++) open.client.send({ type: 1000, seq });
    assert.deepEqual(outcomes(open), [[1000, SETTINGS.requestsMax + 1, ERRORS.TOO_MANY_REQUESTS.code]]);
    open.client.send({ type: 1000 });
    assert.equal(reached([backend]).length, SETTINGS.requestsMax + 1);
    backend.send({ kind: LinkKind.ANSWER, request: 1 }, { type: 1000, seq: 1 });
    open.client.send({ type: 1000, seq: 1 });
    assert.deepEqual(outcomes(open), [[1000, 1, 0]]);
  });

  test('a full table of pending requests: LINK_FULL', async () => {
    const at = new RoutingWorld(undefined, { pendingMax: 1 });
    at.backend('echo-1');
    const open = await at.room.open();
    for (const seq of [1, 2]) open.client.send({ type: 1000, seq });
    assert.deepEqual(outcomes(open), [[1000, 2, ERRORS.LINK_FULL.code]]);
  });

  test('as a notification shows up as Undelivered', async () => {
    const at = world();
    const { client } = await at.room.open();
    client.send({ type: 1000 });
    const [notice] = client.heard();
    assert.equal(notice?.type, UNDELIVERED);
    const { type, code, count } = undelivered.decode(notice.payload) ?? {};
    assert.deepEqual([type, code, count], [1000, ERRORS.NO_INSTANCE.code, 1]);
  });

  test('no answer in time: TIMEOUT, once, by the route', async () => {
    const at = new RoutingWorld(
      tableOf({ 1000: route({ timeoutMs: 100 }), 1001: route({ id: 'b', timeoutMs: 5000 }) }),
    );
    at.backend('echo-1');
    const open = await at.room.open();
    open.client.send({ type: 1000, seq: 1 });
    open.client.send({ type: 1001, seq: 2 });
    at.advance(99);
    assert.deepEqual(outcomes(open), []);
    at.advance(50);
    assert.deepEqual(outcomes(open), [[1000, 1, ERRORS.TIMEOUT.code]]);
    at.advance(5000);
    assert.deepEqual(outcomes(open), [[1001, 2, ERRORS.TIMEOUT.code]]);
  });
});

describe('the choice of an instance', () => {
  test('by session: one instance for all its messages, another session may have another', async () => {
    const at = world();
    const backends = [1, 2, 3, 4].map((n) => at.backend(`echo-${n}`));
    const used = new Set<string>();
    for (let user = 0; user < 20; user++) {
      const { client } = await at.room.open({ token: `user-${user}` });
      for (let sent = 0; sent < 5; sent++) client.send({ type: 1000 });
      const here = new Set(reached(backends));
      assert.equal(here.size, 1);
      for (const serverId of here) used.add(serverId);
    }
    assert.equal(used.size, 4);
  });

  test('by key: one instance for a key, whoever sends it; without a key by session', async () => {
    const at = world({ pick: 'key' });
    const backends = [1, 2, 3, 4].map((n) => at.backend(`echo-${n}`));
    const used = new Set<string>();
    const clients = [await at.room.open({ token: 'a' }), await at.room.open({ token: 'b' })];
    for (let room = 0; room < 20; room++) {
      for (const { client } of clients) client.send({ type: 1000, key: Buffer.from(`room-${room}`) });
      const here = reached(backends);
      assert.equal(here.length, 2);
      assert.equal(new Set(here).size, 1);
      for (const serverId of here) used.add(serverId);
    }
    assert.equal(used.size, 4);
    for (let sent = 0; sent < 5; sent++) clients[0]?.client.send({ type: 1000 });
    assert.equal(new Set(reached(backends)).size, 1);
  });

  test('by least pending: the less busy of the two drawn', async () => {
    const at = world({ pick: 'least-pending' });
    const [busy] = [at.backend('echo-1'), at.backend('echo-2')];
    const { client } = await at.room.open();
    // The random source of this world always draws the first one twice.
    for (const seq of [1, 2]) client.send({ type: 1000, seq });
    assert.equal(busy.link.pendingCount, 2);
  });

  /** Each of many sessions says something. @returns the instances that heard them, in order */
  const heardOf = (clients: readonly OpenClient[], backends: readonly Backend[]): string[] =>
    clients.flatMap(({ client }) => {
      client.send({ type: 1000 });
      return reached(backends);
    });
  const many = (at: RoutingWorld): Promise<OpenClient[]> =>
    Promise.all(Array.from({ length: 40 }, (_, user) => at.room.open({ token: `user-${user}` })));

  test('an instance that comes takes sessions over; the others stay where they are', async () => {
    const at = world();
    const backends = [1, 2].map((n) => at.backend(`echo-${n}`));
    const clients = await many(at);
    const before = heardOf(clients, backends);
    backends.push(at.backend('echo-3'));
    const after = heardOf(clients, backends);
    const moved = after.filter((serverId, user) => serverId !== before[user]);
    assert.deepEqual(new Set(moved), new Set(['echo-3']));
    assert.ok(moved.length < clients.length / 2, `${moved.length} moved`);
  });

  test('one that goes gives away its own only, and gets them back when it is back', async () => {
    const at = world();
    const backends = [1, 2, 3].map((n) => at.backend(`echo-${n}`));
    const clients = await many(at);
    const before = heardOf(clients, backends);
    backends[0]?.cut();
    const without = heardOf(clients, backends);
    assert.deepEqual(
      without.map((serverId, user) => serverId === before[user]),
      before.map((serverId) => serverId !== 'echo-1'),
    );
    backends[0] = at.backend('echo-1');
    assert.deepEqual(heardOf(clients, backends), before);
  });
});

describe('pins', () => {
  const others = (backends: readonly Backend[], serverId: string | undefined): string =>
    backends.find((backend) => backend.serverId !== serverId)?.serverId ?? '';

  test("a session's pin decides before the route, also to an instance that cannot be picked", async () => {
    const at = world();
    const backends = [1, 2].map((n) => at.backend(`echo-${n}`));
    const { client, session } = await at.room.open();
    client.send({ type: 1000 });
    const pinned = others(backends, reached(backends)[0]);
    session.pins = new Map([
      ['echo', pinned],
      ['chat', 'chat-9'],
    ]);
    client.send({ type: 1000 });
    assert.deepEqual(reached(backends), [pinned]);
  });

  test('a pin to an instance that is gone is passed over', async () => {
    const at = world();
    const backend = at.backend('echo-1');
    const { client, session } = await at.room.open();
    session.pins = new Map([['echo', 'echo-9']]);
    client.send({ type: 1000 });
    assert.deepEqual(reached([backend]), ['echo-1']);
  });

  test('a pin to an instance that lives is not passed over while its link is dialled again', async () => {
    const at = world();
    const backends = [1, 2].map((n) => at.backend(`echo-${n}`));
    const open = await at.room.open();
    open.session.pins = new Map([['echo', 'echo-1']]);
    at.listed.add('echo-1');
    backends[0]?.cut();
    open.client.send({ type: 1000, seq: 1 });
    assert.deepEqual([reached(backends), outcomes(open)], [[], [[1000, 1, ERRORS.NO_INSTANCE.code]]]);
    backends[0] = at.backend('echo-1');
    open.client.send({ type: 1000, seq: 2 });
    assert.deepEqual(reached(backends), ['echo-1']);
    at.listed.delete('echo-1');
    backends[0].cut();
    open.client.send({ type: 1000 });
    assert.deepEqual(reached(backends), ['echo-2']);
  });

  test("a key's pin holds for every session, and a session's own pin goes before it", async () => {
    const at = world();
    const backends = [1, 2].map((n) => at.backend(`echo-${n}`));
    for (const serverId of ['echo-1', 'echo-2']) {
      at.keyPins.set('echo', Buffer.from('r42'), serverId);
      for (const token of ['a', 'b', 'c']) {
        const { client } = await at.room.open({ token });
        client.send({ type: 1000, key: Buffer.from('r42') });
      }
      assert.deepEqual(reached(backends), [serverId, serverId, serverId]);
    }
    const { client, session } = await at.room.open();
    session.pins = new Map([['echo', 'echo-1']]);
    client.send({ type: 1000, key: Buffer.from('r42') });
    assert.deepEqual(reached(backends), ['echo-1']);
  });
});

describe('a new table', () => {
  test('takes the next message, and leaves pending requests where they are', async () => {
    const at = world();
    const [echo, chat] = [at.backend('echo-1'), at.backend('chat-1', 'chat')];
    const open = await at.room.open();
    open.client.send({ type: 1000, seq: 1 });
    at.router.replaceTable(tableOf({ 1000: route({ service: 'chat' }) }));
    open.client.send({ type: 1000, seq: 2 });
    assert.deepEqual(
      echo.heard(LinkKind.REQUEST).map((frame) => envelopeOf(frame).seq),
      [1],
    );
    assert.deepEqual(
      chat.heard(LinkKind.REQUEST).map((frame) => envelopeOf(frame).seq),
      [2],
    );
    echo.send({ kind: LinkKind.ANSWER, request: 1 }, { type: 1000, seq: 1 });
    chat.send({ kind: LinkKind.ANSWER, request: 1 }, { type: 1000, seq: 2 });
    assert.deepEqual(outcomes(open), [
      [1000, 1, 0],
      [1000, 2, 0],
    ]);
  });

  test('that drops a route fails its messages from then on', async () => {
    const at = world();
    at.backend('echo-1');
    const open = await at.room.open();
    at.router.replaceTable(tableOf({}));
    open.client.send({ type: 1000, seq: 1 });
    assert.deepEqual(outcomes(open), [[1000, 1, ERRORS.NO_ROUTE.code]]);
    assert.equal(at.router.table.routes.length, 0);
  });

  test('with the same route id goes on counting', async () => {
    const at = world();
    const backend = at.backend('echo-1');
    const open = await at.room.open();
    for (const seq of [1, 2]) {
      open.client.send({ type: 1000, seq });
      at.pump();
      backend.send(
        { kind: LinkKind.ANSWER, request: seq },
        { type: 1000, seq, code: seq === 2 ? 10_001 : 0 },
      );
      at.router.replaceTable(tableOf({ 1000: route({ timeoutMs: 77 }) }));
    }
    open.client.send({ type: 1000 });
    const stats = at.stats.forRoute('test#0', 'echo');
    assert.deepEqual([stats.succeeded, [...stats.failures], stats.notified], [1, [[10_001, 1]], 1]);
    const timed = [stats.latencies.ok, stats.latencies.application, stats.latencies.failed];
    assert.deepEqual(
      timed.map(({ counts }) => counts.reduce((sum, count) => sum + count, 0)),
      [1, 1, 0],
    );
  });
});

test('a seq is pending while its request is, whatever became of the transport', async () => {
  const at = world();
  const backend = at.backend('echo-1');
  const { client, session, welcome } = await at.room.open({ resumable: true, attempt: 1 });
  client.send({ type: 1000, seq: 5 });
  client.transport.cut();
  const next = at.room.client();
  await next.login({ resumable: true, resume: welcome.resume, attempt: 2 });
  assert.ok(at.router.isPending(session, 5));
  at.pump();
  backend.send({ kind: LinkKind.ANSWER, request: 1 }, { type: 1000, seq: 5 });
  assert.deepEqual(
    next.heard().map(({ seq, code }) => [seq, code]),
    [[5, 0]],
  );
  assert.equal(at.router.isPending(session, 5), false);
});

test('a session enters the directory and leaves it with its groups and requests', async () => {
  const at = world();
  at.backend('echo-1');
  const { client, session } = await at.room.open();
  client.send({ type: 1000, seq: 1 });
  at.groups.join('lobby', session);
  const located = await at.cluster.locate('alice');
  assert.ok(located.ok);
  const [presence, ...others] = located.sessions;
  assert.deepEqual(
    [presence?.sessionId, presence?.user, presence?.gatewayId, presence?.sinceEpochMs, others],
    [session.id, 'alice', 'gateway-1', session.openedAtEpochMs, []],
  );
  session.end('KICKED');
  assert.deepEqual(await at.cluster.locate('alice'), { ok: true, sessions: [] });
  assert.deepEqual([at.groups.size, at.pending.count], [0, 0]);
  assert.equal(at.stats.forRoute('test#0', 'echo').failures.get(ERRORS.SESSION_LOST.code), 1);
});
