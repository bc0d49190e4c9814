import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { systemClock } from '../../../src/clock.js';
import type { ByteSink, ByteSocket } from '../../../src/transport/byte-socket.js';
import type { ConnectOutcome } from '../../../src/transport/connect-attempt.js';
import { connectByteSocket, formatAddress, NetByteSocket } from '../../../src/transport/net-byte-socket.js';
import { FakeClock } from './fakes.js';

/** Promises for what a socket tells. */
class Ear implements ByteSink {
  readonly bytes: number[] = [];
  readonly calls: string[] = [];
  #waiting: (() => void)[] = [];

  onBytes(bytes: Uint8Array, start: number, end: number): void {
    this.bytes.push(...bytes.subarray(start, end));
    this.#hear('bytes');
  }

  onEnd(): void {
    this.#hear('end');
  }

  onDrain(): void {
    this.#hear('drain');
  }

  onClosed(cause: string): void {
    this.#hear(`closed ${cause}`);
  }

  /** Settles when `met` is true, which is looked at after each call. */
  async until(met: () => boolean): Promise<void> {
    while (!met()) await new Promise<void>((resolve) => void this.#waiting.push(resolve));
  }

  heard(call: string): Promise<void> {
    return this.until(() => this.calls.some((heard) => heard.startsWith(call)));
  }

  #hear(call: string): void {
    this.calls.push(call);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

const server: Server = createServer({ allowHalfOpen: true });

before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

after(() => {
  server.close();
});

const port = (): number => (server.address() as AddressInfo).port;

/** Both ends of a connection: the accepted one as a ByteSocket, the peer as Node has it. */
async function pair(): Promise<{ socket: ByteSocket; peer: Socket; ear: Ear }> {
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const peer = connect({ port: port(), host: '127.0.0.1', allowHalfOpen: true });
  peer.on('error', () => undefined);
  const [socket] = await accepted;
  return { socket: new NetByteSocket(socket), peer, ear: new Ear() };
}

const outcomeOf = (host: string, toPort: number, timeoutMs = 5000): Promise<ConnectOutcome> =>
  new Promise((resolve) => {
    connectByteSocket({ host, port: toPort, timeoutMs, clock: systemClock }, resolve);
  });

describe('NetByteSocket', () => {
  test('reads, writes and names its peer', async () => {
    const { socket, peer, ear } = await pair();
    socket.start(ear);
    peer.write(Buffer.from([1, 2, 3]));
    await ear.heard('bytes');
    assert.deepEqual(ear.bytes, [1, 2, 3]);
    assert.match(socket.remote, /^127\.0\.0\.1:\d+$/);
    assert.equal(socket.write(Uint8Array.of(4, 5)), true);
    const [answer] = (await once(peer, 'data')) as [Buffer];
    assert.deepEqual([...answer], [4, 5]);
    peer.destroy();
    socket.destroy();
    await ear.heard('closed');
  });

  test('after true the buffer is free: what is changed afterwards does not go out', async () => {
    const { socket, peer, ear } = await pair();
    socket.start(ear);
    const buffer = new Uint8Array(1024);
    // Nothing is read meanwhile, so that everything taken is really in the kernel.
    let taken = 0;
    let free = true;
    while (free) {
      buffer.fill(taken % 251);
      free = socket.write(buffer);
      if (free) buffer.fill(0xff);
      taken++;
    }
    assert.ok(taken > 4, 'a kernel buffer holds some KiB');
    assert.ok(socket.queuedBytes > 0);
    let received = 0;
    let wrong = 0;
    peer.on('data', (chunk) => {
      for (const byte of chunk) if (byte !== Math.floor(received++ / 1024) % 251) wrong++;
    });
    await ear.heard('drain');
    assert.equal(socket.queuedBytes, 0);
    while (received < taken * 1024) await once(peer, 'data');
    assert.equal(wrong, 0);
    assert.deepEqual(
      ear.calls.filter((call) => call === 'drain'),
      ['drain'],
    );
    peer.destroy();
    socket.destroy();
    await ear.heard('closed');
  });

  test('the peer ends: what it should still get can be written, then both are closed', async () => {
    const { socket, peer, ear } = await pair();
    socket.start(ear);
    peer.end(Buffer.from([1]));
    await ear.heard('end');
    assert.equal(socket.write(Uint8Array.of(9)), true);
    const [late] = (await once(peer, 'data')) as [Buffer];
    assert.deepEqual([...late], [9]);
    socket.end();
    await ear.heard('closed');
    assert.deepEqual(ear.calls, ['bytes', 'end', 'closed closed']);
  });

  test('a reset is told as its code, once and last; writing goes nowhere then', async () => {
    const { socket, peer, ear } = await pair();
    socket.start(ear);
    peer.resetAndDestroy();
    await ear.heard('closed');
    assert.deepEqual(ear.calls, ['closed ECONNRESET']);
    assert.equal(socket.write(Uint8Array.of(1)), true);
    assert.equal(socket.queuedBytes, 0);
  });

  test('destroy is told as closed, after the call', async () => {
    const { socket, ear } = await pair();
    socket.start(ear);
    socket.destroy();
    assert.deepEqual(ear.calls, []);
    await ear.heard('closed');
    socket.destroy();
    socket.end();
    assert.deepEqual(ear.calls, ['closed closed']);
  });

  test('who starts late still hears that it is closed', async () => {
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const peer = connect({ port: port(), host: '127.0.0.1' });
    const [raw] = await accepted;
    const socket = new NetByteSocket(raw);
    socket.destroy();
    await once(raw, 'close');
    const ear = new Ear();
    socket.start(ear);
    assert.deepEqual(ear.calls, []);
    await ear.heard('closed');
    peer.destroy();
  });

  test('handed over inside a call, the new sink hears everything from then on', async () => {
    const { socket, peer, ear } = await pair();
    const first = new Ear();
    const handOver = first.onBytes.bind(first);
    first.onBytes = (bytes, start, end) => {
      handOver(bytes, start, end);
      socket.start(ear);
    };
    socket.start(first);
    peer.write(Buffer.from([1]));
    await first.heard('bytes');
    peer.end(Buffer.from([2]));
    await ear.heard('end');
    socket.end();
    await ear.heard('closed');
    assert.deepEqual(first.calls, ['bytes']);
    assert.deepEqual(ear.bytes, [2]);
  });

  test('paused, it reads nothing; resumed, nothing is missing', async () => {
    const { socket, peer, ear } = await pair();
    socket.start(ear);
    socket.pause(true);
    await new Promise((written) => peer.write(Buffer.from([1, 2, 3]), written));
    // A full round through the loop on both ends.
    const other = await pair();
    other.socket.start(other.ear);
    other.peer.write(Buffer.from([1]));
    await other.ear.heard('bytes');
    assert.deepEqual(ear.calls, []);
    socket.pause(false);
    await ear.heard('bytes');
    assert.deepEqual(ear.bytes, [1, 2, 3]);
    for (const end of [peer, other.peer]) end.destroy();
  });
});

describe('connectByteSocket', () => {
  test('connects', async () => {
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const outcome = await outcomeOf('127.0.0.1', port());
    assert.ok(outcome.ok);
    const [peer] = await accepted;
    peer.on('error', () => undefined);
    assert.equal(outcome.socket.remote, `127.0.0.1:${port()}`);
    const ear = new Ear();
    outcome.socket.start(ear);
    peer.write(Buffer.from([1]));
    await ear.heard('bytes');
    peer.destroy();
    outcome.socket.destroy();
    await ear.heard('closed');
  });

  test('nobody listens there: the code says so', async () => {
    const closed = createServer();
    closed.listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port: free } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, 'close');
    assert.deepEqual(await outcomeOf('127.0.0.1', free), { ok: false, cause: 'ECONNREFUSED' });
  });

  test('a number that is no port is an outcome, not an exception', async () => {
    for (const wrong of [0, -1, 65536, 1.5, NaN]) {
      assert.deepEqual(await outcomeOf('127.0.0.1', wrong), { ok: false, cause: `${wrong} is no port` });
    }
  });

  test('the deadline ends an attempt; nothing is told twice', async () => {
    const clock = new FakeClock();
    const outcomes: ConnectOutcome[] = [];
    connectByteSocket({ host: '127.0.0.1', port: port(), timeoutMs: 100, clock }, (outcome) => {
      outcomes.push(outcome);
    });
    assert.deepEqual(outcomes, []);
    clock.advance(100);
    assert.deepEqual(outcomes, [{ ok: false, cause: 'no connection within 100 ms' }]);
    // Another connection to the same server comes later than anything of the first could.
    const later = await outcomeOf('127.0.0.1', port());
    assert.ok(later.ok);
    later.socket.destroy();
    assert.equal(outcomes.length, 1);
  });

  test('an aborted attempt is silent and leaves no timer', async () => {
    const clock = new FakeClock();
    const outcomes: ConnectOutcome[] = [];
    const options = { host: '127.0.0.1', port: port(), timeoutMs: 100, clock };
    const attempt = connectByteSocket(options, (outcome) => void outcomes.push(outcome));
    attempt.abort();
    assert.equal(clock.timers, 0);
    const later = await outcomeOf('127.0.0.1', port());
    assert.ok(later.ok);
    later.socket.destroy();
    attempt.abort();
    assert.deepEqual(outcomes, []);
  });
});

test('addresses: IPv6 in brackets, mapped IPv4 as IPv4', () => {
  assert.equal(formatAddress('192.0.2.1', 80), '192.0.2.1:80');
  assert.equal(formatAddress('::ffff:192.0.2.1', 80), '192.0.2.1:80');
  assert.equal(formatAddress('2001:db8::1', 80), '[2001:db8::1]:80');
  assert.equal(formatAddress(undefined, undefined), 'unknown:0');
});
