"""A couple, each with a real browser at a process of their own: what one adds the other sees at once, who is cut off
misses nothing, whose process is killed is away, and nothing is heard of a partnership that has ended.

The two processes meet through the Redis of REDIS_URL. Without one both are at one process, and none is killed.
"""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Browser

from prove.coupling.arrivals import prove_arrivals
from prove.coupling.away import prove_catching_up
from prove.coupling.endings import prove_endings
from prove.coupling.presence import prove_presence
from prove.coupling.two import make_two
from prove.coupling.windows import Window, two_browsers
from prove.outcome import Outcome
from prove.places import shared_redis
from prove.serving import Instance, api_of, servers

ARRIVALS, ENDINGS, KILLS = 30, 20, 3


def run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    outcome = Outcome()
    with (
        shared_redis() as redis_url,
        servers(2 if redis_url else 1, REDIS_URL=redis_url, THROTTLES="off") as running,
        two_browsers() as browsers,
    ):
        outcome.notes.append(f"{len(running)} web processes, 2 browsers (Chromium {browsers[0].version})")
        _prove_together(running, browsers, scale, outcome)
    return outcome


def _prove_together(
    running: Sequence[Instance], browsers: tuple[Browser, Browser], scale: float, outcome: Outcome
) -> None:
    two, near, far = make_two("couple"), running[0], running[-1]
    two.become_partners()
    ana, ben = Window.of(browsers[0], near.address, two.ana), Window.of(browsers[1], far.address, two.ben)
    prove_arrivals(ana, ben, _times(ARRIVALS, scale), outcome)
    prove_catching_up(browsers[1], far.address, two.ben, api_of(near.address, two.ana), outcome)
    if near is far:
        outcome.notes.append("without Redis there is one process: none was killed")
    else:
        prove_presence(near, ana, ben, _times(KILLS, scale), outcome)
    prove_endings(make_two("ending"), [each.address for each in running], _times(ENDINGS, scale), outcome)


def _times(number: int, scale: float) -> int:
    return max(1, round(number * scale))
