"""One random life: its person, its dice, its model, and the last things that happened."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404

from accounts.models import User
from ledger.core.errors import Conflict
from ledger.core.models import Category, MoneyAccount, Transaction
from prove.walking.model import Account, Entry, Filing, Model

DAY = date(2026, 11, 20)
REFUSALS = (ValidationError, Conflict, Http404)
PAYEES = ("Corner Market", "Kaffeemobil", "City Tram", "Book Shop", "Felder IT", "Stadtwerke", "", "Amazon", "Rent")


class Wrong(Exception):
    """The ledger did what it should not, or not what it should."""


class Walker:
    """`last` holds the twenty newest acts, as text, for whoever looks into a failure."""

    def __init__(self, person: User, dice: Random) -> None:
        self.person = person
        self.dice = dice
        self.model = Model()
        self.last: deque[str] = deque(maxlen=20)
        for category in Category.objects.visible_to(person):
            self.model.categories[category.pk] = category.kind

    def amount(self) -> Decimal:
        """Positive, and never of the cents that files use, so that no line of a file meets an entry by chance."""
        return Decimal(self.dice.randrange(1, 9_999) * 10 + self.dice.randrange(5)) / 100

    def day(self) -> date:
        return DAY - timedelta(days=self.dice.randrange(400))

    def payee(self) -> str:
        return self.dice.choice(PAYEES)

    def account(self, *, is_closed: bool = False, currency: str = "") -> UUID | None:
        found = [
            key
            for key, each in self.model.accounts.items()
            if each.is_closed == is_closed and currency in ("", each.currency)
        ]
        return self.dice.choice(found) if found else None

    def entry(self, wanted: Callable[[Entry], bool] = lambda each: True) -> UUID | None:
        """A live entry; `wanted` narrows the choice."""
        found = [key for key, each in self.model.live() if wanted(each)]
        return self.dice.choice(found) if found else None

    def binned(self) -> UUID | None:
        found = [key for key, each in self.model.entries.items() if each.binned]
        return self.dice.choice(found) if found else None

    def category(self, kind: str) -> UUID | None:
        """One that fits, an own one more often than their share; sometimes none."""
        fitting = self.model.fitting(kind)
        own = [key for key in fitting if key in self.model.own]
        if own and self.dice.random() < 0.4:
            fitting = own
        return None if self.dice.random() < 0.1 else self.dice.choice(fitting)

    def split(self, whole: Decimal, kind: str) -> list[tuple[UUID | None, Decimal]]:
        """Parts of `whole`, in its sign, each of another category; nothing where it cannot be divided."""
        cents = int(abs(whole) * 100)
        count = min(self.dice.randrange(2, 5), cents)
        categories = self.dice.sample(self.model.fitting(kind), count) if cents > count else []
        if not categories:
            return []
        cuts = sorted(self.dice.sample(range(1, cents), count - 1))
        sizes = [high - low for low, high in zip([0, *cuts], [*cuts, cents], strict=True)]
        sign = 1 if whole > 0 else -1
        return [(key, sign * Decimal(size) / 100) for key, size in zip(categories, sizes, strict=True)]

    def must_refuse(self, act: Callable[[], Any], code: str) -> None:
        """Raises Wrong unless `act` is refused by a rule, with this code."""
        try:
            act()
        except REFUSALS as refusal:
            told = code_of(refusal)
            if told != code:
                raise Wrong(f"refused as {told}, expected {code}") from refusal
        else:
            raise Wrong(f"taken, expected {code}")

    def absorb(self, row: Transaction, *, chosen: bool = False) -> Entry:
        """A new entry, its category as the machine suggested it: whether that fits is checked with all others."""
        filing = Filing(row.kind, row.category_id, chosen)
        self.model.entries[row.pk] = Entry(row.account_id, row.amount, row.booked_on, filing)
        return self.model.entries[row.pk]


def row(key: UUID) -> Transaction:
    return Transaction.objects.get(pk=key)


def account_row(key: UUID) -> MoneyAccount:
    return MoneyAccount.objects.get(pk=key)


def category_row(key: UUID | None) -> Category | None:
    return None if key is None else Category.objects.get(pk=key)


def known(account: MoneyAccount) -> Account:
    return Account(account.currency, account.opening_balance)


def code_of(refusal: Exception) -> str:
    if not isinstance(refusal, ValidationError):
        return type(refusal).__name__
    found = refusal.error_dict if hasattr(refusal, "error_dict") else {"": refusal.error_list}
    return str(next(iter(found.values()))[0].code)
