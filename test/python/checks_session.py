"""Checks of sessions: Ack, resume by counting, takeover, the client's Disconnect."""

import asyncio

from causeway import client_pb2 as wire
from checklist import (Checklist, expect, expect_alive, expect_disconnect, expect_equal, receive, receive_type)
from client import ACK, ACK_EVERY, DISCONNECT, Disconnected, PipeClosed, encode, greet

checks = Checklist()
check = checks.check

PROTOCOL, SUPERSEDED, RESUME_STALE = 3, 12, 13


async def resumed_pipe(target, welcome, received, attempt, user="alice"):
    """Hello with a resume token on a bare pipe, and its Welcome."""
    return await target.greeted(user, resumable=True, resume=welcome.resume, received=received, attempt=attempt)


@check("a resumable session has a token and a window")
async def resumable(target):
    pipe, said = await target.greeted(resumable=True)
    expect(len(said.resume) >= 22, f"a resume token of {len(said.resume)} characters is below 128 bits")
    expect(said.resume_window_ms > 0, "resume_window_ms is 0")
    again, other = await target.greeted(resumable=True)
    expect(other.resume != said.resume and other.session != said.session, "two sessions share a token or an id")
    await pipe.close()
    await again.close()


@check("the gateway acknowledges at least every 32 envelopes")
async def ack_by_count(target):
    pipe, _ = await target.greeted(resumable=True)
    await pipe.send(*(encode(target.free_type) for _ in range(ACK_EVERY)))
    ack = wire.Ack.FromString((await receive_type(pipe, ACK)).payload)
    expect(1 <= ack.received <= ACK_EVERY, f"Ack {ack.received}")
    while ack.received < ACK_EVERY:
        ack = wire.Ack.FromString((await receive_type(pipe, ACK)).payload)
    expect_equal(ack.received, ACK_EVERY, "Ack")
    await pipe.close()


@check("the gateway acknowledges at least each second")
async def ack_by_time(target):
    pipe, _ = await target.greeted(resumable=True)
    await pipe.send(encode(target.free_type))
    ack = wire.Ack.FromString((await receive_type(pipe, ACK, timeout_s=1.5)).payload)
    expect_equal(ack.received, 1, "Ack")
    await pipe.close()


@check("control types are not counted, and a session that is not resumable gets no Ack")
async def ack_counts_applications(target):
    pipe, _ = await target.greeted(resumable=True)
    for _ in range(3):
        await expect_alive(pipe)
    await pipe.send(encode(50, seq=1), encode(target.free_type))
    expect_equal(wire.Ack.FromString((await receive_type(pipe, ACK)).payload).received, 1, "Ack")
    await pipe.close()
    pipe, _ = await target.greeted()
    await pipe.send(*(encode(target.free_type, seq=seq) for seq in range(1, 41)))
    for seq in range(1, 41):
        expect_equal((await receive(pipe)).seq, seq, "seq")
    await pipe.close()


@check("an Ack of more than was sent is a PROTOCOL disconnect")
async def ack_of_nothing(target):
    pipe, _ = await target.greeted(resumable=True)
    await pipe.send(encode(ACK, payload=wire.Ack(received=1).SerializeToString()))
    await expect_disconnect(pipe, PROTOCOL)


@check("resume: the old session, whole, with the answers that were missed")
async def resume_whole(target):
    client = await target.login(resumable=True)
    session = client.welcome.session
    for number in range(3):
        await client.request(target.echo_type, str(number).encode())
    missed = [await client.begin(target.echo_type, f"missed {number}".encode()) for number in range(5)]
    await client.drop()
    expect(await client.resume(), "resumed is 0")
    expect_equal(client.welcome.session, session, "session")
    for number, future in enumerate(missed):
        answer = await asyncio.wait_for(future, 3)
        expect_equal((answer.code, answer.payload), (0, f"missed {number}".encode()), "answer")
    expect_equal((await client.request(target.echo_type, b"on")).payload, b"on", "answer after the resume")
    expect_equal(client.unexpected, [], "unexpected")
    await client.close()


@check("resume again and again under load: every request answered once")
async def resume_under_load(target):
    client = await target.login(resumable=True)
    futures = []
    for turn in range(8):
        futures += [await client.begin(target.echo_type, f"{turn}.{n}".encode()) for n in range(20)]
        await asyncio.sleep(0.002 * turn)
        await client.drop()
        expect(await client.resume(), f"resumed is 0 in turn {turn}")
    answers = await asyncio.wait_for(asyncio.gather(*futures), 5)
    wanted = [f"{turn}.{n}".encode() for turn in range(8) for n in range(20)]
    expect_equal([answer.payload for answer in answers], wanted, "payloads")
    expect_equal(client.unexpected, [], "unexpected")
    await client.close()


@check("resume repeats byte for byte, behind the client's count, in order")
async def repeats_bytes(target):
    pipe, said = await target.greeted(resumable=True, attempt=1)
    await pipe.send(*(encode(target.echo_type, seq=seq, payload=b"%d" % seq) for seq in range(1, 6)))
    first = [await receive_bytes(pipe, target.echo_type) for _ in range(5)]
    await pipe.abort()
    pipe, again = await resumed_pipe(target, said, received=2, attempt=2)
    expect_equal((again.resumed, again.received), (1, 5), "resumed and received")
    repeated = [await receive_bytes(pipe, target.echo_type) for _ in range(3)]
    expect_equal(repeated, first[2:], "repeated envelopes")
    await pipe.close()


async def receive_bytes(pipe, type):
    """The next envelope of this type, as it came."""
    while True:
        envelope = await asyncio.wait_for(pipe.receive(), 3)
        if wire.Envelope.FromString(envelope).type == type:
            return envelope


@check("a count beyond what was sent is not believed")
async def resume_beyond(target):
    pipe, said = await target.greeted(resumable=True, attempt=1)
    await pipe.abort()
    pipe, again = await resumed_pipe(target, said, received=7, attempt=2)
    expect_equal(again.resumed, 0, "resumed")
    await pipe.close()


@check("an envelope that was acknowledged is not asked for again")
async def resume_before(target):
    pipe, said = await target.greeted(resumable=True, attempt=1)
    await pipe.send(*(encode(target.echo_type, seq=seq) for seq in range(1, 6)))
    for _ in range(5):
        await receive_type(pipe, target.echo_type)
    await pipe.send(encode(ACK, payload=wire.Ack(received=5).SerializeToString()))
    await expect_alive(pipe)
    await pipe.abort()
    pipe, again = await resumed_pipe(target, said, received=2, attempt=2)
    expect_equal(again.resumed, 0, "resumed, with a count before what was acknowledged")
    await pipe.close()


@check("a newer pipe supersedes the old one, advice 0")
async def superseded(target):
    old, said = await target.greeted(resumable=True, attempt=1)
    new, again = await resumed_pipe(target, said, received=0, attempt=2)
    expect_equal((again.resumed, again.session), (1, said.session), "resumed and session")
    await expect_disconnect(old, SUPERSEDED, advice=0)
    await expect_alive(new)
    await new.close()


@check("an attempt that is not newer is RESUME_STALE and leaves the live pipe alone")
async def stale(target):
    live, said = await target.greeted(resumable=True, attempt=5)
    for attempt in (5, 4, 0):
        try:
            await resumed_pipe(target, said, received=0, attempt=attempt)
        except Disconnected as refused:
            expect_equal((refused.code, refused.advice), (RESUME_STALE, 0), "code and advice")
        else:
            expect(False, f"attempt {attempt} was welcomed")
    await expect_alive(live)
    await live.close()


@check("an unknown resume token is a new session")
async def unknown_token(target):
    pipe, said = await target.greeted(resumable=True, resume="nobody-has-this-token-0123456789", attempt=2)
    expect_equal((said.resumed, said.received), (0, 0), "resumed and received")
    await pipe.close()


@check("another user's resume token is a new session and leaves the other alone")
async def foreign_token(target):
    live, said = await target.greeted("alice", resumable=True, attempt=1)
    pipe, other = await resumed_pipe(target, said, received=0, attempt=2, user="mallory")
    expect_equal((other.resumed, other.user), (0, "mallory"), "resumed and user")
    expect(other.session != said.session, "the session was taken over")
    await expect_alive(live)
    await live.close()
    await pipe.close()


@check("a Welcome that was lost costs nothing: the token that was used stays good, however often")
async def lost_welcome(target):
    pipe, first = await target.greeted(resumable=True, attempt=1)
    for attempt in (2, 3, 4):
        await pipe.abort()
        pipe, again = await resumed_pipe(target, first, received=0, attempt=attempt)
        expect(again.resume != first.resume, "the resume token is not new")
        expect_equal(again.resumed, 1, f"resumed at attempt {attempt}, with the token of the first Welcome")
    await expect_alive(pipe)
    await pipe.close()


@check("the token before is good no longer once an envelope came on the new pipe")
async def retired_token(target):
    pipe, first = await target.greeted(resumable=True, attempt=1)
    await pipe.abort()
    pipe, _ = await resumed_pipe(target, first, received=0, attempt=2)
    await expect_alive(pipe)
    await pipe.abort()
    pipe, again = await resumed_pipe(target, first, received=0, attempt=3)
    expect_equal(again.resumed, 0, "resumed")
    await pipe.close()


@check("a Disconnect from the client ends the session at once")
async def goodbye(target):
    pipe, said = await target.greeted(resumable=True, attempt=1)
    await pipe.send(encode(DISCONNECT, payload=wire.Disconnect(code=1).SerializeToString()))
    await asyncio.wait_for(until_closed(pipe), 3)
    pipe, again = await resumed_pipe(target, said, received=0, attempt=2)
    expect_equal(again.resumed, 0, "resumed")
    await pipe.close()


async def until_closed(pipe):
    try:
        while True:
            await pipe.receive()
    except PipeClosed:
        return


@check("a session that is not resumable ends with its pipe")
async def not_resumable(target):
    pipe, said = await target.greeted(attempt=1)
    await pipe.abort()
    pipe, again = await target.greeted(resumable=True, resume=said.resume or "x", attempt=2)
    expect_equal(again.resumed, 0, "resumed")
    await pipe.close()


@check("an old pipe is not read after it was superseded", pipes=("tcp",))
async def not_read_after(target):
    old, said = await target.greeted(resumable=True, attempt=1)
    new, _ = await resumed_pipe(target, said, received=0, attempt=2)
    try:
        await old.send(*(encode(target.free_type) for _ in range(5)))
    except PipeClosed:  # gone already, which is as good
        pass
    await new.send(encode(target.free_type))
    expect_equal(wire.Ack.FromString((await receive_type(new, ACK)).payload).received, 1, "Ack")
    await new.close()


@check("an open request survives a resume: its seq stays in use until it is answered")
async def seq_survives(target):
    client = await target.login(resumable=True)
    future = await client.begin(target.echo_type, b"across", seq=9)
    await client.drop()
    expect(await client.resume(), "resumed is 0")
    expect_equal((await asyncio.wait_for(future, 3)).payload, b"across", "payload")
    expect_equal((await client.request(target.echo_type, b"again", seq=9)).payload, b"again", "payload")
    await client.close()


@check("a Hello that resumes needs a good token, and does not touch the live pipe without")
async def resume_needs_token(target):
    live, said = await target.greeted(resumable=True, attempt=1)
    pipe = await target.dial()
    try:
        await greet(pipe, "garbage", resumable=True, resume=said.resume, attempt=2)
    except Disconnected as refused:
        expect_equal(refused.code, 8, "code")
    else:
        expect(False, "Welcome came")
    await expect_alive(live)
    await live.close()
