import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Advice, DISCONNECTS, ERRORS } from '../../../src/protocol/codes.js';
import { ack, failure, undelivered } from '../../../src/protocol/control-messages.js';
import {
  ACK,
  ACK_EVERY,
  ACK_INTERVAL_MS,
  UINT32_MAX,
  UNDELIVERED,
} from '../../../src/protocol/control-types.js';
import { encodeEnvelope } from '../../../src/protocol/envelope.js';
import { newBroadcast } from '../../../src/session/outbox.js';
import { Session } from '../../../src/session/session.js';
import { SWEEP_INTERVAL_MS } from '../../../src/session/sweep.js';
import {
  identity,
  SessionRoom,
  SETTINGS,
  type FakeClient,
  type OpenClient,
} from '../../support/session-room.js';

const push = (value: number, payloadBytes = 10): Uint8Array =>
  encodeEnvelope({ type: 2000, payload: new Uint8Array(payloadBytes).fill(value) });
const deliver = ({ session }: Pick<OpenClient, 'session'>, envelope: Uint8Array): void => {
  session.deliver(envelope, 0, envelope.length);
};
const bytesHeard = (client: FakeClient): number[][] => client.heard().map(({ bytes }) => [...bytes]);
const acksIn = (client: FakeClient): (number | undefined)[] =>
  client
    .heard()
    .filter(({ type }) => type === ACK)
    .map(({ payload }) => ack.decode(payload)?.received);

describe('delivering', () => {
  test('sends the same bytes in order, broadcasts among them', async () => {
    const open = await new SessionRoom().open();
    const odd = Uint8Array.of(0x08, 0xd0, 0x0f, 0x10, 0x00, 0x2a, 0x00);
    deliver(open, push(1));
    open.session.deliverBroadcast(newBroadcast(push(2)));
    deliver(open, odd);
    assert.deepEqual(
      bytesHeard(open.client),
      [push(1), push(2), odd].map((bytes) => [...bytes]),
    );
  });

  test('an envelope longer than frame_bytes_max is left out and counted; nothing else is lost', async () => {
    const room = new SessionRoom({ frameBytesMax: 100 });
    const open = await room.open({ resumable: true });
    deliver(open, push(1, 200));
    open.session.deliverBroadcast(newBroadcast(push(2, 200)));
    deliver(open, push(3));
    assert.deepEqual(bytesHeard(open.client), [[...push(3)]]);
    assert.equal(room.counters.tooLong, 2);
    assert.ok(open.session.canResumeFrom(1));
  });

  test('an answer that is too long fails its request', async () => {
    const room = new SessionRoom({ frameBytesMax: 100 });
    const { client, session } = await room.open();
    const answer = encodeEnvelope({ type: 1000, seq: 7, payload: new Uint8Array(200) });
    session.requestAnswered(0, answer, 0, answer.length);
    const [failed] = client.heard();
    assert.deepEqual([failed?.type, failed?.seq, failed?.code], [1000, 7, ERRORS.HANDLER_FAILED.code]);
  });

  test('to a closed session is dropped and counted', async () => {
    const room = new SessionRoom();
    const open = await room.open();
    open.session.end('KICKED');
    open.client.heard();
    deliver(open, push(1));
    open.session.deliverBroadcast(newBroadcast(push(1)));
    assert.deepEqual(open.client.heard(), []);
    assert.equal(room.counters.dropped, 2);
  });
});

describe('a failed message', () => {
  test('is a Failure with its code, type and seq; retry_after_ms as given', async () => {
    const { client, session } = await new SessionRoom().open();
    session.fail(1000, 7, ERRORS.NO_INSTANCE.code, 250);
    session.requestFailed(1001, 8, 0, ERRORS.TIMEOUT.code);
    const [first, second] = client.heard();
    assert.deepEqual([first?.type, first?.seq, first?.code], [1000, 7, ERRORS.NO_INSTANCE.code]);
    assert.deepEqual(
      { ...failure.decode(first?.payload ?? new Uint8Array(0)) },
      { message: ERRORS.NO_INSTANCE.message, retryAfterMs: 250 },
    );
    assert.deepEqual([second?.type, second?.seq, second?.code], [1001, 8, ERRORS.TIMEOUT.code]);
  });

  test('with a code that no table has still has a message', async () => {
    const { client, session } = await new SessionRoom().open();
    session.fail(1000, 7, 9999);
    assert.equal(failure.decode(client.heard()[0]?.payload ?? new Uint8Array(0))?.message, '9999');
  });

  test('counts as an application envelope, so that a resume repeats it', async () => {
    const { session } = await new SessionRoom().open({ resumable: true });
    session.fail(1000, 7, ERRORS.TIMEOUT.code);
    assert.ok(session.canResumeFrom(1));
  });
});

describe('Undelivered', () => {
  const noticesIn = (client: FakeClient): unknown[] =>
    client
      .heard()
      .filter(({ type }) => type === UNDELIVERED)
      .map(({ payload }) => Object.values(undelivered.decode(payload) ?? {}));

  test('at most one a type and second, with the count since the last', async () => {
    const room = new SessionRoom();
    const { client, session } = await room.open();
    for (let failed = 0; failed < 5; failed++) session.fail(1000, 0, ERRORS.NO_INSTANCE.code);
    session.fail(1001, 0, ERRORS.NO_ROUTE.code);
    assert.deepEqual(noticesIn(client), [
      [1000, 1100, 1],
      [1001, 1000, 1],
    ]);
    room.clock.advance(1000 + SWEEP_INTERVAL_MS);
    assert.deepEqual(noticesIn(client), [[1000, 1100, 4]]);
    assert.equal(room.counters.undelivered, 6);
  });

  test('more types at once than are remembered are counted as untold', async () => {
    const room = new SessionRoom();
    const { client, session } = await room.open();
    for (let type = 100; type < 170; type++) session.fail(type, 0, ERRORS.NO_ROUTE.code);
    assert.equal(noticesIn(client).length, 64);
    assert.equal(room.counters.undeliveredUntold, 6);
  });

  test('waits while the session is suspended, and is told after the resume', async () => {
    const room = new SessionRoom();
    const { client, session, welcome } = await room.open({ resumable: true });
    for (let failed = 0; failed < 3; failed++) session.fail(1000, 0, ERRORS.NO_INSTANCE.code);
    client.transport.cut();
    room.clock.advance(5_000);
    const next = room.client();
    await next.login({ resumable: true, resume: welcome.resume, attempt: 1 });
    room.clock.advance(SWEEP_INTERVAL_MS);
    assert.deepEqual(noticesIn(next), [[1000, 1100, 2]]);
  });

  test('a notification that fails first while the session is suspended is told after the resume', async () => {
    const room = new SessionRoom();
    const { client, session, welcome } = await room.open({ resumable: true });
    client.transport.cut();
    session.fail(1000, 0, ERRORS.NO_INSTANCE.code);
    room.clock.advance(5_000);
    const next = room.client();
    await next.login({ resumable: true, resume: welcome.resume, attempt: 1 });
    room.clock.advance(SWEEP_INTERVAL_MS);
    assert.deepEqual(noticesIn(next), [[1000, 1100, 1]]);
  });
});

describe('Ack from the gateway', () => {
  test('after every 32 envelopes at once', async () => {
    const { client } = await new SessionRoom().open({ resumable: true });
    for (let sent = 0; sent < 2 * ACK_EVERY + 5; sent++) client.send({ type: 1000 });
    assert.deepEqual(acksIn(client), [32, 64]);
  });

  test('within a second for fewer, and none when there is nothing new', async () => {
    const room = new SessionRoom();
    const { client } = await room.open({ resumable: true });
    room.clock.advance(3_000);
    assert.deepEqual(acksIn(client), []);
    client.send({ type: 1000 });
    room.clock.advance(ACK_INTERVAL_MS);
    assert.deepEqual(acksIn(client), [1]);
    for (let sent = 0; sent < 3; sent++) {
      client.send({ type: 1000 });
      room.clock.advance(ACK_INTERVAL_MS);
    }
    assert.equal(acksIn(client).at(-1), 4);
    room.clock.advance(3_000);
    assert.deepEqual(acksIn(client), []);
  });

  test('never in a session that is not resumable', async () => {
    const room = new SessionRoom();
    const { client } = await room.open();
    for (let sent = 0; sent < 100; sent++) client.send({ type: 1000 });
    room.clock.advance(2_000);
    assert.deepEqual(acksIn(client), []);
  });
});

describe('the end', () => {
  test('of the count is COUNT_EXHAUSTED, advice 1, and the envelope itself was still taken', async () => {
    const room = new SessionRoom();
    const { client, session } = await room.open({ resumable: true });
    assert.ok(session instanceof Session);
    session.received = UINT32_MAX - 2;
    client.send({ type: 1000 });
    assert.ok(client.transport.isOpen);
    client.send({ type: 1000 });
    const { code, advice } = client.disconnected();
    assert.deepEqual([code, advice], [DISCONNECTS.COUNT_EXHAUSTED.code, Advice.CONNECT]);
    assert.equal(room.router.routed.length, 2);
    assert.equal(session.state, 'closed');
  });

  test('a session that is not resumable never runs out of numbers', async () => {
    const { client, session } = await new SessionRoom().open();
    assert.ok(session instanceof Session);
    session.received = UINT32_MAX - 1;
    client.send({ type: 1000 });
    client.send({ type: 1000 });
    assert.ok(client.transport.isOpen);
  });

  test('KICKED carries the advice and the reason of who kicked', async () => {
    const room = new SessionRoom();
    const { client, session } = await room.open();
    session.end('KICKED', 'cheating', Advice.AUTHENTICATE);
    const { code, advice, reason } = client.disconnected();
    assert.deepEqual([code, advice, reason], [DISCONNECTS.KICKED.code, Advice.AUTHENTICATE, 'cheating']);
    assert.equal(room.router.events.at(-1), 'alice closed 14 cheating');
  });

  test('comes once: nothing is told of the session after it', async () => {
    const room = new SessionRoom();
    const { client, session } = await room.open({ resumable: true });
    session.end('KICKED');
    session.end('DRAINING');
    session.transportLost(20, 'late');
    session.closedByConnection(20, 'late');
    client.transport.cut();
    assert.deepEqual(room.router.events, ['alice opened', 'alice closed 14 kicked']);
  });

  test('of a suspended session needs no transport', async () => {
    const room = new SessionRoom();
    const { client, session } = await room.open({ resumable: true });
    client.transport.cut();
    session.end('KICKED', 'gone for good');
    assert.deepEqual(room.router.events.slice(1), ['alice suspended', 'alice closed 14 gone for good']);
    assert.equal(room.registry.size, 0);
  });
});

test('it describes itself to backends', async () => {
  const room = new SessionRoom();
  const attributes = new Map([
    ['level', '3'],
    ['guild', 'x'],
  ]);
  room.verifier.verdicts.set('t', {
    ok: true,
    identity: identity('alice', { roles: ['player'], attributes }),
  });
  const { client, session } = await room.open({ token: 't', resumable: true, client: 'game/1' });
  const described = {
    id: session.id,
    generation: 1,
    user: 'alice',
    roles: ['player'],
    attributes: [
      { name: 'guild', value: 'x' },
      { name: 'level', value: '3' },
    ],
    address: client.transport.address,
    client: 'game/1',
    suspended: false,
  };
  assert.deepEqual(session.describe(), described);
  client.transport.cut();
  assert.deepEqual(session.describe(), { ...described, suspended: true });
});

test('a suspended session keeps what is sent to it, up to the limit, and drops the oldest beyond', async () => {
  const room = new SessionRoom();
  const open = await room.open({ resumable: true });
  open.client.transport.cut();
  for (let sent = 0; sent < 20; sent++) deliver(open, push(sent, 1000));
  assert.ok(open.session.canResumeFrom(20));
  assert.equal(open.session.canResumeFrom(0), false);
  assert.ok(open.session.canResumeFrom(20 - Math.floor(SETTINGS.replayBytesMax / 1010)));
});
