import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLog } from '../../../src/log.js';
import { sessionClosed, sessionOpened, sessionResumed } from '../../../src/protocol/link-messages.js';
import { encodeEnvelope } from '../../../src/protocol/envelope.js';
import {
  encodeLinkFrame,
  LinkCloseCode,
  LinkKind,
  newLinkHead,
  scanLinkFrame,
} from '../../../src/protocol/link-frames.js';
import { BackendCounters } from '../../../src/sdk/backend/counters.js';
import { Dispatcher } from '../../../src/sdk/backend/dispatcher.js';
import {
  DEFAULT_HOLD_LIMITS,
  GenerationGate,
  type HoldLimits,
} from '../../../src/sdk/backend/generations.js';
import { HandlerTable } from '../../../src/sdk/backend/handlers.js';
import { LinkSessions, release, type HeldFrame } from '../../../src/sdk/backend/link-sessions.js';
import type { ClientContext, RelayContext } from '../../../src/sdk/backend/message.js';
import { SessionBook } from '../../../src/sdk/backend/session-book.js';
import { FakeClock } from '../../support/fake-clock.js';
import { bytes, FakePath } from './fake-path.js';

type Sent = (frame: Uint8Array) => number;

interface SetUp {
  readonly link: () => { send: Sent; sessions: LinkSessions; failed: number[] };
  readonly ran: string[];
  readonly gate: GenerationGate<HeldFrame>;
  readonly counters: BackendCounters;
  readonly book: SessionBook;
}

function setUp(limits: HoldLimits = DEFAULT_HOLD_LIMITS): SetUp {
  const clock = new FakeClock();
  const counters = new BackendCounters();
  const ran: string[] = [];
  const clientHandlers = new HandlerTable<ClientContext>();
  clientHandlers.add(
    1000,
    (payload, { session }) => {
      ran.push(`${session.generation} ${Buffer.from(payload).toString()}`);
      return payload;
    },
    {},
  );
  const dispatcher = new Dispatcher({
    serverId: 'server-1',
    clientHandlers,
    relayHandlers: new HandlerTable<RelayContext>(),
    limits: { handlersMax: 100, orderedMax: 10 },
    counters,
    clock,
    log: silentLog,
  });
  const gate = new GenerationGate<HeldFrame>(limits);
  const book = new SessionBook(silentLog, () => Promise.resolve([]));
  const link = (): ReturnType<SetUp['link']> => {
    const failed: number[] = [];
    const parts = { gate, sessions: book, dispatcher, counters, clock };
    const sessions = new LinkSessions(parts, new FakePath(), (code) => failed.push(code));
    const head = newLinkHead();
    const send: Sent = (frame) => {
      assert.ok(scanLinkFrame(frame, 4, frame.length, head));
      const code = sessions.take(frame, 4, frame.length, head);
      // The buffer is the reader's: nothing may be kept of it.
      frame.fill(0xee);
      return code;
    };
    return { send, sessions, failed };
  };
  return { link, ran, gate, counters, book };
}

const open = (session: number, generation = 1, id = 's-1'): Uint8Array =>
  encodeLinkFrame(
    { kind: LinkKind.SESSION_OPENED, session },
    undefined,
    sessionOpened.encode({ id, generation }),
  );
const close = (session: number, code = 12): Uint8Array =>
  encodeLinkFrame({ kind: LinkKind.SESSION_CLOSED, session }, undefined, sessionClosed.encode({ code }));
const notify = (session: number, payload: string): Uint8Array =>
  encodeLinkFrame(
    { kind: LinkKind.NOTIFY, session, type: 1000 },
    encodeEnvelope({ type: 1000, payload: bytes(payload) }),
  );

test('messages of a session that is known run; handles rise and end', () => {
  const { link, ran } = setUp();
  const { send } = link();
  const { LINK_VIOLATION } = LinkCloseCode;
  assert.equal(send(notify(1, 'x')), LINK_VIOLATION);
  assert.equal(send(open(4)), 0);
  assert.equal(send(notify(4, 'a')), 0);
  assert.equal(send(open(4, 1, 's-2')), LINK_VIOLATION);
  assert.equal(send(open(3, 1, 's-2')), LINK_VIOLATION);
  assert.equal(send(close(4)), 0);
  assert.equal(send(notify(4, 'b')), LINK_VIOLATION);
  assert.deepEqual(ran, ['1 a']);
});

test('a newer generation on another link waits for the end of the older, also for the end of its link', () => {
  for (const end of ['closed', 'lost']) {
    const { link, ran, gate } = setUp();
    const [old, next] = [link(), link()];
    old.send(open(1));
    next.send(open(1, 2));
    next.send(notify(1, 'c'));
    old.send(notify(1, 'a'));
    next.send(notify(1, 'd'));
    old.send(notify(1, 'b'));
    assert.deepEqual(ran, ['1 a', '1 b']);
    if (end === 'closed') old.send(close(1));
    else old.sessions.gone();
    next.send(notify(1, 'e'));
    assert.deepEqual(ran, ['1 a', '1 b', '2 c', '2 d', '2 e']);
    assert.equal(gate.heldBytes, 0);
  }
});

test('a generation that waited and ended meanwhile lets the one after it go', () => {
  const { link, ran, book } = setUp();
  const [first, second, third] = [link(), link(), link()];
  first.send(open(1));
  second.send(open(1, 2));
  second.send(notify(1, 'b'));
  second.send(close(1));
  third.send(open(1, 3));
  third.send(notify(1, 'c'));
  assert.deepEqual(ran, []);
  first.send(close(1));
  assert.deepEqual(ran, ['2 b', '3 c']);
  assert.equal(book.get('s-1')?.generation, 3);
});

test('what waited on a link that is lost is delivered first', () => {
  const { link, ran, book } = setUp();
  const [first, second] = [link(), link()];
  first.send(open(1));
  second.send(open(1, 2));
  second.send(notify(1, 'b'));
  second.sessions.gone();
  assert.deepEqual(ran, []);
  first.send(close(1));
  assert.deepEqual(ran, ['2 b']);
  assert.equal(book.get('s-1')?.attendance, undefined);
});

test('a wait that is cut short keeps the order on its link', () => {
  const { link, ran, counters } = setUp({ ...DEFAULT_HOLD_LIMITS, framesMax: 2 });
  const [first, second] = [link(), link()];
  first.send(open(1));
  second.send(open(1, 2));
  for (const name of ['b', 'c', 'd']) second.send(notify(1, name));
  assert.deepEqual(ran, ['2 b', '2 c', '2 d']);
  assert.equal(counters.holdsBroken, 1);
});

test('late news of an older generation change nothing in the newer', () => {
  const { link, book, gate } = setUp();
  const [first, second] = [link(), link()];
  first.send(open(1));
  second.send(open(1, 2));
  for (const passage of gate.expired(1e9)) release(gate, passage);
  const session = book.get('s-1') ?? assert.fail();
  assert.equal(session.generation, 2);
  first.send(encodeLinkFrame({ kind: LinkKind.SESSION_SUSPENDED, session: 1 }));
  assert.equal(session.state, 'active');
  first.send(close(1));
  assert.equal(session.state, 'active');
});

test('a violation in a frame that waited closes the link when it is delivered', () => {
  const { link } = setUp();
  const [first, second] = [link(), link()];
  first.send(open(1));
  second.send(open(1, 2));
  const broken = encodeLinkFrame({ kind: LinkKind.NOTIFY, session: 1, type: 1000 }, Uint8Array.of(0x08));
  assert.equal(second.send(broken), 0);
  first.send(close(1));
  assert.deepEqual(second.failed, [LinkCloseCode.LINK_MALFORMED]);
});

test('bodies that cannot be decoded, and a session without an id, are malformed', () => {
  const { link } = setUp();
  const garbage = Uint8Array.of(0x0a, 0x7f);
  const { send } = link();
  assert.equal(
    send(encodeLinkFrame({ kind: LinkKind.SESSION_OPENED, session: 1 }, undefined, garbage)),
    LinkCloseCode.LINK_MALFORMED,
  );
  assert.equal(send(open(2, 1, '')), LinkCloseCode.LINK_MALFORMED);
  for (const kind of [LinkKind.SESSION_RESUMED, LinkKind.SESSION_CHANGED, LinkKind.SESSION_CLOSED]) {
    const other = link();
    other.send(open(1));
    assert.equal(
      other.send(encodeLinkFrame({ kind, session: 1 }, undefined, garbage)),
      LinkCloseCode.LINK_MALFORMED,
    );
  }
});

test('a resume on the same link raises the generation that others wait for', () => {
  const { link, ran } = setUp();
  const [first, second] = [link(), link()];
  first.send(open(1));
  const body = sessionResumed.encode({ generation: 3, address: 'a:1' });
  first.send(encodeLinkFrame({ kind: LinkKind.SESSION_RESUMED, session: 1 }, undefined, body));
  second.send(open(1, 2));
  second.send(notify(1, 'late'));
  assert.deepEqual(ran, ['3 late']);
});
