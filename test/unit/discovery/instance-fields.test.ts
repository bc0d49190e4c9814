import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { buildInstance, parseWeight, type InstanceFields } from '../../../src/discovery/instance-fields.js';

const good: InstanceFields = {
  serverId: 'echo-1',
  service: 'echo',
  host: '127.0.0.1',
  port: 7000,
  healthy: true,
  meta: { weight: '3', zone: 'a' },
};

describe('instances', () => {
  test('a usable one carries its weight and its meta', () => {
    const built = buildInstance(good);
    assert.ok(built.ok);
    assert.equal(built.warning, undefined);
    assert.equal(built.instance.weight, 3);
    assert.deepEqual([...built.instance.meta], Object.entries(good.meta));
  });

  const unusable: { name: string; fields: Partial<InstanceFields>; reason: RegExp }[] = [
    { name: 'no id', fields: { serverId: '' }, reason: /its id/ },
    { name: 'a long id', fields: { serverId: 'x'.repeat(129) }, reason: /its id/ },
    { name: 'an id with a line break', fields: { serverId: 'a\nb' }, reason: /its id/ },
    { name: 'a service with half a character', fields: { service: '\ud800' }, reason: /its service/ },
    { name: 'a service that is no path', fields: { service: '..' }, reason: /only dots/ },
    { name: 'no host', fields: { host: '' }, reason: /its address/ },
    { name: 'a host with spaces', fields: { host: 'a b' }, reason: /its address/ },
    { name: 'port 0', fields: { port: 0 }, reason: /its port/ },
    { name: 'a broken port', fields: { port: 1.5 }, reason: /its port/ },
    { name: 'a negative port', fields: { port: -1 }, reason: /its port/ },
    { name: 'huge meta', fields: { meta: { a: 'x'.repeat(2_000) } }, reason: /its meta/ },
    {
      name: 'much meta',
      fields: { meta: Object.fromEntries(Array.from({ length: 65 }, (_, at) => [at, ''])) },
      reason: /its meta/,
    },
  ];
  for (const { name, fields, reason } of unusable)
    test(`${name} is refused with its reason`, () => {
      const built = buildInstance({ ...good, ...fields });
      assert.ok(!built.ok);
      assert.match(built.reason, reason);
    });

  test('an absurd weight costs a warning, not the instance', () => {
    const built = buildInstance({ ...good, meta: { weight: '1e308' } });
    assert.ok(built.ok);
    assert.equal(built.instance.weight, 1);
    assert.match(built.warning ?? '', /weight/);
  });
});

describe('weights', () => {
  for (const [text, weight] of [
    [undefined, 1],
    ['1', 1],
    ['0.5', 0.5],
    ['1000', 1000],
  ] as const)
    test(`${text} is ${weight}`, () => {
      assert.equal(parseWeight(text), weight);
    });
  for (const text of ['', '0', '0.0', '-1', '1001', 'NaN', 'Infinity', '1e3', ' 1', '0x10', '1,5', '９'])
    test(`${JSON.stringify(text)} is none`, () => {
      assert.equal(parseWeight(text), undefined);
    });
  test('no text gives a weight outside of its range', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.double().map(String)), (text) => {
        const weight = parseWeight(text);
        assert.ok(weight === undefined || (weight > 0 && weight <= 1000));
      }),
    );
  });
});
