import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type {
  FaultSpan,
  History,
  Life,
  Received,
  RequestLog,
  SentPush,
  SessionLog,
} from '../../../../tools/soak/history.js';
import { judge } from '../../../../tools/soak/judge.js';

const AT_MS = 100_000;
const END_MS = 200_000;

const sent = (n: number, over: Partial<SentPush> = {}): SentPush => ({
  ...{ n, way: 'user', to: 'alice', atMs: AT_MS + n, outcome: 'SENT' },
  ...over,
});
const received = ({ n, way, to, atMs }: SentPush, over: Partial<Received> = {}): Received => ({
  ...{ life: 'game-1#1', n, way, to, atMs: atMs + 5 },
  ...over,
});
const life = (over: Partial<Life> = {}): Life => ({
  ...{ name: 'game-1#1', pushes: [], handled: [], told: [], kicks: [] },
  ...over,
});
const session = (over: Partial<SessionLog> = {}): SessionLog => ({
  ...{ id: 's1', user: 'alice', gateway: 'gateway-1', fromMs: 0, untilMs: END_MS },
  ...{ groups: new Map(), asked: new Set<string>(), received: [], lost: [], cuts: [] },
  ...over,
});
const fault = (kind: FaultSpan['kind'], victim = ''): FaultSpan => ({
  ...{ kind, victim, fromMs: AT_MS - 100, untilMs: AT_MS + 1_000 },
});
const answered = (over: Partial<NonNullable<RequestLog['end']>> = {}): RequestLog => ({
  ...{ name: '1.1', session: 's1', gateway: 'gateway-1', sentAtMs: AT_MS },
  end: { atMs: AT_MS + 10, code: '', outcomeKnown: true, life: 'game-1#1', echo: '1.1', ...over },
});
const handled = (...requests: readonly string[]): Life =>
  life({ handled: requests.map((request) => ({ session: 's1', request })) });

function rulesBroken(parts: Partial<History>): readonly string[] {
  const nothing = { lives: [], sessions: [], requests: [], faults: [], orderBreaksMs: [] };
  return [...new Set(judge({ ...nothing, ...parts }).map(({ rule }) => rule))].sort();
}

const asked = (request: RequestLog, at: Life, ...faults: readonly FaultSpan[]): readonly string[] =>
  rulesBroken({ requests: [request], lives: [at], faults });
const pushed = (
  pushes: readonly SentPush[],
  got: Partial<SessionLog>,
  ...faults: readonly FaultSpan[]
): readonly string[] => rulesBroken({ lives: [life({ pushes })], sessions: [session(got)], faults });

describe('the rules of requests', () => {
  it('one end, its own, handled once', () => {
    assert.deepEqual(asked(answered(), handled('1.1')), []);
    assert.deepEqual(asked({ ...answered(), end: undefined }, handled('1.1')), ['answered']);
    assert.deepEqual(asked(answered({ echo: '1.2' }), handled('1.1')), ['own answer']);
    assert.deepEqual(asked(answered(), handled()), ['handled once']);
    assert.deepEqual(asked(answered(), handled('1.1', '1.1')), ['handled once', 'request order']);
  });

  it('what a life did shortly before it was killed need not be recorded', () => {
    assert.deepEqual(asked(answered(), { ...handled(), killedAtMs: AT_MS + 500 }), []);
    assert.deepEqual(asked(answered(), { ...handled(), killedAtMs: AT_MS + 5_000 }), ['handled once']);
  });

  it('a failure that says "without effect" had none', () => {
    const failed = answered({ code: 'NO_INSTANCE', outcomeKnown: true });
    const excuse = fault('gateway-killed', 'gateway-1');
    assert.deepEqual(asked(failed, handled(), excuse), []);
    assert.deepEqual(asked(failed, handled('1.1'), excuse), ['outcome']);
    assert.deepEqual(
      asked(answered({ code: 'SESSION_LOST', outcomeKnown: false }), handled('1.1'), excuse),
      [],
    );
  });

  it('fails only where a fault excuses it', () => {
    const failed = answered({ code: 'INSTANCE_LOST', outcomeKnown: false });
    for (const kind of ['table-changed', 'consul-killed', 'consul-emptied', 'redis-killed'] as const)
      assert.deepEqual(asked(failed, handled(), fault(kind)), ['no needless failure'], kind);
    const later = { ...fault('instance-killed'), fromMs: END_MS, untilMs: END_MS };
    assert.deepEqual(asked(failed, handled(), later), ['no needless failure']);
    const lost = answered({ code: 'SESSION_LOST', outcomeKnown: false });
    assert.deepEqual(asked(lost, handled(), fault('gateway-killed', 'gateway-1')), []);
    assert.deepEqual(asked(lost, handled(), fault('gateway-killed', 'gateway-2')), ['no needless failure']);
  });

  it('its session ended while it waited, and not some time later', () => {
    const lost = answered({ code: 'SESSION_LOST', outcomeKnown: false });
    const brokenBy = (end: Partial<NonNullable<SessionLog['end']>>): readonly string[] => {
      const ended = session({ end: { code: 'NOT_RESUMED', reason: '', atMs: AT_MS + 12, ...end } });
      const rules = rulesBroken({ requests: [lost], lives: [handled()], sessions: [ended] });
      // That no kick ended it is another rule.
      return rules.filter((rule) => rule !== 'sessions stay');
    };
    assert.deepEqual(brokenBy({}), []);
    assert.deepEqual(brokenBy({ atMs: AT_MS + 5_000 }), ['no needless failure']);
    assert.deepEqual(brokenBy({ code: 'MOVED' }), ['no needless failure']);
  });

  it('what one session sends comes in order', () => {
    assert.deepEqual(rulesBroken({ lives: [handled('1.1', '2.1', '1.2')] }), ['request order']);
    assert.deepEqual(rulesBroken({ lives: [handled('1.1', '1.3', '1.7')] }), []);
  });
});

describe('the rules of pushes', () => {
  const one = sent(1);
  const two = sent(2);

  it('to nobody else', () => {
    const cases: readonly (readonly [Partial<SentPush>, boolean])[] = [
      [{ way: 'session', to: 's1' }, true],
      [{ way: 'session', to: 's2' }, false],
      [{ way: 'user', to: 'bob' }, false],
      [{ way: 'users', to: 'bob,alice' }, true],
      [{ way: 'users', to: 'bob,alicex' }, false],
      [{ way: 'group', to: 'room' }, true],
      [{ way: 'group', to: 'other' }, false],
      [{ way: 'all', to: '' }, true],
      [{ way: 'all-except', to: 's1' }, false],
      [{ way: 'all-except', to: 's2' }, true],
    ];
    for (const [over, isFor] of cases) {
      const push = sent(1, over);
      const broken = pushed([push], { asked: new Set(['room']), received: [received(push)] });
      assert.deepEqual(broken, isFor ? [] : ['nobody else'], JSON.stringify(over));
    }
  });

  it('as it was sent', () => {
    assert.deepEqual(pushed([one], { received: [received(one), received(two)] }), ['as sent']);
    assert.deepEqual(pushed([sent(1, { way: 'all', to: '' })], { received: [received(one)] }), ['as sent']);
  });

  it('once and in order', () => {
    assert.deepEqual(pushed([one, two], { received: [one, two].map((push) => received(push)) }), []);
    assert.deepEqual(pushed([one], { received: [received(one), received(one)] }), ['once']);
    assert.deepEqual(pushed([one, two], { received: [received(two), received(one)] }), ['in order']);
  });

  it('a broken wait excuses order between two roads, not on one', () => {
    const direct = sent(2, { way: 'session', to: 's1' });
    const judged = (pushes: readonly SentPush[], orderBreaksMs: readonly number[]): readonly string[] =>
      rulesBroken({
        lives: [life({ pushes: [...pushes].sort((a, b) => a.n - b.n) })],
        sessions: [session({ received: pushes.map((push) => received(push)) })],
        orderBreaksMs,
      });
    assert.deepEqual(judged([direct, one], []), ['in order']);
    assert.deepEqual(judged([direct, one], [AT_MS + 500]), []);
    assert.deepEqual(judged([two, one], [AT_MS + 500]), ['in order']);
  });

  it('a broken wait excuses what a client gets much later, when it resumes', () => {
    const direct = sent(2, { way: 'session', to: 's1' });
    const late = { atMs: AT_MS + 15_000 };
    const judged = (orderBreaksMs: readonly number[]): readonly string[] =>
      rulesBroken({
        lives: [life({ pushes: [one, direct] })],
        sessions: [session({ received: [received(direct, late), received(one, late)] })],
        orderBreaksMs,
      });
    assert.deepEqual(judged([AT_MS + 500]), []);
    assert.deepEqual(judged([AT_MS - 5_000]), ['in order']);
  });

  it('what did not come is told: to the client, or to the backend', () => {
    const redis = fault('redis-killed');
    const without = (got: Partial<SessionLog>, told: Life['told'] = []): readonly string[] =>
      rulesBroken({
        lives: [life({ pushes: [one, two], told })],
        sessions: [session(got)],
        faults: [redis],
      });
    const notice = (count: number) => ({ lost: [{ atMs: AT_MS + 500, count }] });
    assert.deepEqual(without({}), ['lost is told']);
    assert.deepEqual(without(notice(1)), ['lost is told']);
    assert.deepEqual(without(notice(2)), []);
    assert.deepEqual(without(notice(0)), []);
    const late = { lost: [{ atMs: AT_MS + 20_000, count: 2 }] };
    assert.deepEqual(without(late), ['lost is told', 'no needless loss'], 'is about something else');
    assert.deepEqual(without({ ...late, cuts: [{ atMs: AT_MS + 400, resumedAtMs: AT_MS + 19_900 }] }), []);
    assert.deepEqual(without({}, [{ atMs: AT_MS + 500, code: 1101, count: 2 }]), []);
    assert.deepEqual(without({}, [{ atMs: AT_MS + 500, code: 1101, count: 1 }]), ['lost is told']);
    assert.deepEqual(without({}, [{ atMs: AT_MS - 500, code: 1101, count: 2 }]), ['lost is told']);
    assert.deepEqual(without(notice(1), [{ atMs: AT_MS + 500, code: 1101, count: 1 }]), []);
    assert.deepEqual(without({}, [{ atMs: AT_MS + 12_900, code: 1101, count: 2 }]), [], 'behind the fault');
    assert.deepEqual(without({}, [{ atMs: AT_MS + 13_100, code: 1101, count: 2 }]), ['lost is told']);
  });

  it('nothing is lost, told or not, where no fault excuses it', () => {
    const lost = [{ atMs: AT_MS + 500, count: 1 }];
    for (const kind of ['table-changed', 'consul-hung', 'consul-emptied', 'instance-killed'] as const)
      assert.deepEqual(pushed([one], { lost }, fault(kind)), ['no needless loss'], kind);
    const direct = sent(1, { way: 'session', to: 's1' });
    assert.deepEqual(pushed([direct], { lost }, fault('redis-killed')), ['no needless loss']);
    assert.deepEqual(pushed([], { lost }), ['no needless loss']);
  });

  it('is due to who was there for a while, before and after', () => {
    const missed = (push: SentPush, got: Partial<SessionLog>, over: Partial<Life> = {}): boolean =>
      rulesBroken({ lives: [life({ pushes: [push], ...over })], sessions: [session(got)] }).length > 0;
    assert.equal(missed(one, {}), true);
    assert.equal(missed(one, { fromMs: AT_MS - 1_000 }), false);
    assert.equal(missed(one, { untilMs: AT_MS + 1_000 }), false);
    assert.equal(missed(one, {}, { killedAtMs: AT_MS + 1_000 }), false);
    assert.equal(missed(sent(1, { outcome: 'NOT_CONNECTED' }), {}), false);
    const death = (victim: string): FaultSpan => ({
      ...fault('gateway-killed', victim),
      fromMs: AT_MS + 500,
    });
    assert.deepEqual(pushed([one], {}, death('gateway-1')), [], 'a session ends with its gateway');
    assert.deepEqual(pushed([one], {}, death('gateway-2')), ['lost is told']);
    const toGroup = sent(1, { way: 'group', to: 'room' });
    assert.equal(missed(toGroup, {}), false);
    assert.equal(missed(toGroup, { groups: new Map([['room', AT_MS - 10_000]]) }), true);
    assert.equal(missed(toGroup, { groups: new Map([['room', AT_MS - 1_000]]) }), false);
  });
});
