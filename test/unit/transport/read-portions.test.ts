import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  PORTION_FRAMES,
  PUT_OFF_BUDGET_MS,
  ReadPortions,
  type PutOff,
} from '../../../src/transport/read-portions.js';

interface Setup {
  readonly portions: ReadPortions;
  /** Runs the turns there are, and says how many. */
  readonly runTurn: () => number;
  readonly clock: { ms: number; nowMs(): number };
}

function setup(): Setup {
  const clock = { ms: 0, nowMs: () => clock.ms };
  const turns: (() => void)[] = [];
  const portions = new ReadPortions(clock, (run) => turns.push(run));
  const runTurn = (): number => {
    const due = turns.splice(0);
    for (const run of due) run();
    return due.length;
  };
  return { portions, runTurn, clock };
}

/** Writes down what it gets, by its name, and takes so long for it. */
function reader(name: string, log: string[], clock: { ms: number } = { ms: 0 }, tookMs = 0): PutOff {
  return {
    goOn: (rest, isLast) => {
      log.push(`${name} ${[...rest].join(' ')}${isLast ? ' end' : ''}`);
      clock.ms += tookMs;
    },
  };
}

test('a read has room for so many frames, and the next one too', () => {
  const { portions } = setup();
  for (let round = 0; round < 2; round++) {
    portions.begin();
    for (let frames = 0; frames < PORTION_FRAMES; frames++) assert.ok(portions.hasRoom());
    assert.equal(portions.hasRoom(), false);
  }
});

test('what is put off is a copy, given back in the next turn and then forgotten', () => {
  const { portions, runTurn } = setup();
  const log: string[] = [];
  const a = reader('a', log);
  const read = Uint8Array.of(9, 1, 2, 9);
  portions.putOff(a, read, 1, 3);
  read.fill(0);
  assert.ok(portions.isWaiting(a));
  assert.deepEqual(log, []);
  assert.equal(runTurn(), 1);
  assert.deepEqual(log, ['a 1 2']);
  assert.equal(portions.isWaiting(a), false);
  assert.equal(runTurn(), 0, 'no turn is asked for when nothing waits');
});

test('what comes while something waits is put behind it', () => {
  const { portions, runTurn } = setup();
  const log: string[] = [];
  const a = reader('a', log);
  portions.putOff(a, Uint8Array.of(1, 2), 0, 2);
  portions.putOff(a, Uint8Array.of(3), 0, 1);
  runTurn();
  assert.deepEqual(log, ['a 1 2 3']);
});

test('a turn ends with its budget; who has waited longest is next', () => {
  const { portions, runTurn, clock } = setup();
  const log: string[] = [];
  for (const name of ['a', 'b', 'c'])
    portions.putOff(reader(name, log, clock, PUT_OFF_BUDGET_MS * 0.6), Uint8Array.of(1), 0, 1);
  runTurn();
  assert.deepEqual(log, ['a 1', 'b 1']);
  runTurn();
  assert.deepEqual(log, ['a 1', 'b 1', 'c 1']);
  assert.equal(runTurn(), 0);
});

test('who puts off again comes last, and its bytes are not copied again', () => {
  const { portions, runTurn } = setup();
  const log: string[] = [];
  const buffers = new Set<ArrayBufferLike>();
  const again: PutOff = {
    goOn: (rest) => {
      buffers.add(rest.buffer);
      log.push(`again ${rest.length}`);
      if (rest.length > 1) portions.putOff(again, rest, 1, rest.length);
    },
  };
  portions.putOff(again, Uint8Array.of(1, 2, 3), 0, 3);
  portions.putOff(reader('b', log), Uint8Array.of(7), 0, 1);
  while (runTurn() > 0);
  assert.deepEqual(log, ['again 3', 'b 7', 'again 2', 'again 1']);
  assert.equal(buffers.size, 1);
});

test('the end comes with the last of what waits', () => {
  const { portions, runTurn } = setup();
  const log: string[] = [];
  const a = reader('a', log);
  assert.equal(portions.endsBehind(a), false);
  portions.putOff(a, Uint8Array.of(1), 0, 1);
  assert.ok(portions.endsBehind(a));
  runTurn();
  assert.deepEqual(log, ['a 1 end']);
});

test('what was put off came when it was read, however many turns it takes and whatever comes behind it', () => {
  const { portions, runTurn, clock } = setup();
  const times: number[] = [];
  const again: PutOff = {
    goOn: (rest) => {
      times.push(portions.readAtMs());
      if (rest.length > 1) portions.putOff(again, rest, 1, rest.length);
    },
  };
  const later = (ms: number): void => {
    clock.ms = ms;
    assert.equal(portions.readAtMs(), ms);
  };
  later(10);
  portions.putOff(again, Uint8Array.of(1, 2), 0, 2);
  later(20);
  portions.putOff(again, Uint8Array.of(3), 0, 1);
  while (runTurn() > 0) later(clock.ms + 10);
  assert.deepEqual(times, [10, 10, 10]);
});
