// The client port on real sockets: raw TCP and the ws library against a listener that echoes.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { WebSocket } from 'ws';
import { systemClock, type Clock } from '../../src/clock.js';
import { silentLog } from '../../src/log.js';
import { SUBPROTOCOL } from '../../src/protocol/control-types.js';
import { FrameStatus } from '../../src/protocol/frames.js';
import type { ClientTransport } from '../../src/transport/client-transport.js';
import { listen, type Listener } from '../../src/transport/listener.js';
import { EchoSink, eventually, FakeClock } from '../unit/transport/fakes.js';
import { socketsUnderTest } from '../support/sockets-under-test.js';

interface Accepted {
  readonly transport: ClientTransport;
  readonly sink: EchoSink;
}

/** A listener whose transports echo, and the transports in order of their opening. */
class EchoListener {
  readonly accepted: Accepted[] = [];
  #listener: Listener | undefined;

  get listener(): Listener {
    assert.ok(this.#listener);
    return this.#listener;
  }

  get port(): number {
    return this.listener.address().port;
  }

  async start(clock: Clock = systemClock): Promise<this> {
    const newSink = (transport: ClientTransport): EchoSink => {
      const sink = new EchoSink(transport);
      this.accepted.push({ transport, sink });
      return sink;
    };
    this.#listener = await listen({
      host: '127.0.0.1',
      port: 0,
      sockets: socketsUnderTest(),
      clock,
      log: silentLog,
      newSink,
    });
    return this;
  }

  /** The transport opened last. */
  async latest(count: number): Promise<Accepted> {
    await eventually(
      () => this.accepted.length >= count,
      () => `transport ${count}`,
    );
    const latest = this.accepted[count - 1];
    assert.ok(latest);
    return latest;
  }

  dial(): Socket {
    const socket = connect({ port: this.port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => undefined);
    return socket;
  }

  /** A ws client; frames that come before anybody listens are lost, so wait for `open` first. */
  websocket(protocols: string | string[] = SUBPROTOCOL): WebSocket {
    const client = new WebSocket(`ws://127.0.0.1:${this.port}/`, protocols);
    client.on('error', () => undefined);
    return client;
  }

  stop(): void {
    this.listener.close();
    for (const { transport } of this.accepted) transport.destroy();
  }
}

/** Reads until `enough`, or the peer's end; what comes later waits. */
async function read(socket: Socket, enough: (lengthSoFar: number) => boolean): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  await new Promise<void>((resolve) => {
    const take = (chunk: Buffer): void => {
      chunks.push(chunk);
      length += chunk.length;
      if (enough(length)) resolve();
    };
    socket.on('data', take);
    socket.once('end', resolve);
    socket.once('close', () => {
      resolve();
    });
    socket.resume();
  });
  socket.pause();
  socket.removeAllListeners('data');
  return Buffer.concat(chunks);
}

const readAll = (socket: Socket): Promise<Buffer> => read(socket, () => false);

const readBytes = (socket: Socket, count: number): Promise<Buffer> =>
  read(socket, (length) => length >= count);

const tcpFrame = (payload: Uint8Array): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(payload.length);
  return Buffer.concat([head, payload]);
};

/** Writes byte by byte, each in a packet of its own as far as the loop can make it so. */
async function trickle(socket: Socket, bytes: Uint8Array): Promise<void> {
  socket.setNoDelay(true);
  for (const byte of bytes) {
    await new Promise((written) => socket.write(Uint8Array.of(byte), written));
    await new Promise(setImmediate);
  }
}

const upgradeRequest = (...lines: readonly string[]): string =>
  [
    'GET / HTTP/1.1',
    'Host: gateway',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...lines,
    '\r\n',
  ].join('\r\n');

/** A masked binary frame around one byte, and its echo. */
const WS_BYTE = Buffer.from([0x82, 0x81, 0, 0, 0, 0, 7]);
const WS_BYTE_ECHO = Buffer.from([0x82, 0x01, 7]);

describe('one port', () => {
  const echo = new EchoListener();
  before(() => echo.start());
  after(() => {
    echo.stop();
  });
  const openedSoFar = (): number => echo.accepted.length;

  test('TCP, whole and one byte at a time', async () => {
    const frame = tcpFrame(Buffer.from('hello'));
    const whole = echo.dial();
    whole.write(Buffer.concat([frame, frame]));
    assert.deepEqual(await readBytes(whole, 18), Buffer.concat([frame, frame]));
    const slow = echo.dial();
    await trickle(slow, frame);
    assert.deepEqual(await readBytes(slow, 9), frame);
    whole.destroy();
    slow.destroy();
  });

  test('a burst of thousands and the end of writing behind it: all of it is answered, in order, in portions', async () => {
    const frames = Array.from({ length: 20_000 }, (_, index) => tcpFrame(Buffer.from(index.toString(36))));
    const all = Buffer.concat(frames);
    const half = Buffer.concat(frames.slice(0, 10_000));
    const before = echo.listener.counters.readsPutOff;
    const bursting = echo.dial();
    bursting.write(all);
    assert.deepEqual(await readBytes(bursting, all.length), all);
    bursting.end(half);
    assert.deepEqual(await readAll(bursting), half);
    assert.ok(echo.listener.counters.readsPutOff > before);
  });

  test('WebSocket by ws: small, large, fragmented messages, several offers', async () => {
    const client = echo.websocket(['chat', SUBPROTOCOL]);
    await once(client, 'open');
    assert.equal(client.protocol, SUBPROTOCOL);
    assert.equal(client.extensions, '');
    for (const size of [0, 1, 125, 126, 16 * 1024]) {
      const message = Buffer.alloc(size, size);
      client.send(message);
      const [answer, isBinary] = (await once(client, 'message')) as [Buffer, boolean];
      assert.ok(isBinary);
      assert.deepEqual(answer, message);
    }
    client.send(Buffer.from('ab'), { fin: false });
    client.send(Buffer.from('cd'), { fin: true });
    const [joined] = (await once(client, 'message')) as [Buffer];
    assert.equal(joined.toString(), 'abcd');
    client.ping(Buffer.from('p'));
    const [pong] = (await once(client, 'pong')) as [Buffer];
    assert.equal(pong.toString(), 'p');
    client.close(1000);
    const [code] = (await once(client, 'close')) as [number];
    assert.equal(code, 1000);
    const { sink } = await echo.latest(openedSoFar());
    assert.equal(sink.heard.at(-1), 'lost closed by the client');
  });

  test('an upgrade one byte at a time, and frames in the bytes of the request', async () => {
    const request = Buffer.from(upgradeRequest(`Sec-WebSocket-Protocol: ${SUBPROTOCOL}`));
    const slow = echo.dial();
    await trickle(slow, Buffer.concat([request, WS_BYTE]));
    const fast = echo.dial();
    fast.write(Buffer.concat([request, WS_BYTE, WS_BYTE]));
    slow.end();
    fast.end();
    const slowAnswer = await readAll(slow);
    const fastAnswer = await readAll(fast);
    const frames = (answer: Buffer): Buffer => answer.subarray(answer.indexOf('\r\n\r\n') + 4);
    const goodbye = Buffer.from([0x88, 2, 0x03, 0xe8]);
    assert.deepEqual(frames(slowAnswer), Buffer.concat([WS_BYTE_ECHO, goodbye]));
    assert.deepEqual(frames(fastAnswer), Buffer.concat([WS_BYTE_ECHO, WS_BYTE_ECHO, goodbye]));
  });

  test('anything else closes', async () => {
    for (const first of ['POST / HTTP/1.1\r\n\r\n', '\x16\x03\x01', '\xff', 'PROXY TCP4 ']) {
      const socket = echo.dial();
      socket.write(first, 'latin1');
      assert.equal((await readAll(socket)).length, 0);
      socket.destroy();
    }
  });

  test('plain HTTP is answered 404, and its connection ends', async () => {
    const [response] = (await once(get({ port: echo.port, host: '127.0.0.1', path: '/' }), 'response')) as [
      NodeJS.ReadableStream & { statusCode: number; headers: Record<string, string> },
    ];
    assert.equal(response.statusCode, 404);
    assert.equal(response.headers['connection'], 'close');
    response.resume();
    await once(response, 'end');
  });

  test('an upgrade without the subprotocol is refused with 400 and a reason', async () => {
    const raw = echo.dial();
    raw.write(upgradeRequest());
    raw.end();
    const answer = (await readAll(raw)).toString();
    assert.match(answer, /^HTTP\/1\.1 400 /);
    assert.match(answer, /subprotocol causeway\.v1 required/);
    const client = echo.websocket('chat');
    const [, response] = (await once(client, 'unexpected-response')) as [unknown, { statusCode: number }];
    assert.equal(response.statusCode, 400);
    client.terminate();
  });

  test('violations reach the sink by kind; the close code reaches ws, cleanly', async () => {
    const cases: readonly (readonly [(client: WebSocket) => void, FrameStatus])[] = [
      [
        (client) => {
          client.send('text');
        },
        FrameStatus.TEXT,
      ],
      [
        (client) => {
          client.send(Buffer.alloc(16 * 1024 + 1));
        },
        FrameStatus.TOO_LARGE,
      ],
    ];
    for (const [violate, status] of cases) {
      const client = echo.websocket();
      await once(client, 'open');
      const { transport, sink } = await echo.latest(openedSoFar());
      violate(client);
      await eventually(
        () => sink.heard.includes(`violation ${status}`),
        () => sink.heard.join(),
      );
      transport.close(2);
      const [code] = (await once(client, 'close')) as [number];
      assert.equal(code, 4002);
      assert.ok(!sink.heard.some((heard) => heard.startsWith('lost')));
    }
  });

  test('what was written before close arrives before the end', async () => {
    const message = Buffer.alloc(200_000, 1);
    const client = echo.websocket();
    await once(client, 'open');
    const { transport } = await echo.latest(openedSoFar());
    const frame = Buffer.concat([Buffer.from([0x82, 127, 0, 0, 0, 0, 0, 3, 0x0d, 0x40]), message]);
    transport.write(frame);
    transport.close(17);
    const [received] = (await once(client, 'message')) as [Buffer];
    assert.equal(received.length, message.length);
    const [code] = (await once(client, 'close')) as [number];
    assert.equal(code, 4017);
    const raw = echo.dial();
    raw.write(tcpFrame(Buffer.from('x')));
    await readBytes(raw, 5);
    const tcp = await echo.latest(openedSoFar());
    tcp.transport.write(tcpFrame(Buffer.from('bye')));
    tcp.transport.close(17);
    assert.deepEqual(await readAll(raw), tcpFrame(Buffer.from('bye')));
    raw.destroy();
  });

  test('a client that does not read: writes say false, the queue shows, drain comes when it reads', async () => {
    const raw = echo.dial();
    raw.write(tcpFrame(Buffer.from('x')));
    await readBytes(raw, 5);
    raw.pause();
    const { transport, sink } = await echo.latest(openedSoFar());
    const frame = tcpFrame(Buffer.alloc(16 * 1024));
    let written = 5;
    let free = true;
    while (free) {
      free = transport.write(frame);
      written += frame.length;
    }
    const queuedBytes = transport.queuedBytes;
    assert.ok(queuedBytes > 0);
    transport.write(Buffer.from(frame));
    written += frame.length;
    assert.equal(transport.queuedBytes, queuedBytes + frame.length);
    assert.ok(!sink.heard.includes('drain'));
    let received = 5;
    raw.on('data', (chunk: Buffer) => (received += chunk.length));
    raw.resume();
    await eventually(
      () => sink.heard.includes('drain') && received === written,
      () => `${received} of ${written} bytes`,
    );
    assert.equal(transport.queuedBytes, 0);
    raw.destroy();
  });

  test('a half-closed client is lost; what it sent before counts', async () => {
    const raw = echo.dial();
    raw.end(tcpFrame(Buffer.from('last')));
    assert.deepEqual(await readAll(raw), tcpFrame(Buffer.from('last')));
    const { sink } = await echo.latest(openedSoFar());
    assert.deepEqual(sink.heard.at(-1), 'lost the client finished sending');
  });

  test('the counters add up', async () => {
    const { counters } = echo.listener;
    await eventually(
      () => counters.open === 0 && counters.opening === 0,
      () => JSON.stringify(counters),
    );
    const refused = Object.values(counters.refused).reduce((sum, count) => sum + count, 0);
    assert.equal(counters.accepted, refused + counters.opened.tcp + counters.opened.ws);
    assert.equal(counters.refused['http-plain'], 1);
    assert.equal(counters.refused['upgrade-refused'], 2);
    assert.equal(counters.refused['first-byte-unknown'], 3);
    assert.equal(counters.refused['tls-not-configured'], 1);
  });
});

describe('with the clock in hand', () => {
  test('half a request ends at the deadline, however often it dribbles', async () => {
    const clock = new FakeClock();
    const slow = await new EchoListener().start(clock);
    const socket = slow.dial();
    await trickle(socket, Buffer.from('GET / HTTP/1.1\r\nX-A: b'));
    clock.advance(4000);
    await trickle(socket, Buffer.from('c'));
    clock.advance(1000);
    assert.equal((await readAll(socket)).length, 0);
    socket.destroy();
    assert.equal(slow.listener.counters.refused['opening-timeout'], 1);
    slow.stop();
  });

  test('after close the input of a client that never ends is discarded for 2 s', async () => {
    const clock = new FakeClock();
    const echo = await new EchoListener().start(clock);
    const socket = echo.dial();
    socket.write(tcpFrame(Buffer.from('x')));
    await readBytes(socket, 5);
    const { transport, sink } = await echo.latest(1);
    const heard = sink.heard.length;
    transport.close(1);
    await readAll(socket);
    // More than both kernel buffers hold: it has to be read, or the writing would get stuck.
    for (let sent = 0; sent < 64; sent++)
      await new Promise((written) => socket.write(Buffer.alloc(256 * 1024), written));
    assert.equal(echo.listener.counters.open, 1);
    clock.advance(2000);
    await eventually(
      () => echo.listener.counters.open === 0,
      () => 'no transport left',
    );
    assert.equal(sink.heard.length, heard);
    assert.equal(clock.timers, 0);
    socket.destroy();
    echo.stop();
  });
});

test('500 clients at once, over both pipes, come and go', async () => {
  const echo = await new EchoListener().start();
  const tcp = async (): Promise<void> => {
    const socket = echo.dial();
    socket.write(tcpFrame(Buffer.from('x')));
    await readBytes(socket, 5);
    socket.destroy();
  };
  const ws = async (): Promise<void> => {
    const client = echo.websocket();
    await once(client, 'open');
    client.send(Buffer.from('x'));
    await once(client, 'message');
    client.close(1000);
    await once(client, 'close');
  };
  await Promise.all(Array.from({ length: 500 }, (_, index) => (index % 2 === 0 ? tcp() : ws())));
  const { counters } = echo.listener;
  await eventually(
    () => counters.open === 0 && counters.opening === 0,
    () => JSON.stringify(counters),
  );
  assert.equal(counters.accepted, 500);
  assert.deepEqual(counters.opened, { tcp: 250, ws: 250 });
  assert.ok(echo.accepted.every(({ sink }) => sink.heard.at(-1)?.startsWith('lost')));
  echo.stop();
});
