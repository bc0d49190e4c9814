import assert from 'node:assert/strict';
import { test } from 'node:test';
import { homeTag, SessionHomes } from '../../../src/cluster/session-home.js';

const idOf = (gatewayId: string): string => homeTag(gatewayId) + 'x'.repeat(24);

test('ids lead to the gateways that made them, each once', () => {
  const homes = new SessionHomes(['a', 'b', 'c']);
  assert.deepEqual(homes.of([idOf('b'), idOf('b'), idOf('c')]), ['b', 'c']);
  assert.deepEqual(homes.of([]), []);
});

test('an id of a gateway that does not live leads nowhere, one of nobody’s making to all', () => {
  const homes = new SessionHomes(['a', 'b']);
  assert.deepEqual(homes.of([idOf('gone')]), []);
  for (const id of ['', 's1', `${idOf('a')}x`, ' '.repeat(30)])
    assert.deepEqual(homes.of([idOf('a'), id]), ['a', 'b']);
});
