import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OWN_PAGE_BYTES, SendPages, SHARED_PAGE_BYTES } from '../../../src/session/send-pages.js';

test('a page is shared until it is full', () => {
  const pages = new SendPages();
  const page = pages.share(1000);
  page.used += 1000;
  assert.equal(pages.share(SHARED_PAGE_BYTES - 1000), page);
  page.used = SHARED_PAGE_BYTES;
  assert.notEqual(pages.share(1), page);
});

test('a page is used again once all its users have given it back, and not before', () => {
  const pages = new SendPages();
  const first = pages.share(10);
  first.used = SHARED_PAGE_BYTES;
  pages.share(0);
  const second = pages.share(10);
  second.used = SHARED_PAGE_BYTES;
  pages.giveBack(first);
  assert.notEqual(pages.share(10), first);
  pages.share(0).used = SHARED_PAGE_BYTES;
  pages.giveBack(first);
  assert.equal(first.used, 0);
  assert.equal(pages.share(10), first);
});

test('the page in use begins anew when nobody holds a part of it', () => {
  const pages = new SendPages();
  const page = pages.share(10);
  page.used = 10;
  pages.giveBack(page);
  assert.equal(page.used, 0);
  assert.equal(pages.share(10), page);
});

test('an own page that was given back is taken again, and only once', () => {
  const pages = new SendPages();
  const first = pages.own();
  assert.equal(first.bytes.length, OWN_PAGE_BYTES);
  pages.giveBack(first);
  assert.equal(pages.own(), first);
  assert.notEqual(pages.own(), first);
});

test('it keeps 1024 own pages at most', () => {
  const pages = new SendPages();
  const taken = Array.from({ length: 1100 }, () => pages.own());
  for (const page of taken) pages.giveBack(page);
  const given = new Set(taken);
  const again = taken.map(() => pages.own());
  assert.equal(again.filter((page) => given.has(page)).length, 1024);
});
