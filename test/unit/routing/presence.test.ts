// Watches and queries of backends over real links, with one gateway and with several.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MemoryHub } from '../../../src/cluster/memory.js';
import { ERRORS } from '../../../src/protocol/codes.js';
import {
  done,
  presenceAnswer,
  presenceEvents,
  presenceQuery,
  presenceUnwatch,
  presenceWatch,
} from '../../../src/protocol/link-messages.js';
import {
  encodeLinkFrame,
  LinkCloseCode,
  LinkKind,
  PresenceState,
} from '../../../src/protocol/link-frames.js';
import {
  PRESENCE_TICK_MS,
  QUERIES_PER_LINK_MAX,
  USERS_PER_QUERY_MAX,
} from '../../../src/routing/presence.js';
import { WATCHED_PER_LINK_MAX, WATCHES_PER_LINK_MAX } from '../../../src/routing/presence-watches.js';
import { copyOf, encodeNews } from '../../../src/routing/presence-news.js';
import { settled } from '../../support/fake-clock.js';
import { RoutingWorld, type Backend } from '../../support/routing-world.js';

const NAMES: Readonly<Record<number, string>> = { 1: 'entered', 2: 'left', 3: 'changed' };
const STATES: Readonly<Record<number, string>> = {
  [PresenceState.WHOLE]: 'whole',
  [PresenceState.UNSURE]: 'unsure',
};

/** What a backend heard, as `<watch> entered alice@a`, `<watch> whole`. */
function heard(backend: Backend): string[] {
  return backend.heard(LinkKind.PRESENCE_EVENTS).flatMap(({ body }) => {
    const { watch, events, state, code } = presenceEvents.decode(body) ?? assert.fail('not readable');
    const lines = events.map(({ change, presence }) => {
      const who = `${presence?.user ?? ''}@${presence?.gateway ?? ''}`;
      return `${watch} ${NAMES[change ?? 0] ?? ''} ${who}`;
    });
    if (state !== PresenceState.AS_BEFORE) lines.push(`${watch} ${STATES[state] ?? ''}`);
    return code === 0 ? lines : [...lines, `${watch} code ${code}`];
  });
}

function watch(backend: Backend, id: number, users: string[] | 'all'): number {
  const body = presenceWatch.encode(users === 'all' ? { watch: id, all: true } : { watch: id, users });
  backend.send({ kind: LinkKind.PRESENCE_WATCH, request: id + 100 }, undefined, body);
  const [answer] = backend.heard(LinkKind.DONE);
  return done.decode(answer?.body ?? assert.fail('no answer'))?.code ?? -1;
}

function unwatch(backend: Backend, id: number): void {
  backend.send({ kind: LinkKind.PRESENCE_UNWATCH }, undefined, presenceUnwatch.encode({ watch: id }));
}

async function login(world: RoutingWorld, user: string): ReturnType<RoutingWorld['room']['open']> {
  const opened = await world.room.open({ token: user });
  world.pump();
  return opened;
}

describe('a watch on one gateway', () => {
  test('hears of who is there, that this is all, and then of what changes', async () => {
    const world = new RoutingWorld();
    const backend = world.backend('echo-1');
    const alice = await login(world, 'alice');
    await login(world, 'carol');
    assert.equal(watch(backend, 1, ['alice', 'bob']), 0);
    assert.deepEqual(heard(backend), ['1 entered alice@gateway-1', '1 whole']);
    await login(world, 'bob');
    await login(world, 'dave');
    assert.deepEqual(heard(backend), ['1 entered bob@gateway-1']);
    alice.session.attributes = new Map([['level', '2']]);
    world.router.sessionChanged(alice.session);
    assert.deepEqual(heard(backend), ['1 changed alice@gateway-1']);
    alice.session.end('KICKED');
    assert.deepEqual(heard(backend), ['1 left alice@gateway-1']);
    unwatch(backend, 1);
    await login(world, 'alice');
    assert.deepEqual(heard(backend), []);
  });

  test('of everyone, beside one of some: each hears its own', async () => {
    const world = new RoutingWorld();
    const [one, two] = [world.backend('echo-1'), world.backend('echo-2')];
    await login(world, 'alice');
    watch(one, 1, ['alice']);
    watch(two, 1, 'all');
    watch(two, 2, ['alice', 'bob']);
    assert.deepEqual(heard(one), ['1 entered alice@gateway-1', '1 whole']);
    assert.deepEqual(heard(two), [
      '1 entered alice@gateway-1',
      '1 whole',
      '2 entered alice@gateway-1',
      '2 whole',
    ]);
    const { session } = await login(world, 'bob');
    assert.deepEqual(
      [heard(one), heard(two).sort()],
      [[], ['1 entered bob@gateway-1', '2 entered bob@gateway-1']],
    );
    unwatch(two, 1);
    unwatch(two, 1);
    await login(world, 'carol');
    session.end('KICKED');
    assert.deepEqual([heard(one), heard(two)], [[], ['2 left bob@gateway-1']]);
  });

  test('ends with its link, and a new link is told everything anew', async () => {
    const world = new RoutingWorld();
    const backend = world.backend('echo-1');
    await login(world, 'alice');
    watch(backend, 1, 'all');
    assert.equal(world.presences.counts.watches, 1);
    backend.cut();
    assert.deepEqual(world.presences.counts, { watches: 0, known: 0, told: 0 });
    const again = world.backend('echo-1');
    watch(again, 1, 'all');
    assert.deepEqual(heard(again), ['1 entered alice@gateway-1', '1 whole']);
  });

  test('no frame is longer than the shortest that a backend may ask for', async () => {
    const world = new RoutingWorld();
    const backend = world.backend('echo-1');
    for (let at = 0; at < 60; at++) {
      const { session } = await login(world, `ü${at}`.repeat(20));
      session.attributes = new Map([['名', '値'.repeat(30)]]);
    }
    watch(backend, 1, 'all');
    const frames = backend.heard(LinkKind.PRESENCE_EVENTS);
    assert.ok(frames.every(({ body }) => body.length <= 4_000));
    assert.ok(frames.length > 3);
  });

  test('a gateway full of sessions is told in slices, and what happens meanwhile is right', async () => {
    const world = new RoutingWorld();
    world.room.context.gate.refusal = () => undefined;
    const backend = world.backend('echo-1');
    const opened = [];
    for (let at = 0; at < 600; at++) opened.push(await login(world, `u${at}`));
    watch(backend, 1, 'all');
    assert.equal(heard(backend).length, 256);
    opened[0]?.session.end('KICKED');
    opened[599]?.session.end('KICKED');
    assert.deepEqual(heard(backend), ['1 left u0@gateway-1']);
    world.advance(1);
    world.advance(1);
    assert.equal(heard(backend).length, 599 - 256 + 1);
  });
});

describe('a watch over gateways', () => {
  function three(): { worlds: RoutingWorld[]; a: RoutingWorld; b: RoutingWorld; c: RoutingWorld } {
    const hub = new MemoryHub();
    const worlds = ['a', 'b', 'c'].map((gatewayId) => new RoutingWorld(undefined, { hub, gatewayId }));
    const [a, b, c] = worlds;
    assert.ok(a && b && c);
    return { worlds, a, b, c };
  }

  const tick = ({ worlds }: { worlds: RoutingWorld[] }): void => {
    for (const world of worlds) {
      world.room.clock.advance(PRESENCE_TICK_MS);
      world.presences.tick();
      world.pump();
    }
  };

  test('hears of sessions everywhere', async () => {
    const { a, b, c } = three();
    const backend = a.backend('echo-1');
    const { session } = await login(b, 'alice');
    await login(c, 'bob');
    watch(backend, 1, ['alice', 'bob']);
    assert.deepEqual(heard(backend), ['1 entered alice@b', '1 entered bob@c', '1 whole']);
    await login(b, 'bob');
    session.end('KICKED');
    assert.deepEqual(heard(backend), ['1 entered bob@b', '1 left alice@b']);
  });

  test('a second one is whole when every gateway has answered it, not when this one has', async () => {
    const { a, b, c } = three();
    const backend = a.backend('echo-1');
    await login(c, 'bob');
    watch(backend, 1, ['alice']);
    assert.deepEqual(heard(backend), ['1 whole']);
    // Answers of the others are under way for a while.
    const underWay: (() => void)[] = [];
    for (const { cluster } of [b, c]) {
      const publish = cluster.publish.bind(cluster);
      cluster.publish = (message) => underWay.push(() => publish(message)) > 0;
    }
    watch(backend, 2, ['bob']);
    assert.deepEqual(heard(backend), []);
    for (const arrive of underWay) arrive();
    assert.deepEqual(heard(backend), ['2 entered bob@c', '2 whole']);
  });

  test('nobody is told anything while nobody watches', async () => {
    const { a, b } = three();
    const backend = a.backend('echo-1');
    watch(backend, 1, ['alice']);
    unwatch(backend, 1);
    assert.equal(b.presences.counts.told, 0);
    await login(b, 'alice');
    assert.deepEqual(a.presences.counts, { watches: 0, known: 0, told: 0 });
  });

  test('a gateway that dies takes its sessions along; one that comes is asked', async () => {
    const stage = three();
    const { a, b } = stage;
    const backend = a.backend('echo-1');
    await login(b, 'alice');
    watch(backend, 1, ['alice']);
    heard(backend);
    b.cluster.crash();
    assert.deepEqual(heard(backend), ['1 left alice@b']);
    b.cluster.start(b.receiver);
    tick(stage);
    assert.deepEqual(heard(backend), ['1 entered alice@b']);
  });

  test('what was lost is made up for: unsure, the differences, whole', async () => {
    const stage = three();
    const { a, b } = stage;
    const backend = a.backend('echo-1');
    const { session } = await login(b, 'alice');
    watch(backend, 1, ['alice', 'bob']);
    heard(backend);
    // News of b do not arrive for a while.
    const publish = b.cluster.publish.bind(b.cluster);
    b.cluster.publish = () => true;
    session.end('KICKED');
    await login(b, 'bob');
    b.cluster.publish = publish;
    assert.deepEqual(heard(backend), []);
    a.receiver.missed('b');
    assert.deepEqual(heard(backend), ['1 unsure']);
    tick(stage);
    assert.deepEqual(heard(backend), ['1 entered bob@b', '1 left alice@b', '1 whole']);
  });

  test('a question that is not answered in time is asked again', async () => {
    const stage = three();
    const { a, b } = stage;
    const backend = a.backend('echo-1');
    await login(b, 'alice');
    const publish = b.cluster.publish.bind(b.cluster);
    b.cluster.publish = () => true;
    watch(backend, 1, ['alice']);
    assert.deepEqual(heard(backend), []);
    b.cluster.publish = publish;
    for (let ms = 0; ms <= 5_500; ms += PRESENCE_TICK_MS) tick(stage);
    assert.deepEqual(heard(backend), ['1 entered alice@b', '1 whole']);
  });

  test('what nobody noticed to be missing is found within a minute', async () => {
    const stage = three();
    const { a, b } = stage;
    const backend = a.backend('echo-1');
    const { session } = await login(b, 'alice');
    watch(backend, 1, 'all');
    heard(backend);
    const publish = b.cluster.publish.bind(b.cluster);
    b.cluster.publish = () => true;
    session.end('KICKED');
    b.cluster.publish = publish;
    for (let ms = 0; ms <= 61_000; ms += PRESENCE_TICK_MS) tick(stage);
    assert.deepEqual(heard(backend), ['1 left alice@b']);
  });

  test('a gateway speaks for itself only, and what is no news is nothing', async () => {
    const { a, b } = three();
    const backend = a.backend('echo-1');
    const { session } = await login(b, 'alice');
    watch(backend, 1, ['alice']);
    heard(backend);
    void a.receiver.receive({ kind: 'news', to: ['a'], news: Uint8Array.of(0xff, 1) }, 'b');
    const forged = { ...copyOf(session), sessionId: 'forged', gatewayId: 'c' };
    const changes = [{ gone: false, presence: forged }];
    const news = encodeNews({ kind: 'changes', round: 99, last: false, changes });
    void a.receiver.receive({ kind: 'news', to: ['a'], news }, 'b');
    void a.receiver.receive({ kind: 'news', to: ['a'], news }, 'nobody');
    assert.deepEqual(heard(backend), []);
  });
});

describe('limits of watches', () => {
  test('so many a link, so many users, none twice, none empty', () => {
    const world = new RoutingWorld();
    const backend = world.backend('echo-1');
    const { code: bad } = ERRORS.BAD_COMMAND;
    const { code: limit } = ERRORS.STATE_LIMIT;
    assert.equal(watch(backend, 1, []), bad);
    assert.equal(watch(backend, 0, ['alice']), bad);
    assert.equal(watch(backend, 1, ['alice', 'alice']), 0);
    assert.equal(watch(backend, 1, ['bob']), bad);
    const many = Array.from({ length: WATCHED_PER_LINK_MAX }, (_, at) => `u${at}`);
    assert.equal(watch(backend, 2, many), limit);
    assert.equal(watch(backend, 2, many.slice(1)), 0);
    for (let id = 3; id <= WATCHES_PER_LINK_MAX; id++) assert.equal(watch(backend, id, 'all'), 0);
    assert.equal(watch(backend, WATCHES_PER_LINK_MAX + 1, 'all'), limit);
  });

  test('a session with more attributes than the backend takes is told without them', async () => {
    const world = new RoutingWorld(undefined, { frameBytesMaxOf: { 'echo-1': 4096 } });
    const backend = world.backend('echo-1');
    const { session } = await world.room.open({ token: 'alice' });
    session.attributes = new Map([['a', 'x'.repeat(5_000)]]);
    watch(backend, 1, ['alice']);
    world.pump();
    const told = backend
      .heard(LinkKind.PRESENCE_EVENTS)
      .map(({ body }) => presenceEvents.decode(body) ?? assert.fail('not readable'));
    const events = told.flatMap((frame) => frame.events);
    assert.deepEqual(
      events.map(({ presence }) => [presence?.session, presence?.attributes?.length ?? 0]),
      [[session.id, 0]],
    );
    assert.equal(told.at(-1)?.state, PresenceState.WHOLE);
    assert.deepEqual([backend.closed, backend.link.counters.tooLong], [[], 1]);
  });

  test('a backend that does not read its news starts over', async () => {
    const world = new RoutingWorld(undefined, { linkQueueBytesMax: 65_536 });
    const backend = world.backend('echo-1');
    watch(backend, 1, ['alice']);
    backend.gatewaySocket.blocked = true;
    const { session } = await world.room.open({ token: 'alice' });
    for (let at = 0; at < 2_000 && backend.closed.length === 0; at++) {
      session.attributes = new Map([['at', `${at}`.repeat(50)]]);
      world.router.sessionChanged(session);
      world.turns.runAll();
    }
    assert.deepEqual(backend.closed, [LinkCloseCode.LINK_SLOW]);
    assert.equal(world.presences.counts.watches, 0);
  });
});

describe('a query', () => {
  async function ask(world: RoutingWorld, backend: Backend, users: string[]): Promise<string> {
    backend.send({ kind: LinkKind.PRESENCE_QUERY, request: 5 }, undefined, presenceQuery.encode({ users }));
    await settled();
    world.pump();
    const [frame] = backend.heard(LinkKind.PRESENCE_ANSWER);
    assert.equal(frame?.request, 5);
    const { code, sessions } = presenceAnswer.decode(frame.body) ?? assert.fail('not readable');
    const who = sessions.map(({ user, gateway }) => `${user ?? ''}@${gateway ?? ''}`);
    return [code, ...who.sort()].join(' ');
  }

  test('names all sessions of the users on all gateways', async () => {
    const hub = new MemoryHub();
    const a = new RoutingWorld(undefined, { hub, gatewayId: 'a' });
    const b = new RoutingWorld(undefined, { hub, gatewayId: 'b' });
    const backend = a.backend('echo-1');
    // Session ids are unique over all gateways; those of the rooms are not.
    await login(b, 'first');
    await login(b, 'alice');
    await login(a, 'alice');
    assert.equal(await ask(a, backend, ['alice', 'bob', 'alice']), '0 alice@a alice@b');
    assert.equal(await ask(a, backend, ['nobody']), '0');
  });

  test('of too many users is BAD_COMMAND, a directory that is gone CLUSTER_UNAVAILABLE', async () => {
    const world = new RoutingWorld();
    const backend = world.backend('echo-1');
    const many = Array.from({ length: USERS_PER_QUERY_MAX + 1 }, (_, at) => `u${at}`);
    assert.equal(await ask(world, backend, many), `${ERRORS.BAD_COMMAND.code}`);
    world.cluster.locate = () => Promise.resolve({ ok: false, detail: 'gone' });
    assert.equal(await ask(world, backend, ['alice']), `${ERRORS.CLUSTER_UNAVAILABLE.code}`);
  });

  test('so many may wait, the next is TOO_MANY_REQUESTS', async () => {
    const world = new RoutingWorld();
    const backend = world.backend('echo-1');
    const body = presenceQuery.encode({ users: ['alice'] });
    for (let request = 1; request <= QUERIES_PER_LINK_MAX + 1; request++)
      backend.end.link.writeFrame(
        encodeLinkFrame({ kind: LinkKind.PRESENCE_QUERY, request }, undefined, body),
      );
    world.pump();
    const [first, ...more] = backend.heard(LinkKind.PRESENCE_ANSWER);
    assert.deepEqual([first?.request, more.length], [QUERIES_PER_LINK_MAX + 1, 0]);
    assert.equal(presenceAnswer.decode(first?.body ?? body)?.code, ERRORS.TOO_MANY_REQUESTS.code);
    await settled();
    world.pump();
    assert.equal(backend.heard(LinkKind.PRESENCE_ANSWER).length, QUERIES_PER_LINK_MAX);
  });
});
