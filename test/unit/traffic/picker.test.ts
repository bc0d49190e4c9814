import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hashBytes, hashText, Picker, type Candidate } from '../../../src/traffic/picker.js';
import { seededRandom } from '../../support/seeded-random.js';

const candidate = (serverId: string, weight = 1, pendingCount = 0): Candidate => ({
  serverId,
  weight,
  pendingCount,
});
const SESSIONS = 20_000;
const hashes = Array.from({ length: SESSIONS }, (_, at) => hashText(`session-${at}`));

const choices = (picker: Picker<Candidate>): string[] =>
  hashes.map((hash) => picker.affine(hash)?.serverId ?? '');
const shares = (chosen: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const serverId of chosen) counts.set(serverId, (counts.get(serverId) ?? 0) + 1 / chosen.length);
  return counts;
};

describe('an affine choice', () => {
  const five = Array.from({ length: 5 }, (_, at) => candidate(`world-${at}`));

  test('is the same for the same hash, whatever the order of the candidates', () => {
    assert.deepEqual(choices(new Picker(five)), choices(new Picker([...five].reverse())));
  });

  test('is even over ids that differ in one digit', () => {
    for (const share of shares(choices(new Picker(five))).values()) assert.ok(Math.abs(share - 0.2) < 0.015);
  });

  test('moves only what the instance had that leaves, evenly to the rest', () => {
    const before = choices(new Picker(five));
    const after = choices(new Picker(five.slice(0, 4)));
    const moved = after.filter((_, at) => before[at] === 'world-4');
    assert.ok(after.every((chosen, at) => chosen === before[at] || before[at] === 'world-4'));
    for (const share of shares(moved).values()) assert.ok(Math.abs(share - 0.25) < 0.04);
  });

  test('gives one that comes an even share from all', () => {
    const before = choices(new Picker(five));
    const after = choices(new Picker([...five, candidate('world-5')]));
    const moved = before.filter((chosen, at) => chosen !== after[at]);
    assert.ok(after.every((chosen, at) => chosen === before[at] || chosen === 'world-5'));
    assert.ok(Math.abs(moved.length / SESSIONS - 1 / 6) < 0.015);
    for (const share of shares(moved).values()) assert.ok(Math.abs(share - 0.2) < 0.04);
  });

  test('follows the weights', () => {
    const weights = [1, 2, 5, 0.5];
    const total = 8.5;
    const counts = shares(choices(new Picker(weights.map((weight, at) => candidate(`w-${at}`, weight)))));
    for (const [at, weight] of weights.entries())
      assert.ok(Math.abs((counts.get(`w-${at}`) ?? 0) - weight / total) < 0.015, `w-${at}`);
  });

  test('of none is none, of one is that one', () => {
    assert.equal(new Picker<Candidate>([]).affine(5), undefined);
    assert.equal(new Picker([candidate('a', 0.001)]).affine(0)?.serverId, 'a');
  });
});

describe('the least pending', () => {
  test('of two drawn is the less busy, measured by weight', () => {
    const idle = candidate('idle', 1, 1);
    const busy = candidate('busy', 1, 9);
    const strong = candidate('strong', 10, 9);
    const draws =
      (...values: number[]): (() => number) =>
      () =>
        values.shift() ?? 0;
    assert.equal(new Picker([busy, idle]).leastPending(draws(0, 0.9)), idle);
    assert.equal(new Picker([busy, idle]).leastPending(draws(0.9, 0)), idle);
    assert.equal(new Picker([busy, strong]).leastPending(draws(0, 0.9)), strong);
    assert.equal(new Picker([busy, idle]).leastPending(draws(0, 0)), busy);
  });

  test('spreads idle instances evenly, and reaches the last of them', () => {
    const random = seededRandom(7);
    const picker = new Picker(Array.from({ length: 4 }, (_, at) => candidate(`c-${at}`)));
    const chosen = Array.from({ length: 8_000 }, () => picker.leastPending(random)?.serverId ?? '');
    for (const share of shares(chosen).values()) assert.ok(Math.abs(share - 0.25) < 0.03);
  });

  test('of none is none', () => {
    assert.equal(
      new Picker<Candidate>([]).leastPending(() => 0.5),
      undefined,
    );
  });
});

test('candidates are found by server id', () => {
  const picker = new Picker([candidate('a'), candidate('b')]);
  assert.equal(picker.find('b')?.serverId, 'b');
  assert.equal(picker.find('c'), undefined);
  assert.equal(picker.size, 2);
  assert.deepEqual(
    picker.candidates.map(({ serverId }) => serverId),
    ['a', 'b'],
  );
});

test('hashes are fixed: all gateways choose alike, in every version', () => {
  assert.equal(hashText(''), hashBytes(new Uint8Array(0), 0, 0));
  assert.equal(hashText('session-1'), hashBytes(Buffer.from('.session-1.'), 1, 10));
  assert.deepEqual([hashText(''), hashText('a'), hashText('world-3')], [2872998923, 444641715, 830789242]);
});
