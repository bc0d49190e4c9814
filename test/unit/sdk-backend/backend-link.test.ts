import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_LINK_LIMITS, LinkConnection } from '../../../src/link/link-connection.js';
import { silentLog } from '../../../src/log.js';
import {
  done,
  gatewayGone,
  linkUndelivered,
  relaySource,
  sessionOpened,
} from '../../../src/protocol/link-messages.js';
import { encodeEnvelope } from '../../../src/protocol/envelope.js';
import { encodeLinkFrame, LinkCloseCode, LinkKind, LinkRole } from '../../../src/protocol/link-frames.js';
import { BackendLink } from '../../../src/sdk/backend/backend-link.js';
import { BackendCounters } from '../../../src/sdk/backend/counters.js';
import { Dispatcher } from '../../../src/sdk/backend/dispatcher.js';
import { DEFAULT_HOLD_LIMITS, GenerationGate } from '../../../src/sdk/backend/generations.js';
import { HandlerTable } from '../../../src/sdk/backend/handlers.js';
import type { HeldFrame } from '../../../src/sdk/backend/link-sessions.js';
import type { ClientContext, RelayContext } from '../../../src/sdk/backend/message.js';
import { SessionBook } from '../../../src/sdk/backend/session-book.js';
import { FakeClock } from '../../support/fake-clock.js';
import { fakeEnd, FakeSocket, FakeTurns, SECRET, type FakeEnd } from '../link/link-fakes.js';
import { bytes } from './fake-path.js';

interface SetUp {
  readonly gateway: FakeEnd;
  readonly link: BackendLink;
  readonly counters: BackendCounters;
  readonly undelivered: unknown[];
  readonly gatewaysGone: string[];
  readonly gone: () => number;
  /** Gives the backend bytes, then lets everything settle both ways. */
  readonly deliver: (bytes: Uint8Array, pieceBytes?: number) => void;
}

function setUp(): SetUp {
  const clock = new FakeClock();
  const turns = new FakeTurns();
  const counters = new BackendCounters();
  const clientHandlers = new HandlerTable<ClientContext>();
  clientHandlers.add(1000, (payload) => payload, {});
  const relayHandlers = new HandlerTable<RelayContext>();
  relayHandlers.add(3000, (_payload, { fromServer }) => bytes(fromServer), {});
  const limits = { handlersMax: 100, orderedMax: 10 };
  const log = silentLog;
  const parts = { serverId: 'server-1', clientHandlers, relayHandlers, limits, counters, clock, log };
  const undelivered: unknown[] = [];
  const gatewaysGone: string[] = [];
  let gone = 0;
  const socket = new FakeSocket();
  const link = new BackendLink(
    (options, sink) => new LinkConnection(socket, options, sink),
    {
      side: 'listener',
      role: LinkRole.BACKEND,
      id: 'server-1',
      secrets: [SECRET],
      nonce: Buffer.alloc(16, 2),
      limits: DEFAULT_LINK_LIMITS,
      clock,
      scheduleFlush: turns.schedule,
    },
    {
      gate: new GenerationGate<HeldFrame>(DEFAULT_HOLD_LIMITS),
      sessions: new SessionBook(log, () => Promise.resolve([])),
      dispatcher: new Dispatcher(parts),
      counters,
      clock,
      log,
      callsMax: 10,
      presence: { take: () => 0 },
      onOpen: () => undefined,
      onGone: () => gone++,
      onGatewayGone: (gatewayId) => gatewaysGone.push(gatewayId),
      onUndelivered: (...what) => undelivered.push(what),
    },
  );
  const gateway = fakeEnd('dialler', clock, turns);
  const settle = (): void => {
    for (let moved = true; moved;) {
      turns.runAll();
      const [there, back] = [gateway.socket.takeWritten(), socket.takeWritten()];
      socket.deliver(there);
      gateway.socket.deliver(back);
      moved = there.length + back.length > 0;
    }
    turns.runAll();
  };
  settle();
  assert.ok(link.isOpen);
  const deliver = (raw: Uint8Array, pieceBytes?: number): void => {
    socket.deliver(raw, pieceBytes);
    settle();
  };
  return { gateway, link, counters, undelivered, gatewaysGone, gone: () => gone, deliver };
}

const OPENED = encodeLinkFrame(
  { kind: LinkKind.SESSION_OPENED, session: 1 },
  undefined,
  sessionOpened.encode({ id: 's-1', generation: 1 }),
);
const SOURCE = relaySource.encode({ server: 'game-1' });

describe('frames', () => {
  test('a link that is not needed, a gateway that is dead', () => {
    const { link, deliver, gatewaysGone } = setUp();
    const before = link.isRetiring;
    deliver(encodeLinkFrame({ kind: LinkKind.RETIRE }));
    assert.deepEqual([before, link.isRetiring, link.isOpen], [false, true, true]);
    const body = gatewayGone.encode({ gateway: 'gateway-9' });
    deliver(encodeLinkFrame({ kind: LinkKind.GATEWAY_GONE }, undefined, body));
    assert.deepEqual(gatewaysGone, ['gateway-9']);
  });

  test('a gateway that is said to be dead is believed to be, until it is heard', () => {
    const { link, deliver } = setUp();
    assert.equal(link.isBelievedDead, false);
    link.believeDead();
    assert.equal(link.isBelievedDead, true);
    deliver(encodeLinkFrame({ kind: LinkKind.PING }));
    assert.equal(link.isBelievedDead, false);
  });

  test('a call is answered as CALL_ANSWER, a relay is not', () => {
    const { gateway, deliver, counters } = setUp();
    const call = { kind: LinkKind.CALL, request: 9, type: 3000 };
    deliver(encodeLinkFrame(call, encodeEnvelope({ type: 3000, seq: 4 }), SOURCE));
    deliver(encodeLinkFrame({ kind: LinkKind.RELAY, type: 3000 }, encodeEnvelope({ type: 3000 }), SOURCE));
    const [answer, ...more] = gateway.sink.frames;
    assert.deepEqual([answer?.kind, answer?.request, more.length], [LinkKind.CALL_ANSWER, 9, 0]);
    const expected = encodeEnvelope({ type: 3000, seq: 4, payload: bytes('game-1') });
    assert.deepEqual(Buffer.from(answer?.envelope ?? []), Buffer.from(expected));
    assert.equal(counters.ofType('relay', 3000).ok, 1);
  });

  test('answers to calls and commands settle them, late ones are counted', () => {
    const { link, deliver, counters } = setUp();
    const heard: string[] = [];
    for (const kind of ['call', 'command'] as const)
      link.calls.begin(kind, Infinity, (reply) =>
        heard.push(reply.ok ? `ok ${reply.count}` : reply.error.name),
      );
    deliver(
      encodeLinkFrame(
        { kind: LinkKind.CALL_ANSWER, request: 1 },
        encodeEnvelope({ type: 3000, seq: 1, code: 1105 }),
      ),
    );
    deliver(encodeLinkFrame({ kind: LinkKind.DONE, request: 2 }, undefined, done.encode({ count: 3 })));
    deliver(encodeLinkFrame({ kind: LinkKind.DONE, request: 2 }, undefined, done.encode({ count: 3 })));
    assert.deepEqual(heard, ['NO_SUCH_SERVER', 'ok 3']);
    assert.equal(counters.lateAnswers, 1);
    assert.ok(link.isOpen);
  });

  test('what could not be delivered is told and counted', () => {
    const { deliver, undelivered, counters } = setUp();
    const body = linkUndelivered.encode({ code: 1300, count: 7, target: 'bob' });
    deliver(encodeLinkFrame({ kind: LinkKind.UNDELIVERED }, undefined, body));
    assert.deepEqual(undelivered, [[1300, 7, 'bob']]);
    assert.equal(counters.undelivered.get('NOT_ONLINE'), 7);
  });

  test('the end fails what waits, once', () => {
    const { link, gateway, deliver, gone } = setUp();
    const heard: string[] = [];
    link.calls.begin('call', Infinity, (reply) => heard.push(reply.ok ? 'ok' : reply.error.name));
    link.onGone(() => heard.push('gone'));
    gateway.link.close(LinkCloseCode.STOPPING, 'test');
    deliver(new Uint8Array(0));
    assert.deepEqual(heard, ['INSTANCE_LOST', 'gone']);
    assert.equal(gone(), 1);
  });
});

describe('hostile gateways', () => {
  const documented = new Set<unknown>([...Object.values(LinkCloseCode), 'lost']);

  /** The link goes on, or both ends hear one documented code. */
  function survives({ gateway, link, gone }: SetUp): void {
    assert.equal(link.isOpen, gone() === 0);
    assert.equal(gateway.sink.closed.length, gone());
    for (const { code } of gateway.sink.closed) assert.ok(documented.has(code));
  }

  test('any fields of any kind, with any envelope and body', () => {
    const frame = fc.record({
      kind: fc.oneof(fc.constantFrom(...Object.values(LinkKind)), fc.nat(60)),
      session: fc.nat(3),
      request: fc.nat(3),
      type: fc.constantFrom(0, 8, 1000, 3000),
      deadlineMs: fc.constantFrom(0, 5),
      hops: fc.nat(2),
    });
    const envelope = fc.oneof(
      fc.uint8Array({ maxLength: 20 }),
      fc
        .record({
          type: fc.constantFrom(0, 8, 1000, 3000),
          seq: fc.nat(2),
          code: fc.constantFrom(0, 5, 1100, 20_000),
        })
        .map((fields) => encodeEnvelope(fields)),
    );
    const body = fc.oneof(fc.uint8Array({ maxLength: 20 }), fc.constantFrom(SOURCE, new Uint8Array(0)));
    fc.assert(
      fc.property(fc.array(fc.tuple(frame, envelope, body), { maxLength: 12 }), (frames) => {
        const all = setUp();
        all.deliver(Uint8Array.from(OPENED));
        for (const [fields, inside, about] of frames) all.deliver(encodeLinkFrame(fields, inside, about));
        survives(all);
      }),
      { numRuns: 400 },
    );
  });

  test('good frames with one byte changed, in any pieces', () => {
    const request = { kind: LinkKind.REQUEST, session: 1, request: 1, type: 1000 };
    const good = Buffer.concat([
      OPENED,
      encodeLinkFrame(request, encodeEnvelope({ type: 1000, seq: 1, payload: bytes('hello') })),
      encodeLinkFrame(
        { kind: LinkKind.CALL, request: 2, type: 3000 },
        encodeEnvelope({ type: 3000, seq: 1 }),
        SOURCE,
      ),
      encodeLinkFrame({ kind: LinkKind.SESSION_CLOSED, session: 1 }),
    ]);
    fc.assert(
      fc.property(
        fc.nat(good.length - 1),
        fc.nat(255),
        fc.integer({ min: 1, max: 40 }),
        (at, value, piece) => {
          const all = setUp();
          const changed = Uint8Array.from(good);
          changed[at] = value;
          all.deliver(changed, piece);
          survives(all);
        },
      ),
      { numRuns: 400 },
    );
  });
});
