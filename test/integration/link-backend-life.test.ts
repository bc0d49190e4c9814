// The backend SDK against the gateway's end of a link, over real sockets: relays, commands, drain, metrics,
// strangers and violations.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { describe, test } from 'node:test';
import {
  attributesChange,
  groupChange,
  kick,
  pin,
  relaySource,
  relayTarget,
} from '../../src/protocol/link-messages.js';
import { encodeEnvelope } from '../../src/protocol/envelope.js';
import { encodeLinkFrame, LinkCloseCode, LinkKind } from '../../src/protocol/link-frames.js';
import { CallError, createBackend } from '../../src/sdk/backend/backend.js';
import { LINK_SECRET, LinkGateway } from '../support/link-gateway.js';
import { bytes, startBackend, text } from '../support/started-backend.js';

describe('relays and commands', () => {
  test('a call reaches a handler of the other side and brings its answer', async (context) => {
    const { dial } = await startBackend(context, (backend) => {
      backend.onRelay(3000, (payload, { fromServer, wantsAnswer }) =>
        bytes(`${text(payload)} from ${fromServer} ${wantsAnswer}`),
      );
    });
    const gateway = await dial();
    const source = relaySource.encode({ server: 'game-1' });
    const call = encodeEnvelope({ type: 3000, seq: 1, payload: bytes('hi') });
    gateway.send({ kind: LinkKind.CALL, request: 1, type: 3000, deadlineMs: 100 }, call, source);
    const answer = await gateway.next(LinkKind.CALL_ANSWER);
    assert.deepEqual([answer.request, answer.envelope?.type, answer.envelope?.seq], [1, 3000, 1]);
    assert.equal(text(answer.envelope?.payload ?? bytes('')), 'hi from game-1 true');
  });

  test('callServer, sendToServer and sendToService say where to', async (context) => {
    const { dial, backend } = await startBackend(context, () => undefined);
    const gateway = await dial();
    const answered = backend.callServer('game-1', 3000, bytes('ping'), { timeoutMs: 700, key: bytes('k') });
    const call = await gateway.next(LinkKind.CALL);
    assert.deepEqual([call.type, call.deadlineMs, String(call.envelope?.key)], [3000, 700, 'k']);
    assert.equal(relayTarget.decode(call.body)?.server, 'game-1');
    const payload = encodeEnvelope({ type: 3000, seq: call.envelope?.seq ?? 0, payload: bytes('pong') });
    gateway.send({ kind: LinkKind.CALL_ANSWER, request: call.request }, payload);
    assert.equal(text(await answered), 'pong');
    assert.equal(backend.sendToServer('game-1', 3001, bytes('x')), 'SENT');
    assert.equal(relayTarget.decode((await gateway.next(LinkKind.RELAY)).body)?.server, 'game-1');
    assert.equal(backend.sendToService('game', 3001, bytes('x')), 'SENT');
    assert.equal(relayTarget.decode((await gateway.next(LinkKind.RELAY)).body)?.service, 'game');
  });

  test('a call that fails rejects with its code: the gateway’s, the other’s own, a time-out, a lost link', async (context) => {
    const { dial, backend } = await startBackend(context, () => undefined);
    const rejects = (call: Promise<unknown>, name: string): Promise<void> =>
      assert.rejects(call, (error) => error instanceof CallError && error.name === name);
    await rejects(backend.callServer('x', 3000, bytes('')), 'NOT_CONNECTED');
    const gateway = await dial();
    for (const [code, name] of [
      [1105, 'NO_SUCH_SERVER'],
      [20_000, 'APPLICATION'],
    ] as const) {
      const call = backend.callService('game', 3000, bytes(''));
      const { request } = await gateway.next(LinkKind.CALL);
      gateway.send({ kind: LinkKind.CALL_ANSWER, request }, encodeEnvelope({ type: 3000, seq: 1, code }));
      await rejects(call, name);
    }
    await rejects(backend.callServer('x', 3000, bytes(''), { timeoutMs: 1 }), 'TIMEOUT');
    const lost = backend.callServer('x', 3000, bytes(''), { timeoutMs: 60_000 });
    gateway.close(LinkCloseCode.STOPPING);
    await rejects(lost, 'INSTANCE_LOST');
  });

  test('commands carry what they mean and resolve with DONE', async (context) => {
    const { dial, backend } = await startBackend(context, (backend) => backend.on(1000, () => undefined));
    const gateway = await dial();
    gateway.doneCount = 2;
    const handle = gateway.openSession('s-1');
    await gateway.ask(handle, 1000, bytes(''));
    assert.equal(await backend.join(['s-1', 's-2'], 'red'), 2);
    const join = groupChange.decode((await gateway.next(LinkKind.GROUP_JOIN)).body);
    assert.deepEqual([join?.group, join?.sessions], ['red', ['s-1', 's-2']]);
    assert.equal(await backend.leave(['s-1'], 'red'), 2);
    await backend.setAttributes('s-1', new Map([['team', 'red']]), ['old']);
    const set = await gateway.next(LinkKind.SET_ATTRIBUTES);
    assert.equal(set.session, handle);
    const change = attributesChange.decode(set.body);
    assert.deepEqual([change?.set[0]?.name, change?.set[0]?.value, change?.remove], ['team', 'red', ['old']]);
    assert.equal(await backend.kick({ user: 'bob' }, { reason: 'spam' }), 2);
    const kicked = kick.decode((await gateway.next(LinkKind.KICK)).body);
    assert.deepEqual([kicked?.user, kicked?.reason, kicked?.advice], ['bob', 'spam', 4]);
    await backend.pin({ session: 's-1' }, 'game', 'game-2');
    const pinned = await gateway.next(LinkKind.PIN);
    assert.deepEqual([pinned.session, pin.decode(pinned.body)?.server], [handle, 'game-2']);
    await backend.unpin({ key: bytes('room-1') }, 'game');
    const unpinned = pin.decode((await gateway.next(LinkKind.PIN)).body);
    assert.deepEqual([unpinned?.server, String(Buffer.from(unpinned?.key ?? bytes('')))], ['', 'room-1']);
    await assert.rejects(backend.setAttributes('s-7', new Map()), { name: 'NOT_ONLINE' });
  });
});

describe('the life of a backend', () => {
  test('a drain waits for the gateways and for what runs, then says goodbye', async (context) => {
    let finish: () => void = () => undefined;
    const { dial, backend, place } = await startBackend(
      context,
      (backend) => {
        backend.on(1000, async (payload) => {
          await new Promise<void>((resolve) => (finish = resolve));
          return payload;
        });
        backend.on(1001, (payload) => payload);
      },
      { metricsListen: '127.0.0.1:0' },
    );
    const health = async (): Promise<number> =>
      (await fetch(`http://127.0.0.1:${place.metricsPort}/healthz`)).status;
    assert.equal(await health(), 200);
    const gateway = await dial();
    gateway.doneCount = undefined;
    const session = gateway.openSession('s-1');
    const slow = gateway.request(session, 1000, bytes('slow'));
    const drained = backend.drain();
    const { request } = await gateway.next(LinkKind.DRAIN);
    assert.equal(await health(), 503);
    assert.equal((await gateway.ask(session, 1001, bytes('late'))).code, 0, 'sent before DRAIN was seen');
    const late = await dial('gateway-2');
    assert.equal(late.peer?.draining, true);
    gateway.send({ kind: LinkKind.DONE, request });
    finish();
    assert.equal(text((await gateway.answerTo(slow, 1000)).payload), 'slow');
    assert.equal((await gateway.closed).code, LinkCloseCode.STOPPING);
    assert.equal((await late.closed).code, LinkCloseCode.STOPPING);
    await drained;
    await assert.rejects(dial());
  });

  test('a gateway that was greeting when the drain began is told of it', async (context) => {
    const { backend, dial, place } = await startBackend(context, () => undefined);
    const socket = await LinkGateway.connect(place.port);
    const first = await dial('gateway-2');
    first.doneCount = undefined;
    const drained = backend.drain();
    const { request } = await first.next(LinkKind.DRAIN);
    const late = await LinkGateway.greet(socket, 'chat-1');
    assert.equal(late.peer?.draining, false, 'accepted before');
    await late.next(LinkKind.DRAIN);
    first.send({ kind: LinkKind.DONE, request });
    await drained;
  });

  test('closed while it starts, it does not serve', async (context) => {
    const backend = createBackend({ service: 'chat', secrets: LINK_SECRET, metricsListen: '127.0.0.1:0' });
    context.after(() => backend.close());
    const started = backend.start();
    await backend.close();
    await assert.rejects(started, /closed while it started/);
  });

  test('signals drain it', async (context) => {
    const { backend, dial } = await startBackend(context, () => undefined);
    const gateway = await dial();
    let signal: () => void = () => undefined;
    backend.installSignalHandlers({ once: (name, listener) => name === 'SIGTERM' && (signal = listener) });
    signal();
    await gateway.next(LinkKind.DRAIN);
    assert.equal((await gateway.closed).code, LinkCloseCode.STOPPING);
  });

  test('/metrics counts what came and went', async (context) => {
    const { dial, backend, place } = await startBackend(
      context,
      (backend) => backend.on(1000, (payload) => payload),
      {
        metricsListen: '127.0.0.1:0',
      },
    );
    const gateway = await dial();
    const session = gateway.openSession('s-1');
    for (let count = 0; count < 3; count++) await gateway.ask(session, 1000, bytes('x'));
    await gateway.ask(session, 1005, bytes('x'));
    gateway.notify(session, 1000, bytes('x'));
    await gateway.ask(session, 1005, bytes('x'));
    backend.push({ session: 's-1' }, 2000, bytes('x'));
    const metrics = await (await fetch(`http://127.0.0.1:${place.metricsPort}/metrics`)).text();
    for (const line of [
      'causeway_backend_requests_total{type="1000",outcome="ok"} 3',
      'causeway_backend_requests_total{type="0",outcome="NO_HANDLER"} 2',
      'causeway_backend_notifications_total{type="1000",outcome="ok"} 1',
      'causeway_backend_sent_total{kind="push",outcome="SENT"} 1',
      'causeway_backend_links 1',
      'causeway_backend_sessions 1',
    ])
      assert.ok(metrics.includes(line), `${line}\nin\n${metrics}`);
  });

  test('a port that is taken is said so', async (context) => {
    const { place } = await startBackend(context, () => undefined);
    const other = createBackend({ service: 'chat', secrets: LINK_SECRET, listen: `127.0.0.1:${place.port}` });
    await assert.rejects(other.start(), /cannot listen for links on 127\.0\.0\.1:\d+: .*EADDRINUSE/);
  });
});

describe('strangers and violations', () => {
  test('another secret, another server: refused with the code', async (context) => {
    const { place } = await startBackend(context, () => undefined);
    const stranger = await LinkGateway.dial(place.port, 'chat-1', 'gateway-1', 'quite another secret');
    assert.equal((await stranger.closed).code, LinkCloseCode.UNAUTHENTICATED);
    const lost = await LinkGateway.dial(place.port, 'chat-2');
    assert.equal((await lost.closed).code, LinkCloseCode.WRONG_SERVER);
  });

  test('a health check that connects and goes harms nobody', async (context) => {
    const { place, dial } = await startBackend(context, (backend) => backend.on(1000, (payload) => payload));
    for (let count = 0; count < 20; count++) {
      const socket = createConnection(place.port, '127.0.0.1');
      await once(socket, 'connect');
      socket.resetAndDestroy();
    }
    const gateway = await dial();
    assert.equal((await gateway.ask(gateway.openSession('s-1'), 1000, bytes(''))).code, 0);
  });

  test('frames that lie close the link with the documented code', async (context) => {
    const { dial } = await startBackend(context, (backend) => backend.on(1000, () => undefined));
    const request = { kind: LinkKind.REQUEST, session: 1, request: 1, type: 1000 };
    const lies: [string, Uint8Array, number][] = [
      [
        'unknown handle',
        encodeLinkFrame({ ...request, session: 9 }, encodeEnvelope({ type: 1000, seq: 1 })),
        3,
      ],
      ['request without seq', encodeLinkFrame(request, encodeEnvelope({ type: 1000 })), 3],
      ['request with a code', encodeLinkFrame(request, encodeEnvelope({ type: 1000, seq: 1, code: 5 })), 3],
      ['reserved type', encodeLinkFrame(request, encodeEnvelope({ type: 8, seq: 1 })), 3],
      ['broken envelope', encodeLinkFrame(request, Uint8Array.of(0x08)), 2],
      [
        'body of garbage',
        encodeLinkFrame({ kind: LinkKind.SESSION_OPENED, session: 2 }, undefined, Uint8Array.of(10, 9)),
        2,
      ],
      [
        'handle again',
        encodeLinkFrame({ kind: LinkKind.SESSION_OPENED, session: 1 }, undefined, Uint8Array.of(10, 1, 65)),
        3,
      ],
      [
        'answer never asked',
        encodeLinkFrame({ kind: LinkKind.CALL_ANSWER, request: 1 }, encodeEnvelope({ type: 1000, seq: 1 })),
        3,
      ],
      ['DONE never asked', encodeLinkFrame({ kind: LinkKind.DONE, request: 1 }), 3],
    ];
    for (const [name, frame, code] of lies) {
      const gateway = await dial();
      gateway.openSession('s-1');
      gateway.sendRaw(frame);
      assert.equal((await gateway.closed).code, code, name);
    }
  });
});
