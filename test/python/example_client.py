"""The Client of tools/examples/client.py against a socket without a network: what comes late, or is no text,
does not end its reading. Prints what went out and came in, for test/integration/example-python.test.ts.
"""

import asyncio
import importlib.util
import pathlib

from causeway import client_pb2 as wire

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "tools" / "examples" / "client.py"
TIMEOUT_S = 10


class Socket:
    """What the gateway sends is put into `inbound`."""

    def __init__(self):
        self.inbound, self.outbound = asyncio.Queue(), asyncio.Queue()

    async def send(self, message):
        await self.outbound.put(wire.Envelope.FromString(message))

    def __aiter__(self):
        return self

    async def __anext__(self):
        return (await self.inbound.get()).SerializeToString()


def load():
    spec = importlib.util.spec_from_file_location("example_client", EXAMPLE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def main():
    socket = Socket()
    client = load().Client(socket)
    reading = asyncio.create_task(client.read())

    try:
        await client.request(1000, b"slow", timeout_s=0.01)
    except (asyncio.TimeoutError, TimeoutError):
        print("timed out")
    slow = await socket.outbound.get()
    await socket.inbound.put(wire.Envelope(type=1000, seq=slow.seq, payload=b"late"))
    await socket.inbound.put(wire.Envelope(type=1001, payload=b"\xff is no text"))

    asked = asyncio.create_task(client.request(1000, b"next", timeout_s=TIMEOUT_S))
    following = await socket.outbound.get()
    await socket.inbound.put(wire.Envelope(type=1000, seq=following.seq, payload=b"on time"))
    await asyncio.wait({asked, reading}, return_when=asyncio.FIRST_COMPLETED)
    if reading.done():
        reading.result()
    print("answer:", (await asked).payload.decode())
    print("pending:", len(client.pending))
    reading.cancel()


asyncio.run(main())
