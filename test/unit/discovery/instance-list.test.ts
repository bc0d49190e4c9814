import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareText, fingerprintOf, mergeInstances } from '../../../src/discovery/instance-list.js';
import type { Instance } from '../../../src/discovery/registry.js';

function instance(serverId: string, service = 's', meta: [string, string][] = []): Instance {
  return { serverId, service, host: 'h', port: 1, healthy: true, weight: 1, meta: new Map(meta) };
}

test('the list is ascending by id and has each id once; nothing is dropped without being named', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 2 })), fc.integer({ min: 0, max: 10 }), (ids, limit) => {
      const { instances, skipped } = mergeInstances(
        ids.map((id) => instance(id)),
        limit,
      );
      const merged = instances.map((one) => one.serverId);
      assert.deepEqual(merged, [...new Set(merged)].sort(compareText));
      assert.ok(merged.length <= limit);
      assert.equal(merged.length + skipped.length, ids.length);
    }),
  );
});

test('of two with the same id the first stays, and the other is named with the reason', () => {
  const { instances, skipped } = mergeInstances([instance('a', 'first'), instance('a', 'second')]);
  assert.deepEqual(
    instances.map((one) => one.service),
    ['first'],
  );
  assert.deepEqual(skipped, [{ serverId: 'a', reason: 'its id is also that of an instance of first' }]);
});

test('of two with the same id a healthy one stays, wherever it stands', () => {
  const dead = { ...instance('a'), host: 'old', healthy: false };
  const alive = { ...instance('a'), host: 'new' };
  for (const both of [
    [dead, alive],
    [alive, dead],
    [dead, alive, { ...dead, host: 'older' }],
  ]) {
    const { instances, skipped } = mergeInstances(both);
    assert.deepEqual(instances, [alive]);
    assert.equal(skipped.length, both.length - 1);
  }
});

test('a fingerprint sees into maps', () => {
  assert.equal(
    fingerprintOf(instance('a', 's', [['k', 'v']])),
    fingerprintOf(instance('a', 's', [['k', 'v']])),
  );
  assert.notEqual(
    fingerprintOf(instance('a', 's', [['k', 'v']])),
    fingerprintOf(instance('a', 's', [['k', 'w']])),
  );
});
