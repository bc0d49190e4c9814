import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reachableHost } from '../../../../src/discovery/consul/gateway-announcement.js';

test('others dial what is advertised, else the address listened on, and never a wildcard', () => {
  assert.equal(reachableHost('0.0.0.0', 'gw.example', 'box'), 'gw.example');
  assert.equal(reachableHost('10.0.0.1', undefined, 'box'), '10.0.0.1');
  assert.equal(reachableHost('0.0.0.0', undefined, 'box'), 'box');
  assert.equal(reachableHost('::', undefined, 'box'), 'box');
});
