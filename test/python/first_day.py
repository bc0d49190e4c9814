"""Steady requests over one session: the load of the first-day test.

    first_day.py URL TOKEN [--type 1000] [--requests N] [--window 16] [--interval-ms 0]

Sends requests whose payload is a rising number in ASCII, at most `window` open at once, N of them or until a
line comes on stdin (or stdin ends). An answer's payload must be the request's, or begin with it and go on
"|server|n", where n counts the requests of this session that arrived at that server: 1, 2, 3, … A push's
payload is "server|n", counted likewise as it was sent. So loss and disorder on each path show as a wrong n.

Prints JSON lines: {"event": "welcome", …}, {"event": "server", "server": …, "request": …} when a server
answers for the first time, and at the end {"event": "summary", …}.
"""

import argparse
import asyncio
import collections
import json
import sys
import time

from client import Client, Disconnected


def say(event, **fields):
    print(json.dumps({"event": event, **fields}), flush=True)


class Tally:
    """What came back, judged."""

    def __init__(self):
        self.sent = 0
        self.answered = 0
        self.failed = collections.Counter()
        self.wrong_payload = 0
        self.arrivals = collections.defaultdict(list)  # server -> [(request number, its n)]
        self.push_count = collections.Counter()
        self.push_disorder = 0
        self.round_trips_ms = []

    def answer(self, number, envelope, elapsed_ms):
        self.answered += 1
        self.round_trips_ms.append(elapsed_ms)
        if envelope.code != 0:
            self.failed[str(envelope.code)] += 1
            return
        echoed, *rest = envelope.payload.decode(errors="replace").split("|")
        if echoed != str(number):
            self.wrong_payload += 1
        if len(rest) >= 2:
            if rest[0] not in self.arrivals:
                say("server", server=rest[0], request=number)
            self.arrivals[rest[0]].append((number, int(rest[1])))

    def push(self, envelope):
        server, _, n = envelope.payload.decode(errors="replace").partition("|")
        self.push_count[server] += 1
        if not n.isdigit() or int(n) != self.push_count[server]:
            self.push_disorder += 1

    def request_disorder(self):
        """Requests that reached their server in another place than they were sent in."""
        return sum(
            n != position
            for arrivals in self.arrivals.values()
            for position, (_, n) in enumerate(sorted(arrivals), start=1)
        )

    def summary(self):
        times = sorted(self.round_trips_ms) or [0]
        return {
            "requests": self.sent,
            "answered": self.answered,
            "failed": dict(self.failed),
            "wrongPayload": self.wrong_payload,
            "requestDisorder": self.request_disorder(),
            "servers": {server: len(arrivals) for server, arrivals in self.arrivals.items()},
            "pushes": dict(self.push_count),
            "pushDisorder": self.push_disorder,
            "rttMsP50": round(times[len(times) // 2], 3),
            "rttMsP99": round(times[len(times) * 99 // 100], 3),
            "rttMsMax": round(times[-1], 3),
        }


async def stdin_line():
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    await reader.readline()


async def one_request(client, tally, slots, type, number):
    began = time.perf_counter()
    try:
        envelope = await client.request(type, str(number).encode(), timeout_s=30)
        tally.answer(number, envelope, (time.perf_counter() - began) * 1000)
    except (asyncio.TimeoutError, Disconnected):
        tally.failed["unanswered"] += 1
    finally:
        slots.release()


async def send_requests(client, tally, options, stop):
    """Each request is written before the next one is made: the order of numbers is the order on the wire."""
    slots = asyncio.Semaphore(options.window)
    running = set()
    while not stop.is_set() and client.ended is None and tally.sent != options.requests:
        await slots.acquire()
        tally.sent += 1
        task = asyncio.create_task(one_request(client, tally, slots, options.type, tally.sent))
        running.add(task)
        task.add_done_callback(running.discard)
        await asyncio.sleep(options.interval_ms / 1000)
    await asyncio.gather(*running)


async def collect_pushes(client, tally):
    while True:
        tally.push(await client.pushes.get())


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("token")
    parser.add_argument("--type", type=int, default=1000)
    parser.add_argument("--requests", type=int, default=-1, help="-1: until stdin says stop")
    parser.add_argument("--window", type=int, default=16)
    parser.add_argument("--interval-ms", type=float, default=0)
    parser.add_argument("--linger-ms", type=float, default=200, help="wait for pushes after the last answer")
    options = parser.parse_args()

    client = await Client.login(options.url, options.token)
    say("welcome", session=client.welcome.session, user=client.welcome.user, gateway=client.welcome.gateway)
    tally, stop = Tally(), asyncio.Event()
    pushes = asyncio.create_task(collect_pushes(client, tally))
    watch = None
    if options.requests < 0:
        watch = asyncio.create_task(stdin_line())
        watch.add_done_callback(lambda _: stop.set())
    await send_requests(client, tally, options, stop)
    await asyncio.sleep(options.linger_ms / 1000)
    pushes.cancel()
    ended = client.ended and {"code": client.ended.code, "reason": client.ended.reason}
    if client.ended is None:
        await client.close()
    undelivered = sum(notice.count for notice in client.undelivered)
    say("summary", **tally.summary(), undelivered=undelivered, lost=client.lost, unexpected=client.unexpected,
        disconnected=ended)


if __name__ == "__main__":
    asyncio.run(main())
