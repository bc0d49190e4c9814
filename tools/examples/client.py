"""A client in Python, with the websockets and protobuf packages and nothing of Causeway's own code.

    protoc -I proto --python_out=tools/examples causeway/client.proto
    python3 tools/examples/client.py ws://127.0.0.1:7000 "$(npx causeway token --user alice)"

docs/PROTOCOL.md is the whole wire; this is the part of it that asks and listens. It does not resume.
"""

import asyncio
import sys

import websockets
from causeway import client_pb2 as wire

HELLO, WELCOME, PING, PONG, DISCONNECT = 1, 2, 3, 4, 8
FIRST_APPLICATION_TYPE = 100


class Client:
    def __init__(self, socket):
        self.socket, self.seq, self.pending = socket, 1, {}

    @classmethod
    async def login(cls, url, token):
        # Causeway has a heartbeat of its own, so the library needs none.
        socket = await websockets.connect(url, subprotocols=["causeway.v1"], ping_interval=None)
        client = cls(socket)
        hello = wire.Hello(protocol=1, token=token, client="example-python/1")
        await client.send(type=HELLO, seq=1, payload=hello.SerializeToString())
        envelope = wire.Envelope.FromString(await socket.recv())
        if envelope.type != WELCOME:
            raise SystemExit(wire.Disconnect.FromString(envelope.payload).reason)
        client.welcome = wire.Welcome.FromString(envelope.payload)
        client.reading = asyncio.create_task(client.read())
        return client

    async def send(self, **fields):
        await self.socket.send(wire.Envelope(**fields).SerializeToString())

    async def request(self, type, payload, timeout_s=5):
        self.seq += 1
        seq = self.seq
        answer = self.pending[seq] = asyncio.get_running_loop().create_future()
        await self.send(type=type, seq=seq, payload=payload)
        try:
            return await asyncio.wait_for(answer, timeout_s)
        finally:
            # An answer that comes later is nobody's.
            self.pending.pop(seq, None)

    async def read(self):
        async for message in self.socket:
            envelope = wire.Envelope.FromString(message)
            if envelope.type == PING:
                await self.send(type=PONG, seq=envelope.seq, payload=envelope.payload)
            elif envelope.type == DISCONNECT:
                print("disconnected:", wire.Disconnect.FromString(envelope.payload).reason)
            elif envelope.type >= FIRST_APPLICATION_TYPE and envelope.seq == 0:
                print(f"push {envelope.type}: {envelope.payload.decode(errors='replace')}")
            elif envelope.seq in self.pending and not self.pending[envelope.seq].done():
                self.pending[envelope.seq].set_result(envelope)

    async def close(self):
        bye = wire.Disconnect(code=1, reason="bye")
        await self.send(type=DISCONNECT, payload=bye.SerializeToString())
        await self.socket.close()


async def main(url, token):
    client = await Client.login(url, token)
    print("session of", client.welcome.user)
    answer = await client.request(1000, b"hello")
    # A code other than 0 is a failure: its payload is a Failure below 10000, the application's own from there.
    print(f"answer: {answer.payload.decode()}" if answer.code == 0 else f"failed: {answer.code}")
    await client.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
