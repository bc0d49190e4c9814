"""Checks of the pipe: one port, first bytes, framing, WebSocket rules, lengths, deadlines of the handshake."""

import asyncio
import struct

import websockets
from causeway import client_pb2 as wire
from checklist import WAIT_S, Checklist, expect, expect_alive, expect_disconnect, expect_equal, receive
from client import HELLO, PipeClosed, connect_tcp, connect_ws, encode, greet

checks = Checklist()
check = checks.check

HELLO_BYTES_MAX = 16 * 1024


async def talk(target, sent, timeout_s=WAIT_S):
    """Writes raw bytes and reads until the gateway ends."""
    pipe = await connect_tcp(target.host, target.port)
    pipe.writer.write(sent)
    try:
        return await asyncio.wait_for(pipe.reader.read(-1), timeout_s)
    except ConnectionError:
        return b""
    finally:
        await pipe.abort()


@check("plain HTTP is answered 404", pipes=("tcp",))
async def plain_http(target):
    answer = await talk(target, b"GET / HTTP/1.1\r\nHost: test\r\n\r\n")
    expect(answer.startswith(b"HTTP/1.1 404"), f"answered {answer[:40]!r}")


@check("a first byte that means nothing closes without a word", pipes=("tcp",))
async def bad_first_byte(target):
    for first in (b"\x01", b"P", b"\xff", b"\n"):
        answer = await talk(target, first + b"OST / HTTP/1.1\r\n\r\n")
        expect_equal(answer, b"", f"answer to {first!r}")


@check("the first bytes may come one at a time", pipes=("tcp",))
async def split_first_bytes(target):
    hello = wire.Hello(protocol=1, token=target.token()).SerializeToString()
    envelope = encode(HELLO, seq=1, payload=hello)
    pipe = await connect_tcp(target.host, target.port)
    for byte in struct.pack(">I", len(envelope)) + envelope:
        pipe.writer.write(bytes([byte]))
        await pipe.writer.drain()
        await asyncio.sleep(0)
    expect_equal((await receive(pipe)).type, 2, "type of the answer")
    await pipe.abort()


@check("an upgrade sent one byte at a time", pipes=("ws",))
async def split_upgrade(target):
    pipe = await connect_tcp(target.host, target.port)
    request = (
        "GET /any/path HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Protocol: other, causeway.v1\r\n\r\n"
    )
    for byte in request.encode():
        pipe.writer.write(bytes([byte]))
        await asyncio.sleep(0)
    head = await asyncio.wait_for(pipe.reader.readuntil(b"\r\n\r\n"), WAIT_S)
    expect(head.startswith(b"HTTP/1.1 101"), f"answered {head[:40]!r}")
    expect(b"sec-websocket-protocol: causeway.v1\r\n" in head.lower(), "the subprotocol was not chosen")
    expect(b"sec-websocket-extensions" not in head.lower(), "an extension was accepted")
    await pipe.abort()


@check("an upgrade without the subprotocol is refused", pipes=("ws",))
async def missing_subprotocol(target):
    for offered in ((), ("causeway.v2",)):
        try:
            pipe = await connect_ws(target.host, target.port, subprotocols=offered)
        except websockets.InvalidStatusCode as refused:
            expect_equal(refused.status_code, 400, f"status for {offered}")
        else:
            await pipe.abort()
            expect(False, f"upgraded with the subprotocols {offered}")


@check("a text message is a PROTOCOL disconnect", pipes=("ws",))
async def text_message(target):
    pipe = await target.dial()
    await pipe.socket.send("hello")
    await expect_disconnect(pipe, 3)


@check("a message in fragments is one envelope", pipes=("ws",))
async def fragments(target):
    pipe, _ = await target.greeted()
    envelope = encode(3, seq=5, payload=b"in pieces")
    await pipe.socket.send([envelope[:1], envelope[1:4], b"", envelope[4:]])
    pong = await receive(pipe)
    expect_equal((pong.type, pong.seq, pong.payload), (4, 5, b"in pieces"), "Pong")
    await pipe.close()


@check("a WebSocket ping is answered", pipes=("ws",))
async def websocket_ping(target):
    pipe, _ = await target.greeted()
    await asyncio.wait_for(await pipe.socket.ping(b"42"), WAIT_S)
    await pipe.close()


@check("a WebSocket close is answered", pipes=("ws",))
async def websocket_close(target):
    pipe, _ = await target.greeted()
    await asyncio.wait_for(pipe.socket.close(1000), WAIT_S)
    expect(pipe.socket.close_rcvd is not None, "no close frame came back")


@check("an unmasked frame is refused", pipes=("ws",))
async def unmasked(target):
    pipe = await target.dial()
    pipe.socket.transport.write(b"\x82\x02\x08\x01")
    await expect_disconnect(pipe, 2)


@check("a reserved bit is refused", pipes=("ws",))
async def reserved_bit(target):
    pipe = await target.dial()
    pipe.socket.transport.write(b"\xc2\x80\x00\x00\x00\x00")
    await expect_disconnect(pipe, 2)


def hello_of(target, length):
    """A Hello envelope of exactly `length` bytes: the client's name fills it."""
    name = "n" * (length - 600)
    while True:
        hello = wire.Hello(protocol=1, token=target.token(), client=name).SerializeToString()
        envelope = encode(HELLO, seq=1, payload=hello)
        if len(envelope) == length:
            return envelope
        name += "n" * max(1, length - len(envelope)) if len(envelope) < length else ""
        expect(len(envelope) < length, f"no Hello has {length} bytes")


@check("a Hello of 16 KiB is taken, a byte more is FRAME_TOO_LARGE")
async def hello_length(target):
    pipe = await target.dial()
    await pipe.send(hello_of(target, HELLO_BYTES_MAX))
    expect_equal((await receive(pipe)).type, 2, "type of the answer")
    await pipe.close()
    pipe = await target.dial()
    await pipe.send(hello_of(target, HELLO_BYTES_MAX + 1))
    await expect_disconnect(pipe, 4)


@check("a length above the limit is refused before its body comes", pipes=("tcp",))
async def length_only(target):
    pipe = await target.dial()
    pipe.writer.write(struct.pack(">I", HELLO_BYTES_MAX + 1))
    await expect_disconnect(pipe, 4)
    pipe, welcome = await target.greeted()
    pipe.writer.write(struct.pack(">I", welcome.frame_bytes_max + 1))
    await expect_disconnect(pipe, 4)


@check("an envelope of frame_bytes_max is taken, a byte more is FRAME_TOO_LARGE")
async def frame_length(target):
    pipe, welcome = await target.greeted()
    most = welcome.frame_bytes_max
    overhead = most - len(encode(target.free_type, seq=1, payload=bytes(most - 64))) + (most - 64)
    await pipe.send(encode(target.free_type, seq=1, payload=bytes(overhead)))
    expect_equal((await receive(pipe)).seq, 1, "seq of the answer")
    await pipe.send(encode(target.free_type, seq=2, payload=bytes(overhead + 1)))
    await expect_disconnect(pipe, 4)


@check("many envelopes in one write", pipes=("tcp",))
async def one_write(target):
    pipe, _ = await target.greeted()
    await pipe.send(*(encode(3, seq=seq, payload=b"x" * (seq % 65)) for seq in range(1, 201)))
    for seq in range(1, 201):
        pong = await receive(pipe)
        expect_equal((pong.type, pong.seq, len(pong.payload)), (4, seq, seq % 65), "Pong")
    await pipe.abort()


@check("an empty envelope is refused", pipes=("ws", "tcp"))
async def empty(target):
    pipe = await target.dial()
    await pipe.send(b"")
    await expect_disconnect(pipe, 2)


@check("after Disconnect the gateway ends by itself, though the client does not", pipes=("tcp",))
async def ends_by_itself(target):
    pipe = await target.dial()
    await pipe.send(b"\xff")
    await expect_disconnect(pipe, 2)
    for _ in range(60):  # writing on must fail once the gateway has dropped the connection: within 2 s
        try:
            pipe.writer.write(b"\0" * 100)
            await pipe.writer.drain()
        except ConnectionError:
            return
        await asyncio.sleep(0.05)
    expect(False, "still open 3 s later")


@check("no Hello within 5 s is HELLO_TIMEOUT", slow=True)
async def hello_timeout(target):
    pipe = await target.dial()
    if pipe.name == "tcp":
        pipe.writer.write(b"\x00")
    await expect_disconnect(pipe, 5, timeout_s=8)


@check("no byte at all closes too", pipes=("tcp",), slow=True)
async def no_byte(target):
    await talk(target, b"", timeout_s=8)


@check("headers that never end close too", pipes=("ws",), slow=True)
async def slow_headers(target):
    await talk(target, b"GET / HTTP/1.1\r\nHost: test\r\n", timeout_s=8)


@check("a dropped pipe does no harm to the others")
async def dropped(target):
    stays, _ = await target.greeted()
    for _ in range(5):
        goes, _ = await target.greeted()
        await goes.send(encode(target.echo_type, seq=9, payload=b"never read"))
        await goes.abort()
    await expect_alive(stays)
    await stays.close()


@check("bytes behind Hello in the same write are a PROTOCOL disconnect", pipes=("tcp",))
async def eager(target):
    pipe = await target.dial()
    hello = wire.Hello(protocol=1, token=target.token()).SerializeToString()
    await pipe.send(encode(HELLO, seq=1, payload=hello), encode(3, seq=1))
    await expect_disconnect(pipe, 3)


@check("Hello over a pipe that ends at once does no harm", pipes=("tcp",))
async def hello_and_gone(target):
    pipe = await target.dial()
    hello = wire.Hello(protocol=1, token=target.token()).SerializeToString()
    await pipe.send(encode(HELLO, seq=1, payload=hello))
    await pipe.abort()
    pipe = await target.dial()
    try:
        await greet(pipe, target.token())
    except PipeClosed:
        expect(False, "the gateway no longer greets")
    await pipe.close()
