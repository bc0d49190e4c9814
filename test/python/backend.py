"""A Causeway backend that shares no code with Causeway's own: written from docs/LINK.md, with the reference
protobuf module. It echoes, pushes and relays; tests drive it through a gateway.

    backend.py --secret S [--id ID] [--service NAME] [--port P] [--consul HOST:PORT]

Prints {"id", "port"} when it listens. Types: 1000 echo; 1001 echo, then push 2001 to the session; 1002 and
1003 with payload "server type text": call that server and answer with its answer, or send it one way and
echo; any call is answered "<id>:<payload>"."""
import argparse, asyncio, hashlib, hmac, json, os, signal, struct, urllib.request
from causeway import client_pb2, link_pb2 as pb

FRAME_BYTES_MAX, HEARTBEAT_MS = 1 << 20, 5000

options = argparse.ArgumentParser()
for name, default in {"secret": None, "id": "python-1", "service": "python", "port": 0, "consul": None}.items():
    options.add_argument(f"--{name}", default=default, required=name == "secret")
args = options.parse_args()


def chunk(part):
    return struct.pack(">I", len(part)) + part


def prove(prover, gateway_role, gateway_id, gateway_nonce, nonce):
    signed = chunk(b"causeway link 1") + chunk(prover) + struct.pack(">III", 1, gateway_role, pb.BACKEND)
    signed += chunk(gateway_id.encode()) + chunk(args.id.encode()) + chunk(gateway_nonce) + chunk(nonce)
    return hmac.new(args.secret.encode(), signed, hashlib.sha256).digest()


class Violation(Exception):
    """Ends the link, with a LinkCloseCode and a reason."""


class Link:
    def __init__(self, reader, writer):
        self.reader, self.writer, self.bytes_max = reader, writer, 1024
        self.sessions, self.calls, self.last_call = {}, {}, 0

    def send(self, kind, body=None, envelope=None, **head):
        frame = pb.LinkFrame(kind=kind, **head)
        frame.envelope = envelope.SerializeToString() if envelope else b""
        frame.body = body.SerializeToString() if body else b""
        raw = frame.SerializeToString()
        self.writer.write(struct.pack(">I", len(raw)) + raw)

    async def read(self):
        size = int.from_bytes(await asyncio.wait_for(self.reader.readexactly(4), 3 * HEARTBEAT_MS / 1000), "big")
        if size > self.bytes_max:
            raise Violation(pb.LINK_FRAME_TOO_LARGE, "frame too large")
        return pb.LinkFrame.FromString(await self.reader.readexactly(size))

    async def greet(self):
        frame = await self.read()
        hello, nonce = pb.Greeting.FromString(frame.body), os.urandom(32)
        if frame.kind != pb.GREET or hello.role != pb.GATEWAY or not 16 <= len(hello.nonce) <= 64:
            raise Violation(pb.LINK_VIOLATION, "no greeting")
        if hello.version != 1:
            raise Violation(pb.LINK_VERSION, "link version 1 is spoken here")
        about = hello.role, hello.id, hello.nonce, nonce
        greeting = pb.Greeting(version=1, role=pb.BACKEND, id=args.id, nonce=nonce, proof=prove(b"listener", *about))
        greeting.frame_bytes_max, greeting.heartbeat_ms = FRAME_BYTES_MAX, HEARTBEAT_MS
        self.send(pb.GREET, greeting)
        frame = await self.read()
        if frame.kind != pb.PROOF or not hmac.compare_digest(pb.Proof.FromString(frame.body).proof, prove(b"dialler", *about)):
            raise Violation(pb.UNAUTHENTICATED, "the link secrets differ")
        self.send(pb.READY, pb.Ready())
        self.bytes_max = FRAME_BYTES_MAX

    async def serve(self):
        beat = None
        try:
            await asyncio.wait_for(self.greet(), 5)
            beat = asyncio.create_task(self.beat())
            while (frame := await self.read()).kind != pb.BYE:
                self.take(frame)
        except Violation as fault:
            self.send(pb.BYE, pb.Bye(code=fault.args[0], reason=fault.args[1]))
        except (EOFError, asyncio.TimeoutError, ConnectionError):
            pass
        beat and beat.cancel()
        self.writer.close()

    async def beat(self):
        while not await asyncio.sleep(HEARTBEAT_MS / 1000):
            self.send(pb.PING)

    def take(self, frame):
        if frame.kind == pb.PING:
            self.send(pb.PONG, request=frame.request)
        elif frame.kind == pb.SESSION_OPENED:
            self.sessions[frame.session] = pb.SessionOpened.FromString(frame.body)
        elif frame.kind == pb.SESSION_CLOSED:
            self.sessions.pop(frame.session, None)
        elif frame.kind == pb.REQUEST and frame.session not in self.sessions:
            raise Violation(pb.LINK_VIOLATION, "unknown session")
        elif frame.kind == pb.REQUEST:
            asyncio.create_task(self.answer(frame, client_pb2.Envelope.FromString(frame.envelope)))
        elif frame.kind == pb.CALL:
            envelope = client_pb2.Envelope.FromString(frame.envelope)
            self.reply(pb.CALL_ANSWER, frame, envelope, f"{args.id}:".encode() + envelope.payload)
        elif frame.kind == pb.CALL_ANSWER and frame.request in self.calls:
            self.calls.pop(frame.request).set_result(client_pb2.Envelope.FromString(frame.envelope))

    async def answer(self, frame, envelope):
        payload, code = envelope.payload, 0
        if frame.type in (1002, 1003):
            server, type_, text = payload.decode().split(" ", 2)
            target, relayed = pb.RelayTarget(server=server), client_pb2.Envelope(type=int(type_), payload=text.encode())
            if frame.type == 1003:
                self.send(pb.RELAY, target, relayed, type=relayed.type)
            else:
                answer = await self.call(target, relayed)
                payload, code = answer.payload, answer.code
        elif frame.type not in (1000, 1001):
            payload, code = client_pb2.Failure(message="no handler").SerializeToString(), 1106
        self.reply(pb.ANSWER, frame, envelope, payload, code)
        if frame.type == 1001:
            self.send(pb.PUSH, envelope=client_pb2.Envelope(type=2001, payload=payload), session=frame.session)

    def call(self, target, envelope):
        self.last_call, answer = self.last_call + 1, asyncio.get_running_loop().create_future()
        envelope.seq, self.calls[self.last_call] = 1, answer
        self.send(pb.CALL, target, envelope, request=self.last_call, type=envelope.type, deadline_ms=3000)
        return answer

    def reply(self, kind, frame, envelope, payload, code=0):
        envelope = client_pb2.Envelope(type=envelope.type, seq=envelope.seq, code=code, payload=payload)
        self.send(kind, envelope=envelope, request=frame.request)


def consul(path, body=None):
    url = f"http://{args.consul}/v1/agent/service/{path}"
    urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), method="PUT"), timeout=5).close()


async def main():
    server = await asyncio.start_server(lambda *streams: Link(*streams).serve(), "127.0.0.1", args.port)
    port = server.sockets[0].getsockname()[1]
    check = {"TCP": f"127.0.0.1:{port}", "Interval": "1s", "Status": "passing", "DeregisterCriticalServiceAfter": "60s"}
    place = {"ID": args.id, "Name": args.service, "Address": "127.0.0.1", "Port": port}
    args.consul and consul("register", {**place, "Tags": ["causeway"], "Check": check})
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    # Not earlier: who reads it may end this process at once.
    print(json.dumps({"id": args.id, "port": port}), flush=True)
    await stop.wait()
    args.consul and consul(f"deregister/{args.id}")


asyncio.run(main())
