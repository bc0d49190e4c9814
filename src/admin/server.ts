// The operators' port: health, readiness, metrics, status; sessions, explain, kick. Where a token is set,
// everything but health and readiness asks for it.

import { serve } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../clock.js';
import type { Log } from '../log.js';
import { isOwnHost, mayEnter } from './access.js';
import type { GatewayControl } from './gateway-view.js';
import { newMetrics } from './metrics.js';
import {
  explainReply,
  kickReply,
  onlineReply,
  revokeReply,
  sessionsReply,
  type Reply,
} from './operations.js';
import { closedSessionsOf, statusOf } from './status.js';

export interface AdminServer {
  readonly address: { readonly host: string; readonly port: number };
  close(): Promise<void>;
}

/** More than any order holds. */
const BODY_BYTES_MAX = 16 * 1024;

/** An empty site of the operators' port. `token`: what a request must carry as `Authorization: Bearer`. */
export function guardedApp(token?: string): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    if (token === undefined && !isOwnHost(context.req.header('host')))
      return context.json({ error: 'ask for localhost or a loopback address, or set admin.token' }, 421);
    if (mayEnter(token, context.req.path, context.req.header('authorization'))) return next();
    return context.json({ error: 'send the admin token: Authorization: Bearer …' }, 401);
  });
  app.on('POST', '*', async (context, next) => {
    // A page in an operator's browser can post plain text anywhere; for JSON the browser asks us first.
    if (context.req.header('content-type')?.startsWith('application/json') === true) return next();
    return context.json({ error: 'send JSON: Content-Type: application/json' }, 415);
  });
  app.use(bodyLimit({ maxSize: BODY_BYTES_MAX }));
  return app;
}

/** The pages, without a socket. */
export function adminApp(gateway: GatewayControl, clock: Pick<Clock, 'epochMs'>, token?: string): Hono {
  const metrics = newMetrics(gateway);
  const app = guardedApp(token);
  app.get('/healthz', (context) => context.text('ok\n'));
  app.get('/readyz', (context) =>
    gateway.isReady()
      ? context.text('ready\n')
      : context.text('not ready: no routes, links not open yet, or stopping\n', 503),
  );
  app.get('/metrics', async (context) =>
    context.body(await metrics.metrics(), 200, { 'content-type': metrics.contentType }),
  );
  app.get('/status', (context) => context.json(statusOf(gateway, clock.epochMs())));
  app.get('/sessions', async (context) =>
    send(context, await sessionsReply(gateway, context.req.query(), clock.epochMs())),
  );
  app.get('/users/:user/online', async (context) =>
    send(context, await onlineReply(gateway, context.req.param('user'))),
  );
  app.post('/users/:user/revoke', async (context) => {
    const body = await context.req.text();
    return send(context, revokeReply(gateway, context.req.param('user'), body, clock.epochMs()));
  });
  app.get('/sessions/closed', (context) => context.json(closedSessionsOf(gateway)));
  app.get('/explain', (context) => send(context, explainReply(gateway, context.req.query())));
  app.post('/sessions/:id/kick', async (context) => {
    const session = context.req.param('id');
    return send(context, await kickReply(gateway, { session, user: '' }, await context.req.text()));
  });
  app.post('/users/:user/kick', async (context) => {
    const user = context.req.param('user');
    return send(context, await kickReply(gateway, { session: '', user }, await context.req.text()));
  });
  return app;
}

const send = (context: Context, { status, body }: Reply): Response => context.json(body, status);

export interface AdminPort {
  readonly host: string;
  /** 0: the system picks one. */
  readonly port: number;
  readonly log: Log;
}

/** Starts to listen. Rejects when it cannot. */
export function startAdmin(
  gateway: GatewayControl,
  clock: Pick<Clock, 'epochMs'>,
  place: AdminPort,
  token?: string,
): Promise<AdminServer> {
  return serveApp(adminApp(gateway, clock, token), place);
}

/** Starts to listen. Rejects when it cannot. */
export function serveApp(app: Hono, { host, port, log }: AdminPort): Promise<AdminServer> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, (bound: AddressInfo) => {
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
    });
    server.on('error', (error: Error) => {
      // Out of files, for example. Once it listens, the port goes on.
      if (server.listening) log.error({ error: error.message }, 'cannot accept operators');
      reject(error);
    });
  });
}
