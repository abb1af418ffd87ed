"""How unusual payments are, 0 to 1, and by what. Pure arithmetic on `habits`.

Each kind of evidence is a number of deviations above what is usual, or what a chance is as such a number; `_score`
turns it into 0 to 1, so that .8, from which people are told, is about four of them. What explains a payment takes from
the evidence: the payee took as much before, took it a year ago, or the category did in that season.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from math import exp, log, log10, sqrt
from statistics import median
from typing import Final
from uuid import UUID

from insights.anomalies.habits import NEAR, WARM_UP, Habits, Norm, Payment, repeats_of

ALERT: Final = 0.8
SHOWN: Final = 0.3
HALF: Final = 2.6
STEEPNESS: Final = 1.0
YEAR: Final = timedelta(days=365)
SEASON: Final = timedelta(days=25)
NEARLY: Final = log(1.12)
MOST_SHOWN: Final = 3
MONTH: Final = 30


class Kind(StrEnum):
    AMOUNT = "amount"
    NEW_PAYEE = "new_payee"
    DUPLICATE = "duplicate"
    PRICE_RISE = "price_rise"
    CATEGORY_BURST = "category_burst"


@dataclass(frozen=True, slots=True)
class Finding:
    """`usual` is the amount that would have been, None where nothing says; `seen` how many payments said so (of a
    burst: months). `compared` are the payments it was held against, the latest first; `total` is what a burst came to.
    """

    payment: Payment
    kind: Kind
    score: float
    usual: float | None
    seen: int
    compared: tuple[Payment, ...] = ()
    total: float = 0.0


def judge(payments: Iterable[Payment], *, first: date) -> list[Finding]:
    """What is unusual among payments from `first` on, by those before; the highest score first, one for a payment.

    `payments` are of one currency, some thousands at most: 20 milliseconds for 1,500. In the first month of them
    nothing is sure enough to tell, in the first three no payee counts as new, since all are.
    """
    ordered = sorted(payments, key=lambda each: (each.on, str(each.key)))
    if not ordered:
        return []
    habits = Habits(ordered)
    findings = []
    for each in ordered:
        if each.on >= first:
            others = habits.others(each)
            found = [one for one in (_of_payee(habits, each, others), _twice(habits, each, others)) if one is not None]
            if found:
                findings.append(max(found, key=lambda one: one.score))
    singles = {each.payment.category for each in findings if each.score >= SHOWN}
    findings += [each for each in _bursts(habits, first) if each.payment.category not in singles]
    best: dict[UUID, Finding] = {}
    for one in findings:
        if one.payment.key not in best or best[one.payment.key].score < one.score:
            best[one.payment.key] = one
    begun = ordered[0].on + timedelta(days=MONTH)
    sure = [
        each if each.payment.on >= begun else replace(each, score=min(each.score, ALERT - 0.01))
        for each in best.values()
    ]
    return sorted(sure, key=lambda each: (-each.score, -each.payment.amount, str(each.payment.key)))


def _of_payee(habits: Habits, payment: Payment, others: Sequence[Payment]) -> Finding | None:
    if not others:
        return _new(habits, payment)
    risen = _risen(payment, others)
    if risen is not None:
        return risen
    usual = habits.usual_of_payee(payment, others)
    off = (payment.size - usual.middle) / usual.spread
    if off <= 0:
        return None
    beyond = payment.size - max(each.size for each in others)
    off *= _novelty(beyond, len(others))
    off *= _explained_by_season(payment, others) * _matters(habits, payment.amount - exp(usual.middle))
    if len(others) < 3:
        off = min(off, _off_new(habits, payment) + 1.5)
    off += _weight(habits, payment)
    return Finding(payment, Kind.AMOUNT, _score(off), exp(usual.middle), usual.count, _latest(others))


def _new(habits: Habits, payment: Payment) -> Finding | None:
    usual = habits.usual_of_new(payment)
    if usual is None or payment.on < habits.payments[0].on + WARM_UP:
        return None
    off = _above(payment, usual) * _season_of_category(habits, payment)
    if off <= 0:
        return None
    off = 0.8 * off + _weight(habits, payment)
    return Finding(payment, Kind.NEW_PAYEE, _score(off), exp(usual.middle), usual.count)


def _off_new(habits: Habits, payment: Payment) -> float:
    usual = habits.usual_of_new(payment)
    return 0.0 if usual is None else max(0.0, _above(payment, usual))


def _above(payment: Payment, usual: Norm) -> float:
    return (payment.size - usual.middle) / usual.spread


def _novelty(beyond: float, count: int) -> float:
    """How much an amount counts by how far it is `beyond` the largest before: nothing new below it."""
    if beyond <= 0:
        return 0.35
    return min(1.0, 0.5 + beyond / NEARLY * 0.1 + (0.2 if count >= 5 else 0.0))


def _explained_by_season(payment: Payment, others: Sequence[Payment]) -> float:
    """As much about a year ago, and so it comes each year."""
    last_year = [each for each in others if abs(payment.on - each.on - YEAR) <= SEASON]
    if any(each.size >= payment.size - 0.3 for each in last_year):
        return 0.3
    return 1.0


def _season_of_category(habits: Habits, payment: Payment) -> float:
    """The category took as much a year ago: holidays, presents."""
    then = [each for each in habits.by_category[payment.category] if abs(payment.on - each.on - YEAR) <= SEASON]
    if payment.category is not None and any(each.size >= payment.size - 0.3 for each in then):
        return 0.5
    return 1.0


def _weight(habits: Habits, payment: Payment) -> float:
    """Money that is large for the person makes it a little more, small change less: -1.2 to .8."""
    return max(-1.2, min(0.8, 0.4 * (payment.size - habits.middle)))


def _matters(habits: Habits, more: float) -> float:
    """Less than a quarter of what the person pays at a time counts the less, the smaller it is: 0 to 1."""
    return min(1.0, sqrt(4 * more / exp(habits.middle)))


def _risen(payment: Payment, others: Sequence[Payment]) -> Finding | None:
    """A steady price that is higher: three the same before, at steady distances, and now up to 60% more."""
    last = others[-6:]
    if len(last) < 3:
        return None
    price = last[-1].amount
    same = [each for each in last if abs(each.amount / price - 1) < 0.01]
    gaps = [(after.on - before.on).days for before, after in pairwise(last)]
    gap = median(gaps)
    if len(same) < 3 or gap < 6 or any(abs(each - gap) > max(4, 0.25 * gap) for each in gaps):
        return None
    now = (payment.on - last[-1].on).days
    by = payment.amount / price - 1
    if not 0.02 < by <= 0.6 or abs(now - gap) > max(4, 0.25 * gap):
        return None
    score = min(0.92, 0.45 + 1.6 * by + 0.02 * min(len(same), 6))
    return Finding(payment, Kind.PRICE_RISE, score, price, len(same), _latest(others))


def _twice(habits: Habits, payment: Payment, others: Sequence[Payment]) -> Finding | None:
    """The same amount to the same payee within three days, where that is not its way."""
    near = [each for each in others if each.amount == payment.amount and payment.on - each.on <= NEAR]
    if not near:
        return None
    repeated = {one.key for one in near}
    before = [each for each in others if each.key not in repeated]
    again = repeats_of(before)
    # The share of the payee's payments that repeat one, drawn to everybody's where it has few.
    chance = (again + 3 * habits.repeats) / (len(before) + 3)
    often = sum(each.amount == payment.amount for each in before)
    if before:
        days = max(30, (payment.on - before[0].on).days)
        chance = max(chance, min(0.9, 0.5 * often * 2 * NEAR.days / days if often > 2 and again else 0.0))
    off = -1.9 * log10(max(chance, 1e-4)) + 0.9 * _weight(habits, payment)
    if len(near) > 1:
        off -= 1.0
    return Finding(payment, Kind.DUPLICATE, _score(off), payment.amount, len(before), tuple(near[:MOST_SHOWN]))


def _bursts(habits: Habits, first: date) -> list[Finding]:
    """Categories that took much more in the last days than in as many before, by several payments; never an alert."""
    last = habits.payments[-1].on
    days = max(MONTH, (last - first).days + 1)
    found = []
    for category, paid in habits.by_category.items():
        now = [each for each in paid if each.on >= first]
        if category is None or len(now) < 3:
            continue
        totals: dict[int, float] = defaultdict(float)
        counts = (first - habits.payments[0].on).days // days
        for each in paid:
            back = (first - each.on).days
            if 0 < back <= counts * days:
                totals[(back - 1) // days] += each.amount
        past = [totals[number] for number in range(counts)]
        if counts < 4 or not median(past):
            continue
        total, usual = sum(each.amount for each in now), median(past)
        spread = max(0.25, 1.4826 * median([abs(log((each or usual / 4) / usual)) for each in past]))
        if total <= 1.5 * usual or total <= max(past):
            continue
        score = min(ALERT - 0.01, _score(log(total / usual) / spread))
        now.sort(key=lambda each: -each.amount)
        rest = tuple(now[1 : 1 + MOST_SHOWN])
        found.append(Finding(now[0], Kind.CATEGORY_BURST, score, usual, counts, rest, total))
    return found


def _latest(others: Sequence[Payment]) -> tuple[Payment, ...]:
    return tuple(reversed(others[-MOST_SHOWN:]))


def _score(off: float) -> float:
    return 1 / (1 + exp(-STEEPNESS * (off - HALF)))
