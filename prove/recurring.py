"""400 days of recurring entries, booked by two schedulers that race, die at any point, and rest for days on end.

Each simulated day is woken at once by two processes, of which one or both may be killed: at a named point, before a
write, after a commit. Some days nobody wakes. In the end exactly the days of a model that looks at one day after the
other are booked, once, on their own date, and nothing was ever booked before it was due where its owner lives.
`--seed NUMBER` repeats one life.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from accounts.models import User
from ledger.core import services
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount, Transaction
from ledger.recurring.booking import book_due
from ledger.recurring.models import Recurring, RecurringDay
from ledger.recurring.services import create_recurring, skip_day
from prove.kill import named_points_of
from prove.killing.ends import Ending, do_until
from prove.outcome import Outcome
from prove.racing.together import all_at_once

DAYS = 400
LIVES = 4
ZONES = ("Europe/Berlin", "Pacific/Kiritimati", "America/Los_Angeles", "Pacific/Pago_Pago", "Asia/Kolkata")
KILLED, BOTH_KILLED, ASLEEP = 0.45, 0.15, 0.08
LONGEST_SLEEP = 12
WRITES, COMMITS, TIMES = 40, 8, 3
POINTS = tuple(sorted(named_points_of("recurring:")))
Booking = tuple[str, date, Decimal]


@dataclass(frozen=True, slots=True)
class Promise:
    """One recurring entry as the model knows it."""

    name: str
    unit: str
    every: int
    first: date
    last: date | None
    amount: Decimal
    skipped: frozenset[date]

    def is_due(self, day: date) -> bool:
        if day < self.first or (self.last is not None and day > self.last) or day in self.skipped:
            return False
        if self.unit in ("daily", "weekly"):
            return (day - self.first).days % (self.every * {"daily": 1, "weekly": 7}[self.unit]) == 0
        months = (day.year - self.first.year) * 12 + day.month - self.first.month
        wanted = min(self.first.day, monthrange(day.year, day.month)[1])
        return day.day == wanted and months % (self.every * {"monthly": 1, "yearly": 12}[self.unit]) == 0


@dataclass(frozen=True, slots=True)
class Household:
    person: User
    accounts: tuple[MoneyAccount, MoneyAccount]
    promises: tuple[Promise, ...]
    begins: date


def run(part: int, parts: int, scale: float, one: int | None) -> Outcome:
    outcome = Outcome()
    lives = [one] if one is not None else list(range(max(1, round(LIVES * scale))))[part::parts]
    for number in lives:
        _live(number, max(30, round(DAYS * min(1.0, scale * 4))), outcome)
    return outcome


def _live(number: int, days: int, outcome: Outcome) -> None:
    dice = Random(number)  # noqa: S311
    households = [_make(zone, number, dice) for zone in ZONES]
    begins = datetime.combine(timezone.now().date(), time(), tzinfo=ZoneInfo("UTC"))
    day = 0
    while day < days:
        if dice.random() < ASLEEP:
            slept = dice.randint(1, LONGEST_SLEEP)
            outcome.figures["days nobody was awake"] += slept
            day += slept
        now = begins + timedelta(days=day, minutes=dice.randrange(24 * 60))
        _wake_two(now, dice, outcome)
        for each in households:
            _expect_nothing_early(each, now, outcome, f"life {number}, {now}")
        day += 1
    end = begins + timedelta(days=days, hours=23)
    book_due(now=end)
    if book_due(now=end):
        outcome.fail("a second look booked something", f"life {number}")
    for each in households:
        _compare(each, end, outcome, f"life {number}, {each.person.time_zone}")


def _wake_two(now: datetime, dice: Random, outcome: Outcome) -> None:
    """Both at one moment; what was killed is gone on with on another day."""
    thrown = dice.random()
    doomed = 2 if thrown < BOTH_KILLED else 1 if thrown < KILLED else 0
    endings = [_ending(dice) if racer < doomed else Ending() for racer in range(2)]
    results = all_at_once([partial(do_until, each, partial(book_due, now=now)) for each in endings])
    outcome.figures["times two schedulers were awake at once"] += 1
    for ending, result in zip(endings, results, strict=True):
        if result == "died":
            outcome.happened("killed", ending.point.partition("#")[0] or ("write" if ending.write else "commit"))
        elif result != "done":
            outcome.fail("a scheduler failed", f"{result} at {now}")


def _ending(dice: Random) -> Ending:
    kind = dice.randrange(3)
    if kind == 0:
        return Ending(point=f"{dice.choice(POINTS)}#{dice.randint(1, TIMES)}")
    return Ending(write=dice.randint(1, WRITES)) if kind == 1 else Ending(commit=dice.randint(1, COMMITS))


def _make(zone: str, number: int, dice: Random) -> Household:
    address = f"life-{number}-{zone.replace('/', '-')}-{connection.vendor}@example.org"
    person = User.objects.create_user(address.lower(), "pw", currency="EUR", time_zone=zone)
    account = services.create_money_account(owner=person, currency="EUR", name="Main")
    savings = services.create_money_account(owner=person, currency="EUR", name="Savings", type="savings")
    today = person.today
    promises = [_promise(f"Payee {place}", unit, today, dice) for place, unit in enumerate(_UNITS)]
    for place, promise in enumerate(promises):
        made = create_recurring(
            recorded_by=person,
            account=account,
            to_account=savings if place == 0 else None,
            kind="transfer" if place == 0 else "income" if promise.amount > 0 else "expense",
            amount=abs(promise.amount),
            payee=promise.name,
            notes=promise.name,
            frequency=promise.unit,
            interval=promise.every,
            starts_on=promise.first,
            ends_on=promise.last,
        )
        for day in promise.skipped:
            skip_day(recurring=made, due_on=day)
    return Household(person, (account, savings), tuple(promises), today)


_UNITS = ("monthly", "daily", "daily", "weekly", "weekly", "monthly", "monthly", "monthly", "yearly", "yearly")


def _promise(name: str, unit: str, today: date, dice: Random) -> Promise:
    """Months begin on a 29th, 30th or 31st as often as elsewhere; some have an end, some leave days out."""
    first = today + timedelta(days=dice.randint(-400, 40))
    if unit in ("monthly", "yearly") and dice.random() < 0.5:
        first = date(2024, 2, 29) if unit == "yearly" else date(2026, 1, dice.choice((29, 30, 31)))
    every = dice.choice((1, 1, 2, 3)) if unit != "yearly" else 1
    last = today + timedelta(days=dice.randint(390, 600)) if dice.random() < 0.3 else None
    amount = Decimal(dice.randint(-90_000, -100)) / 100 if name == "Payee 0" or dice.random() < 0.8 else Decimal(1500)
    promise = Promise(name, unit, every, first, last, amount, frozenset())
    due = [day for day in (today + timedelta(days=n) for n in range(200)) if promise.is_due(day)]
    return Promise(name, unit, every, first, last, amount, frozenset(dice.sample(due, min(2, len(due) // 2))))


def _expect_nothing_early(household: Household, now: datetime, outcome: Outcome, case: str) -> None:
    today = now.astimezone(household.person.zone).date()
    early = Transaction.objects.filter(account__in=household.accounts, booked_on__gt=today).count()
    outcome.figures["looks for what is booked before its day"] += 1
    if early:
        outcome.fail("something is booked before its day", case)


def _compare(household: Household, end: datetime, outcome: Outcome, case: str) -> None:
    last = end.astimezone(household.person.zone).date()
    days = [household.begins + timedelta(days=n) for n in range((last - household.begins).days + 1)]
    wanted = Counter((each.name, day, each.amount) for each in household.promises for day in days if each.is_due(day))
    main = Transaction.objects.filter(account=household.accounts[0])
    found: Counter[Booking] = Counter(main.values_list("notes", "booked_on", "amount"))
    outcome.figures["bookings as the model has them"] += (wanted & found).total()
    for what, amiss in (("missing", wanted - found), ("too many", found - wanted)):
        for each in amiss.elements():
            outcome.fail(f"a booking is {what}", f"{case}: {each}")
    days_without = RecurringDay.objects.filter(recurring__account__in=household.accounts, transaction=None)
    if days_without.exclude(status=RecurringDay.Status.SKIPPED).exists():
        outcome.fail("a day counts as booked and has no entry", case)
    if Recurring.objects.filter(account__in=household.accounts).exclude(status__in=["active", "ended"]).exists():
        outcome.fail("one was paused", case)
    for account in household.accounts:
        outcome.figures["accounts whose sums are right"] += 1
        for difference in check_account(account):
            outcome.fail("the ledger is wrong", f"{case}: {difference}")
