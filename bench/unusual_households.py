"""Invented households that pay, with things that happened once, to judge what is found unusual.

Two families. The one thresholds were chosen on: log-normal amounts, fixed subscriptions. The other was written after
and looked at once: amounts with heavy tails, payees visited by season, irregular ones, prices with round steps, tips,
several shops of a chain, holidays and yearly bills. The same seed makes the same household.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import exp, log
from typing import Final
from uuid import UUID

from insights.anomalies.habits import Payment

TODAY: Final = date(2026, 11, 20)
DAYS, WINDOW = 730, 30
CATEGORIES: Final = [
    UUID(int=number)
    for number in range(1, 11)
]  # fmt: skip
FOOD, EATING, MOVING, HOME, BILLS, FUN, CLOTHES, HEALTH, TRAVEL, OTHER = CATEGORIES


@dataclass(frozen=True, slots=True)
class Household:
    """`wrong` has what was put in, by key, with its sort."""

    payments: list[Payment]
    wrong: dict[UUID, str]
    first: date


@dataclass(slots=True)
class Pen:
    chance: random.Random
    written: list[Payment]

    def pay(self, day: int, payee: str, category: UUID, amount: float) -> None:
        """`day` counts from the first; what would cost nothing is not written."""
        if 0 <= day <= DAYS and amount >= 0.01:
            key = UUID(int=self.chance.getrandbits(128))
            on = TODAY - timedelta(days=DAYS - day)
            self.written.append(Payment(key, on, payee, category, round(amount, 2)))


Writer = Callable[[Pen], None]
Sort = Callable[[Pen], str]


def tuned(pen: Pen) -> None:
    """Log-normal amounts of regular shops, fixed bills, shops now and then, and a few once only."""
    chance = pen.chance
    _bills(pen)
    for number in range(chance.randrange(2, 5)):
        _shop(pen, f"market {number}", FOOD, chance.uniform(3, 9), chance.uniform(18, 60), chance.uniform(0.3, 0.6))
    for number in range(chance.randrange(3, 7)):
        _shop(pen, f"table {number}", EATING, chance.uniform(6, 40), chance.uniform(8, 40), chance.uniform(0.2, 0.5))
    price = round(chance.uniform(2, 4), 1)
    for day in range(0, DAYS, 1):
        if chance.random() < 0.35:
            pen.pay(day, "transit", MOVING, price)
        if chance.random() < 0.25:
            pen.pay(day, "coffee", EATING, chance.choice([2.9, 2.9, 3.4, 4.8]))
    _shop(pen, "everything", OTHER, chance.uniform(8, 14), 28, 0.9)
    _shop(pen, "fuel", MOVING, chance.uniform(9, 16), 55, 0.2)
    for number in range(chance.randrange(50, 110)):
        category = chance.choice([EATING, FUN, CLOTHES, HEALTH, TRAVEL, HOME])
        pen.pay(chance.randrange(DAYS), f"once {number}", category, exp(chance.gauss(log(32), 0.75)))
    for year in range(2):
        _holiday(pen, year * 365 + chance.randrange(180, 240), 60, year)


def unseen(pen: Pen) -> None:
    """Heavy tails (Pareto), round steps, tips, seasons, bursts, presents in December."""
    chance = pen.chance
    _bills(pen)
    for number in range(chance.randrange(3, 6)):
        every, least, tail = chance.uniform(2.5, 12), chance.uniform(6, 25), chance.uniform(1.7, 3.2)
        _visits(pen, f"grocer {number}", FOOD, every, _pareto(chance, least, tail))
    for number in range(chance.randrange(4, 9)):
        _visits(pen, f"inn {number}", EATING, chance.uniform(9, 70), _eaters(chance, chance.uniform(7, 35)))
    steps = [4.99, 9.99, 14.99, 19.99, 24.99, 39.99, 59.99, 99.0]
    weights = [12, 16, 12, 10, 8, 5, 3, 1]
    _visits(pen, "warehouse", OTHER, chance.uniform(5, 12), lambda _day: chance.choices(steps, weights)[0])
    _visits(pen, "ticket machine", MOVING, 1.8, lambda _day: chance.choices([2.4, 4.8, 7.2, 29.0], [8, 6, 1, 0.2])[0])
    _visits(
        pen,
        "fuel",
        MOVING,
        chance.uniform(8, 15),
        lambda day: 52 * (1 + 0.12 * (day / DAYS)) * chance.uniform(0.6, 1.15),
    )
    _visits(pen, "pharmacy", HEALTH, chance.uniform(15, 40), lambda _day: 4 * chance.paretovariate(1.3))
    _visits(pen, "cash machine", OTHER, chance.uniform(8, 20), lambda _day: chance.choice([20, 50, 50, 100, 100, 200]))
    for month in range(25):
        heating = 60 + 50 * (month % 12 in {10, 11, 0, 1, 2})
        pen.pay(month * 30 + 12, "gas works", BILLS, heating * chance.uniform(0.85, 1.15))
    for number in range(chance.randrange(60, 140)):
        category = chance.choice([EATING, FUN, CLOTHES, HEALTH, TRAVEL, HOME, HOME])
        pen.pay(chance.randrange(DAYS), f"shop {number}", category, 11 * chance.paretovariate(1.15))
    for year in range(2):
        _holiday(pen, year * 365 + chance.randrange(170, 260), 80, year)
        for number in range(chance.randrange(4, 10)):
            pen.pay(year * 365 + chance.randrange(10, 40), f"presents {number}", OTHER, chance.uniform(15, 90))


def household(seed: int, *, family: Writer, wrong: int) -> Household:
    """Two years, of whose last 30 days `wrong` payments are out of the ordinary, of any sort that has a place."""
    pen = Pen(random.Random(f"{family.__name__}{seed}"), [])  # noqa: S311 the same each time is what is wanted
    family(pen)
    payments = sorted(pen.written, key=lambda each: each.on)
    first = TODAY - timedelta(days=WINDOW - 1)
    found: dict[UUID, str] = {}
    sorts = [_scaled, _scaled, _doubled, _stranger, _dearer]
    while len(found) < wrong:
        sort = pen.chance.choice(sorts)
        made = sort(pen.chance, payments, first, set(found))
        if made is not None:
            key, payments = made
            found[key] = sort.__name__.strip("_")
    return Household(sorted(payments, key=lambda each: each.on), found, first)


def households(count: int, *, family: Writer, wrong: int, seed: int = 0) -> Iterator[Household]:
    for number in range(count):
        yield household(seed * 1000 + number, family=family, wrong=wrong)


def _pareto(chance: random.Random, least: float, tail: float) -> Callable[[int], float]:
    return lambda _day: least * chance.paretovariate(tail)


def _eaters(chance: random.Random, each: float) -> Callable[[int], float]:
    """One, two or more at a table, and a tip."""
    return lambda _day: each * chance.choice([1, 1, 2, 2, 2, 3, 5]) * chance.uniform(0.8, 1.2) * 1.1


def _bills(pen: Pen) -> None:
    """Rent, subscriptions of one price, and bills of a year."""
    chance = pen.chance
    rent, begins = round(chance.uniform(600, 1400)), chance.randrange(28)
    subscriptions = [
        (f"service {number}", chance.choice([4.99, 7.99, 9.99, 12.99, 17.99, 34.9])) for number in range(5)
    ]
    for month in range(25):
        pen.pay(month * 30 + begins, "landlord", HOME, rent)
        pen.pay(month * 30 + 5, "power", BILLS, chance.gauss(70, 8))
        for place, (name, price) in enumerate(subscriptions):
            pen.pay(month * 30 + 3 * place + 2, name, FUN, price)
    for number in range(3):
        due, amount = chance.randrange(365), chance.uniform(150, 700)
        for year in range(3):
            pen.pay(due + 365 * year, f"yearly {number}", BILLS, amount * (1 + 0.03 * year))


def _shop(pen: Pen, payee: str, category: UUID, every: float, amount: float, spread: float) -> None:
    _visits(pen, payee, category, every, lambda _day: exp(pen.chance.gauss(log(amount), spread)))


def _visits(pen: Pen, payee: str, category: UUID, every: float, amount: Callable[[int], float]) -> None:
    day = pen.chance.expovariate(1 / every)
    while day <= DAYS:
        pen.pay(int(day), payee, category, amount(int(day)))
        day += max(0.4, pen.chance.expovariate(1 / every))


def _holiday(pen: Pen, begins: int, amount: float, year: int) -> None:
    pen.pay(begins - 60, "airline", TRAVEL, pen.chance.uniform(180, 600))
    pen.pay(begins - 20, f"hotel {year}", TRAVEL, pen.chance.uniform(300, 900))
    for number in range(pen.chance.randrange(8, 20)):
        category = pen.chance.choice([EATING, EATING, TRAVEL, FUN])
        size = exp(pen.chance.gauss(log(amount / 2), 0.7))
        pen.pay(begins + pen.chance.randrange(12), f"abroad {year} {number}", category, size)


Made = tuple[UUID, list[Payment]] | None


def _recent(payments: list[Payment], first: date, taken: set[UUID]) -> list[Payment]:
    return [each for each in payments if each.on >= first and each.key not in taken]


def _scaled(chance: random.Random, payments: list[Payment], first: date, taken: set[UUID]) -> Made:
    """A payee that is known takes three to ten times what it took."""
    known = {each.payee for each in payments if each.on < first}
    recent = [each for each in _recent(payments, first, taken) if each.payee in known]
    if not recent:
        return None
    one = chance.choice(recent)
    dear = replace(one, amount=round(one.amount * exp(chance.uniform(log(3), log(10))), 2))
    return one.key, [dear if each.key == one.key else each for each in payments]


def _doubled(chance: random.Random, payments: list[Payment], first: date, taken: set[UUID]) -> Made:
    """The same charge once more, up to two days later."""
    recent = [each for each in _recent(payments, first, taken) if each.amount >= 10 and each.on <= TODAY - timedelta(2)]
    if not recent:
        return None
    one = chance.choice(recent)
    again = replace(one, key=UUID(int=chance.getrandbits(128)), on=one.on + timedelta(days=chance.randrange(3)))
    return again.key, [*payments, again]


def _stranger(chance: random.Random, payments: list[Payment], first: date, taken: set[UUID]) -> Made:
    """A payee nobody heard of takes much."""
    amount = round(exp(chance.uniform(log(350), log(2500))), 2)
    on = first + timedelta(days=chance.randrange(WINDOW))
    key = UUID(int=chance.getrandbits(128))
    return key, [*payments, Payment(key, on, f"nobody {len(taken)}", chance.choice([FUN, CLOTHES, OTHER]), amount)]


def _dearer(chance: random.Random, payments: list[Payment], first: date, taken: set[UUID]) -> Made:
    """A subscription costs a tenth to a half more."""
    recent = [each for each in _recent(payments, first, taken) if each.payee.startswith("service")]
    if not recent:
        return None
    one = chance.choice(recent)
    dear = replace(one, amount=round(one.amount * chance.uniform(1.1, 1.5), 2))
    return one.key, [dear if each.key == one.key else each for each in payments]
