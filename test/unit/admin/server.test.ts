import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { adminApp, startAdmin } from '../../../src/admin/server.js';
import { newView } from './view.js';
import { silentLog } from '../../../src/log.js';

const clock = { epochMs: (): number => Date.UTC(2026, 0, 1, 0, 1) };

describe('the pages', () => {
  test('/healthz is ok as long as the process answers', async () => {
    const view = newView();
    view.ready = false;
    const response = await adminApp(view, clock).request('/healthz');
    assert.deepEqual([response.status, await response.text()], [200, 'ok\n']);
  });

  test('/readyz follows the gateway', async () => {
    const view = newView();
    const app = adminApp(view, clock);
    assert.equal((await app.request('/readyz')).status, 200);
    view.ready = false;
    const response = await app.request('/readyz');
    assert.equal(response.status, 503);
    assert.match(await response.text(), /not ready/);
  });

  test('/metrics says what it is', async () => {
    const response = await adminApp(newView(), clock).request('/metrics');
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
  });

  test('/status is JSON', async () => {
    const response = await adminApp(newView(), clock).request('/status');
    assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
    const status = (await response.json()) as { gateway: string; upSeconds: number };
    assert.deepEqual([status.gateway, status.upSeconds], ['gateway-1', 60]);
  });

  test('of a gateway with a token are for those who know it, but health and readiness', async () => {
    const app = adminApp(newView(), clock, 'secret');
    const headers = { authorization: 'Bearer secret' };
    for (const path of ['/metrics', '/status']) {
      assert.equal((await app.request(path)).status, 401);
      assert.equal((await app.request(path, { headers: { authorization: 'Bearer wrong' } })).status, 401);
      assert.equal((await app.request(path, { headers })).status, 200);
    }
    for (const path of ['/healthz', '/readyz']) assert.equal((await app.request(path)).status, 200);
  });

  test('of a gateway without a token are not for pages that lead browsers here under another name', async () => {
    const app = adminApp(newView(), clock);
    const statusFor = async (host: string): Promise<number> =>
      (await app.request('/status', { headers: { host } })).status;
    for (const host of ['localhost', 'LOCALHOST:7001', '127.0.0.1:7001', '127.9.9.9', '[::1]:7001', '[::1]'])
      assert.equal(await statusFor(host), 200, host);
    for (const host of [
      'evil.example',
      '127.0.0.1.evil.example',
      'localhost.evil.example:7001',
      '10.0.0.1',
      '',
    ])
      assert.equal(await statusFor(host), 421, host);
    const withToken = adminApp(newView(), clock, 'secret');
    const headers = { host: 'gateway-1.internal', authorization: 'Bearer secret' };
    assert.equal((await withToken.request('/status', { headers })).status, 200);
  });

  test('anything else is 404, and nothing can be changed', async () => {
    const app = adminApp(newView(), clock);
    assert.equal((await app.request('/')).status, 404);
    const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    assert.equal((await app.request('/status', post)).status, 404);
  });
});

describe('the port', () => {
  test('listens where it is told, answers, and ends with open connections', async () => {
    const server = await startAdmin(newView(), clock, { host: '127.0.0.1', port: 0, log: silentLog });
    const { host, port } = server.address;
    const response = await fetch(`http://${host}:${port}/healthz`);
    assert.equal(await response.text(), 'ok\n');
    await server.close();
    await assert.rejects(fetch(`http://${host}:${port}/healthz`));
  });

  test('that is taken is an error to the caller', async () => {
    const first = await startAdmin(newView(), clock, { host: '127.0.0.1', port: 0, log: silentLog });
    await assert.rejects(startAdmin(newView(), clock, { ...first.address, log: silentLog }), {
      code: 'EADDRINUSE',
    });
    await first.close();
  });
});
