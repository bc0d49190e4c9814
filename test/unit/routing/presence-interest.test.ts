import assert from 'node:assert/strict';
import { test } from 'node:test';
import { INTEREST_PER_GATEWAY_MAX, PresenceInterest } from '../../../src/routing/presence-interest.js';

test('a gateway is told of the users it named, and of all when it wants all, once', () => {
  const interest = new PresenceInterest();
  assert.ok(interest.isEmpty);
  interest.add('a', ['alice', 'bob']);
  interest.add('b', ['alice']);
  interest.add('b', 'all');
  assert.deepEqual([...interest.in('alice')].sort(), ['a', 'b']);
  assert.deepEqual([...interest.in('carol')], ['b']);
  interest.remove('b', 'all');
  assert.deepEqual([...interest.in('carol')], []);
  assert.deepEqual([...interest.in('alice')].sort(), ['a', 'b']);
  interest.remove('a', ['alice', 'nobody']);
  assert.deepEqual([...interest.in('alice')], ['b']);
  interest.forget('a');
  interest.forget('b');
  assert.ok(interest.isEmpty);
});

test('one gateway names no more users than its own limit', () => {
  const interest = new PresenceInterest();
  interest.add(
    'a',
    Array.from({ length: INTEREST_PER_GATEWAY_MAX + 5 }, (_, at) => `u${at}`),
  );
  assert.equal(interest.users, INTEREST_PER_GATEWAY_MAX);
});
