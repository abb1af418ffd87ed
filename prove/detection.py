"""What comes back, found in three years of lines of households whose author had not seen the detector.

A thing is found where its payee, frequency and interval are; whatever else is offered is wrong. `--seed NUMBER` judges
one household and names what went amiss.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from config.kernel.money import to_stored
from ledger.core.payees import payee_key
from ledger.recurring.finding import Payment, find_series
from ledger.recurring.history import FEWEST, MOST
from prove.outcome import Outcome
from prove.strangers import Stranger, stranger

UNTIL = date(2026, 11, 20)
HOUSEHOLDS = 200
LEAST = 0.9
Found = tuple[str, str, int]


def run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    outcome = Outcome()
    seeds = [one] if one is not None else list(range(max(1, round(HOUSEHOLDS * scale))))
    counts: Counter[str] = Counter()
    for seed in seeds:
        counts += judged(stranger(seed, UNTIL), outcome if one is not None else None)
    precision = counts["right"] / max(1, counts["offered"])
    recall = counts["right"] / max(1, counts["there"])
    outcome.figures["households"] = len(seeds)
    outcome.figures["things that come back"] = counts["there"]
    outcome.figures["offered"] = counts["offered"]
    outcome.figures["offered rightly"] = counts["right"]
    outcome.notes.append(f"precision {precision:.3f}, recall {recall:.3f} (at least {LEAST} were promised of each)")
    if min(precision, recall) < LEAST:
        outcome.fail("too little is found, or too much", f"precision {precision:.3f}, recall {recall:.3f}")
    return outcome


def judged(household: Stranger, told: Outcome | None) -> Counter[str]:
    """How many were offered, how many of them rightly, and how many there were."""
    live = [each for each in household.truths if each.is_live]
    wanted = {(payee_key(spelling), each.frequency, each.interval): each for each in live for spelling in each.payees}
    found = offers(household)
    right = {wanted[each].payee for each in found if each in wanted}
    if told is not None:
        told.notes += [f"offered for nothing: {each}" for each in found if each not in wanted]
        told.notes += [f"not found: {each}" for each in live if each.payee not in right]
    return Counter(
        right=sum(each in wanted for each in found), offered=len(found), there=len({each.payee for each in live})
    )


def offers(household: Stranger) -> list[Found]:
    """Grouped as ledger.recurring.history groups what is in the database."""
    groups: dict[tuple[str, bool], list[Payment]] = defaultdict(list)
    for line in household.lines:
        groups[payee_key(line.payee), line.amount > 0].append(Payment(line.booked_on, abs(to_stored(line.amount))))
    return [
        (key, series.rhythm.frequency, series.rhythm.interval)
        for (key, _comes_in), payments in groups.items()
        if key and FEWEST <= len(payments) <= MOST
        for series in find_series(payments, UNTIL)
    ]
