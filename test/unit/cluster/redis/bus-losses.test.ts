import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  countOf,
  LOSS_RUNS_MAX,
  LOSS_TARGET_BYTES_MAX,
  pushesOf,
  runsBehind,
  withRun,
  type LossRun,
} from '../../../../src/cluster/redis/bus-losses.js';

const to = (target: string, count = 1): LossRun => ({ count, push: true, target: Buffer.from(target) });
const other: LossRun = { count: 1, push: false, target: undefined };
const runsOf = (all: readonly LossRun[]): readonly LossRun[] =>
  all.reduce<readonly LossRun[]>((runs, run) => withRun(runs, run), []);
const texts = (runs: readonly LossRun[]): unknown[] =>
  runs.map(({ count, push, target }) => [count, push, target && Buffer.from(target).toString()]);

test('alike runs grow together, others stand behind each other', () => {
  const runs = runsOf([to('a'), to('a', 2), other, other, to('b'), to('a')]);
  assert.deepEqual(texts(runs), [
    [3, true, 'a'],
    [2, false, undefined],
    [1, true, 'b'],
    [1, true, 'a'],
  ]);
  assert.deepEqual([countOf(runs), pushesOf(runs)], [7, 5]);
});

test('beyond the bounds nobody knows whom they were for, and nothing is left out of the count', () => {
  const many = Array.from({ length: LOSS_RUNS_MAX + 50 }, (_, at) => to(String(at)));
  const runs = runsOf(many);
  assert.deepEqual(
    [runs.length, countOf(runs), runs.at(-1)?.target],
    [LOSS_RUNS_MAX, many.length, undefined],
  );
  assert.equal(runsOf([to('x'.repeat(LOSS_TARGET_BYTES_MAX + 1))])[0]?.target, undefined);
});

test('what never had a number is not counted together with what had one, and never forgotten', () => {
  const unnumbered: LossRun = { count: 1, push: true, target: undefined, unnumbered: true };
  const runs = runsOf([{ count: 2, push: true, target: undefined }, unnumbered, to('a')]);
  assert.deepEqual(
    runs.map((run) => [run.count, run.unnumbered ?? false]),
    [
      [2, false],
      [1, true],
      [1, false],
    ],
  );
  const many = Array.from({ length: LOSS_RUNS_MAX }, (_, at) => to(String(at)));
  assert.equal(runsOf([...many, unnumbered, to('b')]).at(-1)?.unnumbered, true);
});

test('the first numbers can be cut off', () => {
  const runs = runsOf([to('a', 2), other, to('b', 3)]);
  assert.deepEqual(texts(runsBehind(runs, 1))[0], [1, true, 'a']);
  assert.deepEqual(texts(runsBehind(runs, 4)), [[2, true, 'b']]);
  assert.deepEqual(runsBehind(runs, 6), []);
});
