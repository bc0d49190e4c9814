// TLS, PROXY headers and Origin on the client port, over real sockets: what is inside TLS behaves as it does
// without, and what is refused is refused and counted.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect as connectTcp, type Socket } from 'node:net';
import { after, before, describe, test, type TestContext } from 'node:test';
import { connect as connectTls, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { WebSocket } from 'ws';
import { systemClock } from '../../src/clock.js';
import { silentLog } from '../../src/log.js';
import { SUBPROTOCOL } from '../../src/protocol/control-types.js';
import type { ClientTransport } from '../../src/transport/client-transport.js';
import { listen, type ListenOptions, type Listener } from '../../src/transport/listener.js';
import { findOpenssl } from '../../tools/testenv/tools.js';
import { TestAuthority, type CertificatePaths } from '../support/certificates.js';
import { skipUnless } from '../support/require.js';
import { EchoSink, eventually } from '../unit/transport/fakes.js';

const skip = skipUnless(findOpenssl());

const contextOf = ({ certFile, keyFile }: CertificatePaths): SecureContext =>
  createSecureContext({ cert: readFileSync(certFile), key: readFileSync(keyFile), minVersion: 'TLSv1.2' });

interface Stage {
  readonly listener: Listener;
  readonly port: number;
  readonly transports: ClientTransport[];
}

/** A listener whose transports echo. */
async function stage(context: TestContext, options: Partial<ListenOptions>): Promise<Stage> {
  const transports: ClientTransport[] = [];
  const newSink = (transport: ClientTransport): EchoSink => {
    transports.push(transport);
    return new EchoSink(transport);
  };
  const basic = { host: '127.0.0.1', port: 0, clock: systemClock, log: silentLog, newSink };
  const listener = await listen({ ...basic, ...options });
  context.after(() => {
    listener.close();
    for (const transport of transports) transport.destroy();
  });
  return { listener, port: listener.address().port, transports };
}

const frame = (envelope: Uint8Array): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(envelope.length);
  return Buffer.concat([head, envelope]);
};

const HELLO_FRAME = frame(Buffer.from([8, 1, 16, 1]));

async function receive(socket: Socket, length: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let received = 0;
  while (received < length) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    chunks.push(chunk);
    received += chunk.length;
  }
  return Buffer.concat(chunks);
}

async function echo(socket: Socket, bytes: Buffer): Promise<void> {
  socket.write(bytes);
  assert.deepEqual(await receive(socket, bytes.length), bytes);
}

/** The error or end of a connection that is refused. */
const gone = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve();
    });
    socket.resume();
  });

for (const sockets of ['public', 'handle'] as const) {
  describe(`TLS on ${sockets} sockets`, { skip }, () => {
    let authority: TestAuthority;
    let first: SecureContext;
    let second: SecureContext;
    before(() => {
      authority = new TestAuthority();
      first = contextOf(authority.issue('first'));
      second = contextOf(authority.issue('second'));
    });
    after(() => {
      authority.remove();
    });

    const dial = async (port: number): Promise<TLSSocket> => {
      const socket = connectTls({ host: '127.0.0.1', port, ca: authority.ca, servername: 'localhost' });
      // Lasting, unlike that of `once`: an alert may come later.
      socket.on('error', () => undefined);
      await once(socket, 'secureConnect');
      return socket;
    };

    const open = (context: TestContext, change: Partial<ListenOptions> = {}): Promise<Stage> =>
      stage(context, { sockets, tls: { secureContext: () => first, required: false }, ...change });

    test('raw TCP: small frames, and many bytes both ways at once', async (context) => {
      const { port, listener, transports } = await open(context);
      const socket = await dial(port);
      await echo(socket, HELLO_FRAME);
      const [transport] = transports;
      assert.ok(transport);
      transport.limit.bytesMax = 1 << 20;
      await echo(socket, Buffer.concat(Array.from({ length: 40 }, () => frame(Buffer.alloc(100_000, 7)))));
      assert.equal(listener.counters.secured, 1);
      assert.equal(transport.address, `127.0.0.1:${socket.localPort}`);
      socket.destroy();
      await eventually(
        () => listener.counters.open === 0,
        () => 'the transport is gone',
      );
    });

    test('raw TCP and WebSocket under TLS, and both without it, on one port', async (context) => {
      const { port, listener } = await open(context);
      const secure = new WebSocket(`wss://127.0.0.1:${port}/`, SUBPROTOCOL, { ca: authority.ca });
      await once(secure, 'open');
      secure.send(Buffer.from([1, 2, 3]));
      const [answer] = (await once(secure, 'message')) as [Buffer];
      assert.deepEqual([...answer], [1, 2, 3]);
      const plain = connectTcp(port, '127.0.0.1');
      await echo(plain, HELLO_FRAME);
      assert.deepEqual(listener.counters.opened, { tcp: 1, ws: 1 });
      secure.close();
      await once(secure, 'close');
      plain.destroy();
    });

    test('a close in order arrives whole: the last frame, then the end', async (context) => {
      const { port, transports } = await open(context);
      const socket = await dial(port);
      await echo(socket, HELLO_FRAME);
      transports[0]?.write(frame(Buffer.alloc(9000, 1)));
      transports[0]?.close(1);
      const last = receive(socket, 9004);
      assert.equal((await last).length, 9004);
      await once(socket, 'end');
      socket.destroy();
    });

    test('a new certificate counts for new handshakes and leaves connections alone', async (context) => {
      let current = first;
      const { port } = await open(context, { tls: { secureContext: () => current, required: false } });
      const before = await dial(port);
      await echo(before, HELLO_FRAME);
      current = second;
      const behind = await dial(port);
      assert.equal(before.getPeerCertificate().subject.CN, 'first');
      assert.equal(behind.getPeerCertificate().subject.CN, 'second');
      await echo(before, HELLO_FRAME);
      await echo(behind, HELLO_FRAME);
      before.destroy();
      behind.destroy();
    });

    test('TLS 1.1, another ALPN protocol, broken handshakes and TLS in TLS are refused', async (context) => {
      const { port, listener } = await open(context);
      const options = { host: '127.0.0.1', port, ca: authority.ca, servername: 'localhost' };
      const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
      await gone(connectTls({ ...options, ...old }));
      await gone(connectTls({ ...options, ALPNProtocols: ['h2'] }));
      const broken = connectTcp(port, '127.0.0.1');
      broken.write(Buffer.from([0x16, 3, 1, 0, 5, 1, 2, 3, 4, 5]));
      await gone(broken);
      const outer = await dial(port);
      outer.write(Buffer.from([0x16, 3, 1]));
      await gone(outer);
      const { refused } = listener.counters;
      assert.deepEqual([refused['tls-failed'], refused['first-byte-unknown']], [3, 1]);
      await eventually(
        () => listener.counters.opening === 0,
        () => 'nothing is opening',
      );
    });

    test('a handshake that does not end is dropped at the deadline', async (context) => {
      const { port, listener } = await open(context, { openingTimeoutMs: 50 });
      const socket = connectTcp(port, '127.0.0.1');
      socket.write(Buffer.from([0x16, 3, 1]));
      await gone(socket);
      assert.equal(listener.counters.refused['opening-timeout'], 1);
    });

    test('where TLS is required, plain clients are refused', async (context) => {
      const { port, listener } = await open(context, {
        tls: { secureContext: () => first, required: true },
      });
      for (const bytes of [HELLO_FRAME, Buffer.from('GET / HTTP/1.1\r\n\r\n')]) {
        const plain = connectTcp(port, '127.0.0.1');
        plain.write(bytes);
        await gone(plain);
      }
      const socket = await dial(port);
      await echo(socket, HELLO_FRAME);
      socket.destroy();
      assert.equal(listener.counters.refused['plain-refused'], 2);
    });

    test('a client that does not read does not make the gateway keep what it is sent', async (context) => {
      const { port, transports } = await open(context);
      const socket = await dial(port);
      await echo(socket, HELLO_FRAME);
      socket.pause();
      const [transport] = transports;
      assert.ok(transport);
      const big = frame(Buffer.alloc(1 << 20));
      let taken = 0;
      // Far more than the kernel's buffers hold: from some point on nothing is taken any more.
      while (taken < 64 && transport.queuedBytes === 0) {
        transport.write(big);
        taken++;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      assert.ok(transport.queuedBytes > 0, 'back-pressure is seen');
      socket.destroy();
    });

    test('behind a listed proxy the header names the client, in front of TLS and without', async (context) => {
      const { port, transports, listener } = await open(context, { proxyFrom: ['127.0.0.0/8'] });
      const header = Buffer.from('PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n');
      const plain = connectTcp(port, '127.0.0.1');
      for (const byte of header) plain.write(Buffer.from([byte]));
      await echo(plain, HELLO_FRAME);
      const below = connectTcp(port, '127.0.0.1');
      below.write(header);
      const secure = connectTls({ socket: below, ca: authority.ca, servername: 'localhost' });
      await echo(secure, HELLO_FRAME);
      const bare = connectTcp(port, '127.0.0.1');
      bare.write(HELLO_FRAME);
      await gone(bare);
      assert.deepEqual(
        transports.map(({ address }) => address),
        ['192.0.2.7:4711', '192.0.2.7:4711'],
      );
      assert.equal(listener.counters.refused['proxy-malformed'], 1);
      plain.destroy();
      secure.destroy();
    });
  });
}

test('a PROXY header from somebody who is not listed is no header', async (context) => {
  const { port, listener } = await stage(context, { proxyFrom: ['192.0.2.0/24'] });
  const socket = connectTcp(port, '127.0.0.1');
  socket.write('PROXY TCP4 192.0.2.7 198.51.100.1 4711 443\r\n');
  await gone(socket);
  assert.equal(listener.counters.refused['first-byte-unknown'], 1);
});

test('web pages of other origins are refused with 403, the listed and what is no browser are not', async (context) => {
  const { port, listener } = await stage(context, { origins: ['https://game.example'] });
  const url = `ws://127.0.0.1:${port}/`;
  for (const origin of [undefined, 'https://game.example']) {
    const client = new WebSocket(url, SUBPROTOCOL, origin === undefined ? {} : { origin });
    await once(client, 'open');
    client.terminate();
  }
  const refused = new WebSocket(url, SUBPROTOCOL, { origin: 'https://evil.example' });
  const [error] = (await once(refused, 'error')) as [Error];
  assert.match(error.message, /403/);
  assert.equal(listener.counters.refused['origin-refused'], 1);
});
