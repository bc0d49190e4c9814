import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { homeGateways, LinkPlan, type LinkSpread } from '../../../src/link/link-plan.js';

const gatewayIds = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), {
  minLength: 1,
  maxLength: 40,
});
const spread: LinkSpread = { gatewaysPerInstance: 2, meshGatewaysMax: 0, idleTimeoutMs: 1000 };
const ids = (count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, at) => `gateway-${from + at}`);

function planOf(gatewayId: string, all: readonly string[], change: Partial<LinkSpread> = {}): LinkPlan {
  const plan = new LinkPlan(gatewayId, { ...spread, ...change });
  plan.setGateways(all);
  return plan;
}

describe('who links to an instance', () => {
  test('is as many as asked for, or all, and all gateways say the same of themselves', () => {
    fc.assert(
      fc.property(gatewayIds, fc.string(), fc.integer({ min: 1, max: 5 }), (all, server, places) => {
        const homes = homeGateways(server, all, places);
        assert.equal(homes.length, Math.min(places, all.length));
        const own = all.filter((id) => planOf(id, all, { gatewaysPerInstance: places }).isHome(server));
        assert.deepEqual(own.sort(), [...homes].sort());
      }),
    );
  });

  test('does not depend on the order in which they are named', () => {
    fc.assert(
      fc.property(gatewayIds, fc.string(), (all, server) => {
        assert.deepEqual(homeGateways(server, [...all].reverse(), 2), homeGateways(server, all, 2));
      }),
    );
  });

  test('moves only by what came or went', () => {
    fc.assert(
      fc.property(gatewayIds, fc.string(), fc.string({ minLength: 13 }), (all, server, comer) => {
        const before = homeGateways(server, all, 2);
        const after = homeGateways(server, [...all, comer], 2);
        assert.deepEqual(
          after.filter((id) => id !== comer),
          before.slice(0, after.includes(comer) ? after.length - 1 : 2),
        );
      }),
    );
  });

  test('is spread evenly: 2000 instances over 100 gateways', () => {
    const all = ids(100);
    const counts = new Map(all.map((id) => [id, 0]));
    for (let server = 0; server < 2000; server++)
      for (const id of homeGateways(`server-${server}`, all, 2)) counts.set(id, (counts.get(id) ?? 0) + 1);
    const shares = [...counts.values()];
    // 40 each on average; a deviation of 6.3 is that of chance.
    assert.ok(Math.min(...shares) >= 16 && Math.max(...shares) <= 66, shares.join(' '));
  });
});

describe('a plan', () => {
  test('that knows nobody else links to all', () => {
    assert.ok(new LinkPlan('g', spread).isHome('a'));
    assert.ok(planOf('g', []).isHome('a'));
    assert.ok(planOf('g', ['g', 'h']).isHome('a'), 'two of two');
  });

  test('links to all while there are no more gateways than the mesh has', () => {
    const share = (count: number): number => {
      const plan = planOf('gateway-0', ids(count), { meshGatewaysMax: 8 });
      return ids(100).filter((server) => plan.isHome(server)).length;
    };
    assert.equal(share(8), 100);
    assert.ok(share(9) < 50, 'two of nine');
  });

  test('says whether the gateways changed', () => {
    const plan = new LinkPlan('g', spread);
    assert.ok(!plan.setGateways(['g']));
    assert.ok(plan.setGateways(['h', 'g']));
    assert.ok(!plan.setGateways(['g', 'h']));
    assert.ok(plan.setGateways(['g', 'i']));
    assert.ok(plan.setGateways([]));
  });
});
