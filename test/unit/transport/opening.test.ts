import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AT_ONCE, type AdmissionLine, type AdmissionStep } from '../../../src/admission.js';
import { Opening, type OpeningOwner } from '../../../src/transport/opening.js';
import { WebSocketUpgrade } from '../../../src/transport/websocket-upgrade.js';
import { FakeByteSocket, FakeClock } from './fakes.js';

interface Setup {
  readonly opening: Opening;
  readonly socket: FakeByteSocket;
  readonly clock: FakeClock;
  /** `open <framing> <hex>`, the reason of a refusal, `gone`, in order. */
  readonly told: string[];
}

/** A line whose turns the test gives. */
class Line implements AdmissionLine {
  readonly steps = new Set<AdmissionStep>();

  add(step: AdmissionStep): void {
    this.steps.add(step);
  }

  forget(step: AdmissionStep): void {
    this.steps.delete(step);
  }

  turn(): void {
    for (const step of this.steps) {
      this.steps.delete(step);
      step.admit();
      return;
    }
    assert.fail('nobody is in line');
  }
}

function setup(admission: AdmissionLine = AT_ONCE): Setup {
  const told: string[] = [];
  const owner: OpeningOwner = {
    onOpen: (_opening, pipe, unread) =>
      void told.push(`open ${pipe.framing.name} ${Buffer.concat(unread).toString('hex')}`),
    onRefused: (_opening, reason) => void told.push(reason),
    onOpeningGone: () => void told.push('gone'),
    admitProxied: () => undefined,
    onSecured: () => void told.push('secured'),
  };
  const socket = new FakeByteSocket();
  const clock = new FakeClock();
  const upgrade = new WebSocketUpgrade();
  const opening = new Opening({ socket, upgrade, clock, timeoutMs: 5000, owner, admission });
  opening.start();
  return { opening, socket, clock, told };
}

test('a zero byte makes a TCP transport, with the byte and what came with it', () => {
  const { socket, clock, told } = setup();
  socket.arrive(0, 0, 1);
  assert.deepEqual(told, ['gone', 'open tcp 000001']);
  assert.equal(clock.timers, 0);
});

test('TLS and anything unknown close', () => {
  for (const [byte, reason] of [
    [0x16, 'tls-not-configured'],
    [0x50, 'first-byte-unknown'],
    [0xff, 'first-byte-unknown'],
  ] as const) {
    const { socket, clock, told } = setup();
    socket.arrive(byte);
    socket.arrive(0);
    assert.deepEqual(told, [reason]);
    assert.deepEqual(socket.calls, ['destroy']);
    socket.sink?.onClosed('closed');
    assert.deepEqual(told, [reason, 'gone']);
    assert.equal(clock.timers, 0);
  }
});

test('a client that says nothing, or only half a request, is dropped at the deadline', () => {
  for (const bytes of [[], [...Buffer.from('GET / HTTP/1.1\r\nX: ')]]) {
    const { socket, clock, told } = setup();
    if (bytes.length > 0) socket.arrive(...bytes);
    clock.advance(4999);
    assert.deepEqual(told, []);
    clock.advance(1);
    assert.deepEqual(told, ['opening-timeout']);
    assert.deepEqual(socket.calls, ['destroy']);
    socket.sink?.onClosed('closed');
    assert.deepEqual(told, ['opening-timeout', 'gone']);
  }
});

test('a client that leaves first is counted once', () => {
  const ended = setup();
  ended.socket.sink?.onEnd();
  assert.deepEqual(ended.socket.calls, ['destroy']);
  const broken = setup();
  const halfway = setup();
  halfway.socket.arrive(0x47);
  for (const { socket, told, clock } of [ended, broken, halfway]) {
    socket.sink?.onClosed('ECONNRESET');
    assert.deepEqual(told, ['left-early', 'gone']);
    assert.equal(clock.timers, 0);
  }
});

test('abandoned, it is dropped and counted as that', () => {
  const { opening, socket, clock, told } = setup();
  opening.abandon();
  assert.deepEqual(socket.calls, ['destroy']);
  socket.sink?.onClosed('closed');
  assert.deepEqual(told, ['listener-closed', 'gone']);
  assert.equal(clock.timers, 0);
});

test('a refused request keeps its deadline until the client is gone', async () => {
  const { socket, clock, told } = setup();
  socket.arrive(...Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
  await new Promise(setImmediate);
  assert.deepEqual(told, ['http-plain']);
  assert.ok(socket.calls.includes('end'));
  clock.advance(5000);
  assert.equal(socket.calls.at(-1), 'destroy');
  assert.deepEqual(told, ['http-plain']);
});

test('each step waits in line, and nothing is read meanwhile', () => {
  const line = new Line();
  const { socket, told } = setup(line);
  assert.equal(socket.sink, undefined);
  line.turn();
  socket.arrive(0, 0, 1);
  assert.deepEqual([told, socket.calls], [[], ['pause']]);
  // What the socket still had.
  socket.arrive(2);
  line.turn();
  assert.deepEqual(told, ['gone', 'open tcp 00000102']);
  assert.deepEqual(socket.calls, ['pause', 'resume']);
  assert.equal(line.steps.size, 0);
});

test('what was read is kept while the read buffer is used again', () => {
  const line = new Line();
  const { socket, told } = setup(line);
  line.turn();
  const bytes = Uint8Array.of(0, 0, 7);
  socket.sink?.onBytes(bytes, 0, 3);
  bytes.fill(9);
  line.turn();
  assert.deepEqual(told, ['gone', 'open tcp 000007']);
});

test('a request comes in parts, each in its turn, and what follows it is not lost', async () => {
  const line = new Line();
  const { socket, told } = setup(line);
  line.turn();
  const head =
    'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n' +
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: causeway.v1\r\n\r\n';
  for (const part of [head.slice(0, 20), head.slice(20)]) {
    socket.arrive(...Buffer.from(part));
    line.turn();
  }
  // Before the answer is written: it comes in a later tick.
  socket.arrive(1, 2, 3);
  await new Promise(setImmediate);
  assert.deepEqual(told, ['gone', 'open ws 010203']);
  assert.equal(socket.calls.at(-1), 'resume');
  assert.equal(line.steps.size, 0);
});

test('who goes leaves the line, also before its first turn', () => {
  for (const turns of [0, 1]) {
    const line = new Line();
    const { opening, clock, told } = setup(line);
    for (let n = 0; n < turns; n++) line.turn();
    opening.crowdOut();
    if (turns > 0) opening.onClosed();
    assert.deepEqual(told, ['openings-full', 'gone']);
    assert.equal(line.steps.size, 0);
    assert.equal(clock.timers, 0);
  }
});

test('the deadline counts from accept, whatever waits', () => {
  const { clock, told } = setup(new Line());
  clock.advance(5000);
  assert.deepEqual(told, ['opening-timeout', 'gone']);
});

test('a client that ends in line has its say first', () => {
  const line = new Line();
  const { socket, told } = setup(line);
  line.turn();
  socket.arrive(0x50);
  socket.sink?.onEnd();
  assert.deepEqual(told, ['first-byte-unknown']);
  assert.equal(line.steps.size, 0);
});

test('a process that stood still drops nobody whose bytes it has not read yet, and the silent ones a moment later', () => {
  const said = setup();
  said.clock.advance(60_000);
  said.socket.arrive(0, 0, 1);
  assert.deepEqual(said.told, ['gone', 'open tcp 000001']);
  assert.equal(said.clock.timers, 0);
  const silent = setup();
  silent.clock.advance(60_000);
  assert.deepEqual(silent.told, []);
  silent.clock.advance(1000);
  assert.deepEqual(silent.told, ['opening-timeout']);
});
