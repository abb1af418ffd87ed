"""A bank file of our own making, for the demo: something to drop on the import page at once."""

from __future__ import annotations

import csv
import io
import random
from datetime import date, timedelta
from decimal import Decimal

_OPENING = Decimal("1840.00")
_DAYS = 60
_SEED = 20260101
_HEADER = ("Booking date", "Payee", "Details", "Amount", "Currency", "Balance")
_EVERYDAY = (
    ("REWE MARKT BERLIN", "Card payment", 12, 74),
    ("LIDL 1183", "Card payment", 8, 52),
    ("ALBERT HEIJN 1521 AMSTERDAM", "Card payment", 6, 38),
    ("TESCO STORES 6421 LONDON", "Card payment", 5, 29),
    ("CARREFOUR CITY PARIS", "Card payment", 7, 31),
    ("STARBUCKS 4402", "Card payment", 4, 9),
    ("UBER *TRIP", "Card payment", 7, 24),
    ("AMAZON.DE MKTPLACE", "Online purchase", 9, 85),
    ("DM DROGERIE MARKT", "Card payment", 5, 27),
    ("SHELL STATION 0817", "Card payment", 35, 68),
    ("IKEA 221", "Card payment", 15, 120),
    ("DECATHLON", "Card payment", 12, 60),
)
_MONTHLY = (
    (1, "HAUSVERWALTUNG LINDENHOF", "Rent", Decimal("-890.00")),
    (2, "NETFLIX.COM", "Subscription", Decimal("-13.99")),
    (3, "VODAFONE GMBH", "Mobile phone", Decimal("-24.99")),
    (5, "STADTWERKE", "Electricity", Decimal("-61.00")),
    (7, "SPOTIFY AB STOCKHOLM", "Subscription", Decimal("-10.99")),
    (10, "DEUTSCHE BAHN", "Monthly ticket", Decimal("-58.00")),
    (27, "NORDLICHT STUDIO GMBH", "Salary", Decimal("2640.00")),
)
_Movement = tuple[date, str, str, Decimal]


def sample_bank_file(today: date) -> bytes:
    """About 60 movements of the 60 days up to yesterday as UTF-8 CSV, oldest first, with a running balance.

    The same for the same `today`. It holds a salary, rent, groceries, a refund and two equal coffees on one day.
    """
    chance = random.Random(_SEED)  # noqa: S311 - made-up shopping, not a secret
    days = [today - timedelta(days=back) for back in range(_DAYS, 0, -1)]
    movements = [*_regular(days), *_everyday(days, chance), *_remarkable(days)]
    movements.sort(key=lambda movement: movement[0])
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\n")
    writer.writerow(_HEADER)
    balance = _OPENING
    for booked_on, payee, details, amount in movements:
        balance += amount
        writer.writerow((booked_on.isoformat(), payee, details, _comma(amount), "EUR", _comma(balance)))
    return written.getvalue().encode()


def _comma(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


def _regular(days: list[date]) -> list[_Movement]:
    return [(day, payee, details, amount) for day in days for at, payee, details, amount in _MONTHLY if at == day.day]


def _everyday(days: list[date], chance: random.Random) -> list[_Movement]:
    found: list[_Movement] = []
    for day in days:
        for _ in range(chance.choice((0, 1, 1))):
            payee, details, least, most = chance.choice(_EVERYDAY)
            cents = chance.randrange(least * 100, most * 100)
            found.append((day, payee, details, -Decimal(cents) / 100))
    return found


def _remarkable(days: list[date]) -> list[_Movement]:
    """What an importer must not get wrong: a refund, and two equal payments that are both real."""
    bought, returned, coffee = days[-30], days[-22], days[-9]
    return [
        (bought, "ZALANDO SE", "Online purchase", Decimal("-79.95")),
        (returned, "ZALANDO SE", "Refund", Decimal("79.95")),
        (coffee, "COFFEE FELLOWS", "Card payment", Decimal("-3.40")),
        (coffee, "COFFEE FELLOWS", "Card payment", Decimal("-3.40")),
    ]
