import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Advice, DISCONNECTS, type DisconnectName } from '../../../src/protocol/codes.js';
import { lost } from '../../../src/protocol/control-messages.js';
import { LOST } from '../../../src/protocol/control-types.js';
import { encodeEnvelope } from '../../../src/protocol/envelope.js';
import { settled } from '../../support/fake-clock.js';
import {
  identity,
  SessionRoom,
  SETTINGS,
  type FakeClient,
  type Heard,
  type LoggedIn,
  type OpenClient,
} from '../../support/session-room.js';

const push = (value: number): Uint8Array =>
  encodeEnvelope({ type: 2000, payload: new Uint8Array(50).fill(value) });
const deliver = ({ session }: OpenClient, value: number): void => {
  session.deliver(push(value), 0, push(value).length);
};

/** A resumable session of alice with attempt 1, and the room around it. */
async function openResumable(): Promise<OpenClient & { readonly room: SessionRoom }> {
  const room = new SessionRoom();
  return { room, ...(await room.open({ resumable: true, attempt: 1 })) };
}

function resume(
  client: FakeClient,
  token: string,
  received = 0,
  attempt = 2,
  user = 'alice',
): Promise<LoggedIn> {
  return client.login({ token: user, resumable: true, resume: token, received, attempt });
}

type Refuse = (room: SessionRoom, client: FakeClient, token: string) => Promise<void> | void;

/** What refuses a Hello without a word about the session it names. */
const REFUSED_FOR_A_MOMENT: readonly (readonly [DisconnectName, Refuse])[] = [
  [
    'AUTH_UNAVAILABLE',
    (room, client, token) => {
      room.verifier.verdicts.set('away', { ok: false, refusal: 'unavailable', detail: 'away' });
      client.hello({ token: 'away', resumable: true, resume: token, attempt: 2 });
      return settled();
    },
  ],
  [
    'AUTH_TIMEOUT',
    (room, client, token) => {
      room.verifier.holds = true;
      client.hello({ resumable: true, resume: token, attempt: 2 });
      room.clock.advance(SETTINGS.authTimeoutMs);
      room.verifier.holds = false;
    },
  ],
  [
    'HELLO_TIMEOUT',
    (room) => {
      room.clock.advance(SETTINGS.helloTimeoutMs + 1_000);
    },
  ],
  [
    'OVERLOADED',
    (room) => {
      for (let n = 0; n < SETTINGS.handshakesMax; n++) room.client();
    },
  ],
];

describe('a resume', () => {
  test('is whole: Welcome with the count, then what was missed, byte for byte, then what comes', async () => {
    const open = await openResumable();
    const { room, client, session, welcome } = open;
    client.send({ type: 1000, seq: 1 });
    client.send({ type: 1000 });
    for (const value of [1, 2]) deliver(open, value);
    client.transport.cut();
    for (const value of [3, 4]) deliver(open, value);
    const next = room.client('192.0.2.8:6000');
    const { welcome: again, rest } = await resume(next, welcome.resume, 1);
    assert.deepEqual([again.resumed, again.received, again.session], [1, 2, session.id]);
    assert.notEqual(again.resume, welcome.resume);
    assert.deepEqual(
      rest.map(({ bytes }) => bytes),
      [push(2), push(3), push(4)],
    );
    deliver(open, 5);
    assert.deepEqual(
      next.heard().map(({ bytes }) => bytes),
      [push(5)],
    );
    assert.deepEqual([session.generation, session.address], [2, '192.0.2.8:6000']);
    assert.deepEqual(room.router.events, ['alice opened', 'alice suspended', 'alice resumed 2']);
  });

  test('puts the identity of its token in force: roles, end and making', async () => {
    const { room, client, session, welcome } = await openResumable();
    client.transport.cut();
    const expiresAtMs = room.clock.epochMs() + 5_000;
    const renewed = identity('alice', { roles: ['gm'], expiresAtMs, issuedAtMs: 7 });
    room.verifier.verdicts.set('renewed', { ok: true, identity: renewed });
    const next = room.client();
    const { welcome: again } = await resume(next, welcome.resume, 0, 2, 'renewed');
    assert.deepEqual([again.resumed, again.tokenExpiresInMs], [1, 5_000]);
    assert.deepEqual(session.identity, { ...renewed, device: undefined });
    assert.deepEqual(room.router.events.slice(-2), ['alice has roles gm', 'alice resumed 2']);
    room.clock.advance(5_000 + SETTINGS.tokenGraceMs);
    assert.equal(next.disconnected().code, DISCONNECTS.TOKEN_EXPIRED.code);
  });

  test('tells of pushes lost meanwhile, and again of what the client may not have read', async () => {
    const open = await openResumable();
    const { room, client, session, welcome } = open;
    const losses = (heard: readonly Heard[]): (number | undefined)[] =>
      heard.filter(({ type }) => type === LOST).map(({ payload }) => lost.decode(payload)?.count);
    deliver(open, 1);
    session.deliverLost(2);
    assert.deepEqual(losses(client.heard()), [2]);
    client.transport.cut();
    session.deliverLost(1);
    const second = room.client();
    const again = await resume(second, welcome.resume, 1);
    assert.deepEqual(losses(again.rest), [2 + 1]);
    deliver(open, 2);
    second.transport.cut();
    const { rest } = await resume(room.client(), again.welcome.resume, 2, 3);
    assert.deepEqual(losses(rest), []);
  });

  test('from a live transport supersedes it: advice 0, and nothing is read from it any more', async () => {
    const { room, client, welcome } = await openResumable();
    const next = room.client();
    const { welcome: again } = await resume(next, welcome.resume);
    assert.equal(again.resumed, 1);
    const { code, advice } = client.disconnected();
    assert.deepEqual([code, advice], [DISCONNECTS.SUPERSEDED.code, Advice.NOTHING]);
    client.send({ type: 1000 });
    assert.equal(room.router.routed.length, 0);
    client.transport.cut();
    next.send({ type: 1000 });
    assert.equal(room.router.routed.length, 1);
    assert.deepEqual(room.router.events, ['alice opened', 'alice resumed 2']);
  });

  test('with a count from before what is kept is 0: a new session, and the old one ends', async () => {
    const open = await openResumable();
    const { room, client, session, welcome } = open;
    for (const value of [1, 2, 3]) deliver(open, value);
    session.acknowledgedByClient(2);
    client.transport.cut();
    const { welcome: again, rest } = await resume(room.client(), welcome.resume, 1);
    assert.deepEqual([again.resumed, again.received, rest.length], [0, 0, 0]);
    assert.notEqual(again.session, session.id);
    assert.equal(session.state, 'closed');
    assert.equal(room.counters.resumeRefused, 1);
    assert.equal(room.registry.size, 1);
  });

  test('with a count above what was sent is 0', async () => {
    const open = await openResumable();
    deliver(open, 1);
    open.client.transport.cut();
    const { welcome } = await resume(open.room.client(), open.welcome.resume, 2);
    assert.equal(welcome.resumed, 0);
    assert.equal(open.session.state, 'closed');
  });

  for (const [cause, refuse] of REFUSED_FOR_A_MOMENT)
    test(`that is refused once (${cause}) is advised to try again, and is whole then`, async () => {
      const { room, client, session, welcome } = await openResumable();
      client.transport.cut();
      const refused = room.client();
      await refuse(room, refused, welcome.resume);
      const { code, advice } = refused.disconnected();
      assert.deepEqual([code, advice], [DISCONNECTS[cause].code, Advice.RESUME]);
      const { welcome: again } = await resume(room.client(), welcome.resume, 0, 3);
      assert.deepEqual([again.resumed, again.session], [1, session.id]);
    });

  test('of a stale attempt is refused and leaves the live transport alone', async () => {
    const { room, client, session, welcome } = await openResumable();
    for (const attempt of [0, 1]) {
      const late = room.client();
      late.hello({ resumable: true, resume: welcome.resume, attempt });
      await new Promise(setImmediate);
      const { code, advice } = late.disconnected();
      assert.deepEqual([code, advice], [DISCONNECTS.RESUME_STALE.code, Advice.NOTHING]);
    }
    assert.ok(client.transport.isOpen);
    assert.equal(session.generation, 1);
  });

  test("with another user's token steals nothing: a new session of that user, the old one untouched", async () => {
    const { room, client, session, welcome } = await openResumable();
    const { welcome: stolen } = await resume(room.client(), welcome.resume, 0, 2, 'mallory');
    assert.deepEqual([stolen.resumed, stolen.user], [0, 'mallory']);
    assert.notEqual(stolen.session, session.id);
    assert.ok(client.transport.isOpen);
    assert.equal(session.state, 'live');
  });

  test('with an unknown token is a new session', async () => {
    const { room, session } = await openResumable();
    const { welcome } = await resume(room.client(), 'unknown');
    assert.equal(welcome.resumed, 0);
    assert.equal(session.state, 'live');
  });

  test('after the session ended is a new session', async () => {
    const { room, session, welcome } = await openResumable();
    session.end('KICKED');
    assert.equal((await resume(room.client(), welcome.resume)).welcome.resumed, 0);
  });

  test('after another resume within the window begins the window anew', async () => {
    const { room, client, session, welcome } = await openResumable();
    client.transport.cut();
    room.clock.advance(20_000);
    const next = room.client();
    await resume(next, welcome.resume);
    next.transport.cut();
    room.clock.advance(20_000);
    assert.equal(session.state, 'suspended');
    room.clock.advance(11_000);
    assert.equal(session.state, 'closed');
  });
});

describe('the resume token before the last', () => {
  test('stays good until the first envelope on the new transport', async () => {
    const { room, welcome } = await openResumable();
    const lost = room.client();
    await resume(lost, welcome.resume, 0, 2);
    lost.transport.cut();
    const next = room.client();
    assert.equal((await resume(next, welcome.resume, 0, 3)).welcome.resumed, 1);
    next.send({ type: 1000 });
    next.transport.cut();
    assert.equal((await resume(room.client(), welcome.resume, 0, 4)).welcome.resumed, 0);
  });

  test('stays good however many Welcomes in a row were lost', async () => {
    const { room, session, welcome } = await openResumable();
    for (let attempt = 2; attempt < 8; attempt++) {
      const lost = room.client();
      assert.equal((await resume(lost, welcome.resume, 0, attempt)).welcome.resumed, 1);
      lost.transport.cut();
    }
    assert.deepEqual([session.generation, room.registry.size], [7, 1]);
  });

  test('once retired proves nothing: resumed 0, and the old session ends', async () => {
    const { room, session, welcome } = await openResumable();
    const next = room.client();
    await resume(next, welcome.resume, 0, 2);
    next.send({ type: 3 });
    assert.equal((await resume(room.client(), welcome.resume, 0, 3)).welcome.resumed, 0);
    assert.equal(session.state, 'closed');
    assert.equal(next.disconnected().code, DISCONNECTS.RESUME_EXPIRED.code);
  });
});

describe('a resumable session survives', () => {
  test('a heartbeat that was lost: suspended, advice 2', async () => {
    const { room, client, session } = await openResumable();
    room.clock.advance(41_000);
    const { code, advice } = client.disconnected();
    assert.deepEqual([code, advice], [DISCONNECTS.HEARTBEAT_LOST.code, Advice.RESUME]);
    assert.equal(session.state, 'suspended');
  });

  test('a client that was too slow: suspended, and the resume brings everything', async () => {
    const room = new SessionRoom({ queueBytesMax: 3000, replayBytesMax: 8000 });
    const open = { room, ...(await room.open({ resumable: true, attempt: 1 })) };
    open.client.transport.takes = false;
    for (let value = 0; value < 70; value++) deliver(open, value);
    assert.equal(open.session.state, 'suspended');
    open.client.transport.drain();
    const { code, advice } = open.client.disconnected();
    assert.deepEqual([code, advice], [DISCONNECTS.SLOW_CONSUMER.code, Advice.RESUME]);
    const { rest } = await resume(room.client(), open.welcome.resume, 0);
    assert.deepEqual(
      rest.map(({ bytes }) => bytes),
      Array.from({ length: 70 }, (_, value) => push(value)),
    );
  });

  test('a resume whose repetition does not fit: suspended again, told to nobody as resumed', async () => {
    const room = new SessionRoom({ queueBytesMax: 3000, replayBytesMax: 8000 });
    const open = { room, ...(await room.open({ resumable: true, attempt: 1 })) };
    open.client.transport.cut();
    for (let value = 0; value < 70; value++) deliver(open, value);
    const next = room.client();
    next.transport.takes = false;
    next.hello({ resumable: true, resume: open.welcome.resume, attempt: 2 });
    await new Promise(setImmediate);
    assert.equal(open.session.state, 'suspended');
    assert.equal(next.transport.closedWith, DISCONNECTS.SLOW_CONSUMER.code);
    assert.deepEqual(room.router.events, ['alice opened', 'alice suspended', 'alice suspended']);
    next.transport.drain();
    const received = next.heard().filter(({ type }) => type === 2000).length;
    assert.ok(received > 0, 'each try brings the client further');
    const { welcome, rest } = await resume(room.client(), open.welcome.resume, received, 3);
    assert.deepEqual([welcome.resumed, rest.length], [1, 70 - received]);
  });
});
