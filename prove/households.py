"""Invented households to judge by what is found to come back: the first was looked at while finding was written, the
second only to judge it.
"""

from __future__ import annotations

import random
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from ledger.recurring.finding import Payment, find_series

BEGINS, TODAY = date(2023, 11, 20), date(2026, 11, 20)
Truth = tuple[str, str, int]


@dataclass
class History:
    """Three years of payments by payee, and which of them come back: payee, frequency, interval."""

    payments: dict[str, list[Payment]] = field(default_factory=lambda: defaultdict(list))
    truth: list[Truth] = field(default_factory=list)

    def pay(self, payee: str, day: date, amount: float) -> None:
        if BEGINS <= day <= TODAY:
            self.payments[payee].append(Payment(day, round(amount * 100) * 100))


def judge(make: Callable[[int], History], count: int) -> tuple[int, int, int, list[str]]:
    """Over so many households: how many were found rightly, found at all, there to be found; and what went wrong."""
    right = found = there = 0
    amiss: list[str] = []
    for number in range(count):
        history = make(number)
        seen = [
            (payee, series.rhythm.frequency, series.rhythm.interval)
            for payee, payments in history.payments.items()
            for series in find_series(payments, TODAY)
        ]
        truth = list(history.truth)
        for each in seen:
            if each in truth:
                truth.remove(each)
                right += 1
            else:
                amiss.append(f"{number} found {each}")
        amiss += [f"{number} lost {each}" for each in truth]
        found += len(seen)
        there += len(history.truth)
    return right, found, there, amiss


def _month_days(first: date, step: int) -> Iterator[date]:
    number = 0
    while True:
        month = first.month - 1 + number * step
        year, month = first.year + month // 12, month % 12 + 1
        day = date(year, month, min(first.day, monthrange(year, month)[1]))
        if day > TODAY:
            return
        yield day
        number += 1


def _days(first: date, step: int) -> Iterator[date]:
    while first <= TODAY:
        yield first
        first += timedelta(days=step)


def first_kind(number: int) -> History:
    """Even jitter up to three days, weekends moved, one price rise, one missed; shops of every habit."""
    dice = random.Random(f"first {number}")  # noqa: S311
    history = History()

    def come_back(payee: str, frequency: str, interval: int, amount: float, varies: float) -> None:
        first = BEGINS + timedelta(days=dice.randrange(28))
        due = (
            list(_days(first, 7 * interval))
            if frequency == "weekly"
            else list(_month_days(first, interval * (12 if frequency == "yearly" else 1)))
        )
        off = 1 if (frequency, interval) == ("weekly", 1) else 3
        missed = dice.randrange(len(due)) if len(due) > 6 and dice.random() < 0.3 else -1
        rises = dice.randrange(len(due)) if dice.random() < 0.5 else len(due) + 1
        for place, day in enumerate(due):
            if place == missed:
                continue
            shifted = day + timedelta(days=dice.randint(-off, off))
            while shifted.weekday() > 4 and off == 3 and abs((shifted - day).days) < 3:
                shifted += timedelta(days=1)
            factor = (1.12 if place >= rises else 1) * (1 + dice.uniform(-varies, varies))
            history.pay(payee, shifted, amount * factor)
        history.truth.append((payee, frequency, interval))

    for payee, frequency, interval, amount, varies in (
        ("rent", "monthly", 1, dice.uniform(500, 1800), 0), ("video", "monthly", 1, 12.99, 0),
        ("music", "monthly", 1, 9.99, 0), ("power", "monthly", 1, dice.uniform(50, 120), 0.1),
        ("phone", "monthly", 1, dice.uniform(10, 60), 0.08), ("salary", "monthly", 1, dice.uniform(1800, 4000), 0.04),
        ("gym", "weekly", 4, 39.9, 0), ("cleaner", "weekly", 2, 60, 0.1), ("class", "weekly", 1, 14, 0),
        ("water", "monthly", 3, 85, 0.1), ("car insurance", "monthly", 6, 240, 0.03), ("domain", "yearly", 1, 24, 0),
        ("liability", "yearly", 1, 61, 0.08), ("bins", "monthly", 2, 33, 0.05),
    ):  # fmt: skip
        if dice.random() < 0.8:
            come_back(payee, frequency, interval, amount, varies)
    _shops(history, dice)
    return history


def _shops(history: History, dice: random.Random) -> None:
    for payee, every, low, high in (
        ("grocer", 3, 8, 140), ("discounter", 6, 10, 90), ("bakery", 2, 2, 9), ("fuel", 12, 40, 75),
        ("inn", 25, 20, 90), ("shop online", 9, 5, 200), ("chemist", 20, 5, 45), ("hair", 45, 36, 42),
        ("coffee", 3, 3.2, 3.2), ("cash", 10, 50, 50), ("cinema", 40, 11.5, 11.5), ("furniture", 300, 50, 900),
        ("doctor", 160, 30, 60),
    ):  # fmt: skip
        day = BEGINS + timedelta(days=dice.randrange(every))
        while day <= TODAY:
            history.pay(payee, day, dice.uniform(low, high))
            day += timedelta(days=max(1, round(dice.expovariate(1 / every))))


def second_kind(number: int) -> History:
    """Days off as people and banks are off, by a bell curve cut at three; what began later, what a shop and a
    subscription of one name make together, two subscriptions of one payee, weekly shopping on the same weekday.
    """
    dice = random.Random(f"second {number}")  # noqa: S311
    history = History()
    for payee, unit, steps, amount in dice.sample(_OFFERED, 9):
        _second_series(history, dice, payee, unit, steps, amount)
    for price in (2.99, 9.99):
        _second_series(history, dice, "apps", "monthly", 1, price, exact=True)
    if dice.random() < 0.7:
        _second_series(history, dice, "marketplace", "monthly", 1, 8.99, exact=True)
    for payee, weekday, low, high in (("big shop", 5, 60.0, 190.0), ("market", 2, 12, 48), ("canteen", 1, 5, 12)):
        day = BEGINS + timedelta(days=(weekday - BEGINS.weekday()) % 7)
        while day <= TODAY:
            if dice.random() < 0.85:
                history.pay(payee, day + timedelta(days=dice.choice((0, 0, 0, 1))), dice.triangular(low, high))
            day += timedelta(days=7)
    for payee, visits, low, high in (
        ("marketplace", 70, 4, 150), ("petrol", 60, 48, 62), ("barber", 22, 28, 28), ("kiosk", 200, 1, 15),
        ("bistro", 35, 14, 60), ("taxi", 18, 9, 30), ("pool", 25, 5.5, 5.5), ("books", 12, 8, 45), ("vet", 5, 40, 200),
        ("parking", 90, 2, 6), ("airline", 4, 80, 400), ("tailor", 2, 15, 60), ("garage", 3, 90, 800),
    ):  # fmt: skip
        for _visit in range(visits):
            history.pay(payee, BEGINS + timedelta(days=dice.randrange(1096)), dice.uniform(low, high))
    return history


_OFFERED: tuple[tuple[str, str, int, float], ...] = (
    ("flat", "monthly", 1, 1140), ("wage", "monthly", 1, 2710), ("stream", "monthly", 1, 17.99),
    ("internet", "monthly", 1, 44.95), ("heating", "monthly", 1, 96), ("nursery", "monthly", 1, 310),
    ("paper", "monthly", 3, 129), ("broadcast", "monthly", 3, 55.08), ("tax of land", "monthly", 3, 140),
    ("motor", "monthly", 6, 312), ("storage", "weekly", 4, 72), ("therapy", "weekly", 2, 90),
    ("music school", "weekly", 1, 31), ("club", "yearly", 1, 120), ("household cover", "yearly", 1, 88),
)  # fmt: skip


def _second_series(
    history: History, dice: random.Random, payee: str, unit: str, steps: int, amount: float, *, exact: bool = False
) -> None:
    late = dice.random() < 0.25 and unit != "yearly"
    first = BEGINS + timedelta(days=dice.randrange(500 if late else 31))
    if unit == "monthly" and dice.random() < 0.25:
        first = first.replace(day=1) - timedelta(days=1)
    step = {"monthly": steps, "yearly": 12}.get(unit, 0)
    due = list(_month_days(first, step)) if step else list(_days(first, 7 * steps))
    spread = 0.6 if (unit, steps) == ("weekly", 1) else 1.4
    varies = 0.0 if exact else dice.choice((0.0, 0.0, 0.05, 0.1))
    change_at, change = dice.randrange(len(due)), dice.choice((1.0, 1.0, 1.08, 1.2, 1.35, 0.9))
    gap = dice.randrange(2, len(due)) if len(due) > 5 and dice.random() < 0.25 else -1
    for place, day in enumerate(due):
        if place != gap:
            off = max(-3, min(3, round(dice.gauss(0.3, spread))))
            level = amount * (change if place >= change_at and not exact else 1)
            history.pay(payee, day + timedelta(days=off), level * (1 + dice.uniform(-varies, varies)))
    history.truth.append((payee, unit, steps))
