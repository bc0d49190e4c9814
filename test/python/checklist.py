"""What the conformance checks share: the list they stand in, the target they run against, expectations."""

import asyncio
import dataclasses

import client as causeway
from causeway import client_pb2 as wire
from client import DISCONNECT, PipeClosed, encode, make_token

WAIT_S = 3
CLOSE_BASE = 4000


@dataclasses.dataclass(frozen=True)
class Target:
    """The gateway under test, and what of its configuration the checks depend on."""

    host: str
    port: int
    secret: bytes
    echo_type: int  # a routed type whose answer is the request's payload
    free_type: int  # a type that no route has
    pipe: str  # "ws" or "tcp"
    claims: dict  # of every token: roles, issuer, …

    @property
    def url(self):
        return f"{self.pipe}://{self.host}:{self.port}"

    def token(self, user="alice", **options):
        return make_token(self.secret, user, **{**self.claims, **options})

    async def dial(self):
        return await causeway.connect(self.url)

    async def login(self, user="alice", **hello):
        return await causeway.Client.login(self.url, self.token(user), **hello)

    async def greeted(self, user="alice", **hello):
        """A bare pipe behind Welcome: nothing on it is answered but by the check."""
        pipe = await self.dial()
        return pipe, await causeway.greet(pipe, self.token(user), **hello)


@dataclasses.dataclass(frozen=True)
class Check:
    name: str
    run: object  # async (Target) -> None
    pipes: tuple
    slow: bool


class Checklist:
    """Collects a module's checks in the order they are written."""

    def __init__(self):
        self.checks = []

    def check(self, name, pipes=("ws", "tcp"), slow=False):
        def add(run):
            self.checks.append(Check(name, run, pipes, slow))
            return run

        return add


class Unexpected(AssertionError):
    """A check's expectation did not hold; the message is its detail."""


def expect(condition, detail):
    if not condition:
        raise Unexpected(detail)


def expect_equal(found, wanted, what):
    expect(found == wanted, f"{what}: {found!r} instead of {wanted!r}")


async def receive(pipe, timeout_s=WAIT_S):
    return wire.Envelope.FromString(await asyncio.wait_for(pipe.receive(), timeout_s))


async def receive_type(pipe, type, timeout_s=WAIT_S):
    """The next envelope of this type; others are skipped."""

    async def next_one():
        while True:
            envelope = wire.Envelope.FromString(await pipe.receive())
            if envelope.type == type:
                return envelope
            expect(envelope.type != DISCONNECT, f"Disconnect {wire.Disconnect.FromString(envelope.payload)}")

    return await asyncio.wait_for(next_one(), timeout_s)


async def expect_disconnect(pipe, code, advice=None, timeout_s=WAIT_S):
    """Disconnect with this code is the last envelope, the pipe ends soon, a WebSocket with 4000 + code."""

    async def until_closed():
        said, after = None, 0
        while True:
            try:
                envelope = wire.Envelope.FromString(await pipe.receive())
            except PipeClosed as closed:
                return said, after, closed.close_code
            if said is not None:
                after += 1
            elif envelope.type == DISCONNECT:
                said = wire.Disconnect.FromString(envelope.payload)

    said, after, close_code = await asyncio.wait_for(until_closed(), timeout_s)
    expect(said is not None, f"the pipe ended without a Disconnect, close code {close_code}")
    codes = code if isinstance(code, tuple) else (code,)
    expect(said.code in codes, f"Disconnect {said.code} ({said.reason}) instead of {code}")
    expect_equal(after, 0, "envelopes after Disconnect")
    if advice is not None:
        expect_equal(said.advice, advice, "advice")
    if pipe.name == "ws":
        expect_equal(close_code, CLOSE_BASE + said.code, "WebSocket close code")
    return said


async def expect_alive(pipe):
    """The pipe still answers a Ping."""
    await pipe.send(encode(causeway.PING, seq=4242, payload=b"alive?"))
    envelope = await receive_type(pipe, causeway.PONG)
    expect_equal((envelope.seq, envelope.payload), (4242, b"alive?"), "Pong")


def expect_failure(envelope, code):
    expect_equal(envelope.code, code, "code")
    expect(wire.Failure.FromString(envelope.payload).message != "", "a Failure without message")
