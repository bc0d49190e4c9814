// A login service's key set over HTTP: tests say what it answers, and count how often it is asked.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

export interface JwksServer {
  readonly url: string;
  /** undefined: it answers 503. */
  body: string | undefined;
  requests: number;
}

export async function startJwksServer(context: TestContext, body: string | undefined): Promise<JwksServer> {
  const served = { url: '', body, requests: 0 };
  const server = createServer((_request, response) => {
    served.requests++;
    if (served.body === undefined) response.writeHead(503).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(served.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  served.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  return served;
}
