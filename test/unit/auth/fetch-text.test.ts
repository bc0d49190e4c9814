import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { fetchText } from '../../../src/auth/fetch-text.js';
import { startJwksServer } from '../../support/jwks-server.js';

test('the text, or why there is none', async (context) => {
  const server = await startJwksServer(context, '{"keys":[]}');
  assert.equal(await fetchText(server.url), '{"keys":[]}');
  server.body = 'x'.repeat(300 * 1024);
  await assert.rejects(fetchText(server.url), /longer than/);
  server.body = undefined;
  await assert.rejects(fetchText(server.url), /status 503/);
  await assert.rejects(fetchText('http://127.0.0.1:1/'), /fetch failed/);
});

async function serve(context: TestContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test('a redirect is not followed: whoever can make one could name other keys', async (context) => {
  const elsewhere = await startJwksServer(context, '{"keys":[]}');
  const url = await serve(context, (_request, response) => {
    response.writeHead(302, { location: elsewhere.url }).end();
  });
  await assert.rejects(fetchText(url), /redirect/);
  assert.equal(elsewhere.requests, 0);
});

for (const [what, listener] of [
  ['says nothing', () => undefined],
  ['begins and does not end', (_request, response) => response.writeHead(200).write('{"keys":')],
] as const satisfies readonly (readonly [string, RequestListener])[])
  test(`a server that ${what} is given up`, { timeout: 20_000 }, async (context) => {
    const url = await serve(context, listener);
    await assert.rejects(fetchText(url, 200), /timeout/);
  });
