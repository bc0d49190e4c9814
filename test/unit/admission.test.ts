import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Admission, TURN_BUDGET_MS, type AdmissionStep } from '../../src/admission.js';

/** A line in an event loop turned by hand: `turn` runs what was scheduled for the next one. */
function setup() {
  let nowMs = 0;
  let scheduled: (() => void)[] = [];
  const ticks: (() => void)[] = [];
  const done: string[] = [];
  const line = new Admission({
    clock: { nowMs: () => nowMs },
    nextTurn: (run) => scheduled.push(run),
    afterStep: (run) => ticks.push(run),
  });
  const step = (name: string, costMs: number, laterMs = 0): AdmissionStep => ({
    admit: () => {
      nowMs += costMs;
      done.push(name);
      if (laterMs > 0) ticks.push(() => void (nowMs += laterMs));
    },
  });
  const turn = (): readonly string[] => {
    const from = done.length;
    const runs = scheduled;
    scheduled = [];
    for (const run of runs) run();
    for (let tick = ticks.shift(); tick !== undefined; tick = ticks.shift()) tick();
    return done.slice(from);
  };
  const advance = (ms: number): void => void (nowMs += ms);
  return { line, step, turn, advance, turnsScheduled: () => scheduled.length };
}

test('nothing is done when it is asked for, but in the next turn', () => {
  const { line, step, turn, turnsScheduled } = setup();
  line.add(step('a', 0));
  assert.equal(line.waiting, 1);
  assert.deepEqual(turn(), ['a']);
  assert.deepEqual([line.waiting, line.steps, turnsScheduled()], [0, 1, 0]);
});

test('a turn does what fits its budget, in the order of coming, and the next goes on', () => {
  const { line, step, turn } = setup();
  const part = TURN_BUDGET_MS / 2;
  for (const name of ['a', 'b', 'c', 'd', 'e']) line.add(step(name, part));
  assert.deepEqual([turn(), turn(), turn(), turn()], [['a', 'b'], ['c', 'd'], ['e'], []]);
});

test('a step that is longer than the budget has a turn to itself', () => {
  const { line, step, turn } = setup();
  line.add(step('long', 10 * TURN_BUDGET_MS));
  line.add(step('next', 0));
  assert.deepEqual([turn(), turn()], [['long'], ['next']]);
});

test('what a step sets off in its turn is on its budget', () => {
  const { line, step, turn } = setup();
  line.add(step('a', 0, TURN_BUDGET_MS));
  line.add(step('b', 0));
  assert.deepEqual([turn(), turn()], [['a'], ['b']]);
});

test('who comes while others are let in waits behind them', () => {
  const { line, step, turn, turnsScheduled } = setup();
  line.add({
    admit: () => {
      line.add(step('later', 0));
    },
  });
  line.add(step('b', TURN_BUDGET_MS));
  assert.deepEqual([turn(), turn()], [['b'], ['later']]);
  line.add(step('c', 0));
  assert.deepEqual(turn(), ['c']);
  assert.equal(turnsScheduled(), 0);
});

test('who leaves is passed over; the same step twice is one', () => {
  const { line, step, turn } = setup();
  const [a, b, c] = [step('a', 0), step('b', 0), step('c', 0)];
  for (const each of [a, b, b, c]) line.add(each);
  line.forget(a);
  assert.deepEqual(turn(), ['b', 'c']);
  line.add(b);
  line.forget(b);
  assert.deepEqual(turn(), []);
  line.add(b);
  assert.deepEqual(turn(), ['b']);
});

test('how long they wait is counted, and how long the oldest has waited', () => {
  const { line, step, turn, advance } = setup();
  assert.equal(line.oldestMs, 0);
  line.add(step('a', 0));
  advance(30);
  line.add(step('b', 0));
  advance(20);
  assert.equal(line.oldestMs, 50);
  turn();
  assert.deepEqual([line.waitedMs, line.steps, line.oldestMs], [70, 2, 0]);
});
