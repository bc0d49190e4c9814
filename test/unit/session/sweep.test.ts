import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { DISCONNECTS } from '../../../src/protocol/codes.js';
import { PING, PONG } from '../../../src/protocol/control-types.js';
import type { Heartbeat } from '../../../src/session/contracts.js';
import { beat, overdue, SWEEP_INTERVAL_MS } from '../../../src/session/sweep.js';
import { identity, SessionRoom, SETTINGS, type FakeClient } from '../../support/session-room.js';

const newHeartbeat = (): Heartbeat => ({
  heartbeatMs: 1000,
  heard: true,
  sent: true,
  lastHeardMs: 0,
  lastSentMs: 0,
  lastPingMs: 0,
});

describe('a heartbeat', () => {
  test('pings after an interval without sending, once an interval', () => {
    const heartbeat = newHeartbeat();
    assert.equal(beat(heartbeat, 0), 'nothing');
    heartbeat.heard = true;
    assert.equal(beat(heartbeat, 999), 'nothing');
    heartbeat.heard = true;
    assert.equal(beat(heartbeat, 1000), 'ping');
    heartbeat.heard = true;
    heartbeat.sent = true;
    assert.equal(beat(heartbeat, 1200), 'nothing');
    heartbeat.heard = true;
    assert.equal(beat(heartbeat, 2200), 'ping');
  });

  test('pings a client that is only sent to: it has nothing to say unasked', () => {
    const heartbeat = newHeartbeat();
    beat(heartbeat, 0);
    heartbeat.sent = true;
    assert.equal(beat(heartbeat, 1000), 'ping');
  });

  test('gives up after two silent intervals, and any bytes are life', () => {
    const heartbeat = newHeartbeat();
    beat(heartbeat, 0);
    beat(heartbeat, 1000);
    assert.notEqual(beat(heartbeat, 1999), 'give-up');
    assert.equal(beat(heartbeat, 2000), 'give-up');
    const alive = newHeartbeat();
    beat(alive, 0);
    alive.heard = true;
    beat(alive, 1900);
    assert.notEqual(beat(alive, 3899), 'give-up');
    assert.equal(beat(alive, 3900), 'give-up');
  });

  test('a client that answers each ping within an interval is never given up; a silent one always is, after a ping', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 700 }), { maxLength: 50 }),
        fc.array(fc.boolean(), { maxLength: 400 }),
        (delays, sends) => {
          const heartbeat = newHeartbeat();
          let answerAtMs = Infinity;
          for (let round = 0; round < 200; round++) {
            const nowMs = round * 200;
            if (nowMs >= answerAtMs) {
              heartbeat.heard = true;
              answerAtMs = Infinity;
            }
            if (sends[round] === true) heartbeat.sent = true;
            const action = beat(heartbeat, nowMs);
            assert.notEqual(action, 'give-up');
            if (action === 'ping') answerAtMs = nowMs + (delays[round % delays.length] ?? 0);
          }
          let pinged = false;
          for (let nowMs = 40_000; nowMs < 43_000; nowMs += 200) {
            const action = beat(heartbeat, nowMs);
            pinged ||= action === 'ping';
            if (action === 'give-up') {
              assert.ok(pinged);
              return;
            }
          }
          assert.fail('the silent client was kept');
        },
      ),
    );
  });
});

describe('the time of a session', () => {
  const settings = { resumeWindowMs: 100, tokenGraceMs: 10 };
  const suspended = { state: 'suspended', suspendedAtMs: 50, identity: identity('a') } as const;
  const live = { state: 'live', suspendedAtMs: 50, identity: identity('a', { expiresAtMs: 1000 }) } as const;

  for (const [what, session, nowMs, epochMs, code] of [
    ['suspended within the window', suspended, 149, 0, undefined],
    ['suspended for the whole window', suspended, 150, 0, 'RESUME_EXPIRED'],
    ['live, whenever it was suspended before', live, 150, 0, undefined],
    ['its token within the grace', live, 0, 1009, undefined],
    ['its token beyond the grace', live, 0, 1010, 'TOKEN_EXPIRED'],
    ['a token without an end', suspended, 0, Number.MAX_SAFE_INTEGER, undefined],
  ] as const)
    test(`${what}: ${code ?? 'goes on'}`, () => {
      assert.equal(overdue(session, settings, nowMs, epochMs), code);
    });
});

/** Whether the transport ended, and with which code. */
const endOf = ({ transport }: FakeClient): number | undefined => transport.closedWith;

describe('a round over everything', () => {
  test('no Hello within the deadline: HELLO_TIMEOUT', () => {
    const room = new SessionRoom();
    const client = room.client();
    room.clock.advance(SETTINGS.helloTimeoutMs - 1);
    assert.equal(endOf(client), undefined);
    room.clock.advance(SWEEP_INTERVAL_MS);
    assert.equal(client.disconnected().code, DISCONNECTS.HELLO_TIMEOUT.code);
    assert.equal(room.context.handshakes.size, 0);
  });

  test('the deadline counts from the accept, not from when the transport is known', () => {
    const room = new SessionRoom();
    room.clock.advance(10_000);
    const client = room.client();
    room.clock.advance(SETTINGS.helloTimeoutMs - SWEEP_INTERVAL_MS);
    assert.equal(endOf(client), undefined);
  });

  test('an idle client is pinged each interval; one that answers is kept, one that does not is given up', async () => {
    const room = new SessionRoom();
    const { client } = await room.open({ token: 'alice' });
    const silent = await room.open({ token: 'bob', heartbeatMs: 60_000 });
    let pings = 0;
    for (let round = 0; round < 10; round++) {
      room.clock.advance(SETTINGS.heartbeatMs + SWEEP_INTERVAL_MS);
      for (const heard of client.heard()) if (heard.type === PING) pings++;
      client.send({ type: PONG });
    }
    assert.equal(endOf(client), undefined);
    assert.equal(pings, 10);
    const { code, advice } = silent.client.disconnected();
    assert.equal(code, DISCONNECTS.HEARTBEAT_LOST.code);
    assert.equal(advice, 1, 'a session that is not resumable has nothing to resume');
  });

  test('a suspended session ends with the resume window', async () => {
    const room = new SessionRoom();
    const { client, session } = await room.open({ resumable: true });
    client.transport.cut();
    room.clock.advance(SETTINGS.resumeWindowMs - SWEEP_INTERVAL_MS);
    assert.equal(session.state, 'suspended');
    room.clock.advance(2 * SWEEP_INTERVAL_MS);
    assert.equal(session.state, 'closed');
    assert.deepEqual(room.router.events, [
      'alice opened',
      'alice suspended',
      'alice closed 19 not resumed in time',
    ]);
    assert.equal(room.registry.size, 0);
  });

  test('a token that has ended keeps the session for the grace, then TOKEN_EXPIRED', async () => {
    const room = new SessionRoom();
    const expiresAtMs = room.clock.epochMs() + 10_000;
    room.verifier.verdicts.set('short', { ok: true, identity: identity('alice', { expiresAtMs }) });
    const { client, welcome } = await room.open({ token: 'short' });
    assert.equal(welcome.tokenExpiresInMs, 10_000);
    room.clock.advance(10_000 + SETTINGS.tokenGraceMs - SWEEP_INTERVAL_MS);
    assert.equal(endOf(client), undefined);
    room.clock.advance(SWEEP_INTERVAL_MS);
    const { code, advice } = client.disconnected();
    assert.deepEqual([code, advice], [DISCONNECTS.TOKEN_EXPIRED.code, DISCONNECTS.TOKEN_EXPIRED.advice]);
  });

  test('a process that stood still blames no client: not the live, not the suspended, not who said Hello meanwhile', async () => {
    const room = new SessionRoom();
    const live = await room.open({ token: 'alice' });
    const away = await room.open({ token: 'bob', resumable: true });
    away.client.transport.cut();
    const newcomer = room.client();
    room.clock.standStill(10 * 60_000);
    room.clock.advance(0);
    // All of it lay in the kernel, which is read behind the timers.
    live.client.send({ type: PONG });
    newcomer.hello({ token: 'carol' });
    const back = room.client();
    const { welcome } = await back.login({ token: 'bob', resume: away.welcome.resume, attempt: 1 });
    assert.equal(welcome.resumed, 1);
    room.clock.advance(SETTINGS.heartbeatMs);
    assert.equal(endOf(live.client), undefined);
    assert.equal(endOf(newcomer), undefined);
  });

  test('who says nothing after a standstill either is given up as ever', async () => {
    const room = new SessionRoom();
    const live = await room.open({ token: 'alice' });
    const away = await room.open({ token: 'bob', resumable: true });
    away.client.transport.cut();
    const newcomer = room.client();
    room.clock.standStill(10 * 60_000);
    room.clock.advance(SETTINGS.helloTimeoutMs);
    assert.equal(newcomer.disconnected().code, DISCONNECTS.HELLO_TIMEOUT.code);
    room.clock.advance(SETTINGS.resumeWindowMs);
    assert.equal(away.session.state, 'closed');
    room.clock.advance(2 * SETTINGS.heartbeatMs - SETTINGS.resumeWindowMs);
    assert.equal(live.client.disconnected().code, DISCONNECTS.HEARTBEAT_LOST.code);
  });

  test('rounds that are only late count for as long as they take', async () => {
    const room = new SessionRoom();
    const { client } = await room.open();
    for (let silentMs = 0; silentMs <= 2 * SETTINGS.heartbeatMs; silentMs += 1_000) {
      room.clock.standStill(1_000);
      room.clock.advance(0);
    }
    assert.equal(client.disconnected().code, DISCONNECTS.HEARTBEAT_LOST.code);
  });

  test('it ends with its timer', async () => {
    const room = new SessionRoom();
    await room.open();
    room.sweep.cancel();
    room.clock.advance(100_000);
    assert.equal(room.registry.size, 1);
    assert.equal(room.clock.pending, 0);
  });
});
