// The operators' port of all workers: asks them, each by its own pages, and answers as one gateway would
// (replies.ts). /workers/<n>/… asks one worker only.

import { type Context, type Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { guardedApp } from '../admin/server.js';
import type { AdminReply, AdminRequest } from './channel.js';
import { mergeMetrics, type MetricsView } from './metrics-merge.js';
import type { SlotPages } from './slot-pages.js';
import { canServe, isThere } from './pool.js';
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

/** What workers know how to answer. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST']);

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
  /** What they have counted, those that ended too. */
  readonly pages: SlotPages;
  /** The primary's own series, as a page of metrics. */
  readonly ownMetrics: () => Promise<string>;
  readonly token?: string | undefined;
}

export function primaryAdminApp(options: PrimaryAdminOptions): Hono {
  const { gatewayId, workers, pages, token, ownMetrics } = options;
  const app = guardedApp(token);
  const asking = new Asking(workers, pages);
  app.use(async (context, next) =>
    METHODS.has(context.req.method)
      ? next()
      : context.json({ error: 'ask with GET, HEAD or POST' }, 405, { allow: [...METHODS].join(', ') }),
  );
  app.get('/healthz', (context) => context.text('ok\n'));
  app.get('/readyz', async (context) => {
    const replies = await asking.all({ method: 'GET', path: '/readyz', body: '' });
    const ready = replies.some(({ reply }) => reply?.status === 200);
    return ready ? context.text('ready\n') : context.text('not ready: no worker is\n', 503);
  });
  app.get('/metrics', async (context) => {
    const view: MetricsView = context.req.query('by') === 'worker' ? 'worker' : 'sum';
    return context.body(`${await asking.metrics(view)}\n${await ownMetrics()}`, 200, {
      'content-type': METRICS_TYPE,
    });
  });
  app.get('/status', async (context) => {
    const replies = asking.stillThere(await asking.all(await requestOf(context)));
    return say(context, mergeStatus(gatewayId, workers.rows(), answered(replies)));
  });
  app.get('/sessions', async (context) => say(context, await asking.sessions(gatewayId, context)));
  app.get('/sessions/closed', async (context) => {
    const replies = await asking.all(await requestOf(context));
    return say(context, mergeClosed(gatewayId, answered(replies), asking.silentOf(replies)));
  });
  app.get('/explain', async (context) => {
    const replies = await asking.all(await requestOf(context));
    return say(context, mergeExplanations(answered(replies), asking.silentOf(replies)));
  });
  // All are asked at once: the others hear of it from the first one later than from here, so each counts its own.
  app.post('/users/:user/revoke', async (context) => {
    const replies = await asking.all(await requestOf(context));
    return say(context, mergeRevocations(gatewayId, answered(replies), asking.silentOf(replies)));
  });
  app.all('/workers/:worker/*', async (context) => pass(context, await asking.one(context)));
  // Orders go to one worker, whose cluster carries them to the others.
  app.all('*', async (context) => pass(context, await asking.any(await requestOf(context))));
  return app;
}

class Asking {
  readonly #workers: AskedWorkers;
  readonly #pages: SlotPages;

  constructor(workers: AskedWorkers, pages: SlotPages) {
    this.#workers = workers;
    this.#pages = pages;
  }

  all(request: AdminRequest): Promise<readonly WorkerReply[]> {
    return Promise.all(
      this.#workers.rows().map(async ({ worker, restarts }) => ({
        ...{ worker, restarts },
        reply: await this.#workers.ask(worker, request),
      })),
    );
  }

  /** Those that did not answer and still have sessions: who ended meanwhile has none. */
  silentOf(replies: readonly WorkerReply[]): readonly string[] {
    const rows = this.#workers.rows();
    return replies
      .filter(({ worker, restarts, reply }) => {
        const row = rows.find((one) => one.worker === worker);
        return reply === undefined && row?.restarts === restarts && canServe(row.state);
      })
      .map(({ worker }) => worker);
  }

  /** Without those who ended since they were asked: what they had is had by nobody. */
  stillThere(replies: readonly WorkerReply[]): readonly WorkerReply[] {
    const rows = this.#workers.rows();
    return replies.filter(({ worker, restarts }) =>
      rows.some((row) => row.worker === worker && row.restarts === restarts && isThere(row.state)),
    );
  }

  async metrics(view: MetricsView): Promise<string> {
    const request = { method: 'GET', path: '/metrics', body: '' };
    const rows = this.#workers.rows();
    const replies = await Promise.all(rows.map((row) => this.#takePage(row, request)));
    this.#pages.silent = this.silentOf(replies);
    for (const { worker, restarts, state } of this.#workers.rows())
      this.#pages.keepUp(worker, restarts, isThere(state));
    return mergeMetrics(this.#pages.pages(), view);
  }

  /** At once, not when all others have answered: by then a later page may be there, of another scrape or the last. */
  async #takePage({ worker, restarts }: WorkerRow, request: AdminRequest): Promise<WorkerReply> {
    const reply = await this.#workers.ask(worker, request);
    if (reply?.status === 200) this.#pages.take(worker, restarts, reply.body);
    return { worker, restarts, reply };
  }

  one(context: Context): Promise<AdminReply | undefined> {
    const { pathname, search } = new URL(context.req.url);
    const [, worker = '', path = ''] = /^\/workers\/([^/]+)(\/.*)$/.exec(pathname) ?? [];
    return context.req
      .text()
      .then((body) => this.#workers.ask(worker, { method: methodOf(context), path: path + search, body }));
  }

  /**
   * The first that answers; an order goes to one only: one that does not say what became of it may still obey.
   */
  async any(request: AdminRequest): Promise<AdminReply | undefined> {
    const serving = this.#workers.rows().filter(({ state }) => canServe(state));
    for (const { worker } of serving) {
      const reply = await this.#workers.ask(worker, request);
      if (reply !== undefined || request.method === 'POST') return reply;
    }
    return undefined;
  }

  /** Worker after worker, until the page is full: a cursor is a worker's name and its own cursor. */
  async sessions(gatewayId: string, context: Context): Promise<MergedReply> {
    const query = new URLSearchParams(context.req.query());
    const limit = query.get('limit') ?? PAGE_ROWS;
    const [from = '', ...inner] = (query.get('after') ?? '').split('~');
    const asked = this.#workers.rows();
    const at = from === '' ? 0 : asked.findIndex(({ worker }) => worker === from);
    if (at < 0) return { status: 400, body: { error: `after: there is no worker ${from}` } };
    const rest = asked.slice(at);
    const names = rest.map(({ worker }) => worker);
    const sessions: object[] = [];
    const silent: string[] = [];
    let after = inner.join('~');
    for (const { worker, restarts } of rest) {
      const page = await this.#page(worker, query, String(Number(limit) - sessions.length), after);
      after = '';
      if (page === undefined) {
        silent.push(...this.silentOf([{ worker, restarts, reply: undefined }]));
        continue;
      }
      if (page.status !== 200) return { status: page.status, body: page.body };
      sessions.push(...rowsOf(worker, page.body));
      const next = cursorAfter(names, worker, page.body['next'], sessions.length >= Number(limit));
      if (next !== undefined) return { status: 200, body: { gateway: gatewayId, sessions, silent, next } };
    }
    return { status: 200, body: { gateway: gatewayId, sessions, silent } };
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
  return { method: methodOf(context), path: pathname + search, body: await context.req.text() };
}

/** The body of an answer to HEAD is left out here, where the answers have become one. */
const methodOf = ({ req }: Context): string => (req.method === 'HEAD' ? 'GET' : req.method);

const say = (context: Context, { status, body }: MergedReply): Response =>
  context.json(body, status as ContentfulStatusCode);

function pass(context: Context, reply: AdminReply | undefined): Response {
  if (reply === undefined) return say(context, firstGood([]));
  return context.body(reply.body, reply.status as ContentfulStatusCode, {
    'content-type': reply.contentType,
  });
}
