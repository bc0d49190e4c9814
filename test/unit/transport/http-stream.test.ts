import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { HttpStream, type HttpOutcome } from '../../../src/transport/http-stream.js';
import { FakeByteSocket } from './fakes.js';

interface Setup {
  readonly stream: HttpStream;
  readonly socket: FakeByteSocket;
  readonly outcomes: string[];
}

function setup(): Setup {
  const outcomes: string[] = [];
  const outcome: HttpOutcome = {
    onUpgraded: (unread) => void outcomes.push(`upgraded ${Buffer.concat(unread).toString()}`),
    onRefused: (reason) => void outcomes.push(reason),
  };
  const socket = new FakeByteSocket();
  return { stream: new HttpStream(socket, outcome), socket, outcomes };
}

const receive = (stream: HttpStream, text: string): void => {
  const bytes = Buffer.from(`<${text}>`);
  stream.receive(bytes, 1, bytes.length - 1);
  bytes.fill(0xdd);
};

test('bytes go in as copies, in order', async () => {
  const { stream } = setup();
  receive(stream, 'ab');
  receive(stream, 'cd');
  stream.receiveEnd();
  let text = '';
  stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(stream, 'end');
  assert.equal(text, 'abcd');
});

test('a write waits for the drain of the socket', () => {
  const { stream, socket } = setup();
  socket.takes = false;
  let written = 0;
  stream.write('a', () => written++);
  stream.write('b');
  assert.deepEqual(socket.calls, ['write 61']);
  socket.takes = true;
  stream.drained();
  assert.deepEqual(socket.calls, ['write 61', 'write 62']);
  stream.drained();
  assert.equal(socket.calls.length, 2);
});

test('released, it hands on what was not parsed and leaves the socket alone', async () => {
  const { stream, socket, outcomes } = setup();
  receive(stream, 'bc');
  receive(stream, 'd');
  stream.release(Buffer.from('a'));
  assert.deepEqual(outcomes, ['upgraded abcd']);
  await once(stream, 'close');
  receive(stream, 'e');
  stream.receiveEnd();
  stream.destroy();
  assert.deepEqual(socket.calls, []);
});

test('a refusal is text, ends the sending, and is reported; what comes then is discarded', async () => {
  const { stream, socket, outcomes } = setup();
  stream.refuse(431, 'http-malformed', 'too long');
  await once(stream, 'finish');
  const answer = Buffer.from(socket.calls[0]?.slice('write '.length) ?? '', 'hex').toString();
  assert.match(answer, /^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/);
  assert.match(answer, /\r\nConnection: close\r\n/);
  assert.match(answer, /\r\nContent-Length: 9\r\n\r\ntoo long\n$/);
  assert.equal(socket.calls[1], 'end');
  receive(stream, 'more');
  assert.equal(stream.readableLength, 0);
  stream.refuse(400, 'http-malformed', 'again');
  assert.deepEqual(outcomes, ['http-malformed']);
});

test('a parser that does not take the bytes ends the connection', () => {
  const { stream, socket, outcomes } = setup();
  const chunk = new Uint8Array(60 * 1024);
  stream.receive(chunk, 0, chunk.length);
  stream.receive(chunk, 0, chunk.length);
  assert.deepEqual(socket.calls, []);
  stream.receive(chunk, 0, chunk.length);
  assert.deepEqual(socket.calls, ['destroy']);
  assert.deepEqual(outcomes, ['http-malformed']);
});

test('an error destroys the socket and is nobody else’s', async () => {
  const { stream, socket } = setup();
  stream.destroy(new Error('broken'));
  await new Promise((closed) => stream.on('close', closed));
  assert.deepEqual(socket.calls, ['destroy']);
});
