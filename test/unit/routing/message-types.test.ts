import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';

import fc from 'fast-check';

import { formatRange, joinRanges, parseTypes, TYPES_LIST_MAX } from '../../../src/routing/message-types.js';

test('a number, a range and a list are ranges', () => {
  assert.deepEqual(parseTypes(1000), { ok: true, ranges: [{ first: 1000, last: 1000 }] });
  assert.deepEqual(parseTypes('100-4294967295'), { ok: true, ranges: [{ first: 100, last: 4294967295 }] });
  assert.deepEqual(parseTypes([3000, '1000-1999', 2000, 1500]), {
    ok: true,
    ranges: [
      { first: 1000, last: 2000 },
      { first: 3000, last: 3000 },
    ],
  });
});

const REFUSED: readonly (readonly [value: unknown, reason: RegExp])[] = [
  [undefined, /missing/],
  [null, /null/],
  [{}, /object/],
  [[], /empty list/],
  [99, /reserved/],
  ['1-200', /reserved/],
  [0, /reserved/],
  [-5, /reserved/],
  [1000.5, /whole/],
  [4294967296, /above/],
  ['1000-4294967296', /above/],
  ['1000-99999999999', /not a range/],
  ['2000-1000', /ends before/],
  ['1000', /not a range/],
  ['1000 - 2000', /not a range/],
  ['٣٠٠-٤٠٠', /not a range/],
  [[[1000]], /a list/],
  [Array.from({ length: TYPES_LIST_MAX + 1 }, (_, index) => 1000 + index), /more than/],
];

for (const [value, reason] of REFUSED) {
  test(`${inspect(value, { breakLength: Infinity }).slice(0, 40)} is refused`, () => {
    const parsed = parseTypes(value);
    assert.ok(!parsed.ok);
    assert.match(parsed.faults[0]?.reason ?? '', reason);
  });
}

test('all wrong elements are named by their place', () => {
  const parsed = parseTypes([1000, 5, 'x', 2000]);
  assert.deepEqual(parsed.ok ? [] : parsed.faults.map(({ path }) => path), [[1], [2]]);
});

test('joined ranges hold the same types, ascending and apart', () => {
  const range = fc
    .tuple(fc.integer({ min: 100, max: 160 }), fc.integer({ min: 0, max: 9 }))
    .map(([first, more]) => ({ first, last: first + more }));
  fc.assert(
    fc.property(fc.array(range, { maxLength: 12 }), (ranges) => {
      const joined = joinRanges(ranges);
      for (let type = 95; type < 175; type++) {
        const within = ({ first, last }: { first: number; last: number }): boolean =>
          first <= type && type <= last;
        assert.equal(joined.some(within), ranges.some(within));
      }
      for (const [index, { first }] of joined.entries()) {
        const before = joined[index - 1];
        assert.ok(before === undefined || first > before.last + 1);
      }
    }),
  );
});

test('a range of one is called a type', () => {
  assert.equal(formatRange({ first: 5, last: 5 }), 'type 5');
  assert.equal(formatRange({ first: 5, last: 6 }), 'types 5-6');
});
