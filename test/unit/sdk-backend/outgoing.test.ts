import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLog } from '../../../src/log.js';
import {
  awaitFence,
  fence,
  groupChange,
  pushTarget,
  sessionOpened,
} from '../../../src/protocol/link-messages.js';
import { LinkKind } from '../../../src/protocol/link-frames.js';
import { BackendCounters } from '../../../src/sdk/backend/counters.js';
import { Outgoing } from '../../../src/sdk/backend/outgoing.js';
import { SessionBook } from '../../../src/sdk/backend/session-book.js';
import { FakeClock } from '../../support/fake-clock.js';
import { bytes, FakePath } from './fake-path.js';

interface SetUp {
  readonly outgoing: Outgoing;
  readonly first: FakePath;
  readonly second: FakePath;
  readonly counters: BackendCounters;
  readonly clock: FakeClock;
}

/** Two links; session s-2 is on the second, handle 7. */
function setUp(): SetUp {
  const [first, second] = [new FakePath('gateway-1'), new FakePath('gateway-2')];
  const sessions = new SessionBook(silentLog, () => Promise.resolve([]));
  const opened = sessionOpened.decode(sessionOpened.encode({ id: 's-2', generation: 1 })) ?? assert.fail();
  sessions.enter({ link: second, handle: 7 }, opened);
  const counters = new BackendCounters();
  const clock = new FakeClock();
  const outgoing = new Outgoing({ links: new Set([first, second]), sessions, counters, clock });
  return { outgoing, first, second, counters, clock };
}

const X = bytes('x');

test('a push goes where its session is; without a link there, the oldest open one finds it', () => {
  const { outgoing, first, second } = setUp();
  assert.equal(outgoing.push({ session: 's-2' }, 2000, X), 'SENT');
  assert.deepEqual([second.last.head.kind, second.last.head.session], [LinkKind.PUSH, 7]);
  second.isOpen = false;
  assert.equal(outgoing.push({ session: 's-2' }, 2000, X), 'SENT');
  assert.equal(first.last.head.kind, LinkKind.PUSH_TO);
  assert.deepEqual(pushTarget.decode(first.last.body)?.sessions, ['s-2']);
});

test('pushes of one session never change their path while it is known', () => {
  const { outgoing, first, second } = setUp();
  for (let count = 0; count < 5; count++) outgoing.push({ session: 's-2' }, 2000, bytes(String(count)));
  assert.equal(first.sent.length, 0);
  assert.deepEqual(
    second.sent.map(({ payload }) => payload),
    ['0', '1', '2', '3', '4'],
  );
});

test('what cannot be sent is said, counted, and not sent', () => {
  const { outgoing, first, second, counters } = setUp();
  assert.equal(outgoing.push({ session: 's-2' }, 2000, new Uint8Array(1001)), 'PAYLOAD_TOO_LARGE');
  second.full = first.full = true;
  assert.equal(outgoing.push({ session: 's-2' }, 2000, X), 'SEND_QUEUE_FULL');
  assert.equal(outgoing.relay({ server: 'a' }, 2000, X, {}), 'SEND_QUEUE_FULL');
  second.isOpen = first.isOpen = false;
  assert.equal(outgoing.push({ all: true }, 2000, X), 'NOT_CONNECTED');
  assert.deepEqual(Object.fromEntries(counters.sent), {
    'push PAYLOAD_TOO_LARGE': 1,
    'push SEND_QUEUE_FULL': 1,
    'relay SEND_QUEUE_FULL': 1,
    'push NOT_CONNECTED': 1,
  });
});

test('a call that could not be sent holds no place', async () => {
  const { outgoing, first } = setUp();
  first.full = true;
  for (let count = 0; count < 10; count++)
    await assert.rejects(outgoing.call({ server: 'a' }, 3000, X, {}), { name: 'SEND_QUEUE_FULL' });
  assert.equal(first.calls.pending, 0);
  first.full = false;
  const waiting = Array.from({ length: 4 }, () => outgoing.call({ server: 'a' }, 3000, X, {}));
  await assert.rejects(outgoing.call({ server: 'a' }, 3000, X, {}), { name: 'SEND_QUEUE_FULL' });
  first.calls.failAll();
  for (const call of waiting) await assert.rejects(call, { name: 'INSTANCE_LOST' });
});

test('a group is changed over the link of each session, and the counts are added', async () => {
  const { outgoing, first, second } = setUp();
  const joined = outgoing.changeGroup('join', 'red', ['s-1', 's-2', 's-3']);
  assert.deepEqual(groupChange.decode(first.last.body)?.sessions, ['s-1', 's-3']);
  assert.deepEqual(groupChange.decode(second.last.body)?.sessions, ['s-2']);
  for (const [path, count] of [
    [first, 2],
    [second, 1],
  ] as const)
    path.calls.settle('command', path.last.head.request, { ok: true, payload: X, count });
  assert.equal(await joined, 3);
  assert.equal(await outgoing.changeGroup('leave', 'red', []), 0);
});

test('a call has the gateway’s time and a little more, so that the gateway says why', async () => {
  const { outgoing, first, clock } = setUp();
  const call = outgoing.call({ service: 's' }, 3000, X, { timeoutMs: 100 });
  assert.equal(first.last.head.deadlineMs, 100);
  clock.advance(349);
  first.calls.sweep(clock.nowMs());
  assert.equal(first.calls.pending, 1);
  clock.advance(1);
  first.calls.sweep(clock.nowMs());
  await assert.rejects(call, { name: 'TIMEOUT' });
});

test('between a push to many and one straight to a session stands a fence, once, and so the other way', () => {
  const { outgoing, first, second, counters } = setUp();
  const kinds = (path: FakePath): number[] => path.sent.splice(0).map(({ head }) => head.kind);
  outgoing.push({ all: true }, 2000, X);
  outgoing.push({ session: 's-2' }, 2000, X);
  const [, set] = first.sent;
  const [waits] = second.sent;
  assert.ok(set !== undefined && waits !== undefined && set.head.request > 0);
  assert.equal(waits.head.request, set.head.request);
  assert.equal(fence.decode(set.body)?.at, 'gateway-2');
  const told = awaitFence.decode(waits.body);
  assert.deepEqual([told?.at, told?.via], ['gateway-2', 'gateway-1']);
  outgoing.push({ session: 's-2' }, 2000, X);
  assert.deepEqual(kinds(first), [LinkKind.PUSH_TO, LinkKind.FENCE]);
  assert.deepEqual(kinds(second), [LinkKind.AWAIT, LinkKind.PUSH, LinkKind.PUSH]);
  outgoing.push({ all: true }, 2000, X);
  assert.deepEqual(kinds(second), [LinkKind.FENCE]);
  assert.deepEqual(kinds(first), [LinkKind.AWAIT, LinkKind.PUSH_TO]);
  assert.equal(counters.fencesUnset, 0);
});

test('a link that takes no fence does not keep pushes on others back: it is counted', () => {
  const { outgoing, first, second, counters } = setUp();
  outgoing.push({ all: true }, 2000, X);
  first.full = true;
  assert.equal(outgoing.push({ session: 's-2' }, 2000, X), 'SENT');
  assert.deepEqual(
    second.sent.map(({ head }) => head.kind),
    [LinkKind.PUSH],
  );
  assert.equal(counters.fencesUnset, 1);
});

test('a link that is given up is used only when there is no other', () => {
  const { outgoing, first, second } = setUp();
  first.isRetiring = true;
  outgoing.push({ all: true }, 2000, X);
  assert.deepEqual([first.sent.length, second.sent.length], [0, 1]);
  second.isOpen = false;
  assert.equal(outgoing.push({ all: true }, 2000, X), 'SENT');
  assert.equal(first.sent.length, 1);
});

test('gateways are asked which pushes they have taken, where there is something to ask', async () => {
  const { outgoing, first, second } = setUp();
  outgoing.push({ all: true }, 2000, X);
  outgoing.askReceipts();
  outgoing.askReceipts();
  assert.deepEqual(
    first.sent.map(({ head }) => head.kind),
    [LinkKind.PUSH_TO, LinkKind.CONFIRM],
  );
  assert.equal(second.sent.length, 0);
  assert.equal(first.receipts.open, 1);
  first.calls.settle('command', first.last.head.request, { ok: true, payload: X, count: 0 });
  await Promise.resolve();
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  assert.equal(first.receipts.open, 0);
});

test('to nobody in particular nothing is sent: the link has no frame that says so', async () => {
  const { outgoing, first, second, counters } = setUp();
  assert.equal(outgoing.push({ sessions: [] }, 2000, X), 'SENT');
  assert.equal(outgoing.push({ users: [] }, 2000, X), 'SENT');
  assert.equal(counters.sent.get('push SENT'), 2);
  await outgoing.setAttributes('s-2', new Map(), []);
  await assert.rejects(outgoing.setAttributes('s-9', new Map(), []), { name: 'NOT_ONLINE' });
  assert.deepEqual([first.sent, second.sent], [[], []]);
});

test('an empty name or a type that is not an application’s is refused here, not by the end of the link', async () => {
  const { outgoing, first, second } = setUp();
  assert.throws(() => outgoing.push({ user: '' }, 2000, X), RangeError);
  assert.throws(() => outgoing.push({ group: '' }, 2000, X), RangeError);
  assert.throws(() => outgoing.relay({ server: '' }, 2000, X, {}), RangeError);
  await assert.rejects(outgoing.call({ service: '' }, 2000, X, {}), RangeError);
  await assert.rejects(outgoing.call({ service: 's' }, 2000, X, { timeoutMs: NaN }), RangeError);
  await assert.rejects(outgoing.kick({ user: '' }, { advice: 0 }), RangeError);
  await assert.rejects(outgoing.pin({ session: 's-2' }, '', ''), RangeError);
  for (const type of [0, 99, -1, 100.5, 2 ** 32, NaN]) {
    assert.throws(() => outgoing.push({ session: 's-2' }, type, X), RangeError);
    assert.throws(() => outgoing.relay({ server: 'a' }, type, X, {}), RangeError);
    await assert.rejects(outgoing.call({ server: 'a' }, type, X, {}), RangeError);
  }
  assert.deepEqual([first.sent, second.sent], [[], []]);
});

test('a call that may take for ever says the longest time a frame can', async () => {
  const { outgoing, first } = setUp();
  const call = outgoing.call({ server: 'a' }, 2000, X, { timeoutMs: Infinity });
  assert.equal(first.last.head.deadlineMs, 2 ** 32 - 1);
  first.calls.failAll();
  await assert.rejects(call, { name: 'INSTANCE_LOST' });
});
