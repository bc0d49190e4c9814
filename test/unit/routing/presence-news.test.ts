import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copyOf, decodeNews, encodeNews, type News } from '../../../src/routing/presence-news.js';

const presence = {
  sessionId: 's1',
  user: 'alice',
  gatewayId: 'a',
  sinceEpochMs: 1_767_225_600_000,
  device: 'phone',
  client: 'tour/1',
  address: '192.0.2.7:5000',
  attributes: new Map([
    ['a', ''],
    ['level', '13'],
  ]),
};

test('every kind comes back as it was', () => {
  const all: readonly News[] = [
    { kind: 'watch', round: 2 ** 40, whole: true, last: false, wanted: 'all' },
    { kind: 'watch', round: 1, whole: false, last: true, wanted: ['alice', 'bob'] },
    { kind: 'watch', round: 1, whole: true, last: true, wanted: [] },
    { kind: 'unwatch', wanted: ['alice'] },
    { kind: 'unwatch', wanted: 'all' },
    {
      kind: 'changes',
      round: 7,
      last: true,
      changes: [
        { gone: false, presence },
        { gone: true, presence: { ...presence, attributes: new Map() } },
      ],
    },
  ];
  for (const news of all) assert.deepEqual(decodeNews(encodeNews(news)), news);
});

test('what cannot be read is undefined', () => {
  for (const bytes of [[0xff], [0x08, 9], []]) assert.equal(decodeNews(Uint8Array.from(bytes)), undefined);
});

test('a copy does not change with the session', () => {
  const session = { ...presence, attributes: new Map([['level', '1']]), other: 1 };
  const copy = copyOf(session);
  session.attributes = new Map();
  assert.deepEqual(copy, { ...presence, attributes: new Map([['level', '1']]) });
});
