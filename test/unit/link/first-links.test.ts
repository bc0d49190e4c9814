import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FirstLinks } from '../../../src/link/first-links.js';
import { homeGateways } from '../../../src/link/link-plan.js';
import { instance } from '../../support/routing-world.js';
import { Yard } from './instance-yard.js';

test('the first snapshot is waited for, then each that it names, and nobody after that', () => {
  const first = new FirstLinks();
  assert.equal(first.areTried, false);
  first.expect(['a', 'b']);
  first.tried('a');
  assert.equal(first.areTried, false);
  first.tried('b');
  assert.equal(first.areTried, true);
  first.expect(['c']);
  assert.deepEqual([first.areTried, first.giveUp()], [true, undefined]);
});

test('an empty snapshot is one', () => {
  const first = new FirstLinks();
  first.expect([]);
  assert.equal(first.areTried, true);
});

test('who waits no longer is told once what is missing', () => {
  const [none, some] = [new FirstLinks(), new FirstLinks()];
  some.expect(['a']);
  assert.deepEqual([none.giveUp(), none.giveUp(), none.areTried], ['snapshot', undefined, true]);
  assert.deepEqual([some.giveUp(), some.giveUp(), some.areTried], [['a'], undefined, true]);
});

test('an instance is tried when its link is open, when it cannot be reached, when it left', () => {
  const yard = new Yard();
  const { first } = yard.links;
  const [a, b] = [instance('echo-a'), instance('echo-b', 'echo', { port: 9001 })];
  yard.update([a]);
  assert.equal(first.areTried, false);
  yard.accept('echo-a');
  assert.equal(first.areTried, true);
  yard.update([a, b]);
  assert.equal(first.areTried, true, 'a later one is not waited for');
  const refused = new Yard();
  refused.update([a]);
  refused.refuse();
  assert.equal(refused.links.first.areTried, true);
  const left = new Yard();
  left.update([a]);
  left.update([]);
  assert.equal(left.links.first.areTried, true);
});

test('an instance that others keep a link to is not waited for', () => {
  const gateways = Array.from({ length: 6 }, (_, at) => `gateway-${at + 1}`);
  const away = Array.from({ length: 100 }, (_, at) => instance(`echo-${at}`)).find(
    ({ serverId }) => !homeGateways(serverId, gateways, 1).includes('gateway-1'),
  );
  const yard = new Yard({ gatewaysPerInstance: 1, meshGatewaysMax: 0, idleTimeoutMs: 10_000 });
  yard.links.setGateways(gateways);
  yard.update([away ?? assert.fail()]);
  assert.deepEqual([yard.dials.length, yard.links.first.areTried], [0, true]);
});
