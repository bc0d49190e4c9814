"""A backend in Python, with the protobuf package and nothing of Causeway's own code. Beside `npm start`:

    protoc -I proto --python_out=tools/examples causeway/client.proto causeway/link.proto
    python3 tools/examples/backend.py python-1 7131 "$(cat .causeway/link.key)"

and in causeway.yaml, to be found and to get messages:

    routes:                                services:
      - types: 1500                          python:
        service: python                        - { id: python-1, address: "127.0.0.1:7131" }

It answers requests and pushes a line to whoever asked. docs/LINK.md is the whole link.
"""

import asyncio
import hashlib
import hmac
import os
import struct
import sys

from causeway import client_pb2, link_pb2 as pb

SERVER_ID, PORT, SECRET = sys.argv[1], int(sys.argv[2]), sys.argv[3].encode()
FRAME_BYTES_MAX, GREETING_BYTES_MAX, HEARTBEAT_MS = 1 << 20, 1024, 5000


def proof(prover, greeting, nonce):
    """Of the secret, over who speaks to whom and both fresh nonces: nothing recorded can be used again."""

    def chunk(part):
        return struct.pack(">I", len(part)) + part

    signed = chunk(b"causeway link 1") + chunk(prover) + struct.pack(">III", 1, greeting.role, pb.BACKEND)
    signed += chunk(greeting.id.encode()) + chunk(SERVER_ID.encode()) + chunk(greeting.nonce) + chunk(nonce)
    return hmac.new(SECRET, signed, hashlib.sha256).digest()


class Link:
    def __init__(self, reader, writer):
        self.reader, self.writer, self.users = reader, writer, {}

    def send(self, kind, body=None, envelope=None, **head):
        frame = pb.LinkFrame(kind=kind, **head)
        if envelope:
            frame.envelope = envelope.SerializeToString()
        if body:
            frame.body = body.SerializeToString()
        raw = frame.SerializeToString()
        self.writer.write(struct.pack(">I", len(raw)) + raw)

    async def read(self, bytes_max=FRAME_BYTES_MAX):
        head = await asyncio.wait_for(self.reader.readexactly(4), 3 * HEARTBEAT_MS / 1000)
        (size,) = struct.unpack(">I", head)
        if size > bytes_max:
            raise ConnectionError("frame too long")
        return pb.LinkFrame.FromString(await self.reader.readexactly(size))

    async def greet(self):
        greeting, nonce = pb.Greeting.FromString((await self.read(GREETING_BYTES_MAX)).body), os.urandom(32)
        mine = pb.Greeting(version=1, role=pb.BACKEND, id=SERVER_ID, nonce=nonce, proof=proof(b"listener", greeting, nonce))
        mine.frame_bytes_max, mine.heartbeat_ms = FRAME_BYTES_MAX, HEARTBEAT_MS
        self.send(pb.GREET, mine)
        theirs = pb.Proof.FromString((await self.read(GREETING_BYTES_MAX)).body).proof
        if not hmac.compare_digest(theirs, proof(b"dialler", greeting, nonce)):
            raise ConnectionError("the link secrets differ")
        self.send(pb.READY, pb.Ready())

    async def serve(self):
        beat = None
        try:
            await asyncio.wait_for(self.greet(), 5)
            beat = asyncio.create_task(self.beat())
            while (frame := await self.read()).kind != pb.BYE:
                self.take(frame)
        except (ConnectionError, EOFError, asyncio.TimeoutError) as end:
            print("link ended:", end or type(end).__name__)
        finally:
            if beat:
                beat.cancel()
            self.writer.close()

    async def beat(self):
        while True:
            await asyncio.sleep(HEARTBEAT_MS / 1000)
            self.send(pb.PING)

    def take(self, frame):
        if frame.kind == pb.PING:
            self.send(pb.PONG, request=frame.request)
        elif frame.kind == pb.SESSION_OPENED:
            self.users[frame.session] = pb.SessionOpened.FromString(frame.body).user
        elif frame.kind == pb.SESSION_CLOSED:
            self.users.pop(frame.session, None)
        elif frame.kind == pb.REQUEST:
            self.answer(frame, client_pb2.Envelope.FromString(frame.envelope))

    def answer(self, frame, request):
        """An answer repeats the request's type and seq; the link's request id is what matches."""
        text = f"{request.payload.decode(errors='replace')} from {SERVER_ID}"
        answer = client_pb2.Envelope(type=request.type, seq=request.seq, payload=text.encode())
        self.send(pb.ANSWER, envelope=answer, request=frame.request)
        push = client_pb2.Envelope(type=1501, payload=f"bye {self.users[frame.session]}".encode())
        self.send(pb.PUSH, envelope=push, session=frame.session)


async def main():
    server = await asyncio.start_server(lambda *streams: Link(*streams).serve(), "127.0.0.1", PORT)
    print("waiting for gateways on port", PORT, flush=True)
    async with server:
        await server.serve_forever()


asyncio.run(main())
