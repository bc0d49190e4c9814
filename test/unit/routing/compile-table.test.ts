import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { compileTable, RANGES_MAX, TABLE_BYTES_MAX } from '../../../src/routing/compile-table.js';
import { contentHash } from '../../../src/routing/content-hash.js';
import type { RouteTable } from '../../../src/routing/route.js';
import type { TableProblem } from '../../../src/routing/table-problems.js';
import { echo, sourceOf } from './sources.js';

function tableOf(entries: Readonly<Record<string, unknown>>): RouteTable {
  const compiled = compileTable(sourceOf(entries));
  assert.ok(compiled.ok, JSON.stringify(compiled));
  return compiled.table;
}

function problemsOf(entries: Readonly<Record<string, unknown>>): readonly TableProblem[] {
  const compiled = compileTable(sourceOf(entries));
  assert.ok(!compiled.ok);
  return compiled.problems;
}

test('types of several keys find their routes', () => {
  const table = tableOf({
    chat: [{ types: ['2000-2999', 5000], service: 'chat' }],
    game: [{ types: 1000, service: 'lobby' }],
  });
  assert.equal(table.lookup(1000)?.id, 'game#0');
  assert.equal(table.lookup(2500)?.service, 'chat');
  assert.equal(table.lookup(5000)?.id, 'chat#0');
  for (const type of [0, 99, 999, 1001, 1999, 3000, 4999, 5001, 2 ** 32 - 1]) {
    assert.equal(table.lookup(type), undefined);
  }
});

test('hash and revision are those of the source', () => {
  const source = sourceOf({ a: [echo(1000)] }, { revision: '77' });
  const compiled = compileTable(source);
  assert.ok(compiled.ok);
  assert.equal(compiled.table.hash, contentHash(source.entries));
  assert.equal(compiled.table.revision, '77');
});

test('no keys make an empty table', () => {
  assert.deepEqual(tableOf({}).routes, []);
  assert.equal(tableOf({}).lookup(1000), undefined);
});

test('an overlap names both routes and the types', () => {
  const problems = problemsOf({
    a: [echo(1), echo('1000-1999')],
    b: [{ types: ['1900-2100'], service: 'chat' }],
  });
  const found = problems.find(({ entry }) => entry === 'b');
  assert.equal(found?.path, '/0/types');
  assert.match(found.reason, /types 1900-1999 also stands at \/1\/types of "a" \(service "echo"\)/);
});

test('routes of one key must not overlap either', () => {
  const [problem] = problemsOf({ a: [echo(1000), echo(1000)] });
  assert.match(problem?.reason ?? '', /type 1000 also stands at \/0\/types of "a"/);
});

test('problems of all keys come at once', () => {
  const problems = problemsOf({ a: '[', b: [{ type: 1 }], c: [echo(1000), echo(1000)], 'd/e': [], '': [] });
  for (const entry of ['a', 'b', 'c', 'd/e', '']) {
    assert.ok(
      problems.some((problem) => problem.entry === entry),
      `nothing about "${entry}"`,
    );
  }
});

test('overlaps are found as by comparing all pairs', () => {
  const range = fc
    .tuple(fc.integer({ min: 100, max: 200 }), fc.nat(6))
    .map(([first, more]): [number, number] => [first, first + more]);
  fc.assert(
    fc.property(fc.array(range, { maxLength: 8 }), (ranges) => {
      const routes = ranges.map(([first, last]) => echo(`${first}-${last}`));
      const overlaps = ranges.some(([first, last], index) =>
        ranges.slice(0, index).some((other) => first <= other[1] && other[0] <= last),
      );
      assert.equal(compileTable(sourceOf({ a: routes })).ok, !overlaps);
    }),
  );
});

test('every type leads to the route that lists it', () => {
  const owners = fc.array(fc.nat(5), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(owners, fc.integer({ min: 100, max: 2 ** 32 - 300 }), (services, base) => {
      const routes = [1, 2, 3, 4, 5].flatMap((service) => {
        const types = services.flatMap((owner, index) => (owner === service ? [base + index] : []));
        return types.length === 0 ? [] : [{ types, service: `s${service}` }];
      });
      const table = tableOf({ all: routes });
      for (const [index, owner] of services.entries()) {
        assert.equal(table.lookup(base + index)?.service, owner === 0 ? undefined : `s${owner}`);
      }
    }),
    { numRuns: 50 },
  );
});

test('too much text is refused before it is parsed', () => {
  const [problem] = problemsOf({ a: ' '.repeat(TABLE_BYTES_MAX), b: '[]' });
  assert.match(problem?.reason ?? '', /more than 16777216/);
});

test('too many scattered types are refused', () => {
  const perRoute = 4096;
  const routes = Array.from({ length: RANGES_MAX / perRoute + 1 }, (_, route) =>
    echo(Array.from({ length: perRoute }, (_, index) => 100 + 2 * (route * perRoute + index))),
  );
  assert.match(problemsOf({ a: routes })[0]?.reason ?? '', /more than 65536/);
});

test('20 000 scattered routes are taken, and one more is not', () => {
  const routes = Array.from({ length: 20_000 }, (_, index) => echo(100 + index * 80_021));
  const table = tableOf({ a: routes.slice(0, 10_000), b: routes.slice(10_000) });
  assert.equal(table.lookup(100 + 19_999 * 80_021)?.id, 'b#9999');
  assert.match(problemsOf({ a: routes, b: [echo(101)] })[0]?.reason ?? '', /20001 routes/);
});
