// What operators' flags become on the way to a gateway: each one arrives, or a filter would be passed over unseen.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { causeway, type Said } from '../../support/command-line.js';
import { startScriptedHttp, type ScriptedHttp } from '../../support/scripted-http.js';

let gateway: ScriptedHttp;

before(async () => {
  gateway = await startScriptedHttp(({ path, query }) => {
    const next = query.has('after') ? undefined : 'cursor';
    if (path === '/sessions') return { body: { gateway: 'g', sessions: [], next } };
    if (path === '/explain') return { body: { gateway: 'g', sessionCount: 0, explanations: [] } };
    return { body: { gateway: 'g', kicked: 1 } };
  });
});
beforeEach(() => gateway.requests.splice(0));
after(() => gateway.close());

const ask = (...argv: readonly string[]): Promise<Said> =>
  causeway([...argv, '--admin', `127.0.0.1:${gateway.address.port}`]);

const queries = (): readonly object[] => gateway.requests.map(({ query }) => Object.fromEntries(query));

test('sessions: every filter, page after page', async () => {
  const filters = ['--user', 'a b', '--state', 'suspended', '--group', 'room/7', '--older-than', '15m'];
  assert.equal((await ask('sessions', ...filters, '--limit', '7')).exitCode, 0);
  const query = { user: 'a b', state: 'suspended', group: 'room/7', olderThanSeconds: '900', limit: '7' };
  assert.deepEqual(queries(), [query, { ...query, after: 'cursor' }]);
});

test('explain: the whole message', async () => {
  const who = ['--user', 'ann', '--session', 's-1', '--role', 'gm', 'vip'];
  const what = ['--key', 'room-7', '--payload-bytes', '12', '--notification'];
  assert.equal((await ask('routes', 'explain', '--type', '2000', ...who, ...what)).exitCode, 0);
  assert.deepEqual(queries(), [
    {
      ...{ type: '2000', user: 'ann', session: 's-1', roles: 'gm,vip', payloadBytes: '12' },
      ...{ key: Buffer.from('room-7').toString('base64url'), notification: 'true' },
    },
  ]);
});

test('kick: whom, why, and what the client does next', async () => {
  await ask('kick', '--user', 'a/b', '--reason', 'chat rules', '--advice', 'authenticate');
  const [{ method, path, body } = assert.fail()] = gateway.requests;
  assert.deepEqual([method, path], ['POST', '/users/a/b/kick']);
  assert.deepEqual(JSON.parse(body), { reason: 'chat rules', advice: 'authenticate' });
});
