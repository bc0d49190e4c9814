import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { readConfigText } from '../../../src/config/config-file.js';
import { formatConfigProblem, type Layer } from '../../../src/config/layer.js';

const read = (text: string): Layer => readConfigText(text, 'c.yaml');

test('options below gateway:, with their lines', () => {
  const yaml = 'routes: []\nservices: {}\ngateway:\n  listen: "a:1"\n  session:\n    heartbeatMs: 5000\n';
  assert.deepEqual(read(yaml), {
    values: new Map<string, unknown>([
      ['listen', { value: 'a:1', from: 'c.yaml line 4' }],
      ['session.heartbeatMs', { value: 5000, from: 'c.yaml line 6' }],
    ]),
    problems: [],
  });
});

test('a dotted key is the same option', () => {
  const { values, problems } = read('gateway: { session.heartbeatMs: 6000, session: { requestsMax: 1 } }');
  assert.deepEqual([...values.keys()], ['session.heartbeatMs', 'session.requestsMax']);
  assert.deepEqual(problems, []);
});

for (const text of ['', '\n# nothing\n', 'gateway:\n', 'gateway:\n  session:\n', 'routes: []\n']) {
  test(`${JSON.stringify(text)} sets nothing`, () => {
    assert.deepEqual(read(text), { values: new Map(), problems: [] });
  });
}

const REFUSED: readonly (readonly [yaml: string, problem: RegExp])[] = [
  ['gateway: [1]', /^gateway \(c.yaml line 1\): is no mapping/],
  ['gateway:\n  session: 5', /^gateway.session \(c.yaml line 2\): is no mapping/],
  ['gateway:\n  lisen: "a:1"', /^lisen \(c.yaml line 2\): unknown option; did you mean listen\?/],
  ['gateway:\n  session: { heartbeat_ms: 1 }', /^session.heartbeat_ms .* mean session.heartbeatMs\?/],
  ['gateway: { heartbeatMs: 1 }', /^heartbeatMs .*: unknown option/],
  ['gateway: { constructor: 1 }', /^constructor .*: unknown option/],
  ['gateway: { session.requestsMax: 1, session: { requestsMax: 2 } }', /set twice/],
  ['listen: "a:1"', /^listen .*: stands at the top of the file; move it below `gateway:`/],
  ['session: { requestsMax: 1 }', /^session .*move it below/],
  ['gatewy: {}', /^gatewy .* mean gateway\?/],
  ['- 1', /is no mapping/],
  ['gateway: {', /^\(c.yaml line 1, column \d+\): .*; mend the YAML there/],
  ['gateway:\n  listen: a\n  listen: b', /line 3/],
  ['a: *missing', /alias/i],
];

for (const [yaml, problem] of REFUSED) {
  test(`${JSON.stringify(yaml)} is refused`, () => {
    const { problems } = read(yaml);
    assert.ok(problems.length > 0);
    assert.match(problems.map(formatConfigProblem).join('\n'), problem);
  });
}

test('aliases that multiply are refused', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let n = 1; n < 9; n++)
    lines.push(`a${n}: &a${n} [${Array.from({ length: 9 }, () => `*a${n - 1}`).join(', ')}]`);
  assert.match(read(lines.join('\n')).problems.map(formatConfigProblem).join('\n'), /aliases/);
});

test('any text: values or problems, no exception', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'gateway:',
      '  listen: 1',
      '  session: &a',
      '    x: *a',
      '- [',
      '? {a: b}',
      ': c',
      '!!set {a}',
      '%YAML 9',
    ),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      const { problems } = read(lines.join('\n'));
      for (const problem of problems) assert.ok(!problem.from.includes('undefined'));
    }),
    { numRuns: 300 },
  );
});
