import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_LINK_LIMITS } from '../../../src/link/link-connection.js';
import { linkBye, sessionOpened } from '../../../src/protocol/link-messages.js';
import { encodeEnvelope } from '../../../src/protocol/envelope.js';
import {
  encodeLinkFrame,
  LinkCloseCode,
  LinkKind,
  newLinkHead,
  scanLinkFrame,
} from '../../../src/protocol/link-frames.js';
import { readUint32 } from '../../../src/protocol/varint.js';
import { FakeClock } from '../../support/fake-clock.js';
import { advance, fakeEnd, fakeLink, FakeTurns, openFakeLink, type FakeEnd } from './link-fakes.js';

const ENVELOPE = encodeEnvelope({ type: 1000, seq: 7, payload: Buffer.from('hello') });

function sendRequest({ link }: FakeEnd, request: number, envelope = ENVELOPE): boolean {
  return link.writeEnvelope(LinkKind.REQUEST, 3, request, 1000, 250, 1, envelope, 0, envelope.length);
}

const codesOf = (end: FakeEnd): unknown[] => end.sink.closed.map(({ code }) => code);

/** Kinds of the frames in `bytes`. */
function kindsIn(bytes: Uint8Array): number[] {
  const kinds: number[] = [];
  const head = newLinkHead();
  for (let at = 0; at < bytes.length; at += 4 + readUint32(bytes, at)) {
    assert.ok(scanLinkFrame(bytes, at + 4, at + 4 + readUint32(bytes, at), head));
    kinds.push(head.kind);
  }
  return kinds;
}

describe('opening', () => {
  test('both ends are ready and know each other', () => {
    const { dialler, listener } = openFakeLink({ listener: { draining: true } });
    assert.equal(dialler.sink.peer?.id, 'server-1');
    assert.equal(dialler.sink.peer.draining, true);
    assert.equal(listener.sink.peer?.id, 'gateway-1');
    assert.ok(dialler.link.isOpen && listener.link.isOpen);
  });

  test('any split of the bytes opens it', () => {
    const link = fakeLink();
    link.pump(1);
    assert.ok(link.dialler.link.isOpen && link.listener.link.isOpen);
  });

  test('nothing can be written before', () => {
    const { dialler, listener } = fakeLink();
    assert.equal(sendRequest(dialler, 1), false);
    assert.equal(listener.link.writeFrame(encodeLinkFrame({ kind: LinkKind.PING })), false);
  });

  test('a frame before the greeting is done is a violation', () => {
    const { listener, pump } = fakeLink();
    listener.socket.deliver(encodeLinkFrame({ kind: LinkKind.PING }));
    pump();
    assert.deepEqual(codesOf(listener), [LinkCloseCode.LINK_VIOLATION]);
  });

  test('an over-long frame before the greeting is done is refused by its length alone', () => {
    const { listener, pump } = fakeLink();
    listener.socket.deliver(Uint8Array.of(0, 0, 0x20, 0));
    pump();
    assert.deepEqual(codesOf(listener), [LinkCloseCode.LINK_FRAME_TOO_LARGE]);
  });

  test('a silent peer is given up after the greeting deadline, with no timer left', () => {
    const clock = new FakeClock();
    const turns = new FakeTurns();
    const { socket, sink } = fakeEnd('listener', clock, turns);
    clock.advance(DEFAULT_LINK_LIMITS.greetingTimeoutMs - 1);
    assert.equal(sink.closed.length, 0);
    clock.advance(1);
    turns.runAll();
    assert.deepEqual(
      sink.closed.map(({ code }) => code),
      [LinkCloseCode.GREETING_TIMEOUT],
    );
    clock.advance(1000);
    assert.ok(socket.destroyed);
    assert.equal(clock.pending, 0);
  });

  test('different secrets: both ends learn UNAUTHENTICATED, neither is ever ready', () => {
    const { dialler, listener } = openFakeLink({ listener: { secrets: [Buffer.from('another secret')] } });
    assert.deepEqual(codesOf(dialler), [LinkCloseCode.UNAUTHENTICATED]);
    assert.deepEqual(codesOf(listener), [LinkCloseCode.UNAUTHENTICATED]);
    assert.equal(listener.sink.peer, undefined);
  });
});

describe('frames', () => {
  test('head, envelope and body come out as they went in, in order', () => {
    const { dialler, listener, pump } = openFakeLink();
    const body = sessionOpened.encode({ id: 's-1', generation: 1, user: 'alice' });
    dialler.link.writeFrame(encodeLinkFrame({ kind: LinkKind.SESSION_OPENED, session: 3 }, undefined, body));
    sendRequest(dialler, 9);
    pump(3);
    const [opened, request] = listener.sink.frames;
    assert.equal(opened?.kind, LinkKind.SESSION_OPENED);
    assert.deepEqual(Buffer.from(opened.body), Buffer.from(body));
    assert.deepEqual(request, {
      kind: LinkKind.REQUEST,
      session: 3,
      request: 9,
      type: 1000,
      deadlineMs: 250,
      hops: 1,
      envelope: Uint8Array.from(ENVELOPE),
      body: new Uint8Array(0),
    });
  });

  test('a hundred frames of one turn are one write', () => {
    const { dialler, listener, pump } = openFakeLink();
    const before = dialler.socket.writes;
    for (let request = 1; request <= 100; request++) sendRequest(dialler, request);
    pump();
    assert.equal(dialler.socket.writes - before, 1);
    assert.deepEqual(
      listener.sink.frames.map(({ request }) => request),
      Array.from({ length: 100 }, (_, index) => index + 1),
    );
  });

  test('sizes around the shared buffer keep their order and bytes', () => {
    const sizes = fc.array(fc.constantFrom(0, 1, 90, 5_000, 16_300, 16_400, 65_000, 70_000), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(sizes, fc.boolean(), (payloads, blocked) => {
        const { dialler, listener, pump } = openFakeLink();
        dialler.socket.blocked = blocked;
        const envelopes = payloads.map((bytes, index) =>
          encodeEnvelope({ type: 1000, seq: index + 1, payload: Buffer.alloc(bytes, index) }),
        );
        envelopes.forEach((envelope, index) => assert.ok(sendRequest(dialler, index + 1, envelope)));
        pump();
        dialler.socket.blocked = false;
        pump();
        assert.deepEqual(
          listener.sink.frames.map(({ envelope }) => Buffer.from(envelope)),
          envelopes.map((envelope) => Buffer.from(envelope)),
        );
      }),
      { numRuns: 40 },
    );
  });

  test('what the peer may not send closes the link on both ends', () => {
    const { listener, dialler, pump } = openFakeLink();
    listener.link.writeFrame(encodeLinkFrame({ kind: LinkKind.SESSION_SUSPENDED, session: 1 }));
    pump();
    assert.deepEqual(codesOf(dialler), [LinkCloseCode.LINK_VIOLATION]);
    assert.deepEqual(codesOf(listener), [LinkCloseCode.LINK_VIOLATION]);
    assert.equal(dialler.sink.frames.length, 0);
  });

  test('the code that the sink answers closes the link, and no further frame is delivered', () => {
    const { dialler, listener, pump } = openFakeLink();
    listener.sink.verdict = LinkCloseCode.LINK_MALFORMED;
    sendRequest(dialler, 1);
    sendRequest(dialler, 2);
    pump();
    assert.equal(listener.sink.frames.length, 1);
    assert.deepEqual(codesOf(listener), [LinkCloseCode.LINK_MALFORMED]);
    assert.deepEqual(codesOf(dialler), [LinkCloseCode.LINK_MALFORMED]);
  });

  test('a frame beyond the limit of the reader closes the link', () => {
    const { listener, pump } = openFakeLink();
    listener.socket.deliver(Uint8Array.of(0, 0x10, 0, 1));
    pump();
    assert.deepEqual(codesOf(listener), [LinkCloseCode.LINK_FRAME_TOO_LARGE]);
  });
});

describe('limits', () => {
  const limits = { ...DEFAULT_LINK_LIMITS, queueBytesMax: 1000 };

  test('a frame that the peer does not take is refused and nothing is written', () => {
    const small = { ...DEFAULT_LINK_LIMITS, frameBytesMax: 4096 };
    const { dialler, listener, pump } = openFakeLink({ listener: { limits: small } });
    assert.equal(dialler.link.peerFrameBytesMax, 4096);
    assert.equal(sendRequest(dialler, 1, new Uint8Array(4096)), false);
    assert.equal(sendRequest(dialler, 2), true);
    pump();
    assert.deepEqual(
      listener.sink.frames.map(({ request }) => request),
      [2],
    );
  });

  test('beyond queueBytesMax writes are refused until the peer reads, then onDrain says so once', () => {
    const { dialler, listener, pump } = openFakeLink({ dialler: { limits } });
    dialler.socket.blocked = true;
    let accepted = 0;
    while (sendRequest(dialler, accepted + 1)) accepted++;
    pump();
    assert.ok(accepted > 5 && dialler.link.queuedBytes <= 1000);
    assert.equal(sendRequest(dialler, 999), false);
    assert.equal(dialler.sink.drains, 0);
    dialler.socket.blocked = false;
    pump();
    assert.equal(dialler.sink.drains, 1);
    assert.equal(listener.sink.frames.length, accepted);
    assert.equal(dialler.link.counters.refused, 2);
  });

  test('a refusal before the first flush is followed by onDrain as well', () => {
    const { dialler, pump } = openFakeLink({ dialler: { limits } });
    let request = 1;
    while (sendRequest(dialler, request)) request++;
    pump();
    assert.equal(dialler.sink.drains, 1);
  });

  test('a peer that takes nothing is LINK_SLOW, although it is heard', () => {
    const { dialler, listener, clock, pump } = openFakeLink();
    dialler.socket.blocked = true;
    sendRequest(dialler, 1);
    advance(clock, DEFAULT_LINK_LIMITS.stallTimeoutMs + DEFAULT_LINK_LIMITS.heartbeatMs, () => {
      listener.link.writeFrame(encodeLinkFrame({ kind: LinkKind.PONG }));
      pump();
    });
    assert.deepEqual(codesOf(dialler), [LinkCloseCode.LINK_SLOW]);
  });
});

describe('heartbeat', () => {
  test('an idle link stays open for an hour', () => {
    const { dialler, listener, clock, pump } = openFakeLink();
    advance(clock, 3_600_000, pump);
    assert.ok(dialler.link.isOpen && listener.link.isOpen);
  });

  test('a silent peer is given up after three intervals', () => {
    const { dialler, clock, turns } = openFakeLink();
    const { heartbeatMs } = DEFAULT_LINK_LIMITS;
    const settle = (): void => {
      turns.runAll();
      dialler.socket.takeWritten();
    };
    advance(clock, 3 * heartbeatMs - heartbeatMs / 2, settle);
    assert.equal(dialler.sink.closed.length, 0);
    advance(clock, heartbeatMs, settle);
    assert.deepEqual(codesOf(dialler), [LinkCloseCode.LINK_SILENT]);
  });

  test('PING comes back as PONG with its number', () => {
    const { listener, turns } = openFakeLink();
    listener.socket.deliver(encodeLinkFrame({ kind: LinkKind.PING, request: 77 }));
    turns.runAll();
    const expected = encodeLinkFrame({ kind: LinkKind.PONG, request: 77 });
    assert.deepEqual(Buffer.from(listener.socket.takeWritten()), Buffer.from(expected));
  });
});

describe('the end', () => {
  test('close says BYE behind what was written, and both ends hear the same code once', () => {
    const { dialler, listener, clock, turns, pump } = openFakeLink();
    sendRequest(dialler, 1);
    dialler.link.close(LinkCloseCode.UNLISTED, 'gone from the registry');
    assert.equal(dialler.sink.closed.length, 0, 'not from inside the call');
    turns.runAll();
    const written = dialler.socket.takeWritten();
    assert.deepEqual(kindsIn(written), [LinkKind.REQUEST, LinkKind.BYE]);
    listener.socket.deliver(written);
    pump();
    advance(clock, 1000, pump);
    assert.deepEqual(dialler.sink.closed, [
      { code: LinkCloseCode.UNLISTED, reason: 'gone from the registry' },
    ]);
    assert.deepEqual(listener.sink.closed, [
      { code: LinkCloseCode.UNLISTED, reason: 'peer: gone from the registry' },
    ]);
    assert.ok(dialler.socket.destroyed && listener.socket.destroyed);
    assert.equal(clock.pending, 0);
  });

  test('a pipe that ends without BYE is lost, and that is told before anything more can be written', () => {
    for (const end of ['onEnd', 'onClosed'] as const) {
      const { dialler } = openFakeLink();
      if (end === 'onEnd') dialler.socket.sink?.onEnd();
      else dialler.socket.sink?.onClosed('ECONNRESET');
      assert.deepEqual(codesOf(dialler), ['lost']);
    }
  });

  test('an end of its own is told in a later turn, not from inside the call', () => {
    const { dialler, turns } = openFakeLink();
    dialler.link.close(LinkCloseCode.STOPPING, 'test');
    assert.deepEqual(codesOf(dialler), []);
    turns.runAll();
    assert.deepEqual(codesOf(dialler), [LinkCloseCode.STOPPING]);
  });

  test('after the end writes do nothing and bytes are not looked at', () => {
    const { dialler, pump } = openFakeLink();
    dialler.link.close(LinkCloseCode.STOPPING, 'test');
    dialler.link.close(LinkCloseCode.LINK_SLOW, 'again');
    assert.equal(sendRequest(dialler, 1), false);
    dialler.socket.deliver(Buffer.alloc(64, 0xff));
    pump();
    assert.deepEqual(codesOf(dialler), [LinkCloseCode.STOPPING]);
  });

  test('a BYE with an unknown code is a peer that stops', () => {
    const { dialler, pump } = openFakeLink();
    dialler.socket.deliver(
      encodeLinkFrame({ kind: LinkKind.BYE }, undefined, linkBye.encode({ code: 4242 })),
    );
    pump();
    assert.deepEqual(codesOf(dialler), [LinkCloseCode.STOPPING]);
  });
});

describe('hostile bytes', () => {
  const documented = new Set<unknown>([...Object.values(LinkCloseCode), 'lost']);

  function survives(end: FakeEnd, bytes: Uint8Array, pieceBytes: number, settle: () => void): void {
    end.socket.deliver(Uint8Array.from(bytes), pieceBytes);
    settle();
    assert.ok(end.sink.closed.length <= 1);
    for (const { code } of end.sink.closed) assert.ok(documented.has(code));
  }

  test('random bytes, before and after the greeting', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), fc.nat(20), (bytes, opened, piece) => {
        const { listener, turns } = opened ? openFakeLink() : fakeLink();
        survives(listener, bytes, piece + 1, () => {
          turns.runAll();
        });
      }),
      { numRuns: 300 },
    );
  });

  test('valid frames with one byte changed', () => {
    const body = sessionOpened.encode({ id: 's-1', generation: 1, user: 'alice', roles: ['admin'] });
    const valid = Buffer.concat([
      encodeLinkFrame({ kind: LinkKind.SESSION_OPENED, session: 1 }, undefined, body),
      encodeLinkFrame(
        { kind: LinkKind.REQUEST, session: 1, request: 1, type: 1000, deadlineMs: 9 },
        ENVELOPE,
      ),
      encodeLinkFrame({ kind: LinkKind.PING, request: 2 ** 40 }),
      encodeLinkFrame({ kind: LinkKind.BYE }, undefined, linkBye.encode({ code: 1, reason: 'x' })),
    ]);
    fc.assert(
      fc.property(fc.nat(valid.length - 1), fc.nat(255), fc.nat(30), (at, value, piece) => {
        const { listener, turns } = openFakeLink();
        const mutated = Uint8Array.from(valid);
        mutated[at] = value;
        survives(listener, mutated, piece + 1, () => {
          turns.runAll();
        });
      }),
      { numRuns: 500 },
    );
  });
});
