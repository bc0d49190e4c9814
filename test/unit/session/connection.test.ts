import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Advice, DISCONNECTS } from '../../../src/protocol/codes.js';
import { hello as helloCodec, welcome as welcomeCodec } from '../../../src/protocol/control-messages.js';
import { DISCONNECT, HELLO, HELLO_BYTES_MAX, PING } from '../../../src/protocol/control-types.js';
import { encodeEnvelope, type EnvelopeFields } from '../../../src/protocol/envelope.js';
import { FrameStatus } from '../../../src/protocol/frames.js';
import { settled } from '../../support/fake-clock.js';
import { identity, SessionRoom, SETTINGS } from '../../support/session-room.js';

const HELLO_PAYLOAD = helloCodec.encode({ protocol: 1, token: 'alice' });

describe('the first envelope', () => {
  for (const [what, fields, code] of [
    ['an application message', { type: 1000, seq: 1 }, DISCONNECTS.PROTOCOL],
    ['a Ping', { type: PING }, DISCONNECTS.PROTOCOL],
    ['a Hello with seq 0', { type: HELLO, payload: HELLO_PAYLOAD }, DISCONNECTS.PROTOCOL],
    [
      'a Hello that does not decode',
      { type: HELLO, seq: 1, payload: Uint8Array.of(0x12) },
      DISCONNECTS.MALFORMED,
    ],
    [
      'a Hello of protocol 2',
      { type: HELLO, seq: 1, payload: helloCodec.encode({ protocol: 2 }) },
      DISCONNECTS.VERSION_UNSUPPORTED,
    ],
    ['type 0', { type: 0, seq: 1 }, DISCONNECTS.MALFORMED],
  ] as const satisfies readonly (readonly [string, EnvelopeFields, { code: number; advice: number }])[])
    test(`${what}: Disconnect ${code.code}, and nothing but it`, () => {
      const room = new SessionRoom();
      const client = room.client();
      client.send(fields);
      const heard = client.heard();
      assert.deepEqual(
        heard.map(({ type, seq }) => [type, seq]),
        [[DISCONNECT, 0]],
      );
      assert.equal(client.transport.closedWith, code.code);
      assert.equal(room.context.handshakes.size, 0);
      assert.deepEqual(room.router.events, []);
    });

  test('anything while the token is checked is PROTOCOL, a second Hello too', async () => {
    for (const fields of [
      { type: 1000, seq: 2 },
      { type: PING },
      { type: HELLO, seq: 2, payload: HELLO_PAYLOAD },
    ] satisfies EnvelopeFields[]) {
      const room = new SessionRoom();
      const client = room.client();
      client.hello();
      client.send(fields);
      assert.equal(client.disconnected().code, DISCONNECTS.PROTOCOL.code);
      await settled();
      assert.equal(room.registry.size, 0, 'the verdict came for nobody');
    }
  });
});

describe('what no client may send', () => {
  for (const [what, bytes] of [
    ['type 0', encodeEnvelope({ type: 0, seq: 2 })],
    ['a code', encodeEnvelope({ type: 1000, seq: 2, code: 10_000 })],
    ['a key of 65 bytes', encodeEnvelope({ type: 1000, seq: 2, key: new Uint8Array(65) })],
    ['fields out of order', Uint8Array.of(0x10, 2, 0x08, 100)],
    ['a field twice', Uint8Array.of(0x08, 100, 0x08, 100)],
    ['bytes that are no protobuf', Uint8Array.of(0xff, 0xff)],
  ] as const)
    test(`${what}: MALFORMED, and the session ends`, async () => {
      const room = new SessionRoom();
      const { client, session } = await room.open({ resumable: true });
      client.sendBytes(bytes);
      assert.equal(client.disconnected().code, DISCONNECTS.MALFORMED.code);
      assert.equal(session.state, 'closed');
      assert.equal(room.router.routed.length, 0);
    });

  test('a key of 64 bytes is good', async () => {
    const room = new SessionRoom();
    const { client } = await room.open();
    client.send({ type: 1000, seq: 2, key: new Uint8Array(64) });
    assert.equal(room.router.routed.length, 1);
  });

  for (const [status, name] of [
    [FrameStatus.TOO_LARGE, 'FRAME_TOO_LARGE'],
    [FrameStatus.MALFORMED, 'MALFORMED'],
    [FrameStatus.TEXT, 'PROTOCOL'],
  ] as const)
    test(`frame status ${status}: ${name}`, async () => {
      const { client } = await new SessionRoom().open();
      client.transport.violate(status);
      assert.equal(client.disconnected().code, DISCONNECTS[name].code);
    });
});

describe('Welcome', () => {
  test('says everything about a new session', async () => {
    const room = new SessionRoom();
    const client = room.client();
    const { welcome } = await client.login({ resumable: true, heartbeatMs: 7_000, client: 'game/1' }, 99);
    const session = [...room.registry.all()][0];
    // Field by field: what protobuf leaves out stands on the decoded object's prototype.
    const expected = {
      protocol: 1,
      session: session?.id,
      user: 'alice',
      resume: session?.resumeTokens[0],
      resumed: 0,
      received: 0,
      heartbeatMs: 7_000,
      tokenExpiresInMs: 0,
      resumeWindowMs: SETTINGS.resumeWindowMs,
      frameBytesMax: SETTINGS.frameBytesMax,
      requestsMax: SETTINGS.requestsMax,
      gateway: 'gateway-1',
    };
    for (const [field, value] of Object.entries(expected))
      assert.equal(welcome[field as keyof typeof welcome], value, field);
    assert.equal(session?.client, 'game/1');
    assert.equal(session.address, client.transport.address);
    assert.deepEqual(room.router.events, ['alice opened']);
    assert.equal(room.context.handshakes.size, 0);
  });

  test('of a session that is not resumable has no token and no window', async () => {
    const { welcome } = await new SessionRoom().open();
    assert.deepEqual([welcome.resume, welcome.resumeWindowMs], ['', 0]);
    const none = await new SessionRoom({ resumeWindowMs: 0 }).open({ resumable: true });
    assert.deepEqual([none.welcome.resume, none.session.resumable], ['', false]);
  });

  test('raises the frame limit from 16 KiB to the one it names', async () => {
    const room = new SessionRoom();
    const client = room.client();
    assert.equal(client.transport.limit.bytesMax, HELLO_BYTES_MAX);
    await client.login();
    assert.equal(client.transport.limit.bytesMax, SETTINGS.frameBytesMax);
  });

  test('carries the end of the token, and the user whom the token names', async () => {
    const room = new SessionRoom();
    const expiresAtMs = room.clock.epochMs() + 5_000;
    room.verifier.verdicts.set('t', { ok: true, identity: identity('carol', { expiresAtMs }) });
    const { welcome } = await room.open({ token: 't' });
    assert.deepEqual([welcome.user, welcome.tokenExpiresInMs], ['carol', 5_000]);
  });

  test('is encoded so that any protobuf reader takes it', async () => {
    const { welcome } = await new SessionRoom().open();
    assert.deepEqual(welcomeCodec.decode(welcomeCodec.encode(welcome)), welcome);
  });
});

describe('a refused Hello', () => {
  for (const [refusal, name] of [
    ['invalid', 'TOKEN_INVALID'],
    ['expired', 'TOKEN_EXPIRED'],
    ['unavailable', 'AUTH_UNAVAILABLE'],
  ] as const)
    test(`${refusal}: ${name} with its advice; the detail is for the log alone`, async () => {
      const room = new SessionRoom();
      room.verifier.verdicts.set('bad', { ok: false, refusal, detail: 'the secret reason' });
      const client = room.client();
      client.hello({ token: 'bad' });
      await settled();
      const { code, advice, reason } = client.disconnected();
      assert.deepEqual([code, advice], [DISCONNECTS[name].code, DISCONNECTS[name].advice]);
      assert.ok(!reason.includes('secret'));
      assert.match(JSON.stringify(room.log.lines), /the secret reason/);
      assert.equal(room.registry.size, 0);
    });

  test('no verdict in time is AUTH_TIMEOUT, and a late one opens nothing', async () => {
    const room = new SessionRoom();
    room.verifier.holds = true;
    const client = room.client();
    client.hello();
    room.clock.advance(SETTINGS.authTimeoutMs);
    assert.equal(client.disconnected().code, DISCONNECTS.AUTH_TIMEOUT.code);
    room.verifier.release();
    await settled();
    assert.equal(room.registry.size, 0);
  });

  test('a client that left while its token was checked opens nothing and leaves no timer', async () => {
    const room = new SessionRoom();
    room.verifier.holds = true;
    const client = room.client();
    client.hello();
    client.transport.cut();
    room.verifier.release();
    await settled();
    assert.equal(room.registry.size, 0);
    room.sweep.cancel();
    assert.equal(room.clock.pending, 0);
  });

  test('over the limit of sessions is OVERLOADED, a made-up resume token or a storm of Hellos too', async () => {
    const room = new SessionRoom({ sessionsMax: 2 });
    await room.open();
    const storm = [room.client(), room.client(), room.client()];
    for (const client of storm) client.hello();
    await settled();
    assert.equal(room.registry.size, 2);
    const forged = room.client();
    forged.hello({ resume: 'made up' });
    const late = room.client();
    late.hello();
    await settled();
    assert.equal(room.registry.size, 2);
    for (const client of [...storm.slice(1), forged, late])
      assert.equal(client.disconnected().code, DISCONNECTS.OVERLOADED.code);
  });

  test('a resume is let in when all places are taken: it needs none', async () => {
    const room = new SessionRoom({ sessionsMax: 1 });
    const { welcome, client } = await room.open({ resumable: true });
    client.transport.cut();
    const { welcome: again } = await room
      .client()
      .login({ resume: welcome.resume, attempt: 1, resumable: true });
    assert.equal(again.resumed, 1);
  });
});

describe('the seq of a request', () => {
  test('is free again once it is answered', async () => {
    const room = new SessionRoom();
    const { client } = await room.open();
    for (const seq of [5, 3, 5, 3]) client.send({ type: 1000, seq });
    assert.deepEqual(
      room.router.routed.map(({ seq }) => seq),
      [5, 3, 5, 3],
    );
  });

  test('used while pending is PROTOCOL, and the message goes nowhere', async () => {
    const room = new SessionRoom();
    const { client } = await room.open({ resumable: true });
    client.send({ type: 1000, seq: 5 });
    room.router.pending.add(5);
    client.send({ type: 1001, seq: 5 });
    const { code, advice } = client.disconnected();
    assert.deepEqual([code, advice], [DISCONNECTS.PROTOCOL.code, Advice.CONNECT]);
    assert.equal(room.router.routed.length, 1);
  });

  test('0 is a notification, as often as one likes', async () => {
    const room = new SessionRoom();
    const { client } = await room.open();
    room.router.pending.add(0);
    client.send({ type: 1000 });
    client.send({ type: 1000 });
    assert.equal(room.router.routed.length, 2);
  });
});

test('an application envelope reaches the router as the same bytes, and is counted', async () => {
  const room = new SessionRoom();
  const { client } = await room.open();
  // Explicit zeros are canonical too, and must not be normalised away.
  const bytes = Uint8Array.of(0x08, 0xe8, 0x07, 0x10, 0x00, 0x18, 0x00, 0x22, 0x00, 0x2a, 0x01, 0x09);
  client.sendBytes(bytes);
  assert.deepEqual(
    room.router.routed.map((routed) => routed.bytes),
    [bytes],
  );
  assert.deepEqual([room.counters.received, room.counters.receivedBytes], [1, bytes.length]);
});

describe('a lost transport', () => {
  test('ends a session that is not resumable', async () => {
    const room = new SessionRoom();
    const { client } = await room.open();
    client.transport.cut('ECONNRESET');
    assert.deepEqual(room.router.events, ['alice opened', 'alice closed 20 ECONNRESET']);
    assert.equal(room.counters.countOf('TRANSPORT_LOST'), 1);
    assert.equal(room.registry.size, 0);
  });

  test('before Hello leaves nothing', () => {
    const room = new SessionRoom();
    room.client().transport.cut();
    assert.equal(room.context.handshakes.size, 0);
    assert.deepEqual(room.router.events, []);
  });
});

describe('a client that does not read', () => {
  test('is disconnected as SLOW_CONSUMER at the limit; a session that is not resumable ends, advice 1', async () => {
    const room = new SessionRoom();
    const { client, session } = await room.open();
    client.transport.takes = false;
    const push = encodeEnvelope({ type: 2000, payload: new Uint8Array(1000) });
    for (let sent = 0; sent < 17; sent++) session.deliver(push, 0, push.length);
    client.transport.drain();
    const { code, advice } = client.disconnected();
    assert.deepEqual([code, advice], [DISCONNECTS.SLOW_CONSUMER.code, Advice.CONNECT]);
    assert.equal(session.state, 'closed');
    assert.equal(room.counters.dropped, 0);
    session.deliver(push, 0, push.length);
    assert.equal(room.counters.dropped, 1);
  });

  test('is also cut off by the answers to its own Pings', async () => {
    const room = new SessionRoom();
    const { client } = await room.open();
    client.transport.takes = false;
    for (let sent = 0; sent < 500 && client.transport.isOpen; sent++)
      client.send({ type: PING, payload: new Uint8Array(64) });
    assert.equal(client.transport.closedWith, DISCONNECTS.SLOW_CONSUMER.code);
    assert.ok(client.transport.queuedBytes < SETTINGS.queueBytesMax + 200);
  });
});

test('each end of a transport is counted once, under its code', async () => {
  const room = new SessionRoom();
  const { client, session } = await room.open();
  session.end('KICKED');
  session.end('DRAINING');
  client.connection.end('PROTOCOL');
  client.connection.onLost('late');
  assert.deepEqual([...room.counters.disconnects], [['KICKED', 1]]);
});
