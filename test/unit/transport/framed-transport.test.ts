import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FrameStatus } from '../../../src/protocol/frames.js';
import { PongSlot } from '../../../src/protocol/websocket-frames.js';
import type { ClientTransport } from '../../../src/transport/client-transport.js';
import {
  FramedTransport,
  SpareReader,
  tcpPipe,
  websocketPipe,
} from '../../../src/transport/framed-transport.js';
import { ReadPortions } from '../../../src/transport/read-portions.js';
import { CountingOwner, FakeByteSocket, FakeClock, RecordingSink } from './fakes.js';
import { BINARY, CLOSE, frame, PING, PONG, setup, TEXT } from './framed-rig.js';

const TCP_AB = [0, 0, 0, 2, 0xaa, 0xbb];

describe('both pipes', () => {
  test('what it says of itself', () => {
    const { transport } = setup(tcpPipe);
    assert.equal(transport.address, '192.0.2.1:4000');
    assert.equal(transport.acceptedAtMs, 7);
    assert.equal(transport.framing.name, 'tcp');
    assert.equal(transport.limit.bytesMax, 16 * 1024);
    assert.equal(setup(websocketPipe).transport.framing.name, 'ws');
  });

  test('bytes read before it was a transport come first, however they were split', () => {
    const { sink, socket } = setup(tcpPipe, [Uint8Array.of(0), Uint8Array.of(), Uint8Array.of(0, 0)]);
    socket.arrive(2, 0xaa, 0xbb);
    assert.deepEqual(sink.heard, ['activity', 'activity', 'activity', 'envelope aabb']);
  });

  test('a sink that closes while it is asked for hears nothing', () => {
    const socket = new FakeByteSocket();
    const sink = new RecordingSink();
    const clock = new FakeClock();
    const owner = new CountingOwner();
    const portions = new ReadPortions(clock, setImmediate);
    const parts = { readers: new SpareReader(tcpPipe), pong: new PongSlot(), portions, clock, owner };
    const transport = new FramedTransport(parts, { socket, acceptedAtMs: 0 });
    const closing = (given: ClientTransport): RecordingSink => {
      given.close(1);
      return sink;
    };
    transport.open(closing, [Uint8Array.from(TCP_AB)]);
    socket.arrive(...TCP_AB);
    socket.sink?.onClosed('closed');
    assert.deepEqual(sink.heard, []);
    assert.equal(owner.gone, 1);
  });

  test('life is told once for each read, before the envelopes in it', () => {
    const { sink, socket } = setup(tcpPipe);
    socket.arrive(...TCP_AB, ...TCP_AB);
    assert.deepEqual(sink.heard, ['activity', 'envelope aabb', 'envelope aabb']);
  });

  test('the limit is 16 KiB until the session raises it', () => {
    const small = setup(tcpPipe);
    small.socket.arrive(0, 0, 0x40, 1);
    assert.deepEqual(small.sink.heard, ['activity', `violation ${FrameStatus.TOO_LARGE}`]);
    const raised = setup(tcpPipe);
    raised.transport.limit.bytesMax = 0x4001;
    raised.socket.arrive(0, 0, 0x40, 1);
    assert.deepEqual(raised.sink.heard, ['activity']);
  });

  test('after a violation nothing is read, but the Disconnect can be written', () => {
    const { transport, socket, sink } = setup(tcpPipe);
    socket.arrive(1, 0, 0, 0);
    socket.arrive(...TCP_AB);
    assert.deepEqual(sink.heard, ['activity', `violation ${FrameStatus.TOO_LARGE}`]);
    transport.write(Uint8Array.of(0xd1));
    transport.close(4);
    assert.deepEqual(socket.calls, ['write d1', 'end', 'resume']);
  });

  test('a client that leaves after its violation is told as lost', () => {
    const { socket, sink } = setup(tcpPipe);
    socket.arrive(1, 0, 0, 0);
    socket.sink?.onEnd();
    assert.equal(sink.heard.at(-1), 'lost the client finished sending');
  });

  test('false from the sink stops in the middle of a read', () => {
    const { transport, socket, sink } = setup(tcpPipe);
    sink.onEach = () => {
      transport.close(3);
      return false;
    };
    socket.arrive(...TCP_AB, ...TCP_AB);
    socket.arrive(...TCP_AB);
    assert.deepEqual(sink.heard, ['activity', 'envelope aabb']);
  });

  test('a sink that closes and forgets to say so is stopped all the same', () => {
    const { transport, socket, sink } = setup(websocketPipe);
    sink.onEach = () => {
      transport.close(3);
      return true;
    };
    socket.arrive(...frame(BINARY, 1), ...frame(PING, 2), ...frame(BINARY, 3));
    assert.deepEqual(sink.heard, ['activity', 'envelope 01']);
  });

  test('a sink that stops without closing hears no more envelopes', () => {
    const { socket, sink } = setup(tcpPipe);
    sink.onEach = () => false;
    socket.arrive(...TCP_AB, ...TCP_AB);
    socket.arrive(...TCP_AB);
    assert.deepEqual(sink.heard, ['activity', 'envelope aabb']);
  });

  test('a sink that closes on life gets none of the envelopes', () => {
    const { transport, socket, sink } = setup(tcpPipe);
    sink.onActivity = () => {
      transport.close(1);
    };
    socket.arrive(...TCP_AB);
    assert.deepEqual(sink.heard, []);
  });

  test('drain is told when a write of the sink said false, once', () => {
    const { transport, socket, sink } = setup(tcpPipe);
    assert.equal(transport.write(Uint8Array.of(1)), true);
    socket.sink?.onDrain();
    socket.takes = false;
    assert.equal(transport.write(Uint8Array.of(1, 2)), false);
    assert.equal(transport.queuedBytes, 2);
    socket.sink?.onDrain();
    socket.sink?.onDrain();
    assert.deepEqual(sink.heard, ['drain']);
  });

  test('after close input is discarded, for 2 s at most', () => {
    const { transport, socket, clock, sink, owner } = setup(tcpPipe);
    transport.close(1);
    assert.deepEqual(socket.takeCalls(), ['end', 'resume']);
    socket.arrive(...TCP_AB);
    assert.equal(transport.write(Uint8Array.of(1)), true);
    transport.close(2);
    clock.advance(1999);
    assert.deepEqual(socket.takeCalls(), []);
    clock.advance(1);
    assert.deepEqual(socket.takeCalls(), ['destroy']);
    socket.sink?.onClosed('closed');
    assert.deepEqual(sink.heard, []);
    assert.equal(owner.gone, 1);
    assert.equal(clock.timers, 0);
  });

  test('when the client ends after close, the socket closes by itself and no timer stays', () => {
    const { transport, socket, clock, sink } = setup(tcpPipe);
    transport.close(1);
    socket.takeCalls();
    socket.sink?.onEnd();
    assert.deepEqual(socket.calls, []);
    socket.sink?.onClosed('closed');
    assert.equal(clock.timers, 0);
    assert.deepEqual(sink.heard, []);
  });

  test('a half-close by the client is a loss; what was written still goes out', () => {
    const { transport, socket, clock, sink } = setup(tcpPipe);
    socket.sink?.onEnd();
    assert.deepEqual(sink.heard, ['lost the client finished sending']);
    assert.deepEqual(socket.takeCalls(), ['end', 'resume']);
    assert.equal(transport.write(Uint8Array.of(1)), true);
    clock.advance(2000);
    assert.deepEqual(socket.takeCalls(), ['destroy']);
    socket.sink?.onClosed('closed');
    assert.equal(sink.heard.length, 1);
  });

  test('a broken socket is told as lost, once, with its cause', () => {
    const { transport, socket, sink, owner } = setup(websocketPipe);
    socket.sink?.onClosed('ECONNRESET');
    assert.deepEqual(sink.heard, ['lost ECONNRESET']);
    assert.equal(owner.gone, 1);
    transport.close(1);
    transport.destroy();
    assert.equal(transport.write(Uint8Array.of(1)), true);
    assert.deepEqual(socket.calls, []);
  });

  test('destroy drops at once, from any phase, and is not heard', () => {
    const open = setup(tcpPipe);
    open.transport.destroy();
    open.socket.sink?.onClosed('closed');
    const lingering = setup(tcpPipe);
    lingering.transport.close(1);
    lingering.transport.destroy();
    for (const { socket, sink, clock } of [open, lingering]) {
      assert.equal(socket.calls.at(-1), 'destroy');
      assert.deepEqual(sink.heard, []);
      assert.equal(clock.timers, 0);
    }
  });
});

describe('WebSocket', () => {
  test('a ping is answered with its payload, and is life', () => {
    const { socket, sink } = setup(websocketPipe);
    socket.arrive(...frame(PING, 0x68, 0x69));
    assert.deepEqual(socket.calls, ['write 8a026869']);
    assert.deepEqual(sink.heard, ['activity']);
  });

  test('of many pings in one read the last is answered, and so all of them', () => {
    const { socket } = setup(websocketPipe);
    socket.arrive(...frame(PING, 1), ...frame(PING, 2), ...frame(BINARY, 3), ...frame(PING, 4));
    socket.arrive(...frame(PING, 5));
    assert.deepEqual(socket.calls, ['write 8a0104', 'write 8a0105']);
  });

  test('a sink that has closed on a ping hears and says nothing more', () => {
    const { transport, socket, sink } = setup(websocketPipe);
    sink.onPing = () => {
      transport.close(23);
      return false;
    };
    socket.arrive(...frame(PING, 1), ...frame(BINARY, 3), ...frame(PING, 4));
    assert.deepEqual(sink.heard, ['activity']);
    assert.ok(!socket.calls.some((call) => call.startsWith('write 8a')));
  });

  test('a pong is not answered, and asks the sink as a ping does: it may be one too many', () => {
    const { socket, sink } = setup(websocketPipe);
    let asked = 0;
    sink.onPing = () => {
      asked++;
      return true;
    };
    socket.arrive(...frame(PONG, 1), ...frame(PONG));
    assert.deepEqual([asked, socket.calls], [2, []]);
  });

  test('who pings and does not read gets no more than 64 KiB of pongs kept', () => {
    const { socket, owner, sink } = setup(websocketPipe);
    socket.takes = false;
    const payload = Array.from({ length: 125 }, () => 1);
    for (let pings = 0; pings < 2000; pings++) socket.arrive(...frame(PING, ...payload));
    assert.ok(socket.queuedBytes <= 64 * 1024 + 127, `${socket.queuedBytes} bytes queued`);
    assert.equal(owner.pongsDropped, 2000 - socket.calls.length);
    assert.ok(owner.pongsDropped > 0);
    socket.sink?.onDrain();
    assert.ok(!sink.heard.includes('drain'), 'no write of the sink said false');
  });

  test('a ping behind the envelope on which the sink closed is not answered', () => {
    const { transport, socket, sink } = setup(websocketPipe);
    sink.onEach = () => {
      transport.close(1);
      return true;
    };
    socket.arrive(...frame(BINARY, 1), ...frame(PING, 2));
    assert.ok(!socket.calls.some((call) => call.startsWith('write 8a')));
  });

  test('close carries 4000 + code after what was written', () => {
    const { transport, socket } = setup(websocketPipe);
    transport.write(Uint8Array.of(0xd1));
    transport.close(17);
    // 4017
    assert.deepEqual(socket.calls, ['write d1', 'write 88020fb1', 'end', 'resume']);
  });

  test("the client's close frame is answered, then we end", () => {
    const { socket, sink } = setup(websocketPipe);
    socket.arrive(...frame(BINARY, 5), ...frame(CLOSE, 0x03, 0xe8), ...frame(BINARY, 6));
    assert.deepEqual(sink.heard, ['activity', 'envelope 05', 'lost closed by the client']);
    assert.deepEqual(socket.calls, ['write 880203e8', 'end', 'resume']);
  });

  test('violations are told by kind', () => {
    const cases: readonly (readonly [number[], FrameStatus])[] = [
      [frame(TEXT, 1), FrameStatus.TEXT],
      [[BINARY, 1, 0], FrameStatus.MALFORMED],
      [frame(0xc2, 1), FrameStatus.MALFORMED],
      [frame(0x83, 1), FrameStatus.MALFORMED],
      [[BINARY, 0xfe, 0x40, 0x01], FrameStatus.TOO_LARGE],
    ];
    for (const [bytes, status] of cases) {
      const { socket, sink } = setup(websocketPipe);
      socket.arrive(...bytes);
      assert.deepEqual(sink.heard, ['activity', `violation ${status}`]);
    }
  });
});
