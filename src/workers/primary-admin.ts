// The operators' port of all workers: asks them, each by its own pages, and answers as one gateway would
// (replies.ts). /workers/<n>/… asks one worker only.

import { type Context, type Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { guardedApp } from '../admin/server.js';
import type { AdminReply, AdminRequest } from './channel.js';
import { mergeMetrics, type MetricsView } from './metrics-merge.js';
import {
  type MergedReply,
  type WorkerReply,
  type WorkerRow,
  answered,
  firstGood,
  mergeClosed,
  mergeExplanations,
  mergeRevocations,
  mergeStatus,
  rowsOf,
} from './replies.js';

const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Rows of a page of sessions, unless the request says how many. */
const PAGE_ROWS = '100';

export interface AskedWorkers {
  readonly isServing: boolean;
  rows(): readonly WorkerRow[];
  ask(worker: string, request: AdminRequest): Promise<AdminReply | undefined>;
}

export interface PrimaryAdminOptions {
  /** Of the primary: its workers' ids begin with it. */
  readonly gatewayId: string;
  readonly workers: AskedWorkers;
  /** The primary's own series, as a page of metrics. */
  readonly ownMetrics: () => Promise<string>;
  readonly token?: string | undefined;
}

export function primaryAdminApp(options: PrimaryAdminOptions): Hono {
  const { gatewayId, workers, token, ownMetrics } = options;
  const app = guardedApp(token);
  const asking = new Asking(workers);
  app.get('/healthz', (context) => context.text('ok\n'));
  app.get('/readyz', async (context) => {
    const replies = await asking.all({ method: 'GET', path: '/readyz', body: '' });
    const ready = replies.some(({ reply }) => reply?.status === 200);
    return ready ? context.text('ready\n') : context.text('not ready: no worker is\n', 503);
  });
  app.get('/metrics', async (context) => {
    const view: MetricsView = context.req.query('by') === 'worker' ? 'worker' : 'sum';
    const pages = await asking.metrics();
    return context.body(`${mergeMetrics(pages, view)}\n${await ownMetrics()}`, 200, {
      'content-type': METRICS_TYPE,
    });
  });
  app.get('/status', async (context) =>
    say(
      context,
      mergeStatus(gatewayId, workers.rows(), answered(await asking.all(await requestOf(context)))),
    ),
  );
  app.get('/sessions', async (context) => say(context, await asking.sessions(gatewayId, context)));
  app.get('/sessions/closed', async (context) =>
    say(context, mergeClosed(gatewayId, answered(await asking.all(await requestOf(context))))),
  );
  app.get('/explain', async (context) =>
    say(context, mergeExplanations(answered(await asking.all(await requestOf(context))))),
  );
  // All are asked at once: the others hear of it from the first one later than from here, so each counts its own.
  app.post('/users/:user/revoke', async (context) =>
    say(context, mergeRevocations(gatewayId, answered(await asking.all(await requestOf(context))))),
  );
  app.all('/workers/:worker/*', async (context) => pass(context, await asking.one(context)));
  // Orders go to one worker, whose cluster carries them to the others.
  app.all('*', async (context) => pass(context, await asking.any(await requestOf(context))));
  return app;
}

class Asking {
  readonly #workers: AskedWorkers;

  constructor(workers: AskedWorkers) {
    this.#workers = workers;
  }

  all(request: AdminRequest): Promise<readonly WorkerReply[]> {
    return Promise.all(
      this.#workers
        .rows()
        .map(async ({ worker }) => ({ worker, reply: await this.#workers.ask(worker, request) })),
    );
  }

  async metrics(): Promise<ReadonlyMap<string, string>> {
    const replies = await this.all({ method: 'GET', path: '/metrics', body: '' });
    return new Map(
      replies.flatMap(({ worker, reply }): [string, string][] =>
        reply?.status === 200 ? [[worker, reply.body]] : [],
      ),
    );
  }

  one(context: Context): Promise<AdminReply | undefined> {
    const { pathname, search } = new URL(context.req.url);
    const [, worker = '', path = ''] = /^\/workers\/([^/]+)(\/.*)$/.exec(pathname) ?? [];
    return context.req
      .text()
      .then((body) => this.#workers.ask(worker, { method: context.req.method, path: path + search, body }));
  }

  /** The first that answers. */
  async any(request: AdminRequest): Promise<AdminReply | undefined> {
    for (const { worker } of this.#workers.rows()) {
      const reply = await this.#workers.ask(worker, request);
      if (reply !== undefined) return reply;
    }
    return undefined;
  }

  /** Worker after worker, until the page is full: a cursor is a worker's name and its own cursor. */
  async sessions(gatewayId: string, context: Context): Promise<MergedReply> {
    const query = new URLSearchParams(context.req.query());
    const limit = query.get('limit') ?? PAGE_ROWS;
    const [from = '', ...inner] = (query.get('after') ?? '').split('~');
    const names = this.#workers.rows().map(({ worker }) => worker);
    const rest = from === '' ? names : names.slice(names.indexOf(from));
    const rows: object[] = [];
    let after = inner.join('~');
    for (const worker of rest) {
      const page = await this.#page(worker, query, String(Number(limit) - rows.length), after);
      after = '';
      if (page === undefined) continue;
      if (page.status !== 200) return { status: page.status, body: page.body };
      rows.push(...rowsOf(worker, page.body));
      const next = cursorAfter(rest, worker, page.body['next'], rows.length >= Number(limit));
      if (next !== undefined) return { status: 200, body: { gateway: gatewayId, sessions: rows, next } };
    }
    return { status: 200, body: { gateway: gatewayId, sessions: rows } };
  }

  async #page(worker: string, query: URLSearchParams, limit: string, after: string) {
    const asked = new URLSearchParams(query);
    asked.set('limit', limit);
    asked.delete('after');
    if (after !== '') asked.set('after', after);
    const request = { method: 'GET', path: `/sessions?${asked.toString()}`, body: '' };
    return answered([{ worker, reply: await this.#workers.ask(worker, request) }])[0];
  }
}

/** Where the next page begins: further on in this worker, or with the next one; undefined: there is none yet. */
function cursorAfter(
  rest: readonly string[],
  worker: string,
  next: unknown,
  isFull: boolean,
): string | undefined {
  if (typeof next === 'string') return `${worker}~${next}`;
  const following = rest[rest.indexOf(worker) + 1];
  return isFull && following !== undefined ? `${following}~` : undefined;
}

async function requestOf(context: Context): Promise<AdminRequest> {
  const { pathname, search } = new URL(context.req.url);
  return { method: context.req.method, path: pathname + search, body: await context.req.text() };
}

const say = (context: Context, { status, body }: MergedReply): Response =>
  context.json(body, status as ContentfulStatusCode);

function pass(context: Context, reply: AdminReply | undefined): Response {
  if (reply === undefined) return say(context, firstGood([]));
  return context.body(reply.body, reply.status as ContentfulStatusCode, {
    'content-type': reply.contentType,
  });
}
