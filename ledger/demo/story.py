"""Three years of a made-up household, drawn from a fixed seed: who pays what, when and from which account.

Each day is drawn from its own seed, so the story of a day does not depend on when the demo was made.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

SEED = 20_231_120
YEARS = 3


@dataclass(frozen=True, slots=True)
class Account:
    """`owner` and `co_owner` are 'ana' or 'ben'; the opening balance is three years old, in euros."""

    key: str
    name: str
    type: str
    subtype: str
    owner: str
    opening: Decimal
    co_owner: str = ""
    institution: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Movement:
    """One line: `amount` signed, in euros; `category` a slug of a system category, '' to be left without one."""

    account: str
    day: date
    amount: Decimal
    payee: str
    category: str
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """Money between two accounts of the household; `amount` positive."""

    source: str
    target: str
    day: date
    amount: Decimal
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Monthly:
    """Paid on the same day of each month; `rise` is added each January."""

    account: str
    day: int
    amount: Decimal
    payee: str
    category: str
    rise: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Habit:
    """Paid now and then: `per_week` times on average, between `low` and `high` euros."""

    account: str
    per_week: float
    low: float
    high: float
    payees: tuple[str, ...]
    category: str


def _account(
    key: str, name: str, type_: str, subtype: str, owner: str, opening: str, *, joint: bool = False,
    bank: str = "", number: str = "",
) -> Account:  # fmt: skip
    other = "ben" if joint else ""
    return Account(key, name, type_, subtype, owner, Decimal(opening), other, bank, number)


ACCOUNTS = (
    _account(
        "joint", "Joint checking", "spending", "checking", "ana", "1850.40", joint=True, bank="ING", number="4410"
    ),
    _account("ana", "Ana's checking", "spending", "checking", "ana", "920.15", bank="N26", number="2207"),
    _account("ben", "Ben's checking", "spending", "checking", "ben", "640.80", bank="comdirect", number="3319"),
    _account("card", "Visa card", "spending", "card", "ana", "0", bank="ING", number="9921"),
    _account("savings", "Savings", "savings", "savings", "ana", "4200.00", joint=True, bank="ING", number="7702"),
    _account("etf", "World ETF", "investment", "brokerage", "ana", "9100.00", bank="Scalable"),
    _account("loan", "Car loan", "spending", "loan", "ben", "-11400.00", bank="Santander", number="5501"),
)

INCOME = (
    Monthly("ana", 1, Decimal("2690.00"), "Stadtklinik Berlin", "salary", Decimal("70")),
    Monthly("ben", 1, Decimal("1980.00"), "Felder IT GmbH", "salary", Decimal("50")),
)
BILLS = (
    Monthly("joint", 2, Decimal("-1180.00"), "Hausverwaltung Nord", "rent", Decimal("-20")),
    Monthly("joint", 3, Decimal("-65.00"), "Vattenfall Wärme", "heating", Decimal("-3")),
    Monthly("joint", 5, Decimal("-74.00"), "Stadtwerke Strom", "electricity", Decimal("-2")),
    Monthly("joint", 8, Decimal("-39.95"), "Telekom Internet", "internet-tv"),
    Monthly("ana", 10, Decimal("-24.00"), "Vodafone", "mobile"),
    Monthly("ben", 11, Decimal("-19.99"), "O2", "mobile"),
    Monthly("joint", 12, Decimal("-13.99"), "Netflix", "streaming", Decimal("-1")),
    Monthly("ana", 14, Decimal("-10.99"), "Spotify", "streaming", Decimal("-1")),
    Monthly("ben", 15, Decimal("-29.90"), "Boulderhalle Ostbloc", "gym"),
    Monthly("ana", 15, Decimal("-58.00"), "Deutschlandticket BVG", "public-transport"),
    Monthly("joint", 27, Decimal("-48.60"), "HUK Coburg", "car-insurance"),
    Monthly("joint", 18, Decimal("-12.40"), "Allianz Hausrat", "home-insurance"),
)
HABITS = (
    Habit("joint", 3.3, 18, 82, ("Rewe", "Edeka", "Lidl", "Aldi Nord", "Alnatura"), "groceries"),
    Habit("joint", 0.7, 8, 32, ("dm Drogerie", "Rossmann"), "drugstore"),
    Habit("card", 1.1, 14, 62, ("Trattoria Da Enzo", "Pho Noodlebar", "Zur Letzten Instanz", "Hasir"), "dining"),
    Habit("ana", 1.3, 3, 7, ("The Barn", "Starbucks", "Einstein Kaffee"), "coffee"),
    Habit("ben", 0.5, 9, 26, ("Lieferando", "Burger King", "Vapiano"), "fast-food"),
    Habit("ben", 0.35, 42, 78, ("Shell", "Aral", "Total Energies"), "fuel"),
    Habit("card", 0.22, 24, 130, ("Zalando", "H&M", "Uniqlo"), "clothing"),
    Habit("card", 0.3, 12, 90, ("Amazon", "Otto"), "general-shopping"),
    Habit("ana", 0.25, 11, 42, ("Thalia", "Dussmann"), "books-press"),
    Habit("card", 0.25, 12, 28, ("Kino International", "Yorck Kino"), "cinema-events"),
    Habit("ana", 0.18, 6, 40, ("Apotheke am Markt",), "pharmacy"),
    Habit("ben", 0.15, 15, 120, ("Bauhaus", "Obi"), "diy-garden"),
    Habit("ana", 0.12, 20, 70, ("Blumen Dilek", "Geschenke Kollwitz"), "gifts"),
    Habit("ben", 0.2, 4, 14, ("SumUp *Kaffeemobil", "Markthalle 9"), ""),
)


def first_day(today: date) -> date:
    """The first of the month three years ago, so that every month but the running one is whole."""
    return today.replace(year=today.year - YEARS, day=1)


def _days(today: date) -> Iterator[date]:
    day = first_day(today)
    while day <= today:
        yield day
        day += timedelta(days=1)


def movements(today: date) -> Iterator[Movement]:
    """Everything but transfers, oldest first."""
    first = first_day(today)
    for day in _days(today):
        for each in (*INCOME, *BILLS):
            if each.day == day.day:
                amount = each.amount + each.rise * (day.year - first.year)
                yield Movement(each.account, day, amount, each.payee, each.category)
        yield from _habits(day)
        yield from _occasions(day)


def _habits(day: date) -> Iterator[Movement]:
    dice = random.Random(f"{SEED}.{day.isoformat()}")  # noqa: S311
    weekend = 1.35 if day.weekday() >= 4 else 0.85
    for habit in HABITS:
        if dice.random() < habit.per_week / 7 * weekend:
            cents = round(dice.triangular(habit.low, habit.high, (2 * habit.low + habit.high) / 3) * 100)
            yield Movement(habit.account, day, -Decimal(cents) / 100, dice.choice(habit.payees), habit.category)


def _occasions(day: date) -> Iterator[Movement]:
    """What comes once or twice a year, and a refund."""
    if (day.month, day.day) == (7, 8):
        yield Movement("card", day, Decimal("-684.00"), "Lufthansa", "flights", "Summer holidays")
        yield Movement("card", day, Decimal("-912.50"), "Booking.com", "lodging", "Summer holidays")
    if (day.month, day.day) == (12, 12):
        yield Movement("ana", day, Decimal("-186.30"), "KaDeWe", "gifts", "Christmas")
    if (day.month, day.day) == (6, 15):
        yield Movement("ana", day, Decimal("742.18"), "Finanzamt Berlin", "tax-refund", "Income tax")
    if (day.month, day.day) == (3, 20):
        yield Movement("joint", day, Decimal("-264.00"), "Werkstatt Krüger", "car", "Inspection and tyres")
    if day.day == 22 and day.month % 4 == 0:
        yield Movement("card", day, Decimal("34.95"), "Zalando", "clothing", "Sent back")
    if day.day == 30 and day.month in (6, 9, 12):
        yield Movement("savings", day, Decimal("21.40"), "ING", "interest-dividends", "Interest")


def moves(today: date) -> Iterator[Move]:
    """What goes between the household's accounts each month: the kitty, savings, the card's bill, the loan."""
    owed = _card_bills(today)
    for day in _days(today):
        if day.day == 1:
            yield Move("ana", "joint", day, Decimal("1240.00"), "Household")
            yield Move("ben", "joint", day, Decimal("980.00"), "Household")
        if day.day == 2:
            yield Move("ana", "savings", day, Decimal("420.00"), "Emergency fund")
            yield Move("ben", "savings", day, Decimal("330.00"), "Emergency fund")
        if day.day == 4:
            yield Move("ana", "etf", day, Decimal("450.00"), "Savings plan")
            yield Move("ben", "etf", day, Decimal("220.00"), "Savings plan")
        if day.day == 6:
            yield Move("ben", "loan", day, Decimal("240.00"), "Car loan")
        if day.day == 12 and owed.get(day.replace(day=1)):
            yield Move("ana", "card", day, owed[day.replace(day=1)], "Card bill")


def _card_bills(today: date) -> dict[date, Decimal]:
    """What the card is owed for each month, by the first day of the month it is paid in."""
    bills: dict[date, Decimal] = {}
    for each in movements(today):
        if each.account == "card":
            due = (each.day.replace(day=28) + timedelta(days=4)).replace(day=1)
            bills[due] = bills.get(due, Decimal(0)) - each.amount
    return {month: bill for month, bill in bills.items() if bill > 0}
