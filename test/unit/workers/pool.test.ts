import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { silentLog } from '../../../src/log.js';
import type { ToPrimary, ToWorker, WorkerStart } from '../../../src/workers/channel.js';
import { ClusterHub } from '../../../src/workers/cluster-hub.js';
import { markIn, markOf } from '../../../src/workers/marks.js';
import { WAITING_MAX, WorkerPool } from '../../../src/workers/pool.js';
import type { Connection, Sent, WorkerExit, WorkerProcess } from '../../../src/workers/worker-process.js';
import { FakeClock } from '../../support/fake-clock.js';

class FakeWorker implements WorkerProcess {
  readonly pid = 1;
  readonly said: ToWorker[] = [];
  readonly connections: Connection[] = [];
  killed = false;
  say: (message: ToPrimary, connection?: Connection) => void = () => undefined;
  end: (exit: WorkerExit) => void = () => undefined;

  /** Whether it takes what it is sent. */
  reads = true;

  send(message: ToWorker, connection?: Connection, sent?: Sent): void {
    this.said.push(message);
    if (connection !== undefined) this.connections.push(connection);
    sent?.(this.reads);
  }

  onMessage(listener: (message: ToPrimary, connection: Connection | undefined) => void): void {
    this.say = (message, connection) => {
      listener(message, connection);
    };
  }

  onExit(listener: (exit: WorkerExit) => void): void {
    this.end = listener;
  }

  kill(): void {
    this.killed = true;
  }

  get start(): WorkerStart {
    const [first] = this.said;
    return first?.kind === 'start' ? first.start : assert.fail('it was not started');
  }
}

class FakeConnection {
  closed = false;
  close(): void {
    this.closed = true;
  }
}

const crash: WorkerExit = { code: null, signal: 'SIGKILL' };

function stage(count: number) {
  const clock = new FakeClock();
  const workers: FakeWorker[] = [];
  /** Why the next process cannot be made. */
  const trouble: { fork: Error | undefined } = { fork: undefined };
  const lastPages: unknown[] = [];
  const hub = new ClusterHub(clock, setImmediate);
  const pool = new WorkerPool({
    count,
    fork: () => {
      if (trouble.fork !== undefined) throw trouble.fork;
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    startOf: (slot, incarnation) => ({
      ...{ slot, incarnation, gatewayId: `g-${slot + 1}`, config: undefined, flags: {} },
      ...{ clients: { host: '127.0.0.1', port: 1 }, admin: { host: '127.0.0.1', port: 2 } },
    }),
    hub,
    onLastPage: (...page) => lastPages.push(page),
    clock,
    random: () => 1,
    log: silentLog,
  });
  const worker = (at: number): FakeWorker => workers[at] ?? assert.fail(`no worker ${at}`);
  return { clock, workers, pool, worker, trouble, hub, lastPages };
}

async function running(count: number) {
  const made = stage(count);
  const started = made.pool.start();
  made.worker(0).say({ kind: 'serving' });
  await new Promise(setImmediate);
  for (const worker of made.workers.slice(1)) worker.say({ kind: 'serving' });
  assert.equal(await started, undefined);
  return made;
}

describe('pool of workers', () => {
  test('the first one starts alone, then all others', async () => {
    const { pool, workers, worker } = stage(3);
    const started = pool.start();
    assert.equal(workers.length, 1);
    worker(0).say({ kind: 'serving' });
    await new Promise(setImmediate);
    assert.equal(workers.length, 3);
    assert.deepEqual(
      workers.map(({ start }) => start.gatewayId),
      ['g-1', 'g-2', 'g-3'],
    );
    worker(1).say({ kind: 'serving' });
    worker(2).say({ kind: 'serving' });
    assert.equal(await started, undefined);
  });

  test('what keeps the first one from starting ends it all, with its exit code', async () => {
    const { clock, pool, workers, worker } = stage(3);
    const started = pool.start();
    worker(0).end({ code: 2, signal: null });
    assert.equal(await started, 2);
    clock.advance(60_000);
    assert.equal(workers.length, 1, 'no other one is tried');
  });

  test('a process that cannot be made is a worker that ended soon: tried again, later and later', async () => {
    const { clock, pool, workers, worker, trouble } = await running(2);
    trouble.fork = new Error('spawn EMFILE');
    worker(1).end(crash);
    clock.advance(500);
    assert.deepEqual(
      pool.rows().map(({ state, restarts }) => [state, restarts]),
      [
        ['serving', 0],
        ['waiting', 1],
      ],
    );
    trouble.fork = undefined;
    clock.advance(999);
    assert.equal(workers.length, 2);
    clock.advance(1);
    assert.equal(workers.length, 3);
  });

  test('without a process for the first one nothing starts, and a drain does not wait for one', async () => {
    const first = stage(2);
    first.trouble.fork = new Error('spawn EAGAIN');
    assert.equal(await first.pool.start(), 1);
    const { clock, pool, worker, trouble } = await running(2);
    trouble.fork = new Error('spawn EMFILE');
    worker(1).end(crash);
    clock.advance(500);
    const drained = pool.drain(10_000);
    worker(0).end({ code: 0, signal: null });
    assert.equal(await drained, 0);
  });

  test('connections that a worker never had are counted', async () => {
    const { pool, worker } = await running(1);
    worker(0).reads = false;
    pool.take(new FakeConnection());
    assert.equal(pool.counters.lost, 1);
  });

  test('connections go to workers that serve; before there is one they wait', async () => {
    const { pool, worker } = stage(1);
    const started = pool.start();
    const early = Array.from({ length: WAITING_MAX + 1 }, () => new FakeConnection());
    for (const connection of early) pool.take(connection);
    assert.equal(early.at(-1)?.closed, true);
    assert.equal(pool.counters.refused, 1);
    worker(0).say({ kind: 'serving' });
    await started;
    assert.equal(worker(0).connections.length, WAITING_MAX);
    assert.equal(early[0]?.closed, false);
  });

  test('one that ends is replaced, later and later, and gets nothing meanwhile', async () => {
    const { clock, pool, workers, worker } = await running(2);
    worker(1).end(crash);
    for (let at = 0; at < 4; at++) pool.take(new FakeConnection());
    assert.equal(worker(0).connections.length, 4);
    clock.advance(500);
    assert.equal(workers.length, 3);
    assert.deepEqual([worker(2).start.slot, worker(2).start.incarnation], [1, 2]);
    worker(2).end(crash);
    clock.advance(999);
    assert.equal(workers.length, 3);
    clock.advance(1);
    assert.equal(workers.length, 4);
    worker(3).say({ kind: 'serving' });
    assert.deepEqual(
      pool.rows().map(({ state, restarts }) => [state, restarts]),
      [
        ['serving', 0],
        ['serving', 2],
      ],
    );
  });

  test('one that drains by itself gets nobody new, keeps its sessions, and is replaced at once', async () => {
    const { clock, pool, workers, worker } = await running(2);
    worker(1).say({ kind: 'leaving' });
    for (let at = 0; at < 4; at++) pool.take(new FakeConnection());
    assert.equal(worker(1).connections.length, 0);
    const home = markOf(1, 1);
    const move = {
      kind: 'move',
      home,
      framing: 'ws',
      address: '1.2.3.4:5',
      hello: Uint8Array.of(1),
    } as const;
    worker(0).say(move, new FakeConnection());
    assert.equal(worker(1).connections.length, 1);
    worker(1).end({ code: 0, signal: null });
    clock.advance(0);
    assert.equal(workers.length, 3);
  });

  test('a connection moves to the worker whose mark it bears, and is dropped when that is gone', async () => {
    const { clock, pool, worker } = await running(2);
    const home = markOf(1, 1);
    const move = {
      kind: 'move',
      home,
      framing: 'tcp',
      address: '1.2.3.4:5',
      hello: Uint8Array.of(1),
    } as const;
    const moved = new FakeConnection();
    worker(0).say(move, moved);
    assert.deepEqual(worker(1).connections, [moved]);
    assert.equal(pool.counters.moved, 1);
    worker(1).end(crash);
    const late = new FakeConnection();
    worker(0).say(move, late);
    assert.equal(late.closed, true);
    clock.advance(500);
    worker(2).say({ kind: 'serving' });
    const homes = worker(0)
      .said.filter((message) => message.kind === 'homes')
      .at(-1);
    assert.deepEqual(homes, { kind: 'homes', homes: [markOf(0, 1), markOf(1, 2)] });
  });

  test('an abandoned session is ended where it is', async () => {
    const { worker } = await running(2);
    worker(0).say({ kind: 'abandon', home: markOf(1, 1), resume: 'r', user: 'u', attempt: 2 });
    assert.deepEqual(worker(1).said.at(-1), { kind: 'abandoned', resume: 'r', user: 'u', attempt: 2 });
  });

  test('operators’ questions: answered, late, or to one that ends', async () => {
    const { clock, pool, worker } = await running(2);
    const request = { method: 'GET', path: '/status', body: '' };
    const answered = pool.ask('2', request);
    const reply = { status: 200, contentType: 'text/plain', body: 'ok' };
    worker(1).say({ kind: 'admin-reply', id: 1, ...reply });
    assert.equal((await answered)?.body, 'ok');
    const late = pool.ask('1', request);
    clock.advance(5_000);
    assert.equal(await late, undefined);
    const unlucky = pool.ask('2', request);
    worker(1).end(crash);
    assert.equal(await unlucky, undefined);
    assert.equal(await pool.ask('2', request), undefined);
    assert.equal(await pool.ask('9', request), undefined);
  });

  test('a last page goes on with its worker’s name and life, and is confirmed', async () => {
    const { clock, worker, lastPages } = await running(2);
    worker(1).say({ kind: 'last-page', page: 'one' });
    assert.deepEqual(worker(1).said.at(-1), { kind: 'last-page-taken' });
    worker(1).end({ code: 0, signal: null });
    clock.advance(500);
    worker(2).say({ kind: 'last-page', page: 'two' });
    assert.deepEqual(lastPages, [
      ['2', 0, 'one'],
      ['2', 1, 'two'],
    ]);
  });

  test('what is read of a worker after its exit is not taken for its successor’s', async () => {
    const { clock, pool, worker, hub, lastPages } = await running(2);
    worker(1).say({ kind: 'load', taken: 40, gone: 3 });
    worker(1).end(crash);
    clock.advance(500);
    worker(1).say({ kind: 'serving' });
    assert.equal(pool.rows()[1]?.state, 'starting');
    worker(2).say({ kind: 'serving' });
    worker(2).say({ kind: 'orders', orders: [{ op: 'join', sinceEpochMs: 1 }] });
    worker(1).say({ kind: 'load', taken: 50, gone: 50 });
    worker(1).say({ kind: 'last-page', page: 'late' });
    const presence = {
      ...{
        sessionId: 's',
        gatewayId: 'g-2',
        user: 'u',
        sinceEpochMs: 1,
        device: '',
        client: '',
        address: '',
      },
      attributes: new Map<string, string>(),
    };
    worker(1).say({ kind: 'orders', orders: [{ op: 'enter', presence }] });
    assert.equal(pool.rows()[1]?.connections, 0);
    assert.equal(hub.size, 0, 'no session in the directory that nobody has');
    assert.deepEqual(lastPages, []);
    const moving = new FakeConnection();
    worker(1).say(
      {
        kind: 'move',
        home: markOf(0, 1),
        ...{ framing: 'tcp', address: '1.2.3.4:5', hello: Uint8Array.of(1) },
      },
      moving,
    );
    assert.deepEqual(worker(0).connections, [moving], 'who is on the way gets there');
  });

  test('a drain waits for all, starts none again, and kills who is late', async () => {
    const { clock, pool, workers, worker } = await running(3);
    worker(2).end(crash);
    const drained = pool.drain(10_000);
    assert.equal(worker(0).said.at(-1)?.kind, 'drain');
    worker(0).end({ code: 0, signal: null });
    const refused = new FakeConnection();
    pool.take(refused);
    assert.equal(refused.closed, false, 'who drains refuses by itself');
    clock.advance(10_000);
    assert.equal(worker(1).killed, true);
    worker(1).end(crash);
    assert.equal(await drained, 1);
    assert.equal(workers.length, 3);
  });
});

test('marks: found in tokens that bear one, and in no other', () => {
  assert.equal(markIn(`${markOf(3, 12)}abc-_X`), '4-12.');
  for (const token of ['', 'abc', '4-12', 'x4-12.abc', '12.abc', '99999-1.a'])
    assert.equal(markIn(token), '');
});
