// The browser client in a real browser, against the scripted gateway: the bundle holds nothing of Node,
// runs under a strict content policy, and does what the Node client does.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { findChromium, startChromium, type TestBrowser } from '../support/chromium.js';
import { skipUnless } from '../support/require.js';
import { ScriptedGateway } from '../support/scripted-gateway.js';

/** What the page keeps for the test to ask about. */
interface Stage {
  connect(url: string): Promise<string>;
  request(text: string): Promise<string>;
  readonly pushes: readonly string[];
  readonly events: readonly string[];
  close(): Promise<void>;
}

const PAGE_SCRIPT = `
import { connect } from './src/sdk/client/browser.ts';
const read = (bytes) => new TextDecoder().decode(bytes);
const write = (text) => new TextEncoder().encode(text);
let client;
globalThis.stage = {
  pushes: [],
  events: [],
  async connect(url) {
    client = await connect({ url, token: 'token', random: () => 0.01 });
    client.onPush(2000, (payload) => stage.pushes.push(read(payload)));
    client.on('connected', ({ resumed }) => stage.events.push('connected ' + resumed));
    client.on('disconnected', ({ name }) => stage.events.push('disconnected ' + name));
    return client.session.user;
  },
  request: async (text) => read(await client.request(1000, write(text))),
  close: () => client.close(),
};
`;

async function bundled(): Promise<string> {
  const built = await build({
    stdin: { contents: PAGE_SCRIPT, resolveDir: '.', loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    logLevel: 'silent',
  });
  return built.outputFiles[0]?.text ?? '';
}

it('the bundle for browsers needs nothing of Node', async () => {
  // esbuild fails on what it cannot resolve for browsers; this is what it would not notice.
  assert.doesNotMatch(await bundled(), /["']node:|require\("(net|tls|ws)"\)/);
});

describe('client in Chromium', { skip: skipUnless(findChromium()) }, () => {
  let gateway: ScriptedGateway;
  let pages: Server;
  let browser: TestBrowser;
  let page: Page;

  before(async () => {
    const script = await bundled();
    gateway = await ScriptedGateway.start();
    pages = createServer((request, response) => {
      const isScript = request.url === '/page.js';
      response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
      response.setHeader('content-security-policy', `default-src 'self'; connect-src ${gateway.wsUrl}`);
      response.end(isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>');
    });
    pages.listen(0, '127.0.0.1');
    await once(pages, 'listening');
    browser = await startChromium();
    page = await browser.context.newPage();
    await page.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/`);
    await becomes('globalThis.stage !== undefined');
  });

  after(async () => {
    await browser.stop();
    pages.close();
    await gateway.stop();
  });

  /** Asked from here: the page's policy forbids the `eval` with which Playwright would ask again in the page. */
  async function becomes(expression: string): Promise<void> {
    const deadlineMs = performance.now() + 10_000;
    while (!(await page.evaluate<boolean>(expression))) {
      assert.ok(performance.now() < deadlineMs, `not within 10 s: ${expression}`);
      await sleep(10);
    }
  }

  const stage = <T>(use: string): Promise<T> => page.evaluate(`stage.${use}`);

  it('connects, asks, hears, survives a broken transport, and closes', async () => {
    assert.equal(await stage(`connect('${gateway.wsUrl}')`), 'alice');
    assert.equal(await stage(`request('hello')`), 'hello');
    gateway.push(2000, 'first');
    await becomes('stage.pushes.length === 1');

    gateway.drop();
    gateway.push(2000, 'missed');
    assert.equal(await stage(`request('after')`), 'after');
    await becomes('stage.pushes.length === 2');
    assert.deepEqual(await stage<Stage['pushes']>('pushes'), ['first', 'missed']);
    assert.deepEqual(await stage<Stage['events']>('events'), [
      'disconnected TRANSPORT_LOST',
      'connected true',
    ]);
    assert.deepEqual(gateway.model.taken, ['hello', 'after']);

    await stage('close()');
    assert.equal(gateway.model.disconnects.length, 1);
  });

  it('refuses a URL that no browser can open', async () => {
    const refused = page.evaluate(`stage.connect('http://example.invalid')`);
    await assert.rejects(refused, /expected ws:\/\//);
  });
});
