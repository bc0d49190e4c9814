import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { skipBecause, skipUnless } from '../../support/require.js';

const before = process.env['CI'];
const put = (ci: string | undefined): void => {
  if (ci === undefined) delete process.env['CI'];
  else process.env['CI'] = ci;
};

beforeEach(() => {
  put(undefined);
});
afterEach(() => {
  put(before);
});

const missing = { ok: false, reason: 'Redis is missing' } as const;

test('what is there skips nothing, in CI and elsewhere', () => {
  for (const ci of [undefined, 'true']) {
    put(ci);
    assert.equal(skipBecause([]), false);
    assert.equal(skipUnless({ ok: true, path: '/bin/sh', env: {} }), false);
  }
});

test('what is missing skips with its reason', () => {
  assert.equal(skipBecause(['port 7000 is taken', 'no clone']), 'port 7000 is taken; no clone');
  assert.equal(skipUnless(missing), 'Redis is missing');
});

test('what is missing in CI is a failure', () => {
  put('true');
  assert.throws(() => skipBecause(['port 7000 is taken']), /port 7000 is taken/);
  assert.throws(() => skipUnless(missing), /Redis is missing/);
});
