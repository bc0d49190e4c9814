import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseRegistryFile } from '../../../../src/discovery/file/registry-file.js';

function state(text: string) {
  const parsed = parseRegistryFile(text);
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return parsed.state;
}

function problems(text: string): readonly string[] {
  const parsed = parseRegistryFile(text);
  assert.ok(!parsed.ok, text);
  return parsed.problems;
}

describe('registry file', () => {
  test('services become instances', () => {
    const { instances, warnings } = state(`
services:
  echo:
    - { id: echo-1, address: "127.0.0.1:7101", weight: 2, meta: { zone: a, rack: 7, spare: true } }
    - { id: echo-0, address: "[::1]:7102" }
  empty: []
`);
    assert.deepEqual(warnings, []);
    assert.deepEqual(
      instances.map(({ meta, ...rest }) => ({ ...rest, meta: [...meta] })),
      [
        { serverId: 'echo-0', service: 'echo', host: '::1', port: 7102, healthy: true, weight: 1, meta: [] },
        {
          serverId: 'echo-1',
          service: 'echo',
          host: '127.0.0.1',
          port: 7101,
          healthy: true,
          weight: 2,
          meta: [
            ['zone', 'a'],
            ['rack', '7'],
            ['spare', 'true'],
            ['weight', '2'],
          ],
        },
      ],
    );
  });

  test('routes become JSON text by name, ascending, unchecked', () => {
    const { entries } = state('routes: { b: [{ types: "1-2", anything: null }], a: [] }');
    assert.deepEqual(
      [...entries],
      [
        ['a', '[]'],
        ['b', '[{"types":"1-2","anything":null}]'],
      ],
    );
  });

  for (const text of ['', '# only a comment\n', 'routes:\nservices:\n', 'gateway: { listen: "x" }'])
    test(`${JSON.stringify(text)} has no routes and no services`, () => {
      assert.deepEqual(state(text), { entries: new Map(), instances: [], warnings: [] });
    });

  const refusals: { name: string; text: string; want: RegExp }[] = [
    { name: 'broken YAML', text: 'routes:\n  a: [', want: /^line 2, column \d+: / },
    { name: 'a list', text: '- 1', want: /^line 1, column 1: the file: / },
    {
      name: 'an unknown key',
      text: 'a: 1\n',
      want: /^line 1, column 4: a: unknown; known here are gateway, routes/,
    },
    { name: 'a key twice', text: 'routes: []\nroutes: []', want: /^line 2, column 1: .*unique/ },
    { name: 'routes that are none', text: 'routes: { a: 1 }', want: /^line 1, column 9: routes: is neither/ },
    {
      name: 'a misspelt field',
      text: 'services:\n  s:\n    - { id: a, address: "h:1", wieght: 1 }',
      want: /^line 3, column 40: services\.s\.0\.wieght: unknown; known here are id, address/,
    },
    {
      name: 'an address without port',
      text: 'services:\n  s:\n    - { id: a, address: h }',
      want: /^line 3, column 25: services\.s\.0\.address: is not "host:port"/,
    },
    { name: 'no id', text: 'services: { s: [{ address: "h:1" }] }', want: /services\.s\.0\.id: / },
    {
      name: 'an empty service name',
      text: 'services: { "": [{ id: a, address: "h:1" }] }',
      want: /service name/,
    },
    {
      name: 'an id twice',
      text: 'services: { s: [{ id: a, address: "h:1" }], t: [{ id: a, address: "h:2" }] }',
      want: /^a: its id is also that of an instance of s/,
    },
    { name: 'two documents', text: '---\n{}\n---\n{}\n', want: /^line 3/ },
    { name: 'an alias inside its anchor', text: 'routes: &a [*a]', want: /cannot be taken as YAML/ },
    { name: 'nesting without end', text: `routes: ${'['.repeat(50_000)}`, want: /./ },
    {
      name: 'a bomb of aliases',
      text: `routes: &r0 [1]\n${Array.from({ length: 40 }, (_, at) => `k${at}: &r${at + 1} [*r${at}, *r${at}]`).join('\n')}`,
      want: /./,
    },
  ];
  for (const { name, text, want } of refusals)
    test(`${name} is refused, with the place`, () => {
      assert.match(problems(text)[0] ?? '', want);
    });

  test('all problems are told at once', () => {
    const text = 'services: { s: [{ id: a, address: x }, { id: b, address: "h:1", weight: much }] }';
    assert.equal(problems(text).length, 2);
  });

  test('an absurd weight is corrected with a warning that says where', () => {
    const { instances, warnings } = state('services: { s: [{ id: a, address: "h:1", weight: -3 }] }');
    assert.equal(instances[0]?.weight, 1);
    assert.match(warnings[0] ?? '', /^line 1, column 17: a: its weight/);
  });

  test('no text throws', () => {
    const sample =
      'routes:\n  a: [{ types: 1, service: e }]\nservices:\n  e: [{ id: a, address: "h:1", meta: { k: v } }]\n';
    const mutated = fc
      .array(fc.tuple(fc.nat(sample.length), fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 6 })
      .map((edits) =>
        edits.reduce((text, [at, piece]) => text.slice(0, at) + piece + text.slice(at + 1), sample),
      );
    fc.assert(
      fc.property(fc.oneof(mutated, fc.string({ unit: 'binary' })), (text) => {
        const parsed = parseRegistryFile(text);
        assert.ok(parsed.ok || parsed.problems.length > 0);
      }),
      { numRuns: 150 },
    );
  });
});
