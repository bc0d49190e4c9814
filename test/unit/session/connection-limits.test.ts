// What a connection does at its limits: connection.ts again, with the settings that make them small.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DISCONNECTS, ERRORS } from '../../../src/protocol/codes.js';
import { failure, undelivered } from '../../../src/protocol/control-messages.js';
import { ACK, PING, PONG, REFRESH, UNDELIVERED } from '../../../src/protocol/control-types.js';
import { settled } from '../../support/fake-clock.js';
import { SessionRoom, type FakeClient } from '../../support/session-room.js';

describe('what a client may send', () => {
  const SECOND = { messagesPerSecondMax: 100, bytesPerSecondMax: 10_000, controlsPerSecondMax: 200 };

  async function limited(): Promise<{ readonly room: SessionRoom; readonly client: FakeClient }> {
    const room = new SessionRoom({ ...SECOND, bytesPerSecondMax: 65_536 });
    const { client } = await room.open();
    return { room, client };
  }

  test('more messages than in a second: RATE_LIMITED with the time to wait, and then it is taken', async () => {
    const { room, client } = await limited();
    for (let seq = 2; seq < 103; seq++) client.send({ type: 1000, seq });
    assert.equal(room.router.routed.length, 100);
    const [refused] = client.heard();
    assert.deepEqual([refused?.type, refused?.seq, refused?.code], [1000, 102, ERRORS.RATE_LIMITED.code]);
    const { retryAfterMs } = failure.decode(refused?.payload ?? new Uint8Array()) ?? {};
    assert.equal(retryAfterMs, 10);
    assert.equal(room.counters.rateLimited, 1);
    room.clock.advance(10);
    client.send({ type: 1000, seq: 102 });
    assert.equal(room.router.routed.length, 101);
  });

  test('more bytes than in a second, as a notification: Undelivered; it counts as received', async () => {
    const { room, client } = await limited();
    const payload = new Uint8Array(60_000);
    client.send({ type: 1000, payload });
    client.send({ type: 1000, payload });
    assert.equal(room.router.routed.length, 1);
    const [told] = client.heard();
    assert.equal(told?.type, UNDELIVERED);
    assert.equal(undelivered.decode(told.payload)?.code, ERRORS.RATE_LIMITED.code);
    const [session] = room.registry.all();
    assert.equal(session?.received, 2);
  });

  test('a client that goes on when it was refused ends as FLOOD, with its own time to come back', async () => {
    const { room, client } = await limited();
    for (let n = 0; n < 301; n++) client.send({ type: 1000 });
    const { code, advice, retryAfterMs } = client.disconnected();
    assert.deepEqual([code, advice, retryAfterMs], [DISCONNECTS.FLOOD.code, DISCONNECTS.FLOOD.advice, 6_000]);
    assert.equal(room.registry.size, 0);
  });

  for (const [name, type, fits] of [
    ['Ping', PING, 200],
    ['Pong', PONG, 200],
    ['Ack', ACK, 200],
    ['a reserved type', 50, 200],
    // The first Refresh is under way; the others are refused, and cost as much.
    ['Refresh', REFRESH, 3],
  ] as const)
    test(`a flood of ${name} ends as FLOOD, one within the limit does not`, async () => {
      const { room, client } = await limited();
      room.verifier.holds = true;
      for (let n = 0; n < fits; n++) client.send({ type, seq: type === ACK ? 0 : n + 2 });
      assert.equal(client.connection.state, 'open');
      client.send({ type, seq: type === ACK ? 0 : 1_000 });
      assert.equal(client.disconnected().code, DISCONNECTS.FLOOD.code);
    });

  test('WebSocket pings count too, before Hello as well', () => {
    const client = new SessionRoom(SECOND).client();
    for (let n = 0; n < 200; n++) assert.equal(client.connection.onPing(), true);
    assert.equal(client.connection.onPing(), false);
    assert.equal(client.disconnected().code, DISCONNECTS.FLOOD.code);
  });
});

describe('too many', () => {
  test('connections without a session: the oldest goes, OVERLOADED; who says Hello gets in', async () => {
    const room = new SessionRoom({ handshakesMax: 3 });
    const silent = [room.client(), room.client(), room.client()];
    const speaking = room.client();
    await speaking.login();
    const [oldest, ...others] = silent;
    const { code, retryAfterMs } = oldest?.disconnected() ?? {};
    assert.deepEqual([code, retryAfterMs], [DISCONNECTS.OVERLOADED.code, 6_000]);
    for (const client of others) assert.equal(client.connection.state, 'awaiting-hello');
    assert.equal(room.context.gate.refused.handshakes, 1);
  });

  test('who has said Hello is not pushed out by those who say nothing; with nobody silent the newest goes', async () => {
    const room = new SessionRoom({ handshakesMax: 2 });
    room.admission.isHeld = true;
    const first = room.client();
    first.hello({ token: 'alice' });
    const silent = room.client();
    const second = room.client();
    assert.equal(silent.disconnected().code, DISCONNECTS.OVERLOADED.code);
    second.hello({ token: 'bob' });
    const newest = room.client();
    assert.equal(newest.disconnected().code, DISCONNECTS.OVERLOADED.code);
    assert.equal(room.context.handshakes.size, 2);
    room.admission.letIn();
    await settled();
    assert.equal(room.registry.size, 2);
    assert.equal(room.context.handshakes.size, 0);
    assert.equal(room.context.gate.refused.handshakes, 2);
  });

  test('an overload refuses resume tokens that are not known here too, before their token is checked', () => {
    const room = new SessionRoom();
    room.overload.isOn = true;
    room.admission.isHeld = true;
    const orphan = room.client();
    orphan.hello({ resumable: true, resume: 'of a dead gateway', attempt: 2 });
    assert.equal(orphan.disconnected().code, DISCONNECTS.OVERLOADED.code);
    assert.equal(room.admission.waiting.size, 0);
  });

  test('an event loop that is late: new sessions are refused after the upgrade, a resume is not', async () => {
    const room = new SessionRoom();
    const { client, welcome } = await room.open({ resumable: true });
    client.transport.cut();
    room.overload.isOn = true;
    const late = room.client();
    late.hello();
    const { code, retryAfterMs } = late.disconnected();
    assert.deepEqual([code, retryAfterMs], [DISCONNECTS.OVERLOADED.code, 6_000]);
    const back = room.client();
    const resumed = await back.login({ resumable: true, resume: welcome.resume, attempt: 2 });
    assert.equal(resumed.welcome.resumed, 1);
  });
});

describe('limits of a user over all gateways', () => {
  /** Answers in turn, 0 at the end. */
  const limit = (...waits: number[]) => ({ take: () => waits.shift() ?? 0 });

  test('a message too many is answered USER_RATE_LIMITED with the time to wait', async () => {
    const room = new SessionRoom();
    Object.assign(room.context, { userMessages: limit(0, 40) });
    const { client } = await room.open();
    client.send({ type: 1000, seq: 2 });
    client.send({ type: 1000, seq: 3 });
    client.send({ type: 1000, seq: 4 });
    assert.deepEqual(
      room.router.routed.map(({ seq }) => seq),
      [2, 4],
    );
    const [refused] = client.heard();
    assert.deepEqual([refused?.seq, refused?.code], [3, ERRORS.USER_RATE_LIMITED.code]);
    assert.equal(failure.decode(refused?.payload ?? new Uint8Array())?.retryAfterMs, 40);
  });

  test('what the user may not send is no flood of this session, and is not counted as its own limit', async () => {
    const room = new SessionRoom({ controlsPerSecondMax: 200, requestsMax: 1_000 });
    Object.assign(room.context, { userMessages: { take: () => 40 } });
    const { client } = await room.open();
    for (let n = 0; n < 400; n++) client.send({ type: 1000, seq: n + 2 });
    assert.equal(client.connection.state, 'open');
    assert.equal(room.counters.rateLimited, 0);
  });

  test('a login too many ends with its own code and the time to come back, and is counted', async () => {
    const room = new SessionRoom();
    Object.assign(room.context, { userLogins: limit(0, 9_000) });
    await room.open({ token: 'alice' });
    const client = room.client();
    client.hello({ token: 'alice' });
    await settled();
    const { code, retryAfterMs } = client.disconnected();
    assert.deepEqual([code, retryAfterMs], [DISCONNECTS.LOGIN_RATE_LIMITED.code, 9_000]);
    assert.equal(room.context.gate.refused['user-logins'], 1);
    assert.equal(room.registry.size, 1);
  });
});
