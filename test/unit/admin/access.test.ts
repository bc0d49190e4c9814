import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayEnter } from '../../../src/admin/access.js';

test('without a token everybody enters', () => {
  assert.equal(mayEnter(undefined, '/sessions', undefined), true);
});

test('with one, whoever sends it, and probes', () => {
  const enters = (authorization?: string, path = '/status'): boolean =>
    mayEnter('secret', path, authorization);
  assert.deepEqual([enters('Bearer secret'), enters('bearer  secret')], [true, true]);
  for (const wrong of [
    undefined,
    '',
    'secret',
    'Bearer',
    'Bearer ',
    'Bearer secre',
    'Bearer secrets',
    'Basic secret',
  ])
    assert.equal(enters(wrong), false, wrong);
  for (const path of ['/healthz', '/readyz']) assert.equal(enters(undefined, path), true);
  for (const path of ['/healthz/', '//healthz', '/metrics', '/'])
    assert.equal(enters(undefined, path), false);
});
