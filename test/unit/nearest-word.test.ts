import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { nearestWord } from '../../src/nearest-word.js';

const KNOWN = ['types', 'service', 'timeoutMs', 'payloadBytesMax', 'roles', 'pick'];

const CASES: readonly (readonly [word: string, nearest: string | undefined])[] = [
  ['type', 'types'],
  ['typse', 'types'],
  ['Timeout_MS', 'timeoutMs'],
  ['timeout', 'timeoutMs'],
  ['payloadMax', 'payloadBytesMax'],
  ['role', 'roles'],
  ['servcie', 'service'],
  ['colour', undefined],
  ['', undefined],
];

for (const [word, nearest] of CASES) {
  test(`"${word}" ${nearest === undefined ? 'is near to nothing' : `is meant as "${nearest}"`}`, () => {
    assert.equal(nearestWord(word, KNOWN), nearest);
  });
}

test('an endless word is not even measured', () => {
  assert.equal(nearestWord('types'.repeat(100_000), KNOWN), undefined);
});

test('a known word is its own nearest, and one edit away still finds it', () => {
  fc.assert(
    fc.property(fc.constantFrom('service', 'payloadBytesMax', 'timeoutMs'), fc.nat(), (word, at) => {
      const cut = at % word.length;
      assert.equal(nearestWord(word, KNOWN), word);
      assert.equal(nearestWord(word.slice(0, cut) + word.slice(cut + 1), KNOWN), word);
      assert.equal(nearestWord(`${word.slice(0, cut)}x${word.slice(cut)}`, KNOWN), word);
    }),
  );
});
