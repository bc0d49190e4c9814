#!/usr/bin/python3
"""Writes test/golden/client.json and test/golden/link.json: frames that prove the wire.

The bytes come from Google's protobuf for Python and a few lines of framing after RFC 6455, never from
our own codec: two codecs that agree with each other prove nothing. Needs protoc and python3-protobuf.

    tools/golden/generate.py           write the files
    tools/golden/generate.py --check   only say whether they are up to date (exit 1 when not)
"""

import hashlib
import importlib
import json
import os
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "test" / "golden"
UINT32_MAX = 2**32 - 1
REQUEST_MAX = 2**53 - 1
# Any fixed key will do; these bytes are all different, so a rotated mask shows.
MASK = bytes([0x37, 0xFA, 0x21, 0x3D])


def load_schema():
    """Compiles proto/ into a temporary directory and returns the two modules."""
    with tempfile.TemporaryDirectory() as out:
        protos = ["causeway/client.proto", "causeway/link.proto"]
        protoc = os.environ.get("PROTOC_BIN", "protoc")
        subprocess.run([protoc, "-I", ROOT / "proto", f"--python_out={out}", *protos], check=True)
        sys.path.insert(0, out)
        try:
            return importlib.import_module("causeway.client_pb2"), importlib.import_module("causeway.link_pb2")
        finally:
            sys.path.remove(out)


CLIENT, LINK = load_schema()


# --- bytes -----------------------------------------------------------------------------------------------


def encode(message):
    return message.SerializeToString(deterministic=True)


def with_length(frame):
    """TCP framing, of clients and links alike."""
    return struct.pack(">I", len(frame)) + frame


def websocket_head(length, masked):
    """First bytes of a final binary frame, RFC 6455 section 5.2."""
    mask_bit = 0x80 if masked else 0
    if length < 126:
        return struct.pack(">BB", 0x82, mask_bit | length)
    if length < 65536:
        return struct.pack(">BBH", 0x82, mask_bit | 126, length)
    return struct.pack(">BBQ", 0x82, mask_bit | 127, length)


def websocket(frame, masked):
    if not masked:
        return websocket_head(len(frame), False) + frame
    body = bytes(byte ^ MASK[i % 4] for i, byte in enumerate(frame))
    return websocket_head(len(frame), True) + MASK + body


def varint(value):
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(out + bytes([value]))


def number(field, value):
    return varint(field << 3) + varint(value)


def chunk(field, content):
    return varint(field << 3 | 2) + varint(len(content)) + content


def plain(message):
    """All fields of a message, defaults included, named as in JSON; bytes as {"hex": …}."""

    def value(item):
        if isinstance(item, bytes):
            return {"hex": item.hex()}
        return plain(item) if hasattr(item, "DESCRIPTOR") else item

    fields = {}
    for field in message.DESCRIPTOR.fields:
        content = getattr(message, field.name)
        repeated = field.label == field.LABEL_REPEATED
        fields[field.json_name] = [value(item) for item in content] if repeated else value(content)
    return fields


# --- the client wire -------------------------------------------------------------------------------------


def envelope_case(name, sender, body=None, **fields):
    """One envelope from `sender`, "client" or "gateway"; `body` is the control message in its payload."""
    if body is not None:
        fields["payload"] = encode(body)
    envelope = CLIENT.Envelope(**fields)
    frame = encode(envelope)
    case = {"name": name, "sender": sender, "fields": plain(envelope)}
    if body is not None:
        case["message"] = body.DESCRIPTOR.name
        case["messageFields"] = plain(body)
    case["hex"] = frame.hex()
    case["tcp"] = with_length(frame).hex()
    case["websocket"] = websocket(frame, sender == "client").hex()
    return case


def control_cases():
    token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl"
    welcome = CLIENT.Welcome(
        protocol=1, session="g1-7f3a", user="alice", resume="q2Vf0mZr5xk4wq8Yb1c9Ng", resumed=0, received=0,
        heartbeat_ms=20000, token_expires_in_ms=3600000, resume_window_ms=60000, frame_bytes_max=65536,
        requests_max=256, gateway="g1",
    )
    resumed = CLIENT.Welcome(
        protocol=1, session="g1-7f3a", user="алиса", resume="m9", resumed=1, received=1234567,
        heartbeat_ms=1000, resume_window_ms=60000, frame_bytes_max=1 << 20, requests_max=1, gateway="g2",
    )
    hello_again = CLIENT.Hello(
        protocol=1, token=token, resume="q2Vf0mZr5xk4wq8Yb1c9Ng", received=UINT32_MAX, attempt=3,
        resumable=True, client="causeway-python/1.0", heartbeat_ms=15000,
    )
    return [
        envelope_case("Hello, shortest", "client", CLIENT.Hello(protocol=1, token=token), type=1, seq=1),
        envelope_case("Hello, all fields", "client", hello_again, type=1, seq=UINT32_MAX),
        envelope_case("Hello, 8 KiB token", "client", CLIENT.Hello(protocol=1, token="t" * 8192), type=1, seq=1),
        envelope_case("Welcome, new session", "gateway", welcome, type=2, seq=1),
        envelope_case("Welcome, resumed", "gateway", resumed, type=2, seq=UINT32_MAX),
        envelope_case("Ping, empty", "gateway", type=3),
        envelope_case("Ping, 64 bytes", "client", type=3, seq=9, payload=bytes(range(64))),
        envelope_case("Pong, empty", "client", type=4),
        envelope_case("Pong, 64 bytes", "gateway", type=4, seq=9, payload=bytes(range(64))),
        envelope_case("Ack, nothing received", "client", CLIENT.Ack(), type=5),
        envelope_case("Ack from the client", "client", CLIENT.Ack(received=32), type=5),
        envelope_case("Ack from the gateway", "gateway", CLIENT.Ack(received=UINT32_MAX), type=5),
        envelope_case("Refresh", "client", CLIENT.Refresh(token=token), type=6, seq=2),
        envelope_case("Refreshed", "gateway", CLIENT.Refreshed(token_expires_in_ms=60000), type=6, seq=2),
        envelope_case("GoAway", "gateway",
                      CLIENT.GoAway(code=16, reconnect_after_ms=1500, address="gw2.example:7000"), type=7),
        envelope_case("Disconnect from the gateway", "gateway",
                      CLIENT.Disconnect(code=17, reason="gateway is over a limit", advice=1,
                                        retry_after_ms=5000), type=8),
        envelope_case("Disconnect from the client", "client", CLIENT.Disconnect(code=1), type=8),
        envelope_case("Undelivered", "gateway", CLIENT.Undelivered(type=1000, code=1000, count=3), type=9),
        envelope_case("Lost", "gateway", CLIENT.Lost(count=12), type=10),
    ]


def application_cases():
    failure = CLIENT.Failure(message="no answer in time; outcome unknown", retry_after_ms=200)
    return [
        envelope_case("request", "client", type=1000, seq=7, payload=b"hello"),
        envelope_case("request with key", "client", type=1000, seq=8, key=b"room-1", payload=b"\x00\xff"),
        envelope_case("request without payload", "client", type=100, seq=1),
        envelope_case("notification", "client", type=1000, payload=b"fire and forget"),
        envelope_case("notification, key only", "client", type=1000, key=b"k"),
        envelope_case("key of 64 bytes", "client", type=1000, seq=1, key=bytes(range(64)), payload=b"p"),
        envelope_case("answer", "gateway", type=1000, seq=7, payload=b"hello"),
        envelope_case("answer without payload", "gateway", type=1000, seq=7),
        envelope_case("failed by the gateway", "gateway", failure, type=1000, seq=7, code=1102),
        envelope_case("failed by the gateway, nothing said", "gateway", CLIENT.Failure(), type=1000, seq=7,
                      code=1000),
        envelope_case("failed by the application", "gateway", type=1000, seq=7, code=10000, payload=b"\x01"),
        envelope_case("highest code", "gateway", type=1000, seq=7, code=UINT32_MAX),
        envelope_case("push", "gateway", type=2001, payload=b"news"),
        envelope_case("push with key", "gateway", type=2001, key=b"room-1", payload=b"news"),
    ]


def boundary_cases():
    """Where a varint or a framing head grows by a byte."""
    numbers = [1, 127, 128, 16383, 16384, 2**21 - 1, 2**21, 2**28 - 1, 2**28, 2**31, UINT32_MAX]
    cases = [envelope_case(f"type {n}", "client", type=n, seq=1) for n in numbers]
    cases += [envelope_case(f"seq {n}", "client", type=1000, seq=n) for n in numbers]
    cases += [envelope_case(f"payload of {n} bytes", "client", type=1000, payload=b"\x5a" * n)
              for n in (1, 127, 128)]
    return cases


def length_case(length):
    """An envelope of exactly `length` bytes: too long to be stored whole, so a digest stands for it."""
    payload = b""
    while len(encode(CLIENT.Envelope(type=1000, payload=payload))) < length:
        missing = length - len(encode(CLIENT.Envelope(type=1000, payload=payload)))
        payload += b"\x5a" * max(1, missing - 4)
    frame = encode(CLIENT.Envelope(type=1000, payload=payload))
    assert len(frame) == length, f"no envelope has {length} bytes"
    digest = lambda framed: hashlib.sha256(framed).hexdigest()
    return {
        "envelopeBytes": length,
        "payloadBytes": len(payload),
        "payloadByte": 0x5A,
        "tcpHead": with_length(frame)[:4].hex(),
        "tcpSha256": digest(with_length(frame)),
        "serverHead": websocket_head(length, False).hex(),
        "serverSha256": digest(websocket(frame, False)),
        "clientHead": (websocket_head(length, True) + MASK).hex(),
        "clientSha256": digest(websocket(frame, True)),
    }


def client_accepted():
    """Not what an encoder would write, and canonical all the same: explicit zero and empty fields."""

    def case(name, frame):
        envelope = CLIENT.Envelope.FromString(frame)
        return {"name": name, "fields": plain(envelope), "hex": frame.hex()}

    return [
        case("no field at all", b""),
        case("explicit seq 0", number(1, 1000) + number(2, 0)),
        case("explicit code 0", number(1, 1000) + number(3, 0)),
        case("explicit type 0", number(1, 0)),
        case("empty key", number(1, 1000) + chunk(4, b"")),
        case("empty payload", number(1, 1000) + chunk(5, b"")),
        case("every field, zero or empty", number(1, 0) + number(2, 0) + number(3, 0) + chunk(4, b"") + chunk(5, b"")),
        case("payload that looks like fields", chunk(5, number(1, 8) + number(1, 9))),
        case("key that looks like fields", number(1, 1000) + chunk(4, number(1, 8))),
    ]


def client_refused():
    head = number(1, 1000)
    cases = [
        ("type in a varint longer than needed", b"\x08\x81\x00"),
        ("type 1000 with a byte too many", b"\x08\xe8\x87\x00"),
        ("type 0 with a byte too many", b"\x08\x80\x00"),
        ("seq in a varint longer than needed", head + b"\x10\x80\x00"),
        ("type 2^32", number(1, 2**32)),
        ("type 2^64-1", number(1, 2**64 - 1)),
        ("varint of eleven bytes", b"\x08" + b"\xff" * 10 + b"\x01"),
        ("varint cut short", b"\x08\xe8"),
        ("tag without value", b"\x08"),
        ("fields descending", number(2, 7) + head),
        ("payload before key", head + chunk(5, b"p") + chunk(4, b"k")),
        ("type twice", head + head),
        ("type twice, after seq", head + number(2, 7) + number(1, 8)),
        ("seq twice", head + number(2, 7) + number(2, 7)),
        ("code twice", head + number(3, 0) + number(3, 0)),
        ("key twice", head + chunk(4, b"a") + chunk(4, b"b")),
        ("payload twice", head + chunk(5, b"a") + chunk(5, b"b")),
        ("unknown field 6", head + number(6, 1)),
        ("unknown field 6 before the payload", head + number(6, 1) + chunk(5, b"p")),
        ("unknown field 1000", head + number(1000, 1)),
        ("field 0", head + b"\x00\x00"),
        ("tag in a varint longer than needed", b"\x88\x00\x01"),
        ("type as a chunk", chunk(1, b"\x01")),
        ("type as fixed32", b"\x0d\x01\x00\x00\x00"),
        ("payload as a number", head + number(5, 1)),
        ("group", head + b"\x2b\x2c"),
        ("key longer than what follows", head + b"\x22\x05abc"),
        ("payload longer than what follows", head + b"\x2a\x05abc"),
        ("payload of 2^32-1 bytes", head + b"\x2a\xff\xff\xff\xff\x0f"),
        ("payload length 2^32", head + b"\x2a" + varint(2**32) + b"abc"),
        ("payload length longer than needed", head + b"\x2a\x83\x00abc"),
        ("bytes after the payload", head + chunk(5, b"p") + b"\x00"),
        ("garbage", b"\xff\xff\xff\xff"),
        ("one zero byte", b"\x00"),
        ("text", b"GET / HTTP/1.1\r\n"),
    ]
    return [{"name": name, "hex": frame.hex(), "outcome": "MALFORMED"} for name, frame in cases]


# --- the link --------------------------------------------------------------------------------------------

REQUEST_ENVELOPE = dict(type=1000, seq=7, key=b"room-1", payload=b"hello")


def link_case(name, kind, body=None, envelope=None, **head):
    fields = dict(kind=LINK.LinkKind.Value(kind), **head)
    if envelope is not None:
        fields["envelope"] = encode(CLIENT.Envelope(**envelope))
    if body is not None:
        fields["body"] = encode(body)
    frame = LINK.LinkFrame(**fields)
    case = {"name": name, "kind": kind, "fields": plain(frame)}
    if body is not None:
        case["message"] = body.DESCRIPTOR.name
        case["messageFields"] = plain(body)
    case["hex"] = with_length(encode(frame)).hex()
    return case


def greeting_cases():
    nonce, proof = bytes(range(16)), bytes(range(32, 64))
    greet = LINK.Greeting(version=1, role=LINK.GATEWAY, id="g1", nonce=nonce, frame_bytes_max=1 << 20,
                          heartbeat_ms=5000)
    answer = LINK.Greeting(version=1, role=LINK.BACKEND, id="lobby-1", nonce=nonce[::-1] * 4, proof=proof,
                           frame_bytes_max=1 << 20, heartbeat_ms=10000)
    return [
        link_case("greeting of the dialler", "GREET", greet),
        link_case("greeting of the listener, nonce of 64 bytes", "GREET", answer),
        link_case("proof", "PROOF", LINK.Proof(proof=proof)),
        link_case("ready", "READY", LINK.Ready()),
        link_case("ready, draining", "READY", LINK.Ready(draining=True)),
        link_case("ping", "PING", request=1),
        link_case("pong, highest request", "PONG", request=REQUEST_MAX),
        link_case("bye", "BYE", LINK.Bye(code=LINK.STOPPING, reason="stopping")),
        link_case("retire", "RETIRE"),
    ]


def session_cases():
    attributes = [LINK.Attribute(name="level", value="12"), LINK.Attribute(name="region", value="eu")]
    opened = LINK.SessionOpened(id="g1-7f3a", generation=1, user="alice", roles=["player", "tester"],
                                attributes=attributes, address="[::1]:50123", client="causeway-python/1.0",
                                suspended=True)
    return [
        link_case("session opened", "SESSION_OPENED", opened, session=1),
        link_case("session opened, least", "SESSION_OPENED",
                  LINK.SessionOpened(id="s", generation=1, user="u"), session=UINT32_MAX),
        link_case("session suspended", "SESSION_SUSPENDED", session=1),
        link_case("session resumed", "SESSION_RESUMED",
                  LINK.SessionResumed(generation=2, address="192.0.2.7:9"), session=1),
        link_case("session closed", "SESSION_CLOSED", LINK.SessionClosed(code=14, reason="kicked"), session=1),
        link_case("session changed", "SESSION_CHANGED", LINK.SessionChanged(attributes=attributes, roles=["gm", "vip"]),
                  session=1),
        link_case("session changed, no attribute and no role left", "SESSION_CHANGED", LINK.SessionChanged(), session=1),
        link_case("gateway gone", "GATEWAY_GONE", LINK.GatewayGone(gateway="g2")),
    ]


def message_cases():
    answer = dict(type=1000, seq=7, payload=b"hello")
    push = dict(type=2001, payload=b"news")
    failed = dict(type=1000, seq=7, code=1107, payload=encode(CLIENT.Failure(message="the handler failed")))
    return [
        link_case("request", "REQUEST", envelope=REQUEST_ENVELOPE, session=1, request=1, type=1000,
                  deadline_ms=5000),
        link_case("request, all numbers at their end", "REQUEST", envelope=dict(type=UINT32_MAX, seq=UINT32_MAX),
                  session=UINT32_MAX, request=REQUEST_MAX, type=UINT32_MAX, deadline_ms=UINT32_MAX, hops=UINT32_MAX),
        link_case("request id 2^32", "REQUEST", envelope=REQUEST_ENVELOPE, session=128, request=2**32, type=1000),
        link_case("request, envelope of 128 bytes", "REQUEST", envelope=dict(type=1000, seq=1, payload=b"\x5a" * 121),
                  session=16384, request=2**31, type=1000, deadline_ms=127, hops=1),
        link_case("notify", "NOTIFY", envelope=dict(type=1000, payload=b"n"), session=1, type=1000),
        link_case("answer", "ANSWER", envelope=answer, request=1),
        link_case("failed answer", "ANSWER", envelope=failed, request=1),
        link_case("push", "PUSH", envelope=push, session=1),
        link_case("push to sessions", "PUSH_TO", LINK.PushTarget(sessions=["a", "b"]), push),
        link_case("push to a user", "PUSH_TO", LINK.PushTarget(user="alice"), push),
        link_case("push to users", "PUSH_TO", LINK.PushTarget(users=["alice", "bob"]), push),
        link_case("push to a group but one", "PUSH_TO", LINK.PushTarget(group="room-1", **{"except": ["a"]}), push),
        link_case("push to all", "PUSH_TO", LINK.PushTarget(all=True), push),
        link_case("undelivered", "UNDELIVERED", LINK.Undelivered(code=1300, count=2, target="user alice")),
        link_case("fence", "FENCE", LINK.Fence(at="g2"), request=2**50),
        link_case("await", "AWAIT", LINK.Await(at="g2", via="g1"), request=2**50),
        link_case("relay to a server", "RELAY", LINK.RelayTarget(server="lobby-2"), push, type=2001),
        link_case("relay to a service", "RELAY", LINK.RelayTarget(service="lobby"), push, type=2001, hops=1),
        link_case("relayed", "RELAY", LINK.RelaySource(server="lobby-1"), push, type=2001, hops=1),
        link_case("call", "CALL", LINK.RelayTarget(server="lobby-2"), REQUEST_ENVELOPE, request=4, type=1000,
                  deadline_ms=500),
        link_case("called", "CALL", LINK.RelaySource(server="lobby-1"), REQUEST_ENVELOPE, request=9, type=1000,
                  deadline_ms=490, hops=1),
        link_case("answer to a call", "CALL_ANSWER", envelope=answer, request=9),
    ]


def command_cases():
    change = LINK.GroupChange(group="room-1", sessions=["a", "b"])
    set_remove = LINK.AttributesChange(set=[LINK.Attribute(name="level", value="13")], remove=["region"])
    return [
        link_case("join a group", "GROUP_JOIN", change),
        link_case("leave a group, answer wanted", "GROUP_LEAVE", change, request=2),
        link_case("set attributes", "SET_ATTRIBUTES", set_remove, session=1, request=3),
        link_case("kick a session", "KICK", LINK.Kick(session="a", reason="cheating", advice=4), request=5),
        link_case("kick a user", "KICK", LINK.Kick(user="alice", reason="maintenance", advice=1)),
        link_case("pin a session", "PIN", LINK.Pin(service="room", server="room-3"), session=1),
        link_case("pin a key", "PIN", LINK.Pin(service="room", server="room-3", key=b"\x00room-1"), request=6),
        link_case("unpin", "PIN", LINK.Pin(service="room"), session=1),
        link_case("drain", "DRAIN"),
        link_case("confirm", "CONFIRM", request=7),
        link_case("done", "DONE", LINK.Done(count=2), request=2),
        link_case("done, failed", "DONE", LINK.Done(code=1302, message="the command could not be understood"),
                  request=6),
        *presence_cases(),
    ]


def presence_cases():
    alice = LINK.Presence(session="a", user="alice", gateway="gateway-1", since_epoch_ms=1767225600000,
                          device="phone", client="tour/1", address="192.0.2.7:5000",
                          attributes=[LINK.Attribute(name="level", value="13")])
    entered = LINK.PresenceEvent(change=1, presence=alice)
    left = LINK.PresenceEvent(change=2, presence=alice)
    return [
        link_case("who is online", "PRESENCE_QUERY", LINK.PresenceQuery(users=["alice", "bob"]), request=7),
        link_case("these are online", "PRESENCE_ANSWER", LINK.PresenceAnswer(sessions=[alice]), request=7),
        link_case("nobody is online", "PRESENCE_ANSWER", request=7),
        link_case("watch users", "PRESENCE_WATCH", LINK.PresenceWatch(watch=1, users=["alice"]), request=8),
        link_case("watch everyone", "PRESENCE_WATCH", LINK.PresenceWatch(watch=2, all=True)),
        link_case("unwatch", "PRESENCE_UNWATCH", LINK.PresenceUnwatch(watch=1)),
        link_case("entered, and that is all", "PRESENCE_EVENTS",
                  LINK.PresenceEvents(watch=1, events=[entered], state=1)),
        link_case("left", "PRESENCE_EVENTS", LINK.PresenceEvents(watch=1, events=[left])),
        link_case("watch ended", "PRESENCE_EVENTS", LINK.PresenceEvents(watch=2, code=1301)),
    ]


def link_accepted():
    def case(name, frame):
        return {"name": name, "fields": plain(LINK.LinkFrame.FromString(frame)), "hex": frame.hex()}

    zeros = b"".join(number(field, 0) for field in range(1, 7))
    return [
        case("no field at all", b""),
        case("every field, zero or empty", zeros + chunk(7, b"") + chunk(8, b"")),
        case("explicit zeros before a body", zeros + chunk(8, b"b")),
        case("empty envelope", number(1, 20) + chunk(7, b"")),
    ]


def link_refused():
    head = number(1, 20)
    cases = [
        ("kind in a varint longer than needed", b"\x08\x94\x00"),
        ("kind 2^32", number(1, 2**32)),
        ("request 2^53", head + number(3, 2**53)),
        ("request 2^64-1", head + number(3, 2**64 - 1)),
        ("request in a varint longer than needed", head + b"\x18\x81\x80\x00"),
        ("request of nine bytes, the last zero", head + b"\x18" + b"\x81" + b"\x80" * 7 + b"\x00"),
        ("session 2^32", head + number(2, 2**32)),
        ("fields descending", number(2, 1) + head),
        ("kind twice", head + head),
        ("request twice", head + number(3, 1) + number(3, 1)),
        ("envelope twice", head + chunk(7, b"a") + chunk(7, b"b")),
        ("body twice", head + chunk(8, b"a") + chunk(8, b"b")),
        ("body before envelope", head + chunk(8, b"b") + chunk(7, b"e")),
        ("unknown field 9", head + chunk(9, b"x")),
        ("envelope as a number", head + number(7, 1)),
        ("envelope longer than what follows", head + b"\x3a\x05abc"),
        ("body longer than what follows", head + b"\x42\x01"),
        ("bytes after the body", head + chunk(8, b"b") + b"\x00"),
        ("varint cut short", b"\x08\x94"),
        ("tag without value", head + b"\x10"),
        ("garbage", b"\xff\xff\xff\xff"),
    ]
    return [{"name": name, "hex": frame.hex(), "outcome": "LINK_MALFORMED"} for name, frame in cases]


# --- files -----------------------------------------------------------------------------------------------


def golden_files():
    lengths = [124, 125, 126, 127, 128, 255, 256, 16384, 65535, 65536, 65537]
    client = {
        "about": "Written by tools/golden/generate.py. Envelope in hex; tcp and websocket are whole frames.",
        "mask": MASK.hex(),
        "envelopes": control_cases() + application_cases() + boundary_cases(),
        "lengths": [length_case(length) for length in lengths],
        "accepted": client_accepted(),
        "refused": client_refused(),
    }
    link = {
        "about": "Written by tools/golden/generate.py. frames: length and LinkFrame; the others without length.",
        "frames": greeting_cases() + session_cases() + message_cases() + command_cases(),
        "accepted": link_accepted(),
        "refused": link_refused(),
    }
    return {"client.json": client, "link.json": link}


def main():
    check = "--check" in sys.argv[1:]
    stale = []
    for name, content in golden_files().items():
        text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
        path = GOLDEN / name
        if check and (not path.exists() or path.read_text(encoding="utf-8") != text):
            stale.append(name)
        elif not check:
            path.write_text(text, encoding="utf-8")
    if stale:
        sys.exit(f"out of date in test/golden: {', '.join(stale)}; run tools/golden/generate.py and commit")


if __name__ == "__main__":
    main()
