import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkCloseName, toLinkCloseCode } from '../../../src/link/link-close.js';
import { LinkCloseCode } from '../../../src/protocol/link-frames.js';

test('every code has its name and survives a BYE', () => {
  for (const [name, code] of Object.entries(LinkCloseCode)) {
    assert.equal(linkCloseName(code), name);
    assert.equal(toLinkCloseCode(code), code);
  }
  assert.equal(linkCloseName('lost'), 'lost');
});

test('codes outside of the registry mean that the peer stops', () => {
  for (const code of [0, 12, 2 ** 32 - 1]) assert.equal(toLinkCloseCode(code), LinkCloseCode.STOPPING);
});
