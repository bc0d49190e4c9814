import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HANDOVER_TIMEOUT_MS, HANDOVERS_MAX, Handovers } from '../../../../src/cluster/redis/bus-handover.js';

test('says yes when Redis has taken all that stood in the queues, not when it has some of it', () => {
  const handovers = new Handovers();
  const told: boolean[] = [];
  let [first, second] = [3, 0];
  const queues = [
    { last: 5, taken: () => first },
    { last: 2, taken: () => second },
  ];
  handovers.add(queues, 0, (inTime) => told.push(inTime));
  first = 7;
  handovers.sweep(10);
  assert.deepEqual(told, []);
  second = Infinity;
  handovers.sweep(20);
  assert.deepEqual(told, [true]);
  handovers.sweep(HANDOVER_TIMEOUT_MS * 2);
  assert.deepEqual(told, [true], 'once');
});

test('at once when nothing waits; no at the time-out, at the limit and at the end', () => {
  const handovers = new Handovers();
  const told: boolean[] = [];
  const tell = (inTime: boolean): void => void told.push(inTime);
  const stuck = [{ last: 1, taken: () => 0 }];
  handovers.add([], 0, tell);
  assert.deepEqual(told.splice(0), [true]);
  handovers.add(stuck, 0, tell);
  handovers.sweep(HANDOVER_TIMEOUT_MS - 1);
  assert.deepEqual(told, []);
  handovers.sweep(HANDOVER_TIMEOUT_MS);
  assert.deepEqual(told.splice(0), [false]);
  for (let at = 0; at < HANDOVERS_MAX; at++) handovers.add(stuck, 0, tell);
  assert.deepEqual(told, []);
  handovers.add(stuck, 0, tell);
  assert.deepEqual(told.splice(0), [false]);
  handovers.close();
  assert.equal(told.length, HANDOVERS_MAX);
});
