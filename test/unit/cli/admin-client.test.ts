import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, test, type TestContext } from 'node:test';
import { z } from 'zod';
import { askAdmin, type AdminTarget } from '../../../src/cli/admin-client.js';

interface Stage {
  readonly target: AdminTarget;
  readonly requests: { method: string; url: string; authorization: string; body: string }[];
}

/** Answers each request with the same. */
async function serve(context: TestContext, status: number, body: string): Promise<Stage> {
  const requests: Stage['requests'] = [];
  const server: Server = createServer((request, response) => {
    void textOf(request).then((text) => {
      const { method = '', url = '', headers } = request;
      requests.push({ method, url, authorization: headers.authorization ?? '', body: text });
      response.writeHead(status).end(body);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  return { target: { address: { host: '127.0.0.1', port }, token: 'secret' }, requests };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

const number = z.object({ n: z.number() });

describe('askAdmin', () => {
  test('a read with its query, an order as JSON, both with the token', async (context) => {
    const { target, requests } = await serve(context, 200, '{"n":1}');
    const read = await askAdmin(target, { path: '/x', query: { a: 'ä&b', none: undefined } }, number);
    assert.deepEqual(read, { ok: true, value: { n: 1 } });
    await askAdmin(target, { path: '/y', body: { why: 'so' } }, number);
    assert.deepEqual(requests, [
      { method: 'GET', url: '/x?a=%C3%A4%26b', authorization: 'Bearer secret', body: '' },
      { method: 'POST', url: '/y', authorization: 'Bearer secret', body: '{"why":"so"}' },
    ]);
  });

  test('what is no answer of a gateway is a problem that names the gateway', async (context) => {
    for (const [status, body, says] of [
      [200, '{"n":"1"}', /nothing that a gateway says/],
      [200, '<html>', /nothing that a gateway says/],
      [404, '{"error":"not here"}', /: not here$/],
      [401, '{}', /give --admin-token-file/],
    ] as const) {
      const { target } = await serve(context, status, body);
      const answer = await askAdmin(target, { path: '/' }, number);
      assert.ok(!answer.ok);
      assert.equal(answer.status, status);
      assert.match(answer.problem, says);
      assert.match(answer.problem, /^127\.0\.0\.1:\d+/);
    }
  });

  test('nobody there', async () => {
    const answer = await askAdmin(
      { address: { host: '127.0.0.1', port: 1 }, token: undefined },
      { path: '/' },
      number,
    );
    assert.ok(!answer.ok);
    assert.deepEqual([answer.status, /does not answer: E?\w+/.test(answer.problem)], [0, true]);
  });
});
