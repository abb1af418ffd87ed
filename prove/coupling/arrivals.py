"""What one adds in their browser stands in the other's page: how soon."""

from __future__ import annotations

import math
import statistics
import time

from prove.coupling.windows import Window
from prove.outcome import Outcome

LIST, ADD = "/together/expenses/", "/together/expenses/add/"
EXPENSES = "#shared-expenses"
MEDIAN_AT_MOST_MS = 300.0


def prove_arrivals(ana: Window, ben: Window, times: int, outcome: Outcome) -> None:
    """In turn, through the form; from the click to the line in the other's list."""
    waits = []
    for number in range(times):
        adds, reads = (ana, ben) if number % 2 == 0 else (ben, ana)
        reads.open(LIST)
        waits.append(_arrival(adds, reads, f"Expense {number:03}", f"{number + 1}.50"))
    median, slow = statistics.median(waits), percentile(waits, 99)
    outcome.figures["expenses that appeared in the other's page"] += len(waits)
    outcome.notes.append(
        f"from the click on 'Add' to the line in the other's page: median {median:.0f} ms, p99 {slow:.0f} ms,"
        f" at most {max(waits):.0f} ms ({MEDIAN_AT_MOST_MS:.0f} ms were promised for the median)"
    )
    if median > MEDIAN_AT_MOST_MS:
        outcome.fail(f"half of what is added is seen after {median:.0f} ms", f"of {len(waits)}")


def _arrival(adds: Window, reads: Window, name: str, amount: str) -> float:
    adds.open(ADD)
    adds.page.fill("input[name=name]", name)
    adds.page.fill("input[name=amount]", amount)
    reads.watch_for(EXPENSES, name)
    button = adds.page.get_by_role("button", name="Add", exact=True)
    sent = time.time()
    button.click(no_wait_after=True)
    wait = (reads.seen_at() - sent) * 1000
    adds.page.wait_for_url(lambda url: not url.endswith(ADD))
    return wait


def percentile(values: list[float], percent: int) -> float:
    """The value that so many percent of them do not exceed."""
    return sorted(values)[max(0, math.ceil(percent / 100 * len(values)) - 1)]
