import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  collect,
  collectAddresses,
  seconds,
  wholeNumber,
  wholeNumberOrZero,
} from '../../../src/cli/scope.js';

test('times have units, seconds without one', () => {
  assert.deepEqual(['90', '90s', '15m', '2h', '1d'].map(seconds), [90, 90, 900, 7200, 86_400]);
  for (const wrong of ['', 'm', '1w', '-1', '1.5h', '99999999'])
    assert.throws(() => seconds(wrong), /15m/, wrong);
});

test('whole numbers', () => {
  assert.deepEqual([wholeNumber('7'), wholeNumberOrZero('0'), wholeNumberOrZero('12')], [7, 0, 12]);
  for (const wrong of ['0', '-1', '1e3', '01', '', 'x'])
    assert.throws(() => wholeNumber(wrong), /above 0/, wrong);
});

test('repeated flags', () => {
  assert.deepEqual(collect('b', collect('a', undefined)), ['a', 'b']);
  assert.deepEqual(collectAddresses('[::1]:2', collectAddresses('h:1', undefined)), [
    { host: 'h', port: 1 },
    { host: '::1', port: 2 },
  ]);
  assert.throws(() => collectAddresses('h', undefined), /host:port/);
});
