import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LostNotice } from '../../../src/session/lost-notice.js';

test('counts add up until they are told', () => {
  const notice = new LostNotice();
  assert.equal(notice.take(0), undefined);
  notice.add(2);
  notice.add(3);
  assert.deepEqual([notice.take(7), notice.take(7)], [5, undefined]);
});

test('a loss of nobody knows how many is told too', () => {
  const notice = new LostNotice();
  notice.add(0);
  assert.equal(notice.take(1), 0);
});

test('what is partly of unknown size is unknown; what is lost later has its own', () => {
  const notice = new LostNotice();
  notice.add(0);
  notice.add(5);
  assert.equal(notice.take(1), 0);
  notice.add(3);
  assert.equal(notice.take(1), 3);
  notice.resumedAt(1);
  assert.equal(notice.take(2), 0);
});

test('what a client has read is not told with later losses either', () => {
  const notice = new LostNotice();
  notice.add(5);
  notice.take(7);
  notice.resumedAt(10);
  notice.add(1);
  assert.equal(notice.take(10), 1);
  notice.resumedAt(10);
  assert.equal(notice.take(12), 1);
});

test('what a client may not have read is told again behind a resume, what it has read is not', () => {
  const notice = new LostNotice();
  notice.add(5);
  notice.take(7);
  notice.resumedAt(7);
  assert.equal(notice.take(9), 5);
  notice.add(1);
  notice.resumedAt(10);
  assert.equal(notice.take(10), 1);
});

test('it is read when something sent behind it was received', () => {
  const notice = new LostNotice();
  notice.add(1);
  assert.equal(notice.isReadAt(100), false);
  notice.take(7);
  assert.deepEqual([notice.isReadAt(7), notice.isReadAt(8)], [false, true]);
});

test('a count beyond the wire is cut', () => {
  const notice = new LostNotice();
  notice.add(2 ** 32);
  assert.equal(notice.take(0), 2 ** 32 - 1);
});
