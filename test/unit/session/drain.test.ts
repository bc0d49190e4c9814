import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Advice, DISCONNECTS } from '../../../src/protocol/codes.js';
import { goAway, type GoAway } from '../../../src/protocol/control-messages.js';
import { GO_AWAY } from '../../../src/protocol/control-types.js';
import { Drain } from '../../../src/session/drain.js';
import { seededRandom } from '../../support/seeded-random.js';
import { SessionRoom, type FakeClient } from '../../support/session-room.js';

const LIMITS = { timeoutMs: 10_000, spreadMs: 4_000, graceMs: 1_000 };

class Stage {
  readonly room = new SessionRoom();
  readonly pending = { count: 0 };
  portClosed = 0;
  over = false;
  left = -1;
  readonly drain = new Drain(LIMITS, {
    sessions: this.room.registry,
    handshakes: this.room.context.handshakes,
    gate: this.room.context.gate,
    pending: this.pending,
    clock: this.room.clock,
    random: seededRandom(3),
    log: this.room.log,
    closePort: () => this.portClosed++,
  });

  start(): void {
    void this.drain.run().then(({ left }) => {
      this.over = true;
      this.left = left;
    });
  }
}

function goAwayOf(client: FakeClient): GoAway {
  const heard = client.heard().filter(({ type }) => type === GO_AWAY);
  assert.equal(heard.length, 1, 'one GoAway');
  const decoded = goAway.decode(heard[0]?.payload ?? new Uint8Array());
  assert.ok(decoded);
  assert.equal(decoded.code, DISCONNECTS.DRAINING.code);
  return decoded;
}

describe('a drain', () => {
  test('without clients and calls is over at once', async () => {
    const stage = new Stage();
    stage.start();
    await stage.room.clock.run(0);
    assert.deepEqual([stage.over, stage.portClosed, stage.left], [true, 1, 0]);
  });

  test('tells every client its own time, after the grace and within the spread', async () => {
    const stage = new Stage();
    const clients: FakeClient[] = [];
    for (let at = 0; at < 20; at++) clients.push((await stage.room.open({ token: `user-${at}` })).client);
    stage.start();
    const delays = clients.map((client) => goAwayOf(client).reconnectAfterMs);
    assert.equal(new Set(delays).size, 20);
    assert.ok(Math.min(...delays) >= LIMITS.graceMs && Math.max(...delays) <= 5_000, delays.join());
    stage.room.clock.advance(500);
    for (const client of clients) assert.deepEqual(client.heard(), [], 'told once');
  });

  test('refuses new sessions with a time to come back while the port is open, then closes it', async () => {
    const stage = new Stage();
    await stage.room.open();
    stage.start();
    const late = stage.room.client();
    late.hello({ token: 'bob' });
    const { code, advice, retryAfterMs } = late.disconnected();
    assert.deepEqual([code, advice], [DISCONNECTS.DRAINING.code, Advice.RESUME]);
    assert.ok(retryAfterMs > 0);
    stage.room.clock.advance(999);
    assert.equal(stage.portClosed, 0);
    stage.room.clock.advance(51);
    assert.equal(stage.portClosed, 1);
  });

  test('resumes a session whose requests it holds, and sends it away again', async () => {
    const stage = new Stage();
    const { client, welcome } = await stage.room.open({ resumable: true });
    stage.start();
    goAwayOf(client);
    client.transport.cut();
    const again = stage.room.client();
    const back = await again.login({ resume: welcome.resume, attempt: 1, resumable: true });
    assert.equal(back.welcome.resumed, 1);
    stage.room.clock.advance(100);
    assert.ok(goAwayOf(again).reconnectAfterMs <= 4_950);
  });

  test('a resume that nobody here knows is a new session, and refused', async () => {
    const stage = new Stage();
    await stage.room.open();
    stage.start();
    const stranger = stage.room.client();
    stranger.hello({ token: 'bob', resume: 'of another gateway', attempt: 1, resumable: true });
    await stage.room.clock.run(0);
    assert.equal(stranger.disconnected().code, DISCONNECTS.DRAINING.code);
  });

  test('ends suspended sessions with the port, live ones after the spread as soon as nothing is pending', async () => {
    const stage = new Stage();
    const gone = await stage.room.open({ token: 'gone', resumable: true });
    const idle = await stage.room.open({ token: 'idle' });
    const busy = await stage.room.open({ token: 'busy' });
    busy.session.pendingCount = 1;
    stage.start();
    gone.client.transport.cut();
    stage.room.clock.advance(950);
    assert.equal(gone.session.state, 'suspended');
    stage.room.clock.advance(150);
    assert.equal(gone.session.state, 'closed');
    stage.room.clock.advance(4_850);
    assert.equal(idle.session.state, 'live', 'a second more than the spread');
    stage.room.clock.advance(200);
    assert.deepEqual([idle.session.state, busy.session.state], ['closed', 'live']);
    const { code, advice, retryAfterMs } = idle.client.disconnected();
    assert.deepEqual([code, advice], [DISCONNECTS.DRAINING.code, Advice.CONNECT]);
    assert.ok(retryAfterMs > 0);
    busy.session.pendingCount = 0;
    await stage.room.clock.run(150);
    assert.deepEqual([busy.session.state, stage.over, stage.left], ['closed', true, 0]);
  });

  test('is over when time is up, whoever is left', async () => {
    const stage = new Stage();
    const busy = await stage.room.open();
    busy.session.pendingCount = 1;
    stage.start();
    await stage.room.clock.run(9_999);
    assert.equal(stage.over, false);
    await stage.room.clock.run(51);
    assert.deepEqual([stage.over, stage.left], [true, 1]);
  });

  test('drops handshakes with the port', async () => {
    const stage = new Stage();
    await stage.room.open();
    const silent = stage.room.client();
    stage.start();
    stage.room.clock.advance(1_100);
    assert.equal(silent.disconnected().code, DISCONNECTS.DRAINING.code);
  });
});
