import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FaultSpan, Kick, Life, SessionLog } from '../../../../tools/soak/history.js';
import { judgeSessions } from '../../../../tools/soak/judge-sessions.js';

const AT_MS = 100_000;
const LIFE = 'game-1#1';

const session = (over: Partial<SessionLog> = {}): SessionLog => ({
  ...{ id: 's1', user: 'alice', gateway: 'gateway-1', fromMs: 0, untilMs: AT_MS + 50_000 },
  ...{ groups: new Map(), asked: new Set<string>(), received: [], lost: [], cuts: [] },
  ...over,
});
const ended = (code: string, over: Partial<SessionLog> = {}): SessionLog =>
  session({ untilMs: AT_MS + 50, end: { code, reason: `${LIFE}|1`, atMs: AT_MS + 60 }, ...over });
const kick = (over: Partial<Kick> = {}): Kick => ({
  ...{ n: 1, way: 'user', to: 'alice', atMs: AT_MS, endedAtMs: AT_MS + 100, code: '', count: 1 },
  ...over,
});
const fault = (kind: FaultSpan['kind'], victim = ''): FaultSpan => ({
  ...{ kind, victim, fromMs: AT_MS - 100, untilMs: AT_MS + 1_000 },
});

function rulesBroken(
  sessions: readonly SessionLog[],
  kicks: readonly Kick[],
  faults: readonly FaultSpan[] = [],
  over: Partial<Life> = {},
): readonly string[] {
  const life: Life = { name: LIFE, pushes: [], handled: [], told: [], kicks, ...over };
  const history = { lives: [life], sessions, requests: [], faults, orderBreaksMs: [] };
  return [...new Set(judgeSessions(history).map(({ rule }) => rule))].sort();
}

describe('the rules of sessions', () => {
  it('end by a kick that was for them, and was given', () => {
    assert.deepEqual(rulesBroken([ended('KICKED')], [kick()]), []);
    assert.deepEqual(rulesBroken([ended('KICKED')], [kick({ way: 'session', to: 's1' })]), []);
    assert.ok(rulesBroken([ended('KICKED')], [kick({ to: 'bob' })]).includes('kicked as ordered'));
    assert.deepEqual(rulesBroken([ended('KICKED')], []), ['kicked as ordered']);
    assert.deepEqual(rulesBroken([ended('KICKED')], [], [], { killedAtMs: AT_MS + 60 }), [], 'not recorded');
  });

  it('that begin behind a kick are not ended by it', () => {
    const later = ended('KICKED', { id: 's2', fromMs: AT_MS + 200, untilMs: AT_MS + 300 });
    assert.ok(rulesBroken([ended('KICKED'), later], [kick()]).includes('kicked once'));
  });

  it('end otherwise with their gateway only', () => {
    for (const code of ['MOVED', 'NOT_RESUMED', 'HEARTBEAT_LOST']) {
      assert.deepEqual(rulesBroken([ended(code)], []), ['sessions stay'], code);
      assert.deepEqual(rulesBroken([ended(code)], [], [fault('gateway-killed', 'gateway-1')]), [], code);
      assert.deepEqual(rulesBroken([ended(code)], [], [fault('gateway-killed', 'gateway-2')]), [
        'sessions stay',
      ]);
      assert.deepEqual(rulesBroken([ended(code)], [], [fault('redis-killed')]), ['sessions stay']);
    }
  });

  it('that were cut go on, unless they were kicked meanwhile', () => {
    const cuts = [{ atMs: AT_MS - 50, resumedAtMs: AT_MS + 50 }];
    assert.deepEqual(rulesBroken([session({ cuts })], []), []);
    assert.deepEqual(rulesBroken([session({ cuts: [{ atMs: AT_MS }] })], []), ['comes back']);
    assert.deepEqual(rulesBroken([ended('NOT_RESUMED', { cuts })], [kick()]), []);
    assert.deepEqual(rulesBroken([ended('NOT_RESUMED', { cuts })], [kick({ to: 'bob', count: 0 })]), [
      'sessions stay',
    ]);
    const longAgo = ended('NOT_RESUMED', { untilMs: AT_MS - 9_000, cuts: [{ atMs: AT_MS - 9_000 }] });
    assert.deepEqual(rulesBroken([longAgo], [kick()]), [], 'was suspended when it was kicked');
    assert.ok(rulesBroken([ended('NOT_RESUMED')], [kick()]).includes('sessions stay'), 'was never cut');
  });
});

describe('the rules of kicks', () => {
  const second = ended('KICKED', { id: 's2' });

  it('end as many as they say, and all who are there', () => {
    assert.deepEqual(rulesBroken([ended('KICKED'), second], [kick({ count: 2 })]), []);
    assert.deepEqual(rulesBroken([ended('KICKED'), second], [kick({ count: 1 })]), ['kicks count']);
    assert.deepEqual(rulesBroken([ended('KICKED')], [kick({ count: 2 })]), ['kicks count']);
    assert.deepEqual(rulesBroken([ended('KICKED'), session({ id: 's2' })], [kick()]), ['kicks end']);
    const joined = session({ id: 's2', fromMs: AT_MS - 1_000 });
    assert.deepEqual(rulesBroken([ended('KICKED'), joined], [kick()]), [], 'may not be known yet');
  });

  it('that find nobody have missed nobody', () => {
    assert.deepEqual(rulesBroken([], [kick({ code: 'NOT_ONLINE', count: 0 })]), []);
    assert.deepEqual(rulesBroken([session()], [kick({ code: 'NOT_ONLINE', count: 0 })]), ['kicks end']);
  });

  it('fail in their time, and where a fault excuses it', () => {
    const failed = kick({ code: 'CLUSTER_UNAVAILABLE', count: 0 });
    assert.deepEqual(rulesBroken([session()], [failed], [fault('redis-hung')]), []);
    assert.deepEqual(rulesBroken([session()], [failed], [fault('redis-slow')]), []);
    assert.deepEqual(rulesBroken([session()], [failed], [fault('consul-killed')]), ['no needless failure']);
    const unlinked = kick({ code: 'NOT_CONNECTED', count: 0 });
    assert.deepEqual(rulesBroken([], [unlinked], [fault('instance-killed', 'game-1')]), []);
    assert.deepEqual(rulesBroken([], [unlinked], [fault('instance-killed', 'game-2')]), [
      'no needless failure',
    ]);
    assert.deepEqual(rulesBroken([], [kick({ endedAtMs: AT_MS + 11_000, code: 'NOT_ONLINE', count: 0 })]), [
      'commands end',
    ]);
  });
});
