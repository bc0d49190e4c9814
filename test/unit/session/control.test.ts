import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DISCONNECTS, ERRORS } from '../../../src/protocol/codes.js';
import {
  ack,
  disconnect,
  failure,
  refresh,
  refreshed,
  undelivered,
} from '../../../src/protocol/control-messages.js';
import {
  ACK,
  DISCONNECT,
  HELLO,
  PING,
  PONG,
  REFRESH,
  UNDELIVERED,
} from '../../../src/protocol/control-types.js';
import { settled } from '../../support/fake-clock.js';
import { identity, SessionRoom, SETTINGS, type FakeClient } from '../../support/session-room.js';

const RESERVED = [2, 7, 9, 10, 11, 50, 99];
const sendRefresh = (client: FakeClient, seq: number, token: string): void => {
  client.send({ type: REFRESH, seq, payload: refresh.encode({ token }) });
};

describe('reserved types', () => {
  for (const type of RESERVED)
    test(`a request of type ${type} is answered TYPE_RESERVED, a notification is Undelivered`, async () => {
      const { client } = await new SessionRoom().open();
      client.send({ type, seq: 4 });
      client.send({ type });
      const [answer, notice] = client.heard();
      assert.deepEqual([answer?.type, answer?.seq, answer?.code], [type, 4, ERRORS.TYPE_RESERVED.code]);
      assert.ok(failure.decode(answer?.payload ?? new Uint8Array(0))?.message);
      assert.equal(notice?.type, UNDELIVERED);
      const { code, count, type: of } = undelivered.decode(notice.payload) ?? {};
      assert.deepEqual([of, code, count], [type, ERRORS.TYPE_RESERVED.code, 1]);
    });

  test('their answers are not counted, and not repeated by a resume', async () => {
    const room = new SessionRoom();
    const { client, welcome } = await room.open({ resumable: true });
    client.send({ type: 50, seq: 4 });
    client.transport.cut();
    const { welcome: again, rest } = await room
      .client()
      .login({ resumable: true, resume: welcome.resume, attempt: 1 });
    assert.deepEqual([again.resumed, again.received, rest.length], [1, 0, 0]);
  });
});

test('a second Hello is a PROTOCOL disconnect', async () => {
  const { client, session } = await new SessionRoom().open({ resumable: true });
  client.send({ type: HELLO, seq: 9 });
  assert.equal(client.disconnected().code, DISCONNECTS.PROTOCOL.code);
  assert.equal(session.state, 'closed');
});

describe('Ping and Pong', () => {
  test('a Ping comes back as Pong with its seq and payload', async () => {
    const { client } = await new SessionRoom().open();
    const payload = new Uint8Array(64).fill(7);
    client.send({ type: PING, seq: 77, payload });
    client.send({ type: PING });
    const [first, second] = client.heard();
    assert.deepEqual([first?.type, first?.seq, first?.code], [PONG, 77, 0]);
    assert.deepEqual(first?.payload, payload);
    assert.deepEqual([second?.type, second?.seq, second?.payload.length], [PONG, 0, 0]);
  });

  test('a Ping of 65 bytes is MALFORMED', async () => {
    const { client } = await new SessionRoom().open();
    client.send({ type: PING, payload: new Uint8Array(65) });
    assert.equal(client.disconnected().code, DISCONNECTS.MALFORMED.code);
  });

  test('a Pong does nothing, and a Ping uses no seq up', async () => {
    const room = new SessionRoom();
    const { client } = await room.open();
    client.send({ type: PONG, seq: 3 });
    client.send({ type: PING, seq: 3 });
    client.send({ type: 1000, seq: 3 });
    assert.deepEqual(
      client.heard().map(({ type }) => type),
      [PONG],
    );
    assert.equal(room.router.routed.length, 1);
  });
});

describe('Ack', () => {
  test('frees what is kept; an older or doubled one does no harm', async () => {
    const { client, session } = await new SessionRoom().open({ resumable: true });
    for (let sent = 0; sent < 5; sent++) session.deliver(Uint8Array.of(8, 100), 0, 2);
    for (const received of [3, 3, 1]) client.send({ type: ACK, payload: ack.encode({ received }) });
    assert.ok(client.transport.isOpen);
    assert.equal(session.canResumeFrom(2), false);
    assert.ok(session.canResumeFrom(3));
  });

  test('of more than was sent is PROTOCOL', async () => {
    const { client, session } = await new SessionRoom().open({ resumable: true });
    session.deliver(Uint8Array.of(8, 100), 0, 2);
    client.send({ type: ACK, payload: ack.encode({ received: 2 }) });
    assert.equal(client.disconnected().code, DISCONNECTS.PROTOCOL.code);
  });

  test('that does not decode is MALFORMED', async () => {
    const { client } = await new SessionRoom().open({ resumable: true });
    client.send({ type: ACK, payload: Uint8Array.of(0x08) });
    assert.equal(client.disconnected().code, DISCONNECTS.MALFORMED.code);
  });

  test('in a session that is not resumable says nothing', async () => {
    const { client } = await new SessionRoom().open();
    client.send({ type: ACK, payload: ack.encode({ received: 1000 }) });
    assert.ok(client.transport.isOpen);
  });
});

describe('Refresh', () => {
  test("puts the new token's identity in force and says when it ends", async () => {
    const room = new SessionRoom();
    const { client, session } = await room.open();
    const expiresAtMs = room.clock.epochMs() + 60_000;
    const verdict = { ok: true, identity: identity('alice', { expiresAtMs, roles: ['admin'] }) } as const;
    room.verifier.verdicts.set('new', verdict);
    sendRefresh(client, 2, 'new');
    await settled();
    const [answer] = client.heard();
    assert.deepEqual([answer?.type, answer?.seq, answer?.code], [REFRESH, 2, 0]);
    assert.equal(refreshed.decode(answer?.payload ?? new Uint8Array(0))?.tokenExpiresInMs, 60_000);
    assert.deepEqual(session.identity.roles, ['admin']);
    assert.deepEqual(room.router.events, ['alice opened', 'alice has roles admin']);
  });

  for (const [token, code] of [
    ['bob', ERRORS.TOKEN_REFUSED.code],
    ['invalid', ERRORS.TOKEN_REFUSED.code],
    ['expired', ERRORS.TOKEN_REFUSED.code],
    ['unavailable', ERRORS.TOKEN_UNCHECKED.code],
  ] as const)
    test(`with a token that is ${token === 'bob' ? "another user's" : token} fails with ${code}; the old one stands`, async () => {
      const room = new SessionRoom();
      const { client, session } = await room.open();
      const before = session.identity;
      if (token !== 'bob') room.verifier.verdicts.set(token, { ok: false, refusal: token, detail: '' });
      sendRefresh(client, 2, token);
      await settled();
      assert.deepEqual(
        client.heard().map((heard) => [heard.type, heard.seq, heard.code]),
        [[REFRESH, 2, code]],
      );
      assert.equal(session.identity, before);
      assert.ok(client.transport.isOpen);
    });

  test('as a notification is Undelivered; one that does not decode is MALFORMED', async () => {
    const room = new SessionRoom();
    const { client } = await room.open();
    client.send({ type: REFRESH, payload: refresh.encode({ token: 'alice' }) });
    assert.deepEqual(
      client.heard().map(({ type }) => type),
      [UNDELIVERED],
    );
    client.send({ type: REFRESH, seq: 2, payload: Uint8Array.of(0x0a) });
    assert.equal(client.disconnected().code, DISCONNECTS.MALFORMED.code);
  });

  test('one at a time: another meanwhile is TOO_MANY_REQUESTS, the next one after it is taken', async () => {
    const room = new SessionRoom();
    const { client } = await room.open();
    room.verifier.holds = true;
    sendRefresh(client, 2, 'alice');
    sendRefresh(client, 3, 'alice');
    assert.deepEqual(
      client.heard().map(({ seq, code }) => [seq, code]),
      [[3, ERRORS.TOO_MANY_REQUESTS.code]],
    );
    room.verifier.release();
    await settled();
    room.verifier.holds = false;
    sendRefresh(client, 4, 'alice');
    await settled();
    assert.deepEqual(
      client.heard().map(({ seq, code }) => [seq, code]),
      [
        [2, 0],
        [4, 0],
      ],
    );
  });

  test('its seq is pending until it is answered', async () => {
    const room = new SessionRoom();
    const { client } = await room.open();
    room.verifier.holds = true;
    sendRefresh(client, 2, 'alice');
    client.send({ type: 1000, seq: 2 });
    assert.equal(client.disconnected().code, DISCONNECTS.PROTOCOL.code);
    room.verifier.release();
    await settled();
    assert.equal(room.router.routed.length, 0);
  });

  test('with the seq of a pending request is PROTOCOL', async () => {
    const room = new SessionRoom();
    const { client } = await room.open();
    client.send({ type: 1000, seq: 5 });
    room.router.pending.add(5);
    sendRefresh(client, 5, 'alice');
    assert.equal(client.disconnected().code, DISCONNECTS.PROTOCOL.code);
  });

  test('without a verdict in time fails with TOKEN_UNCHECKED, and a late verdict changes nothing', async () => {
    const room = new SessionRoom();
    const { client, session } = await room.open();
    const before = session.identity;
    room.verifier.holds = true;
    sendRefresh(client, 2, 'alice');
    room.clock.advance(SETTINGS.authTimeoutMs);
    assert.deepEqual(
      client.heard().map(({ seq, code }) => [seq, code]),
      [[2, ERRORS.TOKEN_UNCHECKED.code]],
    );
    room.verifier.release();
    await settled();
    assert.deepEqual(client.heard(), []);
    assert.equal(session.identity, before);
  });

  test('that was not decided before a resume is void: its seq is free, and another one is taken', async () => {
    const room = new SessionRoom();
    const { client, session, welcome } = await room.open({ resumable: true });
    room.verifier.verdicts.set('old', { ok: true, identity: identity('alice', { roles: ['old'] }) });
    room.verifier.verdicts.set('new', { ok: true, identity: identity('alice', { roles: ['new'] }) });
    room.verifier.holds = true;
    sendRefresh(client, 2, 'old');
    room.verifier.holds = false;
    const next = room.client();
    await next.login({ resumable: true, resume: welcome.resume, attempt: 1 });
    sendRefresh(next, 2, 'new');
    await settled();
    room.verifier.release();
    await settled();
    assert.deepEqual(
      next.heard().map(({ type, seq, code }) => [type, seq, code]),
      [[REFRESH, 2, 0]],
    );
    assert.deepEqual([...session.identity.roles], ['new']);
  });

  test('of a session that ended meanwhile is answered by nobody', async () => {
    const room = new SessionRoom();
    const { client, session } = await room.open();
    room.verifier.holds = true;
    sendRefresh(client, 2, 'alice');
    session.end('KICKED');
    client.heard();
    room.verifier.release();
    await settled();
    assert.deepEqual(client.heard(), []);
  });
});

describe('Disconnect from the client', () => {
  test('ends a resumable session at once, is not answered, and tells the backends why', async () => {
    const room = new SessionRoom();
    const { client, session } = await room.open({ resumable: true });
    client.send({ type: DISCONNECT, payload: disconnect.encode({ code: 1, reason: 'bye '.repeat(100) }) });
    assert.equal(session.state, 'closed');
    assert.deepEqual(client.heard(), []);
    assert.equal(client.transport.closedWith, DISCONNECTS.CLOSED.code);
    assert.equal(room.router.events.at(-1), `alice closed 1 ${'bye '.repeat(50)}`);
    assert.equal(room.counters.countOf('CLOSED'), 1);
  });

  test('counts even when it does not decode', async () => {
    const { client, session } = await new SessionRoom().open({ resumable: true });
    client.send({ type: DISCONNECT, payload: Uint8Array.of(0x08) });
    assert.equal(session.state, 'closed');
  });
});
