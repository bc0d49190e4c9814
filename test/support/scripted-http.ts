// An HTTP server that answers what a test tells it to: for answers that no real server gives.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ScriptedRequest {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type ScriptedAnswer =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: string | object }
  /** No answer at all; the connection stays. */
  | 'hang'
  /** The connection ends before the answer, or in the middle of its body. */
  | 'cut'
  | 'cut-body';

export interface ScriptedHttp {
  readonly address: { readonly host: string; readonly port: number };
  readonly requests: ScriptedRequest[];
  close(): Promise<void>;
}

/** An object as body is sent as JSON. */
export async function startScriptedHttp(
  answer: (request: ScriptedRequest) => ScriptedAnswer | Promise<ScriptedAnswer>,
): Promise<ScriptedHttp> {
  const requests: ScriptedRequest[] = [];
  const server = createServer((message, response) => {
    void readRequest(message).then(async (request) => {
      requests.push(request);
      send(response, await answer(request));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    requests,
    close: async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

async function readRequest(message: IncomingMessage): Promise<ScriptedRequest> {
  let body = '';
  for await (const chunk of message) body += String(chunk);
  const url = new URL(message.url ?? '/', 'http://127.0.0.1');
  const { method = '', headers } = message;
  return { method, path: decodeURIComponent(url.pathname), query: url.searchParams, headers, body };
}

function send(response: ServerResponse, answer: ScriptedAnswer): void {
  if (answer === 'hang') return;
  if (answer === 'cut') {
    response.destroy();
    return;
  }
  if (answer === 'cut-body') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('[');
    setImmediate(() => response.destroy());
    return;
  }
  const { status = 200, headers = {}, body = '' } = answer;
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
