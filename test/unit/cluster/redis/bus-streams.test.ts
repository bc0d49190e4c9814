import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entriesOf, streamKey } from '../../../../src/cluster/redis/bus-streams.js';

const bytes = (text: string): Buffer => Buffer.from(text);
const ENTRIES = [
  [bytes('1-0'), [bytes('made'), bytes('')]],
  [bytes('2-0'), [bytes('b'), bytes('batch')]],
];
const READ = [
  { id: '1-0', batch: new Uint8Array(0) },
  { id: '2-0', batch: bytes('batch') },
];

test('entries are read from both versions of the protocol; what is no batch is empty, and has its id', () => {
  assert.deepEqual(entriesOf([[bytes('key'), ENTRIES]]), READ, 'RESP2');
  assert.deepEqual(entriesOf([bytes('key'), ENTRIES]), READ, 'RESP3');
});

test('what is no reply of a stream has no entries', () => {
  for (const reply of [null, 'OK', 7, [], [null], [bytes('key'), [[null, []]]]])
    assert.deepEqual(entriesOf(reply), []);
});

test('each life of a gateway has a stream of its own, whose keys are in one slot', () => {
  assert.equal(streamKey('p', { gatewayId: 'a', incarnation: 'x' }), 'p:bus:{a@x}');
});
