"""`python -m prove.peopling.windows`: sockets that are left open, in a process of their own.

It reads `address`, `tokens` and `seconds` as JSON on its input, opens a socket for each token and holds it; each that
breaks comes back after a second. It writes {"opened", "frames", "broken", "away"} on its output: how many were open at
once, frames heard, breaks by kind, and how many were away at the end.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from bench.socket_server import allow_files

AT_ONCE = 20
COMES_BACK = 1.0


@dataclass(slots=True)
class Heard:
    here: int = 0
    most: int = 0
    frames: int = 0
    broken: Counter[str] = field(default_factory=Counter)


async def _hold(address: str, token: str, until: float, gate: asyncio.Semaphore, heard: Heard) -> None:
    while time.monotonic() < until:
        try:
            async with gate:
                end = await connect(address, compression=None, open_timeout=60)
                await end.send(json.dumps({"type": "authenticate", "token": token}))
                await end.send(json.dumps({"type": "hello", "seq": None}))
        except (OSError, WebSocketException, TimeoutError) as error:
            heard.broken[type(error).__name__] += 1
            await asyncio.sleep(COMES_BACK)
            continue
        heard.here += 1
        heard.most = max(heard.most, heard.here)
        try:
            async with asyncio.timeout_at(asyncio.get_running_loop().time() + until - time.monotonic()):
                async for _ in end:
                    heard.frames += 1
            heard.broken[f"closed {end.close_code}"] += 1
        except TimeoutError:
            await end.close()
            return
        except WebSocketException as error:
            heard.broken[f"{type(error).__name__} {end.close_code}"] += 1
        heard.here -= 1
        await asyncio.sleep(COMES_BACK)


async def main() -> None:
    allow_files()
    told = json.loads(sys.stdin.read())
    heard, gate = Heard(), asyncio.Semaphore(AT_ONCE)
    until = time.monotonic() + told["seconds"]
    await asyncio.gather(*(_hold(told["address"], token, until, gate, heard) for token in told["tokens"]))
    away = len(told["tokens"]) - heard.here
    sys.stdout.write(json.dumps({"opened": heard.most, "frames": heard.frames, "broken": heard.broken, "away": away}))


if __name__ == "__main__":
    asyncio.run(main())
