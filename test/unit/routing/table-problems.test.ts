import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  formatTableProblem,
  quoteText,
  TABLE_PROBLEMS_MAX,
  TableProblems,
} from '../../../src/routing/table-problems.js';

const problem = { entry: 'a', path: '/0', reason: 'is wrong', remedy: 'mend it' };

test('what is beyond the limit is counted', () => {
  const problems = new TableProblems();
  for (let count = 0; count < TABLE_PROBLEMS_MAX + 7; count++) problems.add(problem);
  const list = problems.list();
  assert.equal(list.length, TABLE_PROBLEMS_MAX + 1);
  assert.match(list.at(-1)?.reason ?? '', /^7 more/);
});

test('at the limit nothing is said about more', () => {
  const problems = new TableProblems();
  assert.ok(problems.isEmpty());
  problems.addAll(Array.from({ length: TABLE_PROBLEMS_MAX }, () => problem));
  assert.equal(problems.list().length, TABLE_PROBLEMS_MAX);
});

test('a problem is one line, whatever the names hold', () => {
  assert.equal(formatTableProblem(problem), '"a" /0: is wrong; mend it');
  assert.equal(formatTableProblem({ ...problem, entry: '', path: '' }), 'table: is wrong; mend it');
  assert.ok(!formatTableProblem({ ...problem, entry: 'a\nb' }).includes('\n'));
});

test('long texts are cut', () => {
  assert.ok(quoteText('x'.repeat(1e6)).length < 100);
});
