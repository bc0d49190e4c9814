"""An independent Causeway client: asyncio, Debian's websockets and protobuf, none of our own codec.

Written from docs/PROTOCOL.md. The *_pb2 modules are made from proto/ at test time (test/support/python.ts
puts them on PYTHONPATH). A Pipe carries envelopes as bytes; a Client is a session on a pipe:

    client = await Client.login("ws://127.0.0.1:7000", token, resumable=True)
    answer = await client.request(1000, b"hello")
    push = await client.next_push()
    await client.drop(); await client.resume()
    await client.close()
"""

import asyncio
import base64
import hashlib
import hmac
import json
import struct
import time
from urllib.parse import urlsplit

import websockets
from causeway import client_pb2 as wire

SUBPROTOCOL = "causeway.v1"
HELLO, WELCOME, PING, PONG, ACK, REFRESH, GO_AWAY, DISCONNECT, UNDELIVERED, LOST = range(1, 11)
FIRST_APPLICATION_TYPE = 100
ACK_EVERY = 32
TIMEOUT_S = 5
CONNECT_TIMEOUT_S = 10


def make_token(secret, user="alice", lifetime_s=3600, algorithm="HS256", **claims):
    """A JWT as RFC 7519 has it, signed with HMAC-SHA256 (or unsigned, for algorithm "none")."""

    def part(content):
        return base64.urlsafe_b64encode(content).rstrip(b"=")

    header = {"alg": algorithm, "typ": "JWT"}
    body = {"sub": user, "iat": int(time.time()), "exp": int(time.time() + lifetime_s), **claims}
    signed = b".".join(part(json.dumps(piece).encode()) for piece in (header, body))
    key = secret if isinstance(secret, bytes) else secret.encode()
    signature = hmac.new(key, signed, hashlib.sha256).digest() if algorithm == "HS256" else b""
    return (signed + b"." + part(signature)).decode()


def encode(type, seq=0, code=0, key=b"", payload=b""):
    return wire.Envelope(type=type, seq=seq, code=code, key=key, payload=payload).SerializeToString()


class PipeClosed(Exception):
    """The pipe has ended. `close_code` is WebSocket's, None on TCP or when no close frame came."""

    def __init__(self, close_code=None):
        super().__init__(f"pipe closed, close code {close_code}")
        self.close_code = close_code


class Disconnected(Exception):
    """The gateway said Disconnect, or the pipe ended without one (code 0, advice 2)."""

    def __init__(self, disconnect, close_code=None):
        super().__init__(f"Disconnect {disconnect.code} ({disconnect.reason}), advice {disconnect.advice}")
        self.code = disconnect.code
        self.reason = disconnect.reason
        self.advice = disconnect.advice
        self.retry_after_ms = disconnect.retry_after_ms
        self.close_code = close_code


# --- pipes -----------------------------------------------------------------------------------------------


class TcpPipe:
    """Length-prefixed envelopes. `writer` is open to tests that write bytes of their own."""

    name = "tcp"

    def __init__(self, reader, writer):
        self.reader = reader
        self.writer = writer

    async def send(self, *envelopes):
        """All of them in one write, so that they most likely arrive in one read."""
        try:
            self.writer.write(b"".join(struct.pack(">I", len(one)) + one for one in envelopes))
            await self.writer.drain()
        except ConnectionError as lost:
            raise PipeClosed() from lost

    async def receive(self):
        try:
            (length,) = struct.unpack(">I", await self.reader.readexactly(4))
            return await self.reader.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError) as lost:
            raise PipeClosed() from lost

    async def abort(self):
        """Drops the connection without a word."""
        self.writer.transport.abort()

    async def close(self):
        self.writer.close()


class WebSocketPipe:
    name = "ws"

    def __init__(self, socket):
        self.socket = socket

    async def send(self, *envelopes):
        try:
            for one in envelopes:
                await self.socket.send(one)
        except websockets.ConnectionClosed as closed:
            raise PipeClosed(closed.rcvd.code if closed.rcvd else None) from closed

    async def receive(self):
        try:
            return await self.socket.recv()
        except websockets.ConnectionClosed as closed:
            raise PipeClosed(closed.rcvd.code if closed.rcvd else None) from closed

    async def abort(self):
        self.socket.transport.abort()

    async def close(self):
        await self.socket.close()


async def connect_tcp(host, port):
    reader, writer = await asyncio.wait_for(asyncio.open_connection(host, port), CONNECT_TIMEOUT_S)
    return TcpPipe(reader, writer)


async def connect_ws(host, port, path="/", subprotocols=(SUBPROTOCOL,)):
    # Without pings of the library: Causeway's own heartbeat is what is tested.
    socket = await websockets.connect(
        f"ws://{host}:{port}{path}", subprotocols=list(subprotocols), max_size=None, max_queue=None,
        ping_interval=None, open_timeout=CONNECT_TIMEOUT_S, close_timeout=TIMEOUT_S,
    )
    return WebSocketPipe(socket)


async def connect(url):
    """A pipe to ws://host:port/path or tcp://host:port."""
    parts = urlsplit(url)
    if parts.scheme == "tcp":
        return await connect_tcp(parts.hostname, parts.port)
    return await connect_ws(parts.hostname, parts.port, parts.path or "/")


# --- sessions --------------------------------------------------------------------------------------------


async def greet(pipe, token, seq=1, timeout_s=TIMEOUT_S, **fields):
    """Hello on a fresh pipe. Answers Welcome, or raises Disconnected."""
    hello = wire.Hello(protocol=1, token=token, client="causeway-python/1.0", **fields)
    await pipe.send(encode(HELLO, seq=seq, payload=hello.SerializeToString()))
    envelope = wire.Envelope.FromString(await asyncio.wait_for(pipe.receive(), timeout_s))
    if envelope.type == DISCONNECT:
        raise Disconnected(wire.Disconnect.FromString(envelope.payload))
    assert (envelope.type, envelope.seq, envelope.code) == (WELCOME, seq, 0), f"not a Welcome: {envelope}"
    return wire.Welcome.FromString(envelope.payload)


class Client:
    """One session, over one pipe after the other. A task reads; requests wait for their seq."""

    def __init__(self, url, token, **hello):
        self.url = url
        self.token = token
        self.hello = hello
        self.resumable = hello.get("resumable", False)
        self.attempt = 0
        self.welcome = None
        self.pipe = None
        self.ended = None  # the Disconnected that ended the last pipe
        self.received = 0  # application envelopes of the gateway, counted for resume
        self.kept = []  # application envelopes sent and not acknowledged, oldest first
        self.kept_from = 0  # how many were acknowledged, that is what stands before `kept`
        self.seq = 1
        self.pending = {}  # seq -> future of the answer
        self.pushes = asyncio.Queue()
        self.undelivered = []
        self.go_aways = []
        self.lost = 0
        self.unexpected = []  # what the gateway should not have sent
        self.reading = None

    @classmethod
    async def login(cls, url, token, **hello):
        client = cls(url, token, **hello)
        await client._open()
        return client

    async def _open(self, **resume):
        pipe = await connect(self.url)
        self.attempt += 1
        self.welcome = await greet(pipe, self.token, attempt=self.attempt, **self.hello, **resume)
        if self.welcome.resumed == 0:
            self._start_anew()
        self.pipe, self.ended = pipe, None
        if self.welcome.resumed == 1:
            self._acknowledged(self.welcome.received)
            await pipe.send(*self.kept)
        self.reading = asyncio.create_task(self._read(pipe))

    def _start_anew(self):
        self.received, self.kept, self.kept_from = 0, [], 0
        lost = Disconnected(wire.Disconnect(reason="session lost", advice=1))
        for future in self.pending.values():
            if not future.done():
                future.set_exception(lost)
        self.pending = {}

    async def resume(self):
        """A new pipe for this session. Answers whether it is the old one, whole (Welcome.resumed)."""
        await self._open(resume=self.welcome.resume, received=self.received)
        return self.welcome.resumed == 1

    async def drop(self):
        """Loses the pipe without a word, as a bad network does."""
        await self.pipe.abort()
        await self.reading

    async def close(self):
        """Says Disconnect: the session is over."""
        goodbye = wire.Disconnect(code=1, reason="bye").SerializeToString()
        await self.pipe.send(encode(DISCONNECT, payload=goodbye))
        await asyncio.wait_for(self.reading, TIMEOUT_S)
        await self.pipe.close()

    def next_seq(self):
        self.seq = self.seq + 1 if self.seq < 2**32 - 1 else 1
        return self.next_seq() if self.seq in self.pending else self.seq

    async def send(self, envelope):
        """Sends one application envelope, and keeps it for a resume."""
        if self.resumable:
            self.kept.append(envelope)
        await self.pipe.send(envelope)

    async def begin(self, type, payload=b"", key=b"", seq=None):
        """Sends a request. Answers the future of its answer, an Envelope."""
        seq = seq or self.next_seq()
        future = asyncio.get_running_loop().create_future()
        self.pending[seq] = future
        await (self.send if type >= FIRST_APPLICATION_TYPE else self.pipe.send)(
            encode(type, seq=seq, key=key, payload=payload))
        return future

    async def request(self, type, payload=b"", key=b"", seq=None, timeout_s=TIMEOUT_S):
        return await asyncio.wait_for(await self.begin(type, payload, key, seq), timeout_s)

    async def notify(self, type, payload=b"", key=b""):
        await self.send(encode(type, key=key, payload=payload))

    async def next_push(self, timeout_s=TIMEOUT_S):
        return await asyncio.wait_for(self.pushes.get(), timeout_s)

    async def _read(self, pipe):
        said = None
        try:
            while True:
                envelope = wire.Envelope.FromString(await pipe.receive())
                if envelope.type == DISCONNECT:
                    said = wire.Disconnect.FromString(envelope.payload)
                elif envelope.type >= FIRST_APPLICATION_TYPE:
                    await self._application(pipe, envelope)
                else:
                    await self._control(pipe, envelope)
        except PipeClosed as closed:
            self.ended = Disconnected(said or wire.Disconnect(reason="pipe lost", advice=2), closed.close_code)
        finally:
            if not self.resumable:
                self._start_anew()

    async def _application(self, pipe, envelope):
        # Counted and delivered in one go: the Ack behind it may fail on a pipe that is gone.
        self.received += 1
        if envelope.seq == 0:
            self.pushes.put_nowait(envelope)
        else:
            self._answer(envelope)
        if self.resumable and self.received % ACK_EVERY == 0:
            await pipe.send(encode(ACK, payload=wire.Ack(received=self.received).SerializeToString()))

    def _answer(self, envelope):
        future = self.pending.pop(envelope.seq, None)
        if future is None:
            self.unexpected.append(f"answer to seq {envelope.seq}, which is not open")
        elif not future.done():
            future.set_result(envelope)

    async def _control(self, pipe, envelope):
        if envelope.type == PING:
            await pipe.send(encode(PONG, seq=envelope.seq, payload=envelope.payload))
        elif envelope.type == ACK:
            self._acknowledged(wire.Ack.FromString(envelope.payload).received)
        elif envelope.type == UNDELIVERED:
            self.undelivered.append(wire.Undelivered.FromString(envelope.payload))
        elif envelope.type == GO_AWAY:
            self.go_aways.append(wire.GoAway.FromString(envelope.payload))
        elif envelope.type == LOST:
            self.lost += wire.Lost.FromString(envelope.payload).count
        elif envelope.seq != 0:
            self._answer(envelope)

    def _acknowledged(self, count):
        if not self.kept_from <= count <= self.kept_from + len(self.kept):
            self.unexpected.append(f"count {count} outside {self.kept_from} to {self.kept_from + len(self.kept)}")
            return
        del self.kept[: count - self.kept_from]
        self.kept_from = count
