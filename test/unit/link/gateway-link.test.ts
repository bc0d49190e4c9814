import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ERRORS } from '../../../src/protocol/codes.js';
import {
  attributesChange,
  sessionChanged,
  sessionClosed,
  sessionOpened,
  sessionResumed,
} from '../../../src/protocol/link-messages.js';
import { undelivered } from '../../../src/protocol/control-messages.js';
import { UNDELIVERED } from '../../../src/protocol/control-types.js';
import { encodeEnvelope } from '../../../src/protocol/envelope.js';
import { LinkCloseCode, LinkKind } from '../../../src/protocol/link-frames.js';
import { RoutingWorld, route, tableOf, type Backend } from '../../support/routing-world.js';
import type { OpenClient } from '../../support/session-room.js';

interface Scene extends OpenClient {
  readonly world: RoutingWorld;
  readonly backend: Backend;
}

/** A client with session handle 1 on the link of one backend, and request 1 (seq 7) pending there. */
async function scene(): Promise<Scene> {
  const world = new RoutingWorld();
  const backend = world.backend('echo-1');
  const open = await world.room.open({ resumable: true, attempt: 1 });
  open.client.send({ type: 1000, seq: 7, payload: Buffer.from('hi') });
  world.pump();
  return { world, backend, ...open };
}

const ANSWER = { type: 1000, seq: 7, payload: Buffer.from('there') };
const PUSH = { type: 2000, payload: Buffer.from('news') };

describe('what the backend gets', () => {
  test('who the session is, once, then its messages as the same bytes', async () => {
    const { backend, client, session } = await scene();
    const odd = Uint8Array.of(0x08, 0xe8, 0x07, 0x10, 0x08, 0x18, 0x00, 0x2a, 0x00);
    client.sendBytes(odd);
    client.send({ type: 1000 });
    const [opened, first, second, third] = backend.heard();
    const heads = [first, second, third].map((frame) => [
      frame?.kind,
      frame?.session,
      frame?.request,
      frame?.type,
    ]);
    assert.deepEqual([opened?.kind, opened?.session], [LinkKind.SESSION_OPENED, 1]);
    assert.equal(sessionOpened.decode(opened?.body ?? new Uint8Array(0))?.id, session.id);
    assert.deepEqual(heads, [
      [LinkKind.REQUEST, 1, 1, 1000],
      [LinkKind.REQUEST, 1, 2, 1000],
      [LinkKind.NOTIFY, 1, 0, 1000],
    ]);
    assert.equal(first?.deadlineMs, 1000);
    assert.deepEqual(Buffer.from(second?.envelope ?? []), Buffer.from(odd));
  });

  test('handles rise and are never used again', async () => {
    const { world, backend, session } = await scene();
    session.end('KICKED');
    const { client } = await world.room.open({ token: 'bob' });
    client.send({ type: 1000 });
    assert.deepEqual(
      backend.heard(LinkKind.SESSION_OPENED).map((frame) => frame.session),
      [1, 2],
    );
    assert.equal(backend.link.sessionCount, 1);
    assert.equal(backend.link.sessionOf(1), undefined);
  });

  test('what becomes of the session: suspended, resumed, changed, closed', async () => {
    const { world, backend, client, session, welcome } = await scene();
    backend.heard();
    client.transport.cut();
    await world.room.client('192.0.2.9:1').login({ resumable: true, resume: welcome.resume, attempt: 2 });
    const body = attributesChange.encode({
      set: [
        { name: 'b', value: '2' },
        { name: 'a', value: '1' },
      ],
    });
    backend.send({ kind: LinkKind.SET_ATTRIBUTES, session: 1 }, undefined, body);
    session.end('KICKED', 'bye');
    const frames = backend.heard();
    assert.deepEqual(
      frames.map(({ kind, session: handle }) => [kind, handle]),
      [
        [LinkKind.SESSION_SUSPENDED, 1],
        [LinkKind.SESSION_RESUMED, 1],
        [LinkKind.SESSION_CHANGED, 1],
        [LinkKind.SESSION_CLOSED, 1],
      ],
    );
    const [, resumed, changed, closed] = frames.map((frame) => frame.body);
    assert.deepEqual(
      { ...sessionResumed.decode(resumed ?? new Uint8Array(0)) },
      { generation: 2, address: '192.0.2.9:1' },
    );
    const names = sessionChanged.decode(changed ?? new Uint8Array(0))?.attributes.map(({ name }) => name);
    assert.deepEqual(names, ['a', 'b']);
    assert.deepEqual({ ...sessionClosed.decode(closed ?? new Uint8Array(0)) }, { code: 14, reason: 'bye' });
  });
});

describe('an answer', () => {
  test('reaches the client byte for byte and ends the request', async () => {
    const { world, backend, client } = await scene();
    const bytes = encodeEnvelope(ANSWER);
    backend.send({ kind: LinkKind.ANSWER, request: 1 }, bytes);
    assert.deepEqual(
      client.heard().map((heard) => heard.bytes),
      [bytes],
    );
    assert.deepEqual(
      [world.pending.count, backend.link.pendingCount, backend.link.counters.answers],
      [0, 0, 1],
    );
  });

  for (const code of [1000, 1107, 10_000, 0xffff_ffff])
    test(`with code ${code} is an answer`, async () => {
      const { backend, client } = await scene();
      backend.send({ kind: LinkKind.ANSWER, request: 1 }, { ...ANSWER, code });
      assert.deepEqual(
        client.heard().map((heard) => heard.code),
        [code],
      );
    });

  test('that comes twice, or after the time-out or the session, is dropped and counted', async () => {
    const { world, backend, client, session } = await scene();
    backend.send({ kind: LinkKind.ANSWER, request: 1 }, ANSWER);
    backend.send({ kind: LinkKind.ANSWER, request: 1 }, ANSWER);
    client.send({ type: 1000, seq: 8 });
    world.advance(1100);
    backend.send({ kind: LinkKind.ANSWER, request: 2 }, { ...ANSWER, seq: 8 });
    client.send({ type: 1000, seq: 9 });
    const answers = client.heard().filter(({ type }) => type === 1000);
    assert.deepEqual(
      answers.map(({ seq, code }) => [seq, code]),
      [
        [7, 0],
        [8, ERRORS.TIMEOUT.code],
      ],
    );
    session.end('KICKED');
    backend.send({ kind: LinkKind.ANSWER, request: 3 }, { ...ANSWER, seq: 9 });
    assert.equal(backend.link.counters.lateAnswers, 3);
    assert.deepEqual(backend.closed, []);
  });

  for (const [what, request, envelope, code] of [
    ['to an id that was never used', 2, ANSWER, LinkCloseCode.LINK_VIOLATION],
    ['of another type', 1, { ...ANSWER, type: 1001 }, LinkCloseCode.LINK_VIOLATION],
    ['with another seq', 1, { ...ANSWER, seq: 8 }, LinkCloseCode.LINK_VIOLATION],
    ['with the code of a disconnect', 1, { ...ANSWER, code: 999 }, LinkCloseCode.LINK_VIOLATION],
    ['with code 1', 1, { ...ANSWER, code: 1 }, LinkCloseCode.LINK_VIOLATION],
    ['of a reserved type', 1, { ...ANSWER, type: 99 }, LinkCloseCode.LINK_VIOLATION],
    ['that is not canonical', 1, Uint8Array.of(0x10, 7, 0x08, 100), LinkCloseCode.LINK_MALFORMED],
  ] as const)
    test(`${what} closes the link, and the request fails with INSTANCE_LOST`, async () => {
      const { backend, client } = await scene();
      backend.send({ kind: LinkKind.ANSWER, request }, envelope);
      assert.deepEqual(backend.closed, [code]);
      assert.deepEqual(
        client.heard().map((heard) => [heard.seq, heard.code]),
        [[7, ERRORS.INSTANCE_LOST.code]],
      );
    });
});

describe('a push to a handle', () => {
  test('reaches its session byte for byte', async () => {
    const { backend, client } = await scene();
    const bytes = encodeEnvelope(PUSH);
    backend.send({ kind: LinkKind.PUSH, session: 1 }, bytes);
    assert.deepEqual(
      client.heard().map((heard) => heard.bytes),
      [bytes],
    );
    assert.equal(backend.link.counters.pushes, 1);
  });

  test('that has ended is counted, to one that was never given is a violation', async () => {
    const { backend, session } = await scene();
    session.end('KICKED');
    backend.send({ kind: LinkKind.PUSH, session: 1 }, PUSH);
    assert.deepEqual([backend.link.counters.latePushes, backend.closed], [1, []]);
    backend.send({ kind: LinkKind.PUSH, session: 2 }, PUSH);
    assert.deepEqual(backend.closed, [LinkCloseCode.LINK_VIOLATION]);
  });

  for (const [what, envelope] of [
    ['a seq', { ...PUSH, seq: 1 }],
    ['a code', { ...PUSH, code: 10_000 }],
    ['a reserved type', { ...PUSH, type: 8 }],
  ] as const)
    test(`with ${what} is a violation, and nothing reaches the client`, async () => {
      const { backend, client } = await scene();
      client.heard();
      backend.send({ kind: LinkKind.PUSH, session: 1 }, envelope);
      assert.deepEqual(backend.closed, [LinkCloseCode.LINK_VIOLATION]);
      assert.ok(client.heard().every((heard) => heard.type === 1000));
    });
});

describe('a drain', () => {
  test('marks the link, tells its owner, and is answered when asked', async () => {
    const { world, backend } = await scene();
    backend.heard();
    backend.send({ kind: LinkKind.DRAIN, request: 5 });
    assert.ok(backend.link.draining);
    assert.deepEqual(world.drains, ['echo-1']);
    assert.deepEqual(
      backend.heard(LinkKind.DONE).map((frame) => frame.request),
      [5],
    );
    backend.send({ kind: LinkKind.DRAIN });
    assert.deepEqual(backend.heard(LinkKind.DONE), []);
  });
});

describe('a link that is full', () => {
  test('of requests refuses the next with LINK_FULL, and takes one again after an answer', async () => {
    const world = new RoutingWorld(undefined, { linkPendingMax: 2 });
    const backend = world.backend('echo-1');
    const { client } = await world.room.open();
    for (const seq of [1, 2, 3]) client.send({ type: 1000, seq });
    world.pump();
    assert.deepEqual(
      client.heard().map(({ seq, code }) => [seq, code]),
      [[3, ERRORS.LINK_FULL.code]],
    );
    backend.send({ kind: LinkKind.ANSWER, request: 1 }, { type: 1000, seq: 1 });
    client.send({ type: 1000, seq: 4 });
    assert.deepEqual(
      client.heard().map(({ seq, code }) => [seq, code]),
      [[1, 0]],
    );
  });

  test('of bytes refuses requests and notifications, keeps nothing pending, and goes on after the drain', async () => {
    const world = new RoutingWorld(tableOf({ 1000: route({ payloadBytesMax: 100_000 }) }), {
      linkQueueBytesMax: 70_000,
    });
    const backend = world.backend('echo-1');
    const { client } = await world.room.open();
    backend.gatewaySocket.blocked = true;
    const payload = new Uint8Array(30_000);
    for (const seq of [1, 2, 3]) client.send({ type: 1000, seq, payload });
    client.send({ type: 1000, payload });
    assert.equal(world.pending.count, 2);
    const [failed, notice] = client.heard();
    assert.deepEqual([failed?.seq, failed?.code, notice?.type], [3, ERRORS.LINK_FULL.code, 9]);
    backend.gatewaySocket.blocked = false;
    world.pump();
    assert.equal(backend.heard(LinkKind.REQUEST).length, 2);
    client.send({ type: 1000, seq: 3, payload });
    assert.equal(backend.heard(LinkKind.REQUEST).length, 1);
  });

  test('when news of a session does not fit, the link starts over: what a backend knows must be true', async () => {
    const world = new RoutingWorld(tableOf({ 1000: route({ payloadBytesMax: 100_000 }) }), {
      linkQueueBytesMax: 70_000,
    });
    const backend = world.backend('echo-1');
    const { client, session } = await world.room.open();
    client.send({ type: 1000 });
    world.pump();
    backend.gatewaySocket.blocked = true;
    const spare = 70_000 - 150;
    client.send({ type: 1000, payload: new Uint8Array(spare) });
    client.send({ type: 1000, payload: new Uint8Array(30) });
    session.end('KICKED', 'x'.repeat(200));
    world.turns.runAll();
    assert.deepEqual(backend.closed, [LinkCloseCode.LINK_SLOW]);
  });
});

describe('what is longer than the backend takes', () => {
  const small = { frameBytesMaxOf: { 'echo-1': 4096 } };
  const long = new Map([['a', 'x'.repeat(5_000)]]);

  test('of a client fails as PAYLOAD_TOO_LARGE: to try it again would be in vain', async () => {
    const world = new RoutingWorld(tableOf({ 1000: route({ payloadBytesMax: 100_000 }) }), small);
    const backend = world.backend('echo-1');
    const { client } = await world.room.open();
    const payload = new Uint8Array(5_000);
    client.send({ type: 1000, seq: 1, payload });
    client.send({ type: 1000, payload });
    const [failed, notice] = client.heard();
    assert.deepEqual(
      [failed?.seq, failed?.code, notice?.type],
      [1, ERRORS.PAYLOAD_TOO_LARGE.code, UNDELIVERED],
    );
    assert.equal(
      undelivered.decode(notice?.payload ?? new Uint8Array(0))?.code,
      ERRORS.PAYLOAD_TOO_LARGE.code,
    );
    assert.deepEqual([world.pending.count, backend.closed], [0, []]);
  });

  test('of a session’s news is left out and counted; a session that cannot be told is refused', async () => {
    const world = new RoutingWorld(undefined, small);
    const backend = world.backend('echo-1');
    const { client, session } = await world.room.open();
    client.send({ type: 1000 });
    world.pump();
    session.attributes = long;
    world.router.sessionChanged(session);
    assert.deepEqual([backend.closed, backend.link.counters.tooLong], [[], 1]);
    assert.deepEqual(backend.heard(LinkKind.SESSION_CHANGED), []);
    const other = await world.room.open({ token: 'bob' });
    other.session.attributes = long;
    other.client.send({ type: 1000, seq: 1 });
    assert.deepEqual(
      other.client.heard().map(({ seq, code }) => [seq, code]),
      [[1, ERRORS.PAYLOAD_TOO_LARGE.code]],
    );
    client.send({ type: 1000 });
    assert.equal(backend.heard(LinkKind.NOTIFY).length, 2);
  });
});

describe('a link that is lost', () => {
  test('fails its pending requests with INSTANCE_LOST, each once, and its sessions forget it', async () => {
    const { world, backend, client, session } = await scene();
    for (const seq of [8, 9]) client.send({ type: 1000, seq });
    world.pump();
    backend.cut();
    const failed = client.heard().map(({ seq, code }) => [seq, code]);
    assert.deepEqual(
      failed.sort(),
      [7, 8, 9].map((seq) => [seq, ERRORS.INSTANCE_LOST.code]),
    );
    assert.deepEqual([session.bindings, world.pending.count], [undefined, 0]);
    world.advance(2000);
    assert.deepEqual(
      client.heard().filter(({ type }) => type === 1000),
      [],
    );
  });

  test('while the session is suspended: the failure waits for the resume', async () => {
    const { world, backend, client, welcome } = await scene();
    client.transport.cut();
    backend.cut();
    const { rest } = await world.room.client().login({ resumable: true, resume: welcome.resume, attempt: 2 });
    assert.deepEqual(
      rest.map(({ seq, code }) => [seq, code]),
      [[7, ERRORS.INSTANCE_LOST.code]],
    );
  });

  test('a new link to the same instance gets the session told anew', async () => {
    const { world, backend, client } = await scene();
    backend.cut();
    const again = world.backend('echo-1');
    client.send({ type: 1000, seq: 8 });
    assert.deepEqual(
      again.heard().map(({ kind, session: handle }) => [kind, handle]),
      [
        [LinkKind.SESSION_OPENED, 1],
        [LinkKind.REQUEST, 1],
      ],
    );
  });
});
