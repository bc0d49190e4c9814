import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LoadSession } from '../../../../src/cli/bench/load-session.js';
import { newTraffic, type Traffic, type TrafficPlan } from '../../../../src/cli/bench/traffic.js';

interface Sent {
  readonly slot: number;
  readonly dueMs: number;
}

/** A session whose socket takes everything and says nothing. */
class FakeSession {
  readonly sent: Sent[] = [];
  notified = 0;
  free = 0;
  request(slot: number, dueMs: number): void {
    this.sent.push({ slot, dueMs });
  }
  freeSlot(): number {
    return this.free;
  }
  flush(): void {
    // The kernel took it.
  }
  notify(): void {
    this.notified++;
  }
}

interface Stage {
  readonly traffic: Traffic;
  readonly sessions: FakeSession[];
  readonly spreads: number[];
  /** As the traffic sees them. */
  readonly played: readonly LoadSession[];
  /** Lets time pass, then the event loop turn. */
  turn(nowMs: number): void;
}

function stage(plan: TrafficPlan, count: number): Stage {
  let nowMs = 0;
  let next: (() => void) | undefined;
  const spreads: number[] = [];
  const sessions = Array.from({ length: count }, () => new FakeSession());
  const traffic = newTraffic(plan, {
    nowMs: () => nowMs,
    nextTurn: (run) => (next = run),
    sleep: () => undefined,
    onSpread: (latencyMs) => spreads.push(latencyMs),
  });
  return {
    ...{ traffic, sessions, spreads, played: sessions as unknown as readonly LoadSession[] },
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
    on.traffic.stop();
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
});

test('fan-out: the first notification when all are answered, the next when all have the push', () => {
  const on = stage({ kind: 'fan-out', type: 1002, payloadBytes: 8 }, 3);
  on.traffic.start(on.played, 0);
  assert.equal(on.traffic.missingPushes, 0);
  for (let at = 0; at < 3; at++) on.traffic.onAnswer(played(on, at), 0, 10);
  const notified = (): number | undefined => on.sessions[0]?.notified;
  assert.equal(notified(), 1);
  on.traffic.onPush(11);
  on.traffic.onPush(12);
  assert.equal(notified(), 1);
  on.traffic.onPush(14);
  assert.deepEqual([notified(), on.spreads], [2, [4]]);
  on.traffic.stop();
  assert.equal(on.traffic.missingPushes, 3);
  for (let at = 0; at < 3; at++) on.traffic.onPush(20);
  assert.deepEqual([notified(), on.traffic.missingPushes], [2, 0]);
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
