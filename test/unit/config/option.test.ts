import assert from 'node:assert/strict';
import { test } from 'node:test';

import * as kinds from '../../../src/config/option.js';
import { Secret } from '../../../src/config/secret.js';

const takes = (option: kinds.Option<unknown>, value: unknown): boolean =>
  option.type.safeParse(value).success;

const CASES: readonly (readonly [
  name: string,
  option: kinds.Option<unknown>,
  good: readonly unknown[],
  bad: readonly unknown[],
])[] = [
  ['integer', kinds.integer(1, 10, 5, ''), [1, 10], [0, 11, 1.5, '5', null, NaN, true]],
  ['choice', kinds.choice(['a', 'b'], 'a', ''), ['a', 'b'], ['c', '', 1, null]],
  ['words', kinds.words('x', ''), ['any text'], ['', 5, null, undefined, 'x'.repeat(5000)]],
  ['optionalWords', kinds.optionalWords(''), ['any text', undefined], ['', 5, null]],
  ['name', kinds.name(undefined, ''), ['a-1.b_c'], ['', 'a b', 'a/b', 'ü', 'x'.repeat(65), undefined]],
  ['keyPrefix', kinds.keyPrefix('a', ''), ['a', 'a/b/c'], ['', '/a', 'a/', 'a//b', 'a b']],
  ['listenAddress', kinds.listenAddress('a:1', ''), ['a:0', 'a:1'], ['a', 'a:x', 7000, null]],
  ['dialAddress', kinds.dialAddress('a:1', ''), ['a:1'], ['a:0', 'a', 7000]],
  [
    'addressList',
    kinds.addressList('a:1', ''),
    ['a:1', 'a:1, b:2', ['a:1', '[::1]:2'], [' a:1'].map((text) => text.trim())],
    ['', 'a', 'a:1,', ['a:1', 'b'], [], ['a:0'], 7000, null, Array(65).fill('a:1')],
  ],
  [
    'originList',
    kinds.originList(''),
    [undefined, ['https://a.example', 'http://localhost:3000', 'https://*.example.com']],
    ['https://a.example', ['*'], ['https://A.example'], ['https://a.example/'], Array(65).fill('http://a')],
  ],
  [
    'networkList',
    kinds.networkList(''),
    [undefined, ['10.0.0.0/8', '192.0.2.7', 'fd00::/8', '::1']],
    [['10.0.0.0/33'], ['a.example'], ['10.0.0.0/8/8'], ['fd00::/129'], ['10.0.0.0/']],
  ],
  [
    'optionalUrl',
    kinds.optionalUrl(''),
    [undefined, 'https://a.example/keys', 'http://[::1]:8080/'],
    ['', 'ftp://a', 'a.example', 'https://', 5],
  ],
  ['secret', kinds.secret(4, ''), ['abcd', 'üü', undefined], ['abc', '', 5, null, 'x'.repeat(5000)]],
];

for (const [name, option, good, bad] of CASES) {
  test(`${name}: what it takes and what it refuses`, () => {
    for (const value of good) assert.ok(takes(option, value), `takes ${String(value)}`);
    for (const value of bad) assert.ok(!takes(option, value), `refuses ${String(value)}`);
  });
}

test('texts of numbers become numbers, others stay as they are', () => {
  const { fromText } = kinds.integer(1, 10, 5, '');
  assert.deepEqual(['7', '-7', '7s', '', '0x7', '1e3', ' 7', '9'.repeat(30)].map(fromText), [
    7,
    -7,
    '7s',
    '',
    '0x7',
    '1e3',
    ' 7',
    '9'.repeat(30),
  ]);
});

test('values are what the program uses', () => {
  assert.deepEqual(kinds.dialAddress('a:1', '').type.parse('[::1]:80'), { host: '::1', port: 80 });
  assert.ok(kinds.secret(1, '').type.parse('x') instanceof Secret);
});
