import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { attributesFromList, attributesToList } from '../../../src/protocol/attributes.js';

test('travel ascending by name and come back the same', () => {
  const attributes = fc.array(fc.tuple(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 })), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(attributes, (entries) => {
      const map = new Map(entries);
      const list = attributesToList(map);
      for (const [index, { name }] of list.entries())
        assert.ok(index === 0 || (list[index - 1]?.name ?? '') < name);
      assert.deepEqual(attributesFromList(list), map);
    }),
  );
});

test('the order is that of the code units, not of a locale', () => {
  const list = attributesToList(
    new Map([
      ['b', '1'],
      ['B', '2'],
      ['a', '3'],
      ['ä', '4'],
    ]),
  );
  assert.deepEqual(
    list.map(({ name }) => name),
    ['B', 'a', 'b', 'ä'],
  );
});

test('absent names and values are empty; of a name sent twice the last value counts', () => {
  const list = [{ name: 'a', value: '1' }, { name: 'a', value: '2' }, { name: null }, {}];
  assert.deepEqual(
    attributesFromList(list),
    new Map([
      ['a', '2'],
      ['', ''],
    ]),
  );
});
