import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ERRORS } from '../../../src/protocol/codes.js';
import { LinkKind } from '../../../src/protocol/link-frames.js';
import { BackendCounters, type MessageKind } from '../../../src/sdk/backend/counters.js';
import { Dispatcher } from '../../../src/sdk/backend/dispatcher.js';
import { ApplicationError } from '../../../src/sdk/backend/errors.js';
import { HandlerTable, type Handler } from '../../../src/sdk/backend/handlers.js';
import type { ClientContext, IncomingMessage, RelayContext } from '../../../src/sdk/backend/message.js';
import { FakeClock, settled } from '../../support/fake-clock.js';
import { recordingLog } from '../../support/recording-log.js';
import { bytes, FakePath } from './fake-path.js';

interface SetUp {
  readonly dispatcher: Dispatcher;
  readonly path: FakePath;
  readonly counters: BackendCounters;
  readonly log: ReturnType<typeof recordingLog>;
  readonly clock: FakeClock;
  readonly on: (type: number, run: Handler<RelayContext>, ordered?: boolean) => void;
  readonly call: (type: number, payload?: string, fromServer?: string) => void;
  readonly receive: (kind: MessageKind, type: number, request: number, deadlineAtMs?: number) => void;
}

/** Relayed messages go the same way as clients' and need no session. */
function setUp(limits = { handlersMax: 4, orderedMax: 2 }): SetUp {
  const clock = new FakeClock();
  const log = recordingLog();
  const counters = new BackendCounters();
  const clientHandlers = new HandlerTable<ClientContext>();
  const relayHandlers = new HandlerTable<RelayContext>();
  const parts = { serverId: 'server-1', clientHandlers, relayHandlers, limits, counters, clock, log };
  const dispatcher = new Dispatcher(parts);
  const path = new FakePath();
  let last = 0;
  const send = (change: Partial<IncomingMessage>): void => {
    dispatcher.receive({
      kind: 'call',
      link: path,
      request: ++last,
      type: 1000,
      envelopeType: change.type ?? 1000,
      seq: last,
      key: new Uint8Array(0),
      payload: new Uint8Array(0),
      deadlineAtMs: Infinity,
      session: undefined,
      fromServer: 'a',
      ...change,
    });
  };
  return {
    dispatcher,
    path,
    counters,
    log,
    clock,
    on: (type, run, ordered = false) => {
      relayHandlers.add(type, run, { ordered });
    },
    call: (type, payload = '', fromServer = 'a') => {
      send({ type, payload: bytes(payload), fromServer });
    },
    receive: (kind, type, request, deadlineAtMs = Infinity) => {
      send({ kind, type, request, deadlineAtMs });
    },
  };
}

const codesOf = (path: FakePath): number[] => path.sent.map(({ envelope }) => envelope.code);

describe('answers', () => {
  test('what a handler returns, at once, with the request’s type and seq', () => {
    const { path, on, call } = setUp();
    on(1000, (payload) => payload);
    call(1000, 'hi');
    const { head, envelope, payload } = path.last;
    assert.deepEqual(
      [head.kind, head.request, envelope.type, envelope.seq],
      [LinkKind.CALL_ANSWER, 1, 1000, 1],
    );
    assert.deepEqual([envelope.code, payload], [0, 'hi']);
  });

  test('whatever a handler throws or returns, one answer goes out', async () => {
    const { path, on, call, log, dispatcher } = setUp({ handlersMax: 20, orderedMax: 2 });
    const run: (() => unknown)[] = [
      () => undefined,
      () => Promise.resolve(undefined),
      () => 'no bytes',
      () => null,
      () => Promise.reject(new Error('x')),
      () => {
        throw new ApplicationError(10_001, bytes('own'));
      },
      () => ({ strange: true }),
    ];
    run.forEach((handler, index) => {
      on(1000 + index, handler as Handler<RelayContext>);
      call(1000 + index);
    });
    await settled();
    const byType = new Map(path.sent.map(({ envelope }) => [envelope.type, envelope.code]));
    assert.deepEqual(
      run.map((_, index) => byType.get(1000 + index)),
      [0, 0, 1107, 1107, 1107, 10_001, 1107],
    );
    assert.equal(path.sent.length, run.length);
    assert.equal(log.lines.filter(({ level }) => level === 'error').length, 4);
    assert.equal(dispatcher.running, 0);
  });

  test('nothing for one-way messages, which are counted all the same', () => {
    const { path, on, receive, counters } = setUp();
    on(1000, () => bytes('dropped'));
    receive('relay', 1000, 0);
    receive('relay', 1001, 0);
    assert.equal(path.sent.length, 0);
    assert.equal(counters.ofType('relay', 1000).ok, 1);
    assert.equal(counters.ofType('relay', 0).failed.get('NO_HANDLER'), 1);
  });

  test('one that cannot be sent is counted as lost', () => {
    const { path, on, call, counters } = setUp();
    on(1000, (payload) => payload);
    path.full = true;
    call(1000);
    assert.equal(counters.answersLost, 1);
  });

  test('one that is longer than a frame is replaced by one that says so', () => {
    const { path, on, call } = setUp();
    on(1000, () => new Uint8Array(1001));
    call(1000);
    assert.deepEqual(codesOf(path), [ERRORS.HANDLER_FAILED.code]);
  });
});

describe('order and limits', () => {
  test('ordered handlers take turns per sender, in the order of arrival', async () => {
    const { on, call } = setUp({ handlersMax: 20, orderedMax: 10 });
    const events: string[] = [];
    const finish: (() => void)[] = [];
    on(
      1000,
      async (payload) => {
        events.push(Buffer.from(payload).toString());
        await new Promise<void>((resolve) => finish.push(resolve));
        return undefined;
      },
      true,
    );
    for (const name of ['a1', 'a2', 'a3']) call(1000, name, 'a');
    call(1000, 'b1', 'b');
    assert.deepEqual(events, ['a1', 'b1']);
    finish.shift()?.();
    await settled();
    assert.deepEqual(events, ['a1', 'b1', 'a2']);
    while (finish.length > 0) {
      finish.pop()?.();
      await settled();
    }
    assert.deepEqual(events, ['a1', 'b1', 'a2', 'a3']);
  });

  test('a thousand ordered messages of a handler without promises do not nest', async () => {
    const { on, call, path, dispatcher } = setUp({ handlersMax: 2000, orderedMax: 2000 });
    let open: () => void = () => undefined;
    const gate = new Promise<undefined>((resolve) => {
      open = () => {
        resolve(undefined);
      };
    });
    on(1000, (payload) => (payload.length === 0 ? gate : payload), true);
    call(1000);
    for (let count = 0; count < 1000; count++) call(1000, String(count));
    open();
    await dispatcher.whenIdle();
    assert.deepEqual(
      path.sent.slice(1).map(({ payload }) => Number(payload)),
      Array.from({ length: 1000 }, (_, index) => index),
    );
  });

  test('what is beyond a limit is refused at once and does not take a place', async () => {
    const { on, call, path, dispatcher } = setUp({ handlersMax: 3, orderedMax: 1 });
    const finish: (() => void)[] = [];
    const wait = (): Promise<undefined> =>
      new Promise((resolve) => {
        finish.push(() => {
          resolve(undefined);
        });
      });
    on(1000, wait, true);
    on(1001, wait);
    for (let count = 0; count < 3; count++) call(1000);
    assert.deepEqual(codesOf(path), [ERRORS.TOO_MANY_REQUESTS.code]);
    call(1001);
    call(1001);
    assert.deepEqual(codesOf(path).slice(1), [ERRORS.LINK_FULL.code]);
    assert.equal(dispatcher.running, 3);
    while (finish.length > 0) {
      finish.shift()?.();
      await settled();
    }
    assert.equal(dispatcher.running, 0);
    assert.equal(path.sent.length, 5);
  });

  test('a one-way message that is refused is logged: nobody else hears of it', () => {
    const { on, receive, log, path } = setUp({ handlersMax: 2, orderedMax: 1 });
    on(1000, () => new Promise(() => undefined), true);
    receive('relay', 1002, 0);
    for (let count = 0; count < 3; count++) receive('relay', 1000, 0);
    assert.deepEqual(
      log.lines.map(({ fields }) => fields),
      [
        { kind: 'relay', type: 1002, reason: 'NO_HANDLER' },
        { kind: 'relay', type: 1000, reason: 'LINK_FULL' },
      ],
    );
    assert.equal(path.sent.length, 0);
  });

  test('whose deadline passed in the line is not run any more', async () => {
    const { on, receive, path, clock, counters } = setUp({ handlersMax: 9, orderedMax: 9 });
    const ran: string[] = [];
    let finish: () => void = () => undefined;
    on(
      1000,
      (_payload, { type }) => {
        ran.push(String(type));
        return new Promise((resolve) => {
          finish = () => {
            resolve(undefined);
          };
        });
      },
      true,
    );
    for (const deadlineAtMs of [Infinity, 100, 101]) receive('call', 1000, 1, deadlineAtMs);
    clock.advance(100);
    finish();
    await settled();
    finish();
    await settled();
    assert.deepEqual(codesOf(path), [0, ERRORS.TIMEOUT.code, 0]);
    assert.equal(ran.length, 2);
    assert.equal(counters.ofType('call', 1000).failed.get('TIMEOUT'), 1);
  });

  test('whenIdle waits for all that runs', async () => {
    const { on, call, dispatcher } = setUp();
    await dispatcher.whenIdle();
    let finish: () => void = () => undefined;
    on(
      1000,
      () =>
        new Promise(
          (resolve) =>
            (finish = () => {
              resolve(undefined);
            }),
        ),
    );
    call(1000);
    let idle = false;
    const waiting = dispatcher.whenIdle().then(() => (idle = true));
    await settled();
    assert.equal(idle, false);
    finish();
    await waiting;
  });
});
