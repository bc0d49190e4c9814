// What a configuration says about who may use the client port, from the file to the socket.
import assert from 'node:assert/strict';
import { connect as connectTcp } from 'node:net';
import { after, before, describe, test, type TestContext } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { WebSocket } from 'ws';
import { SUBPROTOCOL } from '../../src/protocol/control-types.js';
import { findOpenssl } from '../../tools/testenv/tools.js';
import { TestAuthority } from '../support/certificates.js';
import { skipUnless } from '../support/require.js';
import { startSecureGateway, WireClient } from '../support/secure-stage.js';

/** No token that the gateway takes: what comes back is from behind the port. */
const NO_TOKEN = 'x.y.z';

function closing(context: TestContext, client: WireClient): WireClient {
  context.after(() => {
    client.close();
  });
  return client;
}

/** 'open', or why it is not. */
function upgrade(port: number, origin?: string): Promise<string> {
  const client = new WebSocket(
    `ws://127.0.0.1:${port}/`,
    SUBPROTOCOL,
    origin === undefined ? {} : { origin },
  );
  return new Promise((resolve) => {
    client.on('open', () => {
      client.terminate();
      resolve('open');
    });
    client.on('error', ({ message }) => {
      resolve(message);
    });
  });
}

test('origins: pages of others are refused', async (context) => {
  const origins = ['https://game.example', 'https://*.game.example'];
  const { gateway, port } = await startSecureGateway(context, { origins }, []);
  const open = (origin: string): Promise<string> => upgrade(port, origin);
  assert.equal(await open('https://game.example'), 'open');
  assert.equal(await open('https://shop.game.example'), 'open');
  assert.match(await open('https://evil.example'), /403/);
  assert.match(await open('null'), /403/, 'a page in a sandbox');
  assert.equal(gateway.listener.counters.refused['origin-refused'], 2);
});

test('proxyFrom: the header names the client; without one there is no connection', async (context) => {
  const { gateway, port, log } = await startSecureGateway(context, { proxyFrom: ['127.0.0.1'] }, []);
  const proxied = connectTcp(port, '127.0.0.1');
  proxied.write('PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n');
  assert.equal(await closing(context, new WireClient(proxied)).login(NO_TOKEN), 'TOKEN_INVALID');
  const line = log.lines.find(({ message }) => message === 'token refused');
  assert.match(JSON.stringify(line?.fields), /"192\.0\.2\.7:4711"/);
  assert.equal(await closing(context, WireClient.dial(port)).login(NO_TOKEN), 'closed');
  assert.equal(gateway.listener.counters.refused['proxy-malformed'], 1);
});

describe('tls.plain', { skip: skipUnless(findOpenssl()) }, () => {
  let authority: TestAuthority;
  before(() => {
    authority = new TestAuthority();
  });
  after(() => {
    authority.remove();
  });

  for (const [plain, outcome, refused] of [
    ['allow', 'TOKEN_INVALID', 0],
    ['refuse', 'closed', 2],
  ] as const)
    test(`${plain}: without TLS ${outcome}, with it all is well`, async (context) => {
      const tls = { ...authority.issue('gateway'), plain };
      const { gateway, port } = await startSecureGateway(context, { tls }, []);
      assert.equal(await closing(context, WireClient.dial(port)).login(NO_TOKEN), outcome);
      assert.equal((await upgrade(port)) === 'open', plain === 'allow');
      const secure = connectTls({ host: '127.0.0.1', port, ca: authority.ca, servername: 'localhost' });
      assert.equal(await closing(context, new WireClient(secure)).login(NO_TOKEN), 'TOKEN_INVALID');
      assert.equal(gateway.listener.counters.refused['plain-refused'], refused);
    });
});
