import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listedPeers } from '../../../src/transport/networks.js';

test('peers in a network or at an address are listed, others are not', () => {
  const isListed = listedPeers(['10.0.0.0/8', '192.0.2.7', 'fd00::/8', '::1']);
  for (const peer of ['10.255.0.1:80', '192.0.2.7:1', '[fd12::9]:65535', '[::1]:80'])
    assert.ok(isListed(peer), peer);
  for (const peer of ['11.0.0.1:80', '192.0.2.8:1', '[fe00::9]:1', '[::2]:80', 'unknown:0', ''])
    assert.ok(!isListed(peer), peer);
});

test('an empty list lists nobody', () => {
  assert.ok(!listedPeers([])('127.0.0.1:80'));
});
