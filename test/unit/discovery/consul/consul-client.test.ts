import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import fc from 'fast-check';
import { ConsulClient, type ConsulClientOptions } from '../../../../src/discovery/consul/consul-client.js';
import { startScriptedHttp, type ScriptedAnswer, type ScriptedHttp } from '../../../support/scripted-http.js';
import { eventually } from '../../../support/journal.js';

let server: ScriptedHttp | undefined;
let client: ConsulClient | undefined;

/** A client of a server that always answers the same. */
async function open(
  answer: ScriptedAnswer,
  options: Partial<ConsulClientOptions> = {},
): Promise<ConsulClient> {
  server = await startScriptedHttp(() => answer);
  client = new ConsulClient({ address: server.address, ...options });
  return client;
}

afterEach(async () => {
  client?.close();
  await server?.close();
});

describe('requests', () => {
  test('a read with an index blocks, one without does not; the token goes along', async () => {
    const consul = await open({ body: {} }, { token: 'secret', waitMs: 30_000 });
    await consul.services({});
    await consul.services({ index: 0n });
    await consul.services({ index: 41n });
    const sent = server?.requests.map(({ path, query, headers }) => [
      path,
      Object.fromEntries(query),
      headers['x-consul-token'],
    ]);
    assert.deepEqual(sent, [
      ['/v1/catalog/services', {}, 'secret'],
      ['/v1/catalog/services', {}, 'secret'],
      ['/v1/catalog/services', { index: '41', wait: '30000ms' }, 'secret'],
    ]);
  });

  test('names are escaped', async () => {
    const consul = await open({ body: [] });
    const name = 'a/b c?d#e';
    assert.equal((await consul.health(name, 'tag', {})).ok, true);
    assert.equal(server?.requests[0]?.path, `/v1/health/service/${name}`);
  });

  test('a registration carries tags, meta and a check that begins as passing', async () => {
    const consul = await open({});
    const registration = {
      serverId: 'e-1',
      service: 'e',
      host: '::1',
      port: 7,
      meta: new Map([['weight', '2']]),
    };
    const check = { intervalMs: 1_000, deregisterAfterMs: 60_000 };
    assert.equal((await consul.register(registration, ['causeway'], check)).ok, true);
    const body: unknown = JSON.parse(server?.requests[0]?.body ?? '');
    assert.deepEqual(body, {
      ID: 'e-1',
      Name: 'e',
      Address: '::1',
      Port: 7,
      Tags: ['causeway'],
      Meta: { weight: '2' },
      Check: {
        Name: 'accepts links',
        TCP: '[::1]:7',
        Interval: '1000ms',
        Timeout: '1000ms',
        DeregisterCriticalServiceAfter: '60000ms',
        Status: 'passing',
      },
    });
  });
});

describe('what goes wrong is a tagged result', () => {
  const cases: { name: string; answer: ScriptedAnswer; kind: string; reason: RegExp }[] = [
    {
      name: 'an error',
      answer: { status: 500, headers: { 'content-type': 'text/plain' }, body: 'No cluster leader' },
      kind: 'refused',
      reason: /answered 500: .*No cluster leader/,
    },
    { name: 'no right', answer: { status: 403 }, kind: 'refused', reason: /ACL token lacks a right/ },
    { name: 'a missing page', answer: { status: 404 }, kind: 'refused', reason: /answered 404/ },
    { name: 'broken JSON', answer: { body: '{"a":' }, kind: 'malformed', reason: /consul at 127/ },
    { name: 'other JSON', answer: { body: [1] }, kind: 'malformed', reason: /something else/ },
    { name: 'null', answer: { body: 'null' }, kind: 'malformed', reason: /something else/ },
    {
      name: 'no JSON',
      answer: { headers: { 'content-type': 'text/html' }, body: '<html>' },
      kind: 'malformed',
      reason: /something else/,
    },
    { name: 'an end before the answer', answer: 'cut', kind: 'unreachable', reason: /ECONNRESET/ },
    { name: 'an end inside of the answer', answer: 'cut-body', kind: 'unreachable', reason: /timed out/ },
    { name: 'silence', answer: 'hang', kind: 'unreachable', reason: /timed out/ },
  ];
  for (const { name, answer, kind, reason } of cases)
    test(name, async () => {
      // Short only for who is never answered: a busy machine takes its time for an answer.
      const consul = await open(answer, reason.test('timed out') ? { timeoutMs: 100 } : {});
      const result = await consul.services({});
      assert.ok(!result.ok);
      assert.equal(result.kind, kind);
      assert.match(result.reason, reason);
    });

  test('a server that is not there', async () => {
    const consul = await open({});
    await server?.close();
    const result = await consul.services({});
    server = undefined;
    assert.ok(!result.ok);
    assert.match(result.reason, /cannot be reached: ECONNREFUSED/);
  });

  test('a blocking read that hangs ends after its wait and the margin', async () => {
    const consul = await open('hang', { timeoutMs: 50, waitMs: 160 });
    const begun = performance.now();
    assert.equal((await consul.services({ index: 1n })).ok, false);
    const tookMs = performance.now() - begun;
    assert.ok(tookMs >= 215 && tookMs < 2_000, String(tookMs));
  });

  test('cancelling ends a running read at once, and one that has not begun', async () => {
    const consul = await open('hang');
    const aborter = new AbortController();
    const running = consul.services({ index: 1n, signal: aborter.signal });
    await eventually(
      'the request to arrive',
      () => server?.requests.length,
      (count) => count === 1,
    );
    aborter.abort();
    const result = await running;
    assert.equal(result.ok ? '' : result.kind, 'cancelled');
    const late = await consul.services({ signal: aborter.signal });
    assert.equal(late.ok ? '' : late.kind, 'cancelled');
    assert.equal(server?.requests.length, 1);
  });
});

describe('keys', () => {
  test('a missing prefix is empty, with its index', async () => {
    const consul = await open({ status: 404, headers: { 'x-consul-index': '17' } });
    assert.deepEqual(await consul.keyValues('p/', {}), { ok: true, value: [], index: 17n });
    assert.deepEqual(await consul.keyValue('k', {}), { ok: true, value: undefined, index: 17n });
    assert.deepEqual(await consul.keyNames('p/'), { ok: true, value: [], index: 17n });
    assert.deepEqual(await consul.agentService('a'), { ok: true, value: undefined, index: 17n });
  });

  test('creating says whether it was the first', async () => {
    const consul = await open({ body: 'false' });
    assert.deepEqual(await consul.createKey('k', 'v'), { ok: true, value: false, index: undefined });
    assert.equal(server?.requests[0]?.query.get('cas'), '0');
    assert.equal(server.requests[0].body, 'v');
  });

  test('no answer that is JSON throws, whatever is asked', async () => {
    let body = '';
    server = await startScriptedHttp(() => ({
      body,
      headers: { 'x-consul-index': body.slice(0, 5) || '1' },
    }));
    const consul = (client = new ConsulClient({ address: server.address, timeoutMs: 1_000 }));
    const hostile = fc.constantFrom(
      '[null]',
      '[{"Value":null}]',
      '[{"Key":1,"Value":"x"}]',
      '{"__proto__":[]}',
      '',
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(hostile, fc.json()), async (json) => {
        body = json;
        const results = await Promise.all([
          consul.services({}),
          consul.health('s', 't', {}),
          consul.keyValues('p', {}),
          consul.keyNames('p'),
          consul.agentService('a'),
          consul.deleteKey('k'),
        ]);
        for (const result of results) assert.equal(typeof result.ok, 'boolean');
      }),
      { numRuns: 40 },
    );
  });
});
