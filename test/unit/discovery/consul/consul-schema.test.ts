import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  agentServiceSchema,
  healthSchema,
  keysSchema,
  parseIndex,
  servicesSchema,
} from '../../../../src/discovery/consul/consul-schema.js';

const entry = {
  Node: { Node: 'n1', Address: '10.0.0.1' },
  Service: { ID: 'echo-1', Service: 'echo', Address: '', Port: 7000, Meta: null },
  Checks: [{ Status: 'passing' }],
};

function readOne(change: { Node?: object; Service?: object; Checks?: unknown }) {
  const raw = {
    Node: { ...entry.Node, ...change.Node },
    Service: { ...entry.Service, ...change.Service },
    Checks: 'Checks' in change ? change.Checks : entry.Checks,
  };
  const [read] = healthSchema.parse([raw]);
  assert.ok(read !== undefined);
  return read;
}

describe('health entries', () => {
  test('an instance without an address of its own lives at its node', () => {
    const { built } = readOne({});
    assert.ok(built.ok);
    assert.equal(built.instance.host, '10.0.0.1');
  });
  test('its own address comes first', () => {
    const { built } = readOne({ Service: { Address: '10.9.9.9', Meta: { weight: '2' } } });
    assert.ok(built.ok);
    assert.deepEqual([built.instance.host, built.instance.weight], ['10.9.9.9', 2]);
  });

  const health: [unknown, boolean][] = [
    [[], true],
    [null, true],
    [undefined, true],
    [[{ Status: 'passing' }, { Status: 'warning' }], true],
    [[{ Status: 'passing' }, { Status: 'critical' }], false],
  ];
  for (const [checks, healthy] of health)
    test(`checks ${JSON.stringify(checks)} mean ${healthy ? 'healthy' : 'unhealthy'}`, () => {
      const { built } = readOne({ Checks: checks });
      assert.ok(built.ok);
      assert.equal(built.instance.healthy, healthy);
    });

  test('an entry that is wrong is named and does not take the others with it', () => {
    const wrong = [
      null,
      7,
      {},
      { Service: { ID: 'bad-1' } },
      { ...entry, Service: { ...entry.Service, Port: 'x' } },
    ];
    const read = healthSchema.parse([...wrong, entry]);
    assert.deepEqual(
      read.map(({ serverId, built }) => [serverId, built.ok]),
      [
        ['', false],
        ['', false],
        ['', false],
        ['bad-1', false],
        ['echo-1', false],
        ['echo-1', true],
      ],
    );
    const reason = read[4]?.built.ok === false ? read[4].built.reason : '';
    assert.equal(reason, 'its field Service.Port is missing or wrong');
  });

  test('no entry throws', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.jsonValue(), fc.constant(entry))), (raw) => {
        assert.equal(healthSchema.parse(raw).length, raw.length);
      }),
    );
  });
});

describe('other answers', () => {
  test('services may have no tags', () => {
    assert.deepEqual(
      [...servicesSchema.parse({ a: ['x'], b: [], c: null })],
      [
        ['a', ['x']],
        ['b', []],
        ['c', []],
      ],
    );
    assert.equal(servicesSchema.safeParse(['a']).success, false);
  });

  test('values are base64 of UTF-8, or nothing', () => {
    const Value = Buffer.from('[ü]').toString('base64');
    const items = keysSchema.parse([
      { Key: 'a', Value },
      { Key: 'b', Value: null },
    ]);
    assert.deepEqual(items, [
      { key: 'a', text: '[ü]' },
      { key: 'b', text: '' },
    ]);
  });

  test('bytes that are not UTF-8 never read as JSON', () => {
    // A lone 0xff inside a JSON string would pass when it is silently replaced.
    const Value = Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]).toString('base64');
    const [item] = keysSchema.parse([{ Key: 'a', Value }]);
    assert.throws(() => JSON.parse(item?.text ?? '') as unknown, SyntaxError);
  });

  test('what an agent says of a service', () => {
    const raw = { Service: 's', Address: 'h', Port: 1, Tags: null, Meta: { k: 'v' } };
    assert.deepEqual(agentServiceSchema.parse(raw), {
      service: 's',
      host: 'h',
      port: 1,
      tags: [],
      meta: new Map([['k', 'v']]),
    });
  });

  const indexes: [unknown, bigint | undefined][] = [
    ['0', 0n],
    ['18446744073709551615', 18_446_744_073_709_551_615n],
    ['', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['0x10', undefined],
    ['9'.repeat(400), undefined],
    [['1'], undefined],
    [undefined, undefined],
  ];
  for (const [header, index] of indexes)
    test(`index ${String(header).slice(0, 30)}`, () => {
      assert.equal(parseIndex(header), index);
    });
});
