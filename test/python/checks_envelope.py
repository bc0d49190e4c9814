"""Checks of envelopes: Hello, canonical form, control types, requests and their seq."""

import asyncio
import json
from pathlib import Path

from causeway import client_pb2 as wire
from checklist import (Checklist, expect, expect_alive, expect_disconnect, expect_equal, expect_failure, receive,
                       receive_type)
from client import ACK, HELLO, PING, PONG, REFRESH, UNDELIVERED, Disconnected, encode, greet

checks = Checklist()
check = checks.check

MALFORMED, PROTOCOL, VERSION_UNSUPPORTED, TOKEN_INVALID, TOKEN_EXPIRED = 2, 3, 7, 8, 9
NO_ROUTE, TYPE_RESERVED, TOO_MANY_REQUESTS, TOKEN_REFUSED = 1000, 1003, 1200, 1400
RESERVED = [2, 7, 9, 10, 11, 50, 99]


def golden():
    path = Path(__file__).resolve().parents[1] / "golden" / "client.json"
    return json.loads(path.read_text(encoding="utf-8"))


async def expect_refused(target, token, code, advice, **hello):
    pipe = await target.dial()
    try:
        await greet(pipe, token, **hello)
    except Disconnected as refused:
        expect_equal((refused.code, refused.advice), (code, advice), "code and advice")
    else:
        expect(False, "Welcome came")


# --- Hello -----------------------------------------------------------------------------------------------


@check("Welcome says what is in force")
async def welcome(target):
    pipe, said = await target.greeted(user="bob")
    expect_equal((said.protocol, said.user, said.resumed, said.received), (1, "bob", 0, 0), "Welcome")
    expect(said.session != "" and said.gateway != "", "session or gateway is empty")
    expect(said.heartbeat_ms > 0 and said.frame_bytes_max >= 1024 and said.requests_max > 0, f"limits: {said}")
    expect(3500_000 < said.token_expires_in_ms <= 3600_000, f"token_expires_in_ms {said.token_expires_in_ms}")
    expect_equal((said.resume, said.resume_window_ms), ("", 0), "resume of a session that is not resumable")
    await pipe.close()


@check("Welcome carries Hello's seq")
async def hello_seq(target):
    for seq in (1, 2**32 - 1):
        pipe = await target.dial()
        await greet(pipe, target.token(), seq=seq)
        await pipe.close()


@check("what comes before Hello is a PROTOCOL disconnect")
async def before_hello(target):
    for envelope in (encode(1000, seq=1), encode(1000), encode(PING), encode(ACK), encode(8), encode(50, seq=1)):
        pipe = await target.dial()
        await pipe.send(envelope)
        await expect_disconnect(pipe, PROTOCOL, advice=1)


@check("Hello must be a request")
async def hello_without_seq(target):
    pipe = await target.dial()
    hello = wire.Hello(protocol=1, token=target.token()).SerializeToString()
    await pipe.send(encode(HELLO, payload=hello))
    await expect_disconnect(pipe, PROTOCOL)


@check("a second Hello is a PROTOCOL disconnect")
async def second_hello(target):
    pipe, _ = await target.greeted()
    hello = wire.Hello(protocol=1, token=target.token()).SerializeToString()
    await pipe.send(encode(HELLO, seq=2, payload=hello))
    await expect_disconnect(pipe, PROTOCOL)


@check("a Hello that does not decode is MALFORMED")
async def broken_hello(target):
    for payload in (b"\xff", b"\x12\x7fabc", b"\x12\x02\xc3\x28"):
        pipe = await target.dial()
        await pipe.send(encode(HELLO, seq=1, payload=payload))
        await expect_disconnect(pipe, MALFORMED)


@check("another protocol version is VERSION_UNSUPPORTED, advice 4")
async def version(target):
    for number in (0, 2):
        pipe = await target.dial()
        hello = wire.Hello(protocol=number, token=target.token()).SerializeToString()
        await pipe.send(encode(HELLO, seq=1, payload=hello))
        await expect_disconnect(pipe, VERSION_UNSUPPORTED, advice=4)


@check("a token that is none, forged or unsigned is TOKEN_INVALID, advice 3")
async def bad_token(target):
    good = target.token()
    head, body, signature = good.split(".")
    forged = [
        "", "garbage", "a.b.c", f"{head}.{body}.", f"{head}.{body}.{signature[::-1]}", good + "x",
        target.token(algorithm="none"), target.token("mallory").rsplit(".", 1)[0] + "." + signature,
    ]
    for token in forged:
        await expect_refused(target, token, TOKEN_INVALID, 3)


@check("a token that has ended is TOKEN_EXPIRED, advice 3")
async def expired_token(target):
    await expect_refused(target, target.token(lifetime_s=-3600), TOKEN_EXPIRED, 3)


# --- canonical form --------------------------------------------------------------------------------------


@check("every envelope that is not canonical is MALFORMED, before Welcome")
async def refused_before(target):
    for case in golden()["refused"]:
        pipe = await target.dial()
        await pipe.send(bytes.fromhex(case["hex"]))
        try:
            await expect_disconnect(pipe, MALFORMED, advice=1)
        except AssertionError as wrong:
            expect(False, f"{case['name']}: {wrong}")


@check("every envelope that is not canonical is MALFORMED, after Welcome")
async def refused_after(target):
    for case in golden()["refused"]:
        pipe, _ = await target.greeted()
        await pipe.send(bytes.fromhex(case["hex"]))
        try:
            await expect_disconnect(pipe, MALFORMED, advice=1)
        except AssertionError as wrong:
            expect(False, f"{case['name']}: {wrong}")


@check("explicit zero and empty fields are taken")
async def explicit_zero(target):
    pipe, _ = await target.greeted()
    await pipe.send(bytes.fromhex("0803" "1005" "1800" "2200" "2a00"))
    expect_equal((await receive_type(pipe, PONG)).seq, 5, "seq")
    await pipe.close()


@check("type 0, a code, or a key of 65 bytes from a client is MALFORMED")
async def client_rules(target):
    for envelope in (encode(0, seq=1), encode(0), encode(1000, seq=1, code=1), encode(1000, code=10000),
                     encode(1000, seq=1, key=bytes(65))):
        pipe, _ = await target.greeted()
        await pipe.send(envelope)
        await expect_disconnect(pipe, MALFORMED)


@check("a key of 64 bytes is taken")
async def longest_key(target):
    client = await target.login()
    answer = await client.request(target.echo_type, b"hello", key=bytes(range(64)))
    expect_equal((answer.code, answer.payload), (0, b"hello"), "answer")
    await client.close()


@check("a control payload that does not decode is MALFORMED")
async def broken_control(target):
    for envelope in (encode(ACK, payload=b"\x08"), encode(REFRESH, seq=1, payload=b"\x0a\x7f")):
        pipe, _ = await target.greeted(resumable=True)
        await pipe.send(envelope)
        await expect_disconnect(pipe, MALFORMED)


# --- control types ---------------------------------------------------------------------------------------


@check("Ping comes back as Pong with seq and payload")
async def ping(target):
    pipe, _ = await target.greeted()
    for seq, payload in ((0, b""), (1, b"x"), (77, bytes(64)), (2**32 - 1, bytes(range(64)))):
        await pipe.send(encode(PING, seq=seq, payload=payload))
        pong = await receive_type(pipe, PONG)
        expect_equal((pong.seq, pong.code, pong.payload), (seq, 0, payload), "Pong")
    await pipe.close()


@check("a Ping of 65 bytes is MALFORMED")
async def long_ping(target):
    pipe, _ = await target.greeted()
    await pipe.send(encode(PING, payload=bytes(65)))
    await expect_disconnect(pipe, MALFORMED)


@check("a Pong that nobody asked for is ignored")
async def stray_pong(target):
    pipe, _ = await target.greeted()
    await pipe.send(encode(PONG, seq=3, payload=b"?"))
    await expect_alive(pipe)
    await pipe.close()


@check("a request of a reserved type is answered TYPE_RESERVED")
async def reserved_request(target):
    pipe, _ = await target.greeted()
    for seq, type in enumerate(RESERVED, start=1):
        await pipe.send(encode(type, seq=seq))
        answer = await receive(pipe)
        expect_equal((answer.type, answer.seq), (type, seq), "type and seq")
        expect_failure(answer, TYPE_RESERVED)
    await pipe.close()


@check("a notification of a reserved type becomes Undelivered")
async def reserved_notification(target):
    pipe, _ = await target.greeted()
    for type in RESERVED:
        await pipe.send(encode(type))
        notice = wire.Undelivered.FromString((await receive_type(pipe, UNDELIVERED)).payload)
        expect_equal((notice.type, notice.code, notice.count), (type, TYPE_RESERVED, 1), "Undelivered")
    await pipe.close()


@check("a request that no route has is answered NO_ROUTE")
async def no_route(target):
    pipe, _ = await target.greeted()
    await pipe.send(encode(target.free_type, seq=1, payload=b"x"))
    answer = await receive(pipe)
    expect_equal((answer.type, answer.seq), (target.free_type, 1), "type and seq")
    expect_failure(answer, NO_ROUTE)
    await pipe.close()


@check("notifications that no route has: one Undelivered a type and second, with the sum")
async def undelivered(target):
    pipe, _ = await target.greeted()
    await pipe.send(*(encode(target.free_type) for _ in range(20)))
    total = notices = 0
    while total < 20:
        notice = wire.Undelivered.FromString((await receive_type(pipe, UNDELIVERED)).payload)
        expect_equal((notice.type, notice.code), (target.free_type, NO_ROUTE), "Undelivered")
        total, notices = total + notice.count, notices + 1
    expect_equal(total, 20, "notifications told of")
    expect(notices <= 3, f"{notices} notices")
    await pipe.close()


@check("Refresh: a new token is taken, another user's and a bad one are refused, the old one stands")
async def refresh(target):
    client = await target.login("alice")
    for token, code in ((target.token("alice", lifetime_s=7200), 0), (target.token("mallory"), TOKEN_REFUSED),
                        ("garbage", TOKEN_REFUSED), (target.token(lifetime_s=-3600), TOKEN_REFUSED)):
        answer = await client.request(REFRESH, wire.Refresh(token=token).SerializeToString())
        expect_equal((answer.type, answer.code), (REFRESH, code), "answer")
        if code == 0:
            left_ms = wire.Refreshed.FromString(answer.payload).token_expires_in_ms
            expect(7000_000 < left_ms <= 7200_000, f"token_expires_in_ms {left_ms}")
    await client.close()


@check("the gateway pings a silent client, and gives up after two silent intervals", slow=True)
async def heartbeat(target):
    pipe, said = await target.greeted(heartbeat_ms=1000)
    interval_s = said.heartbeat_ms / 1000
    await receive_type(pipe, PING, timeout_s=interval_s * 1.5 + 1)
    lost = await expect_disconnect(pipe, 11, timeout_s=interval_s * 2 + 2)
    expect(lost.advice in (1, 2), f"advice {lost.advice}")


@check("a client that answers Pong stays", slow=True)
async def heartbeat_answered(target):
    client = await target.login(heartbeat_ms=1000)
    await asyncio.sleep(client.welcome.heartbeat_ms / 1000 * 3.5)
    expect(client.ended is None, f"ended: {client.ended}")
    await client.close()


# --- requests --------------------------------------------------------------------------------------------


@check("the echo answers: payloads of every framing's edge, type and seq kept")
async def echo(target):
    client = await target.login()
    for length in (0, 1, 110, 118, 125, 126, 127, 128, 4096):
        answer = await client.request(target.echo_type, b"\x5a" * length)
        expect_equal((answer.type, answer.code, answer.payload), (target.echo_type, 0, b"\x5a" * length), "answer")
    for seq in (127, 128, 2**31, 2**32 - 1):
        expect_equal((await client.request(target.echo_type, b"s", seq=seq)).seq, seq, "seq")
    await client.close()


@check("500 requests at 16 open: each answered once")
async def pipeline(target):
    client = await target.login()
    slots = asyncio.Semaphore(16)

    async def one(number):
        async with slots:
            answer = await client.request(target.echo_type, str(number).encode())
            expect_equal((answer.code, answer.payload), (0, str(number).encode()), "answer")

    await asyncio.gather(*(one(number) for number in range(500)))
    expect_equal(client.unexpected, [], "unexpected")
    await client.close()


@check("a seq used again while its request is open is a PROTOCOL disconnect", pipes=("tcp",))
async def seq_reused(target):
    pipe, _ = await target.greeted()
    await pipe.send(encode(target.echo_type, seq=5, payload=b"1"), encode(target.echo_type, seq=5, payload=b"2"))
    await expect_disconnect(pipe, PROTOCOL)


@check("a seq is free again once answered")
async def seq_again(target):
    client = await target.login()
    for _ in range(3):
        expect_equal((await client.request(target.echo_type, b"x", seq=5)).payload, b"x", "payload")
    await client.close()


@check("requests beyond requests_max are answered TOO_MANY_REQUESTS", pipes=("tcp",))
async def too_many(target):
    pipe, said = await target.greeted()
    expect(said.requests_max <= 4096, f"requests_max {said.requests_max} is too many for one write")
    count = said.requests_max + 10
    await pipe.send(*(encode(target.echo_type, seq=seq) for seq in range(1, count + 1)))
    answers = [await receive_type(pipe, target.echo_type) for _ in range(count)]
    expect_equal(sorted(answer.seq for answer in answers), list(range(1, count + 1)), "seqs")
    codes = {answer.code for answer in answers}
    expect(codes <= {0, TOO_MANY_REQUESTS}, f"codes {codes}")
    expect(TOO_MANY_REQUESTS in codes, "none was refused")
    await pipe.abort()
