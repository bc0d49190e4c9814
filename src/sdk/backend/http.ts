// /metrics and /healthz of a backend, for Prometheus and whoever restarts processes.

import { createServer } from 'node:http';
import type { Registry } from 'prom-client';
import { listening } from '../../link/listening.js';

export interface HttpListener {
  readonly port: number;
  close(): void;
}

/**
 * Serves `/metrics` and `/healthz` (200 while `isReady`, else 503).
 * @throws Error that says what could not be listened on and why
 */
export async function listenHttp(
  host: string,
  port: number,
  metrics: Registry,
  isReady: () => boolean,
): Promise<HttpListener> {
  const server = createServer((request, response) => {
    const answer = (status: number, type: string, text: string): void => {
      response.writeHead(status, { 'content-type': type }).end(text);
    };
    if (request.url === '/healthz')
      answer(isReady() ? 200 : 503, 'text/plain', isReady() ? 'ok\n' : 'draining\n');
    else if (request.url === '/metrics')
      metrics.metrics().then(
        (text) => {
          answer(200, metrics.contentType, text);
        },
        () => {
          answer(500, 'text/plain', 'metrics could not be collected\n');
        },
      );
    else answer(404, 'text/plain', 'only /metrics and /healthz are here\n');
  });
  return {
    port: await listening(server, host, port, 'HTTP'),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
