import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DISCONNECTS } from '../../../src/protocol/codes.js';
import { DISCONNECT } from '../../../src/protocol/control-types.js';
import { disconnect } from '../../../src/protocol/control-messages.js';
import { NO_LOGIN_LIMIT, type LoginSettings } from '../../../src/session/logins.js';
import { settled } from '../../support/fake-clock.js';
import { SessionRoom, type FakeClient } from '../../support/session-room.js';

const ONE_EACH: LoginSettings = { ...NO_LOGIN_LIMIT, perUserMax: 1 };

const roomWith = (settings: LoginSettings): SessionRoom => new SessionRoom({}, undefined, settings);

function codeOf(client: FakeClient): number | undefined {
  const last = client.heard().at(-1);
  return last?.type === DISCONNECT ? disconnect.decode(last.payload)?.code : undefined;
}

async function hello(room: SessionRoom, token: string): Promise<FakeClient> {
  const client = room.client();
  client.hello({ token });
  await settled();
  return client;
}

describe('a login that is limited', () => {
  test('without a limit nobody is asked', async () => {
    const room = roomWith(NO_LOGIN_LIMIT);
    await room.open();
    assert.deepEqual(room.cluster.asked, []);
  });

  test('admitted: the session begins, and it was asked as that session', async () => {
    const room = roomWith(ONE_EACH);
    const { session } = await room.open();
    assert.deepEqual(room.cluster.asked, [session.id]);
  });

  test('refused: TOO_MANY_SESSIONS, and no session', async () => {
    const room = roomWith(ONE_EACH);
    room.cluster.outcomes.push({ kind: 'refused' });
    const client = await hello(room, 'alice');
    assert.equal(codeOf(client), DISCONNECTS.TOO_MANY_SESSIONS.code);
    assert.equal(room.registry.size, 0);
    assert.equal(room.context.logins.counters.refused, 1);
  });

  test('the client is gone before the answer: the session is taken out again', async () => {
    const room = roomWith(ONE_EACH);
    room.cluster.holds = true;
    const client = await hello(room, 'alice');
    client.connection.onLost('gone');
    room.cluster.release();
    await settled();
    assert.equal(room.registry.size, 0);
    assert.deepEqual(room.cluster.left, room.cluster.asked);
  });

  test("the answer is later than Hello's deadline: AUTH_TIMEOUT, and the session is taken out again", async () => {
    const room = roomWith(ONE_EACH);
    room.cluster.holds = true;
    const client = await hello(room, 'alice');
    room.clock.advance(5_000);
    assert.equal(codeOf(client), DISCONNECTS.AUTH_TIMEOUT.code);
    room.cluster.release();
    await settled();
    assert.deepEqual([room.registry.size, room.cluster.left.length], [0, 1]);
  });

  test('the gateway drains meanwhile: refused as any other', async () => {
    const room = roomWith(ONE_EACH);
    room.cluster.holds = true;
    const client = await hello(room, 'alice');
    room.context.gate.drain();
    room.cluster.release();
    await settled();
    assert.equal(codeOf(client), DISCONNECTS.DRAINING.code);
    assert.equal(room.cluster.left.length, 1);
  });
});

describe('a newer login took the place', () => {
  test('of a session: it ends as LOGGED_IN_ELSEWHERE', async () => {
    const room = roomWith(ONE_EACH);
    const { client, session } = await room.open();
    assert.equal(room.context.logins.displace(session.id), 1);
    assert.equal(codeOf(client), DISCONNECTS.LOGGED_IN_ELSEWHERE.code);
    assert.equal(room.registry.size, 0);
    assert.equal(room.context.logins.displace(session.id), 0);
  });

  test('of one whose own answer is still on the way: it never begins', async () => {
    const room = roomWith(ONE_EACH);
    room.cluster.holds = true;
    const client = await hello(room, 'alice');
    const [asked = ''] = room.cluster.asked;
    assert.equal(room.context.logins.displace(asked), 0);
    room.cluster.release();
    await settled();
    assert.equal(codeOf(client), DISCONNECTS.LOGGED_IN_ELSEWHERE.code);
    assert.deepEqual([room.registry.size, room.cluster.left], [0, [asked]]);
  });
});

describe('the other gateways cannot be asked', () => {
  const unavailable = { kind: 'unavailable', detail: 'Redis is away' } as const;

  test('allow: the policy holds among the sessions that are here, the oldest goes', async () => {
    const room = roomWith(ONE_EACH);
    const older = await room.open({ token: 'alice' });
    room.cluster.outcomes.push(unavailable);
    const newer = await room.open({ token: 'alice' });
    assert.equal(codeOf(older.client), DISCONNECTS.LOGGED_IN_ELSEWHERE.code);
    assert.deepEqual([...room.registry.byUser('alice')], [newer.session]);
    assert.deepEqual(room.context.logins.counters, { refused: 0, displaced: 1, alone: 1, undecided: 0 });
  });

  test('allow: several at once are decided one after the other', async () => {
    const room = roomWith({ ...ONE_EACH, loser: 'newest' });
    room.cluster.outcomes.push(unavailable, unavailable, unavailable);
    room.cluster.holds = true;
    const clients = await Promise.all([1, 2, 3].map(() => hello(room, 'alice')));
    room.cluster.release();
    await settled();
    assert.equal(room.registry.size, 1);
    const refused = clients.filter((client) => codeOf(client) === DISCONNECTS.TOO_MANY_SESSIONS.code);
    assert.equal(refused.length, 2);
  });

  test('refuse: AUTH_UNAVAILABLE, with a time to come back', async () => {
    const room = roomWith({ ...ONE_EACH, withoutCluster: 'refuse' });
    room.cluster.outcomes.push(unavailable);
    const client = await hello(room, 'alice');
    const last = client.heard().at(-1);
    const said = last && disconnect.decode(last.payload);
    assert.equal(said?.code, DISCONNECTS.AUTH_UNAVAILABLE.code);
    assert.ok(said.retryAfterMs > 0);
    assert.equal(room.context.logins.counters.undecided, 1);
  });
});
