import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  answered,
  firstGood,
  mergeClosed,
  mergeExplanations,
  mergeRevocations,
  mergeStatus,
  type WorkerReply,
} from '../../../src/workers/replies.js';

const said = (worker: string, status: number, body: object | string): WorkerReply => ({
  ...{ worker, restarts: 0 },
  reply: {
    status,
    contentType: 'application/json',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  },
});
const row = (worker: string) => ({
  ...{ worker, gateway: `g-${worker}`, pid: 1, state: 'serving', restarts: 0, connections: 2 },
});

test('who is silent or speaks no JSON is left out', () => {
  const replies = [
    said('1', 200, { a: 1 }),
    { worker: '2', restarts: 0, reply: undefined },
    said('3', 200, 'text'),
    said('4', 200, '7'),
  ];
  assert.deepEqual(answered(replies), [{ worker: '1', status: 200, body: { a: 1 } }]);
});

test('the first good answer counts, else the first one, else nobody answers', () => {
  const bad = said('1', 404, { error: 'x' });
  assert.deepEqual(firstGood(answered([bad, said('2', 200, { b: 2 })])), { status: 200, body: { b: 2 } });
  assert.deepEqual(firstGood(answered([bad])), { status: 404, body: { error: 'x' } });
  assert.equal(firstGood([]).status, 503);
});

test('a revocation ended what each worker ended; one that is refused is refused by all', () => {
  const two = [said('1', 200, { gateway: 'g-1', ended: 2 }), said('2', 200, { gateway: 'g-2', ended: 3 })];
  assert.deepEqual(mergeRevocations('g', answered(two), []), {
    status: 200,
    body: { gateway: 'g', ended: 5 },
  });
  assert.equal(mergeRevocations('g', answered([said('1', 400, { error: 'x' })]), []).status, 400);
  assert.equal(mergeRevocations('g', [], []).status, 503);
  const partly = mergeRevocations('g', answered(two), ['3']);
  assert.equal(partly.status, 503, 'where one was silent, tokens may still count');
  assert.match(JSON.stringify(partly.body), /worker 3/);
});

const body = ({ reply }: WorkerReply): object => JSON.parse(reply?.body ?? '') as object;

test('explanations of all sessions of a user; of a new one when it has none', () => {
  const none = said('1', 200, { gateway: 'g-1', sessionCount: 0, explanations: ['new'] });
  const two = said('2', 200, { gateway: 'g-2', sessionCount: 2, explanations: ['a', 'b'] });
  const one = said('3', 200, { gateway: 'g-3', sessionCount: 1, explanations: ['c'] });
  assert.deepEqual(mergeExplanations(answered([none, two, one]), []).body, {
    ...{ gateway: 'g-2', sessionCount: 3, silent: [] },
    explanations: ['a', 'b', 'c'],
  });
  assert.deepEqual(mergeExplanations(answered([none]), []).body, {
    ...{ gateway: 'g-1', sessionCount: 0, silent: [] },
    explanations: ['new'],
  });
  const gone = answered([said('1', 404, { error: 'gone' })]);
  assert.equal(mergeExplanations(gone, []).status, 404);
  const maybe = mergeExplanations(gone, ['2']);
  assert.equal(maybe.status, 503, 'a session may be at the silent one');
  assert.match(JSON.stringify(maybe.body), /worker 2/);
  assert.deepEqual(mergeExplanations(answered([two]), ['1']).body, { ...body(two), silent: ['1'] });
  assert.deepEqual(mergeExplanations(answered([none]), ['2']).body, { ...body(none), silent: ['2'] });
  assert.equal(mergeExplanations([], ['1', '2']).status, 503);
});

test('closed sessions: newest first, each with its worker', () => {
  const closed = (worker: string, ...times: string[]): WorkerReply =>
    said(worker, 200, { sessions: times.map((closedAt) => ({ closedAt })) });
  const { body } = mergeClosed('g', answered([closed('1', '2026-03', '2026-01'), closed('2', '2026-02')]), [
    '3',
  ]);
  assert.deepEqual(body, {
    gateway: 'g',
    sessions: [
      { closedAt: '2026-03', worker: '1' },
      { closedAt: '2026-02', worker: '2' },
      { closedAt: '2026-01', worker: '1' },
    ],
    silent: ['3'],
  });
  assert.equal(mergeClosed('g', [], ['1']).status, 503, 'nobody answers');
});

test('status: counts add up, one ready worker is enough, the table that lags is shown', () => {
  const good = { hash: 'new', seenHash: 'new', problems: [] };
  const lagging = { hash: 'old', seenHash: 'new', problems: [] };
  const replies = [
    said('1', 200, { ready: true, draining: false, sessions: 3, connections: 4, table: good }),
    said('2', 200, { ready: false, draining: true, sessions: 5, connections: 5, table: lagging }),
  ];
  const { body } = mergeStatus('g', [row('1'), row('2'), row('3')], answered(replies));
  const { workers, ...status } = body as Record<string, unknown> & {
    workers: { worker: string; answers: boolean }[];
  };
  assert.deepEqual(status, {
    ...{ gateway: 'g', ready: true, draining: false, table: lagging },
    ...{ sessions: 8, suspended: 0, connections: 9, handshakes: 0, pending: 0 },
  });
  assert.deepEqual(
    workers.map(({ worker, answers }) => [worker, answers]),
    [
      ['1', true],
      ['2', true],
      ['3', false],
    ],
  );
});
