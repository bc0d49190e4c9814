import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Turnstile } from '../../../../src/cluster/redis/bus-turnstile.js';
import { settled } from '../../../support/fake-clock.js';

test('who knows the way waits for those before who do not; then all pass in order', async () => {
  const turnstile = new Turnstile<readonly string[]>();
  const passed: string[] = [];
  const answers: ((where: readonly string[]) => void)[] = [];
  const later = (): Promise<readonly string[]> => new Promise((resolve) => answers.push(resolve));
  const pass = (name: string) => (where: readonly string[]) => passed.push(name + where.join(''));
  turnstile.enter(['0'], pass('at once '));
  assert.deepEqual(passed, ['at once 0']);
  turnstile.enter(later(), pass('first '));
  turnstile.enter(later(), pass('second '));
  turnstile.enter(['3'], pass('third '));
  answers[1]?.(['2']);
  await settled();
  assert.deepEqual([passed.length, turnstile.length], [1, 3]);
  answers[0]?.(['1']);
  await settled();
  assert.deepEqual(passed, ['at once 0', 'first 1', 'second 2', 'third 3']);
  assert.equal(turnstile.length, 0);
});
