import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { findJsonFault } from '../../../src/routing/json-syntax.js';

const FAULTS: readonly (readonly [text: string, line: number, column: number, expected: RegExp])[] = [
  ['', 1, 1, /a value/],
  ['[', 1, 2, /a value or "]"/],
  ['[1,]', 1, 4, /a value/],
  ['[1 2]', 1, 4, /","/],
  ['{"a":1,}', 1, 8, /a name/],
  ['{a:1}', 1, 2, /a name/],
  ['{"a" 1}', 1, 6, /":"/],
  ['[\n  {\n    "types": 1000;\n  }\n]', 3, 18, /","/],
  ['[01]', 1, 3, /","/],
  ['["a\nb"]', 1, 4, /closing quote/],
  ['["\\x"]', 1, 3, /escape/],
  ['["a', 1, 4, /closing quote/],
  ['[}', 1, 2, /a value or "]"/],
  ['[]]', 1, 3, /end of the text/],
  ["['a']", 1, 2, /a value/],
  ['\ufeff[]', 1, 1, /a value/],
];

for (const [text, line, column, expected] of FAULTS) {
  test(`${JSON.stringify(text)} ends being JSON at ${line}:${column}`, () => {
    const fault = findJsonFault(text);
    assert.deepEqual({ line: fault?.line, column: fault?.column }, { line, column });
    assert.match(fault?.expected ?? '', expected);
  });
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const PUT = ['', '[', ']', '{', '}', ',', ':', '"', '\\', '0', '1', '9', '.', 'e', '-', 'n', ' ', '\n'];

test('agrees with JSON.parse about every mutated text', () => {
  const mutation = fc.record({
    at: fc.nat(),
    cut: fc.nat(2),
    put: fc.constantFrom(...PUT),
  });
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), fc.array(mutation, { maxLength: 2 }), (json, mutations) => {
      let text = json;
      for (const { at, cut, put } of mutations) {
        const place = at % (text.length + 1);
        text = text.slice(0, place) + put + text.slice(place + cut);
      }
      assert.equal(findJsonFault(text) === undefined, isJson(text), text);
    }),
    { numRuns: 2000 },
  );
});

test('endless nesting and endless strings cost no stack', () => {
  assert.match(findJsonFault('['.repeat(1_000_000))?.expected ?? '', /nesting/);
  assert.match(findJsonFault(`["${'\\n'.repeat(1_000_000)}`)?.expected ?? '', /closing quote/);
});
