import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LoadSession } from '../../../../src/cli/bench/load-session.js';
import { encodeEnvelope, newEnvelopeHead, scanEnvelope } from '../../../../src/protocol/envelope.js';
import { newTraffic, type Traffic, type TrafficPlan } from '../../../../src/cli/bench/traffic.js';

interface Sent {
  readonly slot: number;
  readonly dueMs: number;
}

/** A session whose socket takes everything and says nothing. */
class FakeSession {
  readonly index: number;
  readonly sent: Sent[] = [];
  /** The last envelope that it was to have spread. */
  spread: Uint8Array = new Uint8Array();
  notified = 0;
  free = 0;
  constructor(index: number) {
    this.index = index;
  }
  request(slot: number, dueMs: number): void {
    this.sent.push({ slot, dueMs });
  }
  freeSlot(): number {
    return this.free;
  }
  flush(): void {
    // The kernel took it.
  }
  notify(envelope: Uint8Array): void {
    this.notified++;
    this.spread = envelope;
  }
}

interface Stage {
  readonly traffic: Traffic;
  readonly sessions: FakeSession[];
  readonly spreads: number[];
  /** How late each request was sent. */
  readonly late: number[];
  /** As the traffic sees them. */
  readonly played: readonly LoadSession[];
  /** Lets time pass, then the event loop turn. */
  turn(nowMs: number): void;
}

function stage(plan: TrafficPlan, count: number): Stage {
  let nowMs = 0;
  let next: (() => void) | undefined;
  const spreads: number[] = [];
  const late: number[] = [];
  const sessions = Array.from({ length: count }, (_, index) => new FakeSession(index));
  const traffic = newTraffic(plan, {
    nowMs: () => nowMs,
    nextTurn: (run) => (next = run),
    sleep: () => undefined,
    onSpread: (askedMs, atMs) => spreads.push(atMs - askedMs),
    onSent: (dueMs, atMs) => late.push(atMs - dueMs),
  });
  return {
    ...{ traffic, sessions, spreads, late, played: sessions as unknown as readonly LoadSession[] },
    turn: (atMs) => {
      nowMs = atMs;
      next?.();
    },
  };
}

const played = ({ played: all }: Stage, at: number): LoadSession => {
  const session = all[at];
  assert.ok(session !== undefined);
  return session;
};

describe('closed loop', () => {
  test('each answer brings the next request of its slot, until it is stopped', () => {
    const on = stage({ kind: 'closed', outstanding: 2 }, 2);
    on.traffic.start(on.played, 5);
    on.traffic.onAnswer(played(on, 1), 1, 9);
    on.traffic.stop(10);
    on.traffic.onAnswer(played(on, 0), 0, 10);
    assert.deepEqual(on.sessions[0]?.sent, [
      { slot: 0, dueMs: 5 },
      { slot: 1, dueMs: 5 },
    ]);
    assert.deepEqual(on.sessions[1]?.sent.at(-1), { slot: 1, dueMs: 9 });
  });
});

describe('fixed rate', () => {
  test('a request counts from its planned time, however late it goes', () => {
    const on = stage({ kind: 'rate', perSecond: 1_000 }, 2);
    on.traffic.start(on.played, 0);
    on.turn(3.5);
    assert.deepEqual(
      on.sessions.map(({ sent }) => sent.map(({ dueMs }) => dueMs)),
      [
        [0, 2],
        [1, 3],
      ],
    );
  });

  test('what finds no free slot goes with the next answer, from its planned time too', () => {
    const on = stage({ kind: 'rate', perSecond: 1_000 }, 1);
    on.traffic.start(on.played, 0);
    const [session] = on.sessions;
    assert.ok(session !== undefined);
    session.free = -1;
    on.turn(1);
    assert.equal(session.sent.length, 1);
    on.traffic.onAnswer(played(on, 0), 7, 50);
    assert.deepEqual(session.sent[1], { slot: 7, dueMs: 1 });
  });

  test('fallen behind, it sends a bounded number before it reads again', () => {
    const on = stage({ kind: 'rate', perSecond: 1_000_000 }, 1);
    on.traffic.start(on.played, 0);
    on.turn(1_000);
    const sent = on.sessions[0]?.sent.length ?? 0;
    assert.ok(sent > 1 && sent < 200, `${sent}`);
  });

  test('how late the load itself sent is told apart from what waited for a slot', () => {
    const on = stage({ kind: 'rate', perSecond: 1_000 }, 2);
    on.traffic.start(on.played, 0);
    for (const session of on.sessions) session.free = -1;
    on.turn(3.5);
    assert.deepEqual(on.late, [0, 2.5, 1.5, 0.5]);
  });

  test('stopped, it sends what it had not got to, and gives up what had no slot', () => {
    const on = stage({ kind: 'rate', perSecond: 1_000 }, 2);
    on.traffic.start(on.played, 0);
    const [first, second] = on.sessions;
    assert.ok(first !== undefined && second !== undefined);
    second.free = -1;
    on.traffic.stop(4);
    assert.deepEqual(
      first.sent.map(({ dueMs }) => dueMs),
      [0, 2, 4],
    );
    assert.deepEqual(on.traffic.givenUp, [1, 3]);
    on.turn(10);
    on.traffic.onAnswer(played(on, 1), 0, 10);
    assert.deepEqual([first.sent.length, second.sent.length], [3, 0]);
  });
});

describe('fan-out', () => {
  const started = (): Stage => {
    const on = stage({ kind: 'fan-out', type: 1002, payloadBytes: 8 }, 3);
    on.traffic.start(on.played, 0);
    assert.equal(on.traffic.missingPushes, 0);
    for (let at = 0; at < 3; at++) on.traffic.onAnswer(played(on, at), 0, 10);
    return on;
  };
  const notified = ({ sessions }: Stage): number | undefined => sessions[0]?.notified;
  /** What session `at` says of `envelope`, or of the spread that is under way. */
  const push = (
    on: Stage,
    at: number,
    nowMs: number,
    envelope = on.sessions[0]?.spread,
  ): string | undefined => {
    const head = newEnvelopeHead();
    assert.ok(envelope !== undefined && scanEnvelope(envelope, 0, envelope.length, head));
    const { type, payloadStart, payloadEnd } = head;
    return on.traffic.onPush(played(on, at), type, envelope, payloadStart, payloadEnd, nowMs);
  };

  test('the first notification when all are answered, the next when all have the push', () => {
    const on = started();
    assert.equal(notified(on), 1);
    assert.deepEqual([push(on, 0, 11), push(on, 1, 12)], [undefined, undefined]);
    assert.equal(notified(on), 1);
    assert.equal(push(on, 2, 14), undefined);
    assert.deepEqual([notified(on), on.spreads], [2, [4]]);
    on.traffic.stop(15);
    assert.equal(on.traffic.missingPushes, 3);
    for (let at = 0; at < 3; at++) assert.equal(push(on, at, 20), undefined);
    assert.deepEqual([notified(on), on.traffic.missingPushes], [2, 0]);
  });

  test('twice to one and never to another is seen', () => {
    const on = started();
    assert.equal(push(on, 0, 11), undefined);
    assert.equal(push(on, 0, 11), 'a push that came twice');
    assert.equal(push(on, 1, 12), undefined);
    assert.deepEqual([notified(on), on.traffic.missingPushes], [1, 1]);
  });

  test('a push of another type, spread or payload is wrong', () => {
    const on = started();
    const earlier = on.sessions[0]?.spread;
    for (let at = 0; at < 3; at++) push(on, at, 11);
    assert.equal(push(on, 0, 12, earlier), 'a push with another payload');
    const other = (type: number, bytes: number): Uint8Array =>
      encodeEnvelope({ type, payload: new Uint8Array(bytes) });
    assert.equal(push(on, 0, 12, other(1003, 8)), 'a push of type 1003');
    assert.equal(push(on, 0, 12, other(1002, 9)), 'a push with another payload');
    assert.equal(on.traffic.missingPushes, 3);
  });
});

test('idle: one request each, whatever is answered', () => {
  const on = stage({ kind: 'idle' }, 2);
  on.traffic.start(on.played, 0);
  on.traffic.onAnswer(played(on, 0), 0, 1);
  assert.deepEqual(
    on.sessions.map(({ sent }) => sent.length),
    [1, 1],
  );
});
