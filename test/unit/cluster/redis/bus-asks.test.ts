import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AskOutcome } from '../../../../src/cluster/cluster.js';
import { ASK_TIMEOUT_MS, Asks, ASKS_MAX } from '../../../../src/cluster/redis/bus-asks.js';

function opened(asks: Asks, nowMs = 0): { id: number; outcomes: AskOutcome[] } {
  const outcomes: AskOutcome[] = [];
  return { id: asks.add(nowMs, (outcome) => outcomes.push(outcome)), outcomes };
}

test('the sum of all who were asked, when the last one has answered', () => {
  const asks = new Asks();
  const { id, outcomes } = opened(asks);
  asks.sentTo(id, ['b', 'c']);
  asks.answered(id, 'b', 2);
  asks.answered(id, 'b', 9);
  asks.answered(id, 'stranger', 9);
  assert.deepEqual(outcomes, []);
  asks.answered(id, 'c', 3);
  asks.answered(id, 'c', 3);
  assert.deepEqual(outcomes, [{ ok: true, count: 5 }]);
  assert.equal(asks.size, 0);
});

test('nobody asked is nobody concerned', () => {
  const asks = new Asks();
  const { id, outcomes } = opened(asks);
  asks.sentTo(id, []);
  assert.deepEqual(outcomes, [{ ok: true, count: 0 }]);
});

test('the time-out ends those whose time is over and no others; late answers are nothing', () => {
  const asks = new Asks();
  const [early, late] = [opened(asks, 0), opened(asks, 1)];
  asks.sentTo(early.id, ['b']);
  asks.sweep(ASK_TIMEOUT_MS);
  assert.deepEqual([early.outcomes[0]?.ok, late.outcomes.length, asks.timedOut], [false, 0, 1]);
  asks.answered(early.id, 'b', 1);
  assert.equal(early.outcomes.length, 1);
  asks.close();
  assert.equal(late.outcomes[0]?.ok, false);
});

test('there is room for so many', () => {
  const asks = new Asks();
  const ids = new Set<number>();
  while (asks.hasRoom) ids.add(opened(asks).id);
  assert.deepEqual([ids.size, ids.has(0)], [ASKS_MAX, false]);
});
