import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { buildTypeMap, type TypeAssignment } from '../../../src/routing/type-map.js';

const TYPE_MAX = 2 ** 32 - 1;

/** Disjoint ranges out of sorted cuts; widths from one type to half of all. */
const assignments = fc
  .uniqueArray(
    fc.oneof(
      fc.integer({ min: 0, max: TYPE_MAX }),
      fc.integer({ min: 0, max: 5000 }),
      fc.integer({ min: 0, max: 12 }).map((bits) => 2 ** (bits + 20) - 1),
      fc.constantFrom(0, TYPE_MAX),
    ),
    { maxLength: 40 },
  )
  .map((cuts) => {
    const sorted = cuts.sort((a, b) => a - b);
    const result: TypeAssignment[] = [];
    for (let index = 0; index + 1 < sorted.length; index += 2) {
      const [first, last] = [sorted[index] ?? 0, sorted[index + 1] ?? 0];
      result.push({ first, last, value: (index % 6) + 1 });
    }
    return result;
  });

const naive = (all: readonly TypeAssignment[], type: number): number =>
  all.find(({ first, last }) => first <= type && type <= last)?.value ?? 0;

test('agrees with a linear search', () => {
  fc.assert(
    fc.property(assignments, fc.array(fc.integer({ min: 0, max: TYPE_MAX })), (all, probes) => {
      const map = buildTypeMap(all);
      const edges = all.flatMap(({ first, last }) => [first - 1, first, first + 1, last - 1, last, last + 1]);
      for (const type of [...edges, ...probes, 0, TYPE_MAX]) {
        if (type < 0 || type > TYPE_MAX) continue;
        assert.equal(map.get(type), naive(all, type), `type ${type}`);
      }
    }),
    { numRuns: 300 },
  );
});

test('every type of a small world', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 300 }), fc.nat(1_000_000), (values, base) => {
      const all = values.flatMap((value, index) =>
        value === 0 ? [] : [{ first: base + index, last: base + index, value }],
      );
      const map = buildTypeMap(all);
      for (const [index, value] of values.entries()) assert.equal(map.get(base + index), value);
    }),
    { numRuns: 50 },
  );
});

test('an empty map answers 0 everywhere', () => {
  const map = buildTypeMap([]);
  for (const type of [0, 100, 2 ** 31, TYPE_MAX]) assert.equal(map.get(type), 0);
});

test('memory follows the number of ranges, not of types', () => {
  const empty = buildTypeMap([]).sizeBytes;
  const huge = buildTypeMap([{ first: 100, last: 2 ** 31, value: 1 }]).sizeBytes;
  assert.ok(huge - empty < 8 * 1024, `${huge - empty} bytes`);
  const count = 10_000;
  const scattered = Array.from({ length: count }, (_, index) => index * 400_009 + 100).map((first) => ({
    first,
    last: first,
    value: 1,
  }));
  const perType = (buildTypeMap(scattered).sizeBytes - empty - 4096 * 1024) / count;
  assert.ok(perType <= 512, `${perType} bytes a type`);
});
