"""Checks a running gateway against docs/PROTOCOL.md, from outside.

    conformance.py HOST PORT SECRET [--slow] [--only WORD] [--echo-type 1000] [--free-type 4000000000]

SECRET signs HS256 tokens (with --secret-base64url it is base64url). Needs a route of the echo type to a
backend that answers with the request's payload, and none of the free type. Prints one JSON line a check,
{"name", "pipe", "ok", "detail", "ms"}, and a summary; exits 1 when one failed.
"""

import argparse
import asyncio
import base64
import json
import sys
import time
import warnings

import checks_envelope
import checks_pipe
import checks_session
from checklist import Target

CHECK_TIMEOUT_S = 30


async def run_check(check, target):
    began = time.perf_counter()
    detail = ""
    try:
        await asyncio.wait_for(check.run(target), CHECK_TIMEOUT_S)
    except AssertionError as wrong:
        detail = str(wrong) or "an assertion did not hold"
    except asyncio.TimeoutError:
        detail = "nothing came in time"
    except Exception as failure:  # whatever the gateway did to the libraries is this check's outcome
        detail = f"{type(failure).__name__}: {failure}"
    elapsed_ms = round((time.perf_counter() - began) * 1000)
    return {"name": check.name, "pipe": target.pipe, "ok": detail == "", "detail": detail, "ms": elapsed_ms}


async def run_all(options):
    raw = options.secret.encode()
    secret = base64.urlsafe_b64decode(raw + b"=" * (-len(raw) % 4)) if options.secret_base64url else raw
    outcomes = []

    async def run_and_print(check, pipe):
        target = Target(options.host, options.port, secret, options.echo_type, options.free_type, pipe,
                        json.loads(options.claims))
        outcomes.append(await run_check(check, target))
        print(json.dumps(outcomes[-1], ensure_ascii=False), flush=True)

    chosen = [
        (check, pipe)
        for module in (checks_pipe, checks_envelope, checks_session)
        for check in module.checks.checks
        for pipe in check.pipes
        if options.only in check.name
    ]
    for check, pipe in chosen:
        if not check.slow:
            await run_and_print(check, pipe)
    if options.slow:  # they only wait, so they wait together
        await asyncio.gather(*(run_and_print(check, pipe) for check, pipe in chosen if check.slow))
    return outcomes


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("secret")
    parser.add_argument("--secret-base64url", action="store_true")
    parser.add_argument("--claims", default="{}", help="JSON, added to every token")
    parser.add_argument("--echo-type", type=int, default=1000)
    parser.add_argument("--free-type", type=int, default=4_000_000_000)
    parser.add_argument("--slow", action="store_true", help="also what waits for deadlines")
    parser.add_argument("--only", default="", help="only checks whose name contains this")
    options = parser.parse_args()
    warnings.simplefilter("ignore", ResourceWarning)

    outcomes = asyncio.run(run_all(options))
    failed = [outcome for outcome in outcomes if not outcome["ok"]]
    print(json.dumps({"summary": {"checks": len(outcomes), "failed": len(failed)}}), flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
