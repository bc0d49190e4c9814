// The operators' port of all workers, over workers that are scripted.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AdminReply, AdminRequest } from '../../../src/workers/channel.js';
import { primaryAdminApp } from '../../../src/workers/primary-admin.js';
import type { WorkerRow } from '../../../src/workers/replies.js';
import { SlotPages } from '../../../src/workers/slot-pages.js';
import { Scrape } from '../../support/scrape.js';

type Script = (request: AdminRequest) => AdminReply | undefined | Promise<AdminReply | undefined>;

const json = (body: object, status = 200): AdminReply => ({
  ...{ status, contentType: 'application/json' },
  body: JSON.stringify(body),
});

/** Workers "1" and on; one whose script answers undefined is silent. */
function stage(scripts: readonly Script[], states: readonly string[] = []) {
  const asked: string[] = [];
  const rows = scripts.map((_script, at): WorkerRow & { restarts: number } => ({
    ...{ worker: String(at + 1), gateway: `g-${at + 1}`, pid: 1, state: states[at] ?? 'serving' },
    ...{ restarts: 0, connections: 0 },
  }));
  const pages = new SlotPages();
  const app = primaryAdminApp({
    gatewayId: 'g',
    pages,
    workers: {
      isServing: true,
      rows: () => rows,
      ask: (worker, request) => {
        asked.push(`${worker} ${request.method} ${request.path}`);
        return Promise.resolve(scripts[Number(worker) - 1]?.(request));
      },
    },
    ownMetrics: () => Promise.resolve(''),
  });
  const post = (path: string) =>
    app.request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
  return { app, asked, rows, post, pages };
}

const silent: Script = () => undefined;

describe('operators’ port of all workers', () => {
  test('other methods than those of the pages reach no worker', async () => {
    const { app, asked } = stage([() => json({})]);
    for (const method of ['PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      const reply = await app.request('/workers/1/status', { method });
      assert.equal(reply.status, 405);
      assert.equal(reply.headers.get('allow'), 'GET, HEAD, POST');
    }
    // Request takes no TRACE; Node's server does.
    const trace = Object.defineProperty(new Request('http://a/status'), 'method', { value: 'TRACE' });
    assert.equal((await app.fetch(trace)).status, 405);
    assert.deepEqual(asked, []);
    assert.equal((await app.request('/status', { method: 'HEAD' })).status, 200);
  });

  test('a question goes on to the next worker, an order does not: it may yet be obeyed', async () => {
    const { app, asked, post } = stage([silent, silent, () => json({ kicked: 1 })], ['waiting']);
    assert.equal((await app.request('/users/ann/online')).status, 200);
    assert.deepEqual(asked.splice(0), ['2 GET /users/ann/online', '3 GET /users/ann/online']);
    assert.equal((await post('/users/ann/kick')).status, 503);
    assert.deepEqual(asked, ['2 POST /users/ann/kick']);
  });

  test('a revocation is done when every worker with sessions has answered', async () => {
    const ended: Script = () => json({ gateway: 'g', ended: 2 });
    const all = await stage([ended, silent], ['serving', 'waiting']).post('/users/ann/revoke');
    assert.deepEqual([all.status, await all.json()], [200, { gateway: 'g', ended: 2 }]);
    for (const state of ['serving', 'leaving', 'draining']) {
      const part = await stage([ended, silent], ['serving', state]).post('/users/ann/revoke');
      assert.equal(part.status, 503, state);
      assert.match(await part.text(), /worker 2/);
    }
  });

  test('a worker that ended while it was asked has no sessions', async () => {
    const { rows, post } = stage([
      () => json({ gateway: 'g', ended: 2 }),
      () => {
        Object.assign(rows[1] ?? {}, { restarts: 1 });
        return undefined;
      },
    ]);
    assert.equal((await post('/users/ann/revoke')).status, 200);
  });

  test('a list of sessions says whose are missing, and takes no cursor of nobody', async () => {
    const one: Script = () => json({ sessions: [{ session: 's' }] });
    const { app } = stage([one, silent, one]);
    assert.deepEqual(await (await app.request('/sessions')).json(), {
      gateway: 'g',
      sessions: [
        { session: 's', worker: '1' },
        { session: 's', worker: '3' },
      ],
      silent: ['2'],
    });
    assert.equal((await app.request('/sessions?after=9~1-x')).status, 400);
    assert.equal((await app.request('/sessions?after=3~1-x')).status, 200);
  });

  test('sums of counters stay where they are while a worker is silent, or replaced', async () => {
    let two: AdminReply | undefined = { ...json({}), body: '# TYPE c_total counter\nc_total 5\n' };
    const { app, rows, pages } = stage([
      () => ({ ...json({}), body: '# TYPE c_total counter\nc_total 3\n' }),
      () => two,
    ]);
    const sum = async (): Promise<number> =>
      new Scrape(await (await app.request('/metrics')).text()).sum('c_total');
    assert.equal(await sum(), 8);
    two = undefined;
    assert.equal(await sum(), 8);
    assert.deepEqual(pages.silent, ['2']);
    Object.assign(rows[1] ?? {}, { state: 'waiting' });
    assert.equal(await sum(), 8);
    assert.deepEqual(pages.silent, [], 'nobody is there');
    Object.assign(rows[1] ?? {}, { state: 'starting', restarts: 1 });
    assert.equal(await sum(), 8);
    two = { ...json({}), body: '# TYPE c_total counter\nc_total 1\n' };
    assert.equal(await sum(), 9);
  });

  test('a page that came early is no later one’s successor because its scrape waited for somebody else', async () => {
    const counted = (count: number): AdminReply => ({
      ...json({}),
      body: `# TYPE c_total counter\nc_total ${count}\n`,
    });
    let hurry: (reply: AdminReply) => void = () => undefined;
    const slow = new Promise<AdminReply>((resolve) => {
      hurry = resolve;
    });
    const { app, rows, pages } = stage([() => counted(3), () => slow]);
    const scrape = app.request('/metrics');
    await new Promise(setImmediate);
    // It has drained, is gone, and its successor has not said anything.
    pages.takeLast('1', 0, counted(7).body);
    Object.assign(rows[0] ?? {}, { state: 'starting', restarts: 1 });
    hurry(counted(1));
    assert.equal(new Scrape(await (await scrape).text()).sum('c_total'), 8);
  });

  test('/status has nothing of one that ended while others were asked', async () => {
    const of = (sessions: number): AdminReply => json({ ready: true, sessions });
    const { app, rows } = stage([
      () => of(5),
      () => {
        Object.assign(rows[0] ?? {}, { state: 'starting', restarts: 1, pid: 9 });
        return of(2);
      },
    ]);
    const status = (await (await app.request('/status')).json()) as {
      sessions: number;
      workers: { pid: number; answers: boolean }[];
    };
    assert.equal(status.sessions, 2);
    assert.deepEqual(
      status.workers.map(({ pid, answers }) => [pid, answers]),
      [
        [9, false],
        [1, true],
      ],
    );
  });

  test('closed sessions and explanations say whose are missing', async () => {
    const one: Script = ({ path }) =>
      path.startsWith('/explain')
        ? json({ gateway: 'g-1', sessionCount: 1, explanations: ['a'] })
        : json({ sessions: [{ closedAt: 'x' }] });
    const { app } = stage([one, silent, silent], ['serving', 'serving', 'waiting']);
    for (const path of ['/sessions/closed', '/explain?type=1000&user=ann']) {
      const reply = await app.request(path);
      assert.equal(reply.status, 200);
      assert.deepEqual(((await reply.json()) as { silent: unknown }).silent, ['2'], path);
    }
  });
});
