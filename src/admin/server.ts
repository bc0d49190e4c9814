// The operators' port: health, readiness, metrics, status. Nothing here changes the gateway.

import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../clock.js';
import type { GatewayView } from './gateway-view.js';
import { newMetrics } from './metrics.js';
import { statusOf } from './status.js';

export interface AdminServer {
  readonly address: { readonly host: string; readonly port: number };
  close(): Promise<void>;
}

/** The pages, without a socket. */
export function adminApp(gateway: GatewayView, clock: Pick<Clock, 'epochMs'>): Hono {
  const metrics = newMetrics(gateway);
  const app = new Hono();
  app.get('/healthz', (context) => context.text('ok\n'));
  app.get('/readyz', (context) =>
    gateway.isReady() ? context.text('ready\n') : context.text('not ready: no routes, or stopping\n', 503),
  );
  app.get('/metrics', async (context) =>
    context.body(await metrics.metrics(), 200, { 'content-type': metrics.contentType }),
  );
  app.get('/status', (context) => context.json(statusOf(gateway, clock.epochMs())));
  return app;
}

/** Starts to listen. Rejects when it cannot. */
export function startAdmin(
  gateway: GatewayView,
  clock: Pick<Clock, 'epochMs'>,
  host: string,
  port: number,
): Promise<AdminServer> {
  return new Promise((resolve, reject) => {
    const server = serve(
      { fetch: adminApp(gateway, clock).fetch, hostname: host, port },
      (bound: AddressInfo) => {
        resolve({
          address: { host: bound.address, port: bound.port },
          close: () =>
            new Promise((done) => {
              server.close(() => {
                done();
              });
              if ('closeAllConnections' in server) server.closeAllConnections();
            }),
        });
      },
    );
    server.once('error', reject);
  });
}
