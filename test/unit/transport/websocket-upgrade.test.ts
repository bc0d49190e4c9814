import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HttpStream } from '../../../src/transport/http-stream.js';
import { offersSubprotocol, WebSocketUpgrade } from '../../../src/transport/websocket-upgrade.js';
import { FakeByteSocket } from './fakes.js';

interface Run {
  /** 'upgraded' or the reason of the refusal. */
  readonly outcomes: readonly string[];
  readonly answer: string;
  readonly calls: readonly string[];
  readonly unread: string;
}

/** Feeds the request piece by piece, a turn of the loop apart unless all come in one. */
async function run(pieces: readonly string[], end = false, inOneTurn = false): Promise<Run> {
  const socket = new FakeByteSocket();
  const outcomes: string[] = [];
  let unread = '';
  const stream = new HttpStream(socket, {
    onUpgraded: (bytes) => {
      outcomes.push('upgraded');
      unread = Buffer.concat(bytes).toString();
    },
    onRefused: (reason) => void outcomes.push(reason),
  });
  new WebSocketUpgrade().accept(stream);
  for (const piece of pieces) {
    const bytes = Buffer.from(piece, 'latin1');
    stream.receive(bytes, 0, bytes.length);
    if (!inOneTurn) await new Promise(setImmediate);
  }
  if (end) stream.receiveEnd();
  await new Promise(setImmediate);
  const answer = socket.calls
    .filter((call) => call.startsWith('write '))
    .map((call) => Buffer.from(call.slice('write '.length), 'hex').toString())
    .join('');
  return { outcomes, answer, calls: socket.calls, unread };
}

/** An upgrade request; a header given as undefined is left out. */
function request(
  headers: Record<string, string | undefined> = {},
  line = 'GET /any/path?x=1 HTTP/1.1',
): string {
  const all: Record<string, string | undefined> = {
    Host: 'gateway',
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Version': '13',
    // The example of RFC 6455 section 1.3, whose answer is known.
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol': 'causeway.v1',
    ...headers,
  };
  const lines = Object.entries(all).filter(([, value]) => value !== undefined);
  return `${line}\r\n${lines.map(([name, value]) => `${name}: ${value ?? ''}\r\n`).join('')}\r\n`;
}

test('an upgrade on any path is answered with 101 and nothing but our subprotocol', async () => {
  const { outcomes, answer, calls } = await run([
    request({
      'Sec-WebSocket-Protocol': 'chat, causeway.v1, causeway.v2',
      'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits',
    }),
  ]);
  assert.deepEqual(outcomes, ['upgraded']);
  assert.match(answer, /^HTTP\/1\.1 101 /);
  assert.match(answer, /\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=\r\n/);
  assert.match(answer, /\r\nSec-WebSocket-Protocol: causeway\.v1\r\n/);
  assert.doesNotMatch(answer, /Extensions/i);
  assert.ok(!calls.includes('end') && !calls.includes('destroy'));
});

test('one byte at a time is as good', async () => {
  const { outcomes, unread } = await run([...Array.from(request()), 'f', 'g']);
  assert.deepEqual(outcomes, ['upgraded']);
  assert.equal(unread, '', 'what comes later goes to the new sink of the socket');
});

test('what follows the request in the same bytes is not lost', async () => {
  const { outcomes, unread } = await run([`${request()}frames`]);
  assert.deepEqual(outcomes, ['upgraded']);
  assert.equal(unread, 'frames');
});

test('bytes that come behind the request in the same turn are ours, and not read by ws', async () => {
  // A frame without a mask: as an error of ws, which nobody takes, it would end the process.
  const frame = '\x82\x01\x00';
  const { outcomes, unread } = await run([request(), frame], false, true);
  assert.deepEqual([outcomes, unread], [['upgraded'], Buffer.from(frame, 'latin1').toString()]);
});

test('an upgrade without our subprotocol is refused in plain text', async () => {
  for (const offer of [undefined, 'chat', 'causeway.v2, causeway', 'CAUSEWAY.V1']) {
    const { outcomes, answer, calls } = await run([request({ 'Sec-WebSocket-Protocol': offer })]);
    assert.deepEqual(outcomes, ['upgrade-refused']);
    assert.match(
      answer,
      /^HTTP\/1\.1 400 .*\r\nContent-Type: text\/plain.*subprotocol causeway\.v1 required\n$/s,
    );
    assert.ok(calls.includes('end'));
  }
});

test('what ws refuses is refused in plain text too', async () => {
  const wrong: readonly Record<string, string | undefined>[] = [
    { 'Sec-WebSocket-Key': undefined },
    { 'Sec-WebSocket-Key': 'short' },
    { 'Sec-WebSocket-Version': '12' },
    { Upgrade: 'h2c' },
  ];
  for (const headers of wrong) {
    const { outcomes, answer } = await run([request(headers)]);
    assert.deepEqual(outcomes, ['upgrade-refused'], JSON.stringify(headers));
    assert.match(answer, /^HTTP\/1\.1 400 .*\r\nContent-Type: text\/plain/s);
  }
});

test('plain HTTP is answered 404, once, and then sending ends', async () => {
  const plain = 'GET / HTTP/1.1\r\nHost: gateway\r\n\r\n';
  const { outcomes, answer, calls } = await run([plain + plain, plain]);
  assert.deepEqual(outcomes, ['http-plain']);
  assert.match(answer, /^HTTP\/1\.1 404 .*\r\nConnection: close\r\n/s);
  assert.equal(answer.match(/HTTP\/1\.1/g)?.length, 1);
  assert.ok(calls.includes('end'));
});

test('what cannot be parsed is answered 400, what is too long 431', async () => {
  const garbage = await run(['GARBAGE\r\n\r\n']);
  assert.deepEqual(garbage.outcomes, ['http-malformed']);
  assert.match(garbage.answer, /^HTTP\/1\.1 400 /);
  const long = await run([request({ Cookie: 'c'.repeat(17 * 1024) })]);
  assert.deepEqual(long.outcomes, ['http-malformed']);
  assert.match(long.answer, /^HTTP\/1\.1 431 /);
  const fits = await run([request({ Cookie: 'c'.repeat(15 * 1024) })]);
  assert.deepEqual(fits.outcomes, ['upgraded']);
});

test('a request that the client cuts short ends the connection', async () => {
  const { outcomes, calls } = await run(['GET / HT'], true);
  assert.ok(calls.includes('end') || calls.includes('destroy'));
  assert.ok(!outcomes.includes('upgraded'));
});

test('the offer is a list of whole tokens', () => {
  assert.equal(offersSubprotocol(undefined), false);
  assert.equal(offersSubprotocol(''), false);
  assert.equal(offersSubprotocol('causeway.v1'), true);
  assert.equal(offersSubprotocol('a,causeway.v1 ,b'), true);
  assert.equal(offersSubprotocol('causeway.v11'), false);
});
