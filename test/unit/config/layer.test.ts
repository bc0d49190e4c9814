import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatConfigProblem, unknownName } from '../../../src/config/layer.js';

test('a problem is one line with what is known', () => {
  const problem = { key: 'listen', from: 'CAUSEWAY_LISTEN', reason: 'is "x"', remedy: 'write y' };
  assert.equal(formatConfigProblem(problem), 'listen (CAUSEWAY_LISTEN): is "x"; write y');
  assert.equal(formatConfigProblem({ ...problem, from: '' }), 'listen: is "x"; write y');
  assert.equal(formatConfigProblem({ ...problem, key: '' }), '(CAUSEWAY_LISTEN): is "x"; write y');
});

test('an unknown name comes with the nearest known one, if any', () => {
  assert.match(unknownName('lisen', 'f', ['listen', 'stateDir']).remedy, /mean listen/);
  assert.equal(unknownName('colour', 'f', ['listen']).remedy, 'remove it');
});
