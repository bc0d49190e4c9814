import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryCluster, MemoryHub } from '../../../src/cluster/memory.js';
import { clusterContract } from '../../contract/cluster-contract.js';

clusterContract('memory', () => {
  const hub = new MemoryHub();
  return { join: (gatewayId) => new MemoryCluster(gatewayId, hub), settled: () => Promise.resolve() };
});

test('alone it publishes to nobody, successfully', () => {
  const heard: unknown[] = [];
  const cluster = new MemoryCluster('a');
  cluster.start({
    receive: (message) => heard.push(message),
    lost: () => undefined,
    missed: () => undefined,
    gatewayLost: () => undefined,
  });
  assert.equal(cluster.publish({ kind: 'group', change: 'join', group: 'g', sessions: [] }), true);
  assert.deepEqual(heard, []);
});
