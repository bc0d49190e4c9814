import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { describePlan, isEmpty, planChange } from '../../../../src/cli/routes/plan.js';

const entries = (texts: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(texts));
const whole = { prune: true, only: [] };

describe('planChange', () => {
  test('writes what differs, leaves alone what is only there, and white space is no difference', () => {
    const current = entries({ a: '[{"types":1,"service":"a"}]', b: '[]', c: '[]' });
    const wanted = entries({ a: '[ {"service": "a", "types": 1} ]', b: '[1]', d: '[]' });
    const plan = planChange(current, wanted, { prune: false, only: [] });
    assert.deepEqual([...plan.set.keys()], ['b', 'd']);
    assert.deepEqual([plan.remove, plan.leftAlone], [[], ['c']]);
    assert.deepEqual([...plan.after.keys()].sort(), ['a', 'b', 'c', 'd']);
  });

  test('--only looks at nothing else, with --prune too', () => {
    const plan = planChange(entries({ a: '[]', b: '[]' }), entries({ c: '[]', d: '[]' }), {
      prune: true,
      only: ['a', 'c'],
    });
    assert.deepEqual([[...plan.set.keys()], plan.remove], [['c'], ['a']]);
  });

  test('broken texts are compared as they stand', () => {
    assert.ok(isEmpty(planChange(entries({ a: '[' }), entries({ a: '[' }), whole)));
    assert.equal(planChange(entries({ a: '[' }), entries({ a: '[ ' }), whole).set.size, 1);
  });

  test('pruned, it always ends with what was wanted, and then there is nothing to do', () => {
    const table = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('[]', '[1]', '[2]', '{'));
    fc.assert(
      fc.property(table, table, (from, to) => {
        const { after } = planChange(entries(from), entries(to), whole);
        assert.deepEqual(Object.fromEntries(after), { ...to });
        assert.ok(isEmpty(planChange(after, entries(to), whole)));
      }),
    );
  });
});

test('a plan is described by key and route', () => {
  const current = entries({
    a: '[{"types":1,"service":"x"},{"types":2,"service":"x"}]',
    old: '[{"types":9}]',
  });
  const wanted = entries({ a: '[{"service":"x","types":1},{"types":3,"service":"x"}]', fresh: '[]' });
  assert.deepEqual(describePlan(current, planChange(current, wanted, whole)), [
    '~ a',
    '    - {"service":"x","types":2}',
    '    + {"service":"x","types":3}',
    '+ fresh',
    '- old',
    '    - {"types":9}',
  ]);
});
