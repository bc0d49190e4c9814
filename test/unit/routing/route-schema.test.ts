import assert from 'node:assert/strict';
import { test } from 'node:test';

import { PAYLOAD_BYTES_CAP, parseEntry, ROUTES_MAX } from '../../../src/routing/route-schema.js';
import { TABLE_PROBLEMS_MAX } from '../../../src/routing/table-problems.js';
import { echo } from './sources.js';

const parse = (value: unknown): ReturnType<typeof parseEntry> => parseEntry('chat', JSON.stringify(value));

test('types and service are enough', () => {
  const { routes, problems } = parse([echo(1000)]);
  assert.deepEqual(problems, []);
  assert.deepEqual(routes, [
    {
      entry: 'chat',
      position: 0,
      ranges: [{ first: 1000, last: 1000 }],
      route: {
        id: 'chat#0',
        service: 'echo',
        timeoutMs: 10_000,
        payloadBytesMax: PAYLOAD_BYTES_CAP,
        roles: undefined,
        pick: 'session',
      },
    },
  ]);
});

test('every key is taken', () => {
  const all = {
    timeoutMs: 100,
    payloadBytesMax: 0,
    roles: ['player', 'player', 'gm'],
    pick: 'least-pending',
  };
  const { routes } = parse([echo(1000), echo(['2000-2999', 100], all)]);
  assert.deepEqual(routes[1]?.route, {
    id: 'chat#1',
    service: 'echo',
    ...all,
    roles: new Set(['player', 'gm']),
  });
});

test('an empty list is no route and no problem', () => {
  assert.deepEqual(parseEntry('chat', '[]'), { routes: [], problems: [] });
});

/** One wrong route each: where, why, what to do. */
const WRONG: readonly (readonly [route: unknown, path: string, reason: RegExp, remedy: RegExp])[] = [
  [{ service: 'echo' }, '/0/types', /missing/, /number from 100/],
  [{ types: 1000 }, '/0/service', /missing/, /name of the service/],
  [echo([1000, 7]), '/0/types/1', /reserved/, /range/],
  [{ types: 1000, service: '' }, '/0/service', /""/, /name of the service/],
  [{ types: 1000, service: 'a b' }, '/0/service', /"a b"/, /name of the service/],
  [{ types: 1000, service: 5 }, '/0/service', /is 5/, /name of the service/],
  [echo(1000, { timeoutMs: 99 }), '/0/timeoutMs', /is 99/, /100 to 600000/],
  [echo(1000, { timeoutMs: 600_001 }), '/0/timeoutMs', /is 600001/, /100 to 600000/],
  [echo(1000, { timeoutMs: '5s' }), '/0/timeoutMs', /"5s"/, /milliseconds/],
  [echo(1000, { timeoutMs: null }), '/0/timeoutMs', /null/, /leave it out/],
  [echo(1000, { payloadBytesMax: -1 }), '/0/payloadBytesMax', /is -1/, /bytes from 0/],
  [echo(1000, { payloadBytesMax: PAYLOAD_BYTES_CAP + 1 }), '/0/payloadBytesMax', /16777217/, /16777216/],
  [echo(1000, { roles: [] }), '/0/roles', /list of 0/, /let everyone/],
  [echo(1000, { roles: 'player' }), '/0/roles', /"player"/, /list of 1/],
  [echo(1000, { roles: ['a', 5] }), '/0/roles/1', /is 5/, /role names/],
  [echo(1000, { pick: 'random' }), '/0/pick', /"random"/, /"least-pending"/],
  [{ type: 1000, types: 1000, service: 'echo' }, '/0', /"type"/, /mean "types"/],
  [echo(1000, { timeout_ms: 5 }), '/0', /"timeout_ms"/, /mean "timeoutMs"/],
  [echo(1000, { colour: 5 }), '/0', /"colour"/, /known keys are types, service/],
  [7, '/0', /is 7/, /write an object/],
  [[], '/0', /list of 0/, /write an object/],
];

for (const [route, path, reason, remedy] of WRONG) {
  test(`${JSON.stringify(route)} is refused`, () => {
    const { routes, problems } = parse([route]);
    assert.deepEqual(routes, []);
    assert.equal(problems.length, 1, JSON.stringify(problems));
    const [problem] = problems;
    assert.equal(problem?.entry, 'chat');
    assert.equal(problem.path, path);
    assert.match(problem.reason, reason);
    assert.match(problem.remedy, remedy);
  });
}

test('all problems come at once', () => {
  const { routes, problems } = parse([{ type: 5, timeoutMs: 1 }, echo(1000), { types: [1, 2], service: '' }]);
  assert.deepEqual(problems.map(({ path }) => path).sort(), [
    '/0',
    '/0/service',
    '/0/timeoutMs',
    '/0/types',
    '/2/service',
    '/2/types/0',
    '/2/types/1',
  ]);
  assert.equal(routes.length, 1);
});

test('what is no JSON is located', () => {
  const [problem] = parseEntry('chat', '[\n  { "types": 1000,\n    service: "echo" }\n]').problems;
  assert.equal(problem?.path, 'line 3, column 5');
  assert.match(problem.remedy, /double quotes/);
});

test('an empty value and a value that is no list say what to write', () => {
  assert.match(parseEntry('chat', ' \n').problems[0]?.remedy ?? '', /\[\]/);
  assert.match(parseEntry('chat', '{"types":1000}').problems[0]?.remedy ?? '', /JSON array/);
});

/** Values that are small in Consul and could be large in memory. */
const HOSTILE: readonly (readonly [name: string, text: string])[] = [
  ['endless nesting', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['nesting in a route', `[{"types":${'['.repeat(100_000)}${']'.repeat(100_000)},"service":"x"}]`],
  ['a million elements', `[${'1,'.repeat(1_000_000)}1]`],
  ['a million roles', `[{"types":1000,"service":"x","roles":[${'1,'.repeat(1_000_000)}1]}]`],
  ['a million types', `[{"types":[${'1,'.repeat(1_000_000)}1],"service":"x"}]`],
  ['prototype keys', '[{"__proto__":{"types":1000},"constructor":1,"service":"x"}]'],
  ['a huge number', '[{"types":1e999,"service":"x"}]'],
];

for (const [name, text] of HOSTILE) {
  test(`${name}: refused, in few words`, () => {
    const { routes, problems } = parseEntry('chat', text);
    assert.deepEqual(routes, []);
    assert.ok(problems.length > 0 && problems.length <= TABLE_PROBLEMS_MAX + 1);
    for (const { reason, remedy } of problems) assert.ok(reason.length + remedy.length < 500);
  });
}

test('too many routes in one key', () => {
  const text = `[${'{},'.repeat(ROUTES_MAX)}{}]`;
  assert.match(parseEntry('chat', text).problems[0]?.reason ?? '', /more than 20000/);
});
