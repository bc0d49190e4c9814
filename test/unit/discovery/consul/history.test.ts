import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import fc from 'fast-check';
import {
  historyMax,
  historyValue,
  outdated,
  recordAccepted,
} from '../../../../src/discovery/consul/history.js';
import type { RouteSource } from '../../../../src/discovery/registry.js';
import { openFakeSite, type FakeSite } from './fake-site.js';

const source: RouteSource = {
  entries: new Map([['main', '[]']]),
  origin: '',
  revision: '77',
  doubt: false,
  acceptedHash: undefined,
};
const key = `/kv/causeway/history/${'77'.padStart(20, '0')}`;

test('all but the last 20 by name are outdated', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(10_000), { maxLength: 60 }), (revisions) => {
      const names = revisions.map((revision) => String(revision).padStart(20, '0'));
      const old = outdated(names);
      assert.equal(old.length, Math.max(0, names.length - historyMax));
      const kept = names.filter((name) => !old.includes(name));
      assert.ok(old.every((one) => kept.every((other) => one < other)));
    }),
  );
});

test('an entry says when, which revision and all texts', () => {
  assert.deepEqual(JSON.parse(historyValue(source, 0)), {
    acceptedAt: '1970-01-01T00:00:00.000Z',
    revision: '77',
    entries: { main: '[]' },
  });
});

describe('keeping', () => {
  let site: FakeSite;
  beforeEach(async () => {
    site = await openFakeSite();
  });
  afterEach(async () => {
    await site.close();
  });
  const sent = (): string[] => site.server.requests.map(({ method, path }) => `${method} ${path}`);

  test('whoever creates the entry tidies up', async () => {
    const names = Array.from({ length: 22 }, (_, at) => `causeway/history/${String(at).padStart(20, '0')}`);
    site.set(key, { body: 'true' });
    site.set('/kv/causeway/history/', { body: names });
    for (const name of names) site.set(`/kv/${name}`, { body: 'true' });
    await recordAccepted(site.context, source, 0);
    assert.deepEqual(sent(), [
      `PUT /v1${key}`,
      'GET /v1/kv/causeway/history/',
      ...names.slice(0, 2).map((name) => `DELETE /v1/kv/${name}`),
    ]);
  });

  test('whoever finds it leaves it', async () => {
    site.set(key, { body: 'false' });
    await recordAccepted(site.context, source, 0);
    assert.equal(sent().length, 1);
  });

  test('errors are logged and dropped, and what is too large is not sent', async () => {
    site.set(key, { status: 500 });
    await recordAccepted(site.context, source, 0);
    const large = { ...source, entries: new Map([['main', 'x'.repeat(600_000)]]) };
    await recordAccepted(site.context, large, 0);
    assert.equal(sent().length, 1);
    assert.equal(site.log.messages('warn').length, 2);
  });
});
