"""A process is killed: who was at it is away for their partner, and here again once it serves again."""

from __future__ import annotations

import time

from prove.coupling.windows import Window
from prove.outcome import Outcome
from prove.serving import Instance

# Two beats missed, a third in which another process finds out, and the way to the page.
AWAY_WITHIN, DRAWN_WITHIN, BACK_WITHIN = 30.0, 0.5, 60.0
CHAT = "/together/chat/"
SHOWN = ".chat-page [data-presence-text]"
LOOKED_AFTER = 0.05


def prove_presence(killed: Instance, ana: Window, ben: Window, times: int, outcome: Outcome) -> None:
    """Ana is at the process that is killed; Ben looks at the chat, at another one."""
    for number in range(times):
        ana.open("/together/")
        ben.open(CHAT)
        if _seconds_until(ben, "Here now", BACK_WITHIN) is None:
            outcome.fail("who is here is not shown as here", f"kill {number}")
            return
        killed.kill()
        away = _seconds_until(ben, "Last here", AWAY_WITHIN + DRAWN_WITHIN)
        killed.start()
        back = _seconds_until(ben, "Here now", BACK_WITHIN)
        _judge(away, back, f"kill {number}", outcome)


def _judge(away: float | None, back: float | None, case: str, outcome: Outcome) -> None:
    outcome.figures["processes killed under somebody who was here"] += 1
    if away is None:
        outcome.fail(f"shown as here {AWAY_WITHIN:.0f} s after their process was killed", case)
    else:
        outcome.at_most("seconds until the partner saw them as away", away, case)
    if back is None:
        outcome.fail(f"shown as away {BACK_WITHIN:.0f} s after their process serves again", case)
    else:
        outcome.at_most("seconds from when the process served again until they were shown as here", back, case)


def _seconds_until(window: Window, words: str, longest: float) -> float | None:
    """None where it was not so in time."""
    since = time.monotonic()
    while time.monotonic() - since < longest:
        if not window.missed(SHOWN, [words]):
            return time.monotonic() - since
        time.sleep(LOOKED_AFTER)
    return None
