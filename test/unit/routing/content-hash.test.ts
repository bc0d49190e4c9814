import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { contentHash } from '../../../src/routing/content-hash.js';

test('known values, so that other tools and versions agree', () => {
  // printf '' | sha256sum; printf '1:a2:[]' | sha256sum
  assert.equal(contentHash(new Map()), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  assert.equal(
    contentHash(new Map([['a', '[]']])),
    'a9a0c7bb2b57ed2e5b5558389032b131f15bbdbbf97564be014108ce6d55d6f2',
  );
});

const content = fc.uniqueArray(fc.tuple(fc.string(), fc.string()), { selector: ([name]) => name });

test('the order of insertion does not matter', () => {
  fc.assert(
    fc.property(content, (pairs) => {
      assert.equal(contentHash(new Map(pairs)), contentHash(new Map([...pairs].reverse())));
    }),
  );
});

test('another content has another hash', () => {
  fc.assert(
    fc.property(content, content, (one, other) => {
      const text = (pairs: readonly [string, string][]): string => JSON.stringify([...pairs].sort());
      const same = contentHash(new Map(one)) === contentHash(new Map(other));
      assert.equal(same, text(one) === text(other));
    }),
  );
  assert.notEqual(contentHash(new Map([['a', '1:b']])), contentHash(new Map([['a1', ':b']])));
});
