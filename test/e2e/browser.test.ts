// A real browser with the browser build of the client SDK, through a real gateway: connect, request, push, and
// resume after the network was cut.
import assert from 'node:assert/strict';
import { build } from 'esbuild';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { chromium, type Page } from 'playwright-core';
import type * as Sdk from '../../src/sdk/client/browser.js';
import { repositoryRoot } from '../../tools/testenv/tool.js';
import { findChromium, findConsul } from '../../tools/testenv/tools.js';
import { startConsul } from '../support/consul.js';
import { CutProxy } from '../support/cut-proxy.js';
import { DrivenBackend } from '../support/driven-backend.js';
import { linkedTo, signToken, startGatewayProcess } from '../support/gateway-process.js';
import { mustHave, skipUnless } from '../support/require.js';
import { buildPrograms } from '../support/program.js';

/** What the page has in its global scope. */
interface InPage {
  readonly causeway: typeof Sdk;
  client: Sdk.Client;
  pushes: string[];
  /** `resumed` of each Welcome after the first. */
  welcomes: boolean[];
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The SDK as a bundler for browsers makes it: anything of Node in it fails the build. */
async function browserBundle(): Promise<string> {
  const built = await build({
    entryPoints: [path.join(repositoryRoot, 'src', 'sdk', 'client', 'browser.ts')],
    bundle: true,
    format: 'iife',
    globalName: 'causeway',
    platform: 'browser',
    write: false,
    logLevel: 'error',
  });
  return built.outputFiles[0]?.text ?? '';
}

async function servePage(script: string): Promise<Server> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(`<!doctype html><meta charset="utf-8"><title>test</title><script>${script}</script>`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function openPage(t: TestContext, url: string): Promise<Page> {
  const browser = await chromium.launch({
    executablePath: mustHave(findChromium()).path,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  t.after(() => browser.close());
  const page = await browser.newPage();
  await page.goto(url);
  return page;
}

function connectInPage(page: Page, url: string, token: string): Promise<string> {
  return page.evaluate(
    async ({ url, token }) => {
      const scope = globalThis as unknown as InPage;
      scope.pushes = [];
      scope.welcomes = [];
      scope.client = await scope.causeway.connect({ url, token });
      scope.client.onPush(2000, (payload) => scope.pushes.push(new TextDecoder().decode(payload)));
      scope.client.on('connected', ({ resumed }) => scope.welcomes.push(resumed));
      return scope.client.session?.id ?? '';
    },
    { url, token },
  );
}

function ask(page: Page, text: string): Promise<string> {
  return page.evaluate(async (said) => {
    const { client } = globalThis as unknown as InPage;
    return new TextDecoder().decode(await client.request(1000, new TextEncoder().encode(said)));
  }, text);
}

async function pushed(page: Page, count: number): Promise<string[]> {
  await page.waitForFunction((wanted) => (globalThis as unknown as InPage).pushes.length >= wanted, count);
  return page.evaluate(() => (globalThis as unknown as InPage).pushes);
}

const skip = skipUnless(findConsul(), findChromium());

test('a browser connects, asks, hears pushes and resumes', { skip, timeout: 60_000 }, async (t) => {
  const [programs, script] = await Promise.all([buildPrograms(), browserBundle()]);
  t.after(() => {
    programs.close();
  });
  const consul = await startConsul();
  t.after(() => consul.stop());
  await consul.put('causeway/routes/all', JSON.stringify([{ types: 1000, service: 'chat' }]));
  const [gateway, chat, server] = await Promise.all([
    startGatewayProcess(programs, consul.address).then((started) => {
      t.after(() => started.dispose());
      return started;
    }),
    DrivenBackend.start(programs, consul.address, 'chat', 'chat-1').then((started) => {
      t.after(() => started.process.kill());
      return started;
    }),
    servePage(script),
  ]);
  t.after(() => server.close());
  await linkedTo(gateway, 'chat-1');
  const proxy = await CutProxy.start(gateway.clients);
  t.after(() => {
    proxy.close();
  });
  const page = await openPage(t, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);

  const session = await connectInPage(page, `ws://${proxy.address}`, await signToken('alice'));
  assert.equal(await ask(page, 'hello'), 'chat-1|hello');
  const push = (text: string): Promise<string> => chat.call('push', { session }, 2000, bytes(text));
  await push('first');
  assert.deepEqual(await pushed(page, 1), ['first']);

  proxy.cut();
  const asked = ask(page, 'while cut off');
  await chat.heard('suspended');
  await push('missed 1');
  await push('missed 2');
  proxy.mend();
  assert.equal(await asked, 'chat-1|while cut off');
  await push('last');
  assert.deepEqual(await pushed(page, 4), ['first', 'missed 1', 'missed 2', 'last']);
  assert.deepEqual(await page.evaluate(() => (globalThis as unknown as InPage).welcomes), [true]);
  await page.evaluate(() => (globalThis as unknown as InPage).client.close());
  await chat.heard('closed', (news) => news.session === session);
});
