"""Two households that differ only in what is hidden from ben: every byte of the ledger he can get is equal.

What differs is written after all that is the same, by a clock and a counter of ids that are fixed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

from accounts.models import User
from conftest import PASSWORD
from ledger import api_urls, urls
from ledger.core import services
from ledger.core.models import Category, MoneyAccount, MoneyAccountAccess, Transaction

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
UNTIL = date(2026, 6, 1)
_MASKED = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|"X-CSRFToken": ?"[^"]*"|csrf-token" content="[^"]*"'
)
ASKED = {
    "/": [
        "?scope=together", "?scope=partner", "?scope=me&month=2026-02", "?scope=together&span=3m",
        "?scope=partner&span=all",
    ],
    "/transactions/": [
        "?scope=together", "?scope=partner", "?scope=together&search=ring", "?scope=partner&kind=expense",
    ],
    "/api/v1/transactions/": [
        "?scope=together", "?scope=partner", "?scope=together&search=ring", "?scope=together&limit=3&skip=2",
        "?scope=together&kind=expense", "?scope=together&amount_min=100", "?scope=together&uncategorised=true",
        "?scope=together&booked_on_after=2026-03-01", "?scope=together&booked_on_before=2026-03-10", "?deleted=true",
    ],
    "/api/v1/transactions/analytics/": [
        "?scope=together", "?scope=partner", "?scope=together&by=top", "?scope=together&convert_to=USD",
        "?scope=partner&booked_on_after=2026-02-03&booked_on_before=2026-03-18",
    ],
    "/api/v1/transactions/balance/": ["?scope=together", "?scope=partner&convert_to=USD"],
    "/transactions/export/file/": ["?format=csv", "?format=json", "?format=json&booked_on_after=2026-03-01"],
    "/api/v1/transactions/export/": ["?format=csv", "?format=json"],
}  # fmt: skip


class Household:
    """Ana shows ben some of her accounts; one is theirs together. `secret` is what differs: amounts and words."""

    def __init__(self, secret: str | None) -> None:
        self.ana = User.objects.create_user("ana@example.org", PASSWORD, name="Ana", currency="EUR")
        self.ben = User.objects.create_user("ben@example.org", PASSWORD, name="Ben", currency="EUR")
        self.joint = self._account(self.ana, "Joint", "co_owner")
        self.open = self._account(self.ana, "Open", "viewer", "full")
        self.sums = self._account(self.ana, "Sums", "viewer", "category_sums")
        self.total = self._account(self.ana, "Total", "viewer", "total")
        self.there = self._account(self.ana, "There", "viewer", "exists")
        self.own = self._account(self.ben, "Bens")
        for account in (self.joint, self.open, self.sums, self.total, self.own):
            for day in range(1, 19, 3):
                self._pay(account, f"-{day}.50", f"Shop {day}", day, "groceries" if day % 2 else "fuel")
            self._pay(account, "2000", "Employer", 2, "salary")
        # The other owner knows that there is a line on this day, whatever it is.
        private = self._pay(self.joint, "-1", "Private", 9, None)
        services.withhold_transaction(entry=private, by=self.ana, until=UNTIL)
        self.entries = list(Transaction.objects.exclude(pk=private.pk).order_by("pk").values_list("pk", flat=True))
        self.private = private.pk
        if secret is not None:
            self._hide(secret, private)

    def _account(self, owner: User, name: str, role: str = "", level: str = "full") -> MoneyAccount:
        account = services.create_money_account(
            owner=owner, currency="EUR", name=name, opening_balance=Decimal(1000), opened_on=date(2026, 1, 1)
        )
        if role:
            MoneyAccountAccess.objects.create(account=account, person=self.ben, role=role, level=level)
        return account

    def _pay(
        self, account: MoneyAccount, amount: str, payee: str, day: int, slug: str | None, **more: Any
    ) -> Transaction:
        owner = self.ben if account.name == "Bens" else self.ana
        return services.record_transaction(
            account=account, recorded_by=owner, amount=Decimal(amount), booked_on=date(2026, 3, day), payee=payee,
            category=Category.objects.get(slug=slug) if slug else None, **more
        )  # fmt: skip

    def _hide(self, secret: str, private: Transaction) -> None:
        dinner = Category.objects.get(slug="dining")
        services.update_transaction(
            entry=private, changed_by=self.ana, amount=Decimal(f"-{secret}"), payee=f"Ring {secret}", notes="hush",
            category=dinner,
        )  # fmt: skip
        for account in (self.open, self.sums, self.total, self.there):
            self._pay(account, f"-{secret}", f"Ring {secret}", 12, "gifts", withheld_until=UNTIL)
            split = [(dinner, Decimal(-3)), (Category.objects.get(slug="groceries"), Decimal(-4))]
            services.record_transaction(
                account=account, recorded_by=self.ana, amount=Decimal(-7), booked_on=date(2026, 2, 2), payee="Ring",
                lines=split, withheld_until=UNTIL,
            )  # fmt: skip
            back = self._pay(account, "3", "Ring", 14, None, withheld_until=UNTIL)
            services.bin_transaction(entry=back)
        hidden = services.create_money_account(owner=self.ana, currency="USD", name="Hidden", type="savings")
        self._pay(hidden, f"-{secret}", "Lawyer", 5, "gifts")
        own = services.create_category(owner=self.ana, name="Ring", parent=dinner)
        services.choose_category(entry=private, changed_by=self.ana, category=own)


def _uuids(secret: int) -> Iterator[UUID]:
    for number in count(1):
        yield UUID(int=(secret << 80) | 0x7 << 76 | 0x2 << 62 | number)


def _addresses(patterns: Any, before: str, ids: list[UUID]) -> Iterator[str]:
    """Every address of these patterns that a person may ask for with GET, with each id in each place of one."""
    for each in patterns:
        assert isinstance(each.pattern, RoutePattern)
        route = f"{before}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from _addresses(each.url_patterns, route, ids)
        elif isinstance(each, URLPattern) and "schema/" not in route and "docs/" not in route:
            places = re.findall(r"<[^>]+>", route)
            if not places:
                yield route
            for key in ids if places else []:
                filled = route
                for place in places:
                    filled = filled.replace(place, str(key) if place.startswith("<uuid") else "1")
                yield filled


def _seen(monkeypatch: pytest.MonkeyPatch, secret: str | None) -> dict[str, bytes]:
    numbers = _uuids(0x19D0B3A4C00)
    monkeypatch.setattr("uuid6.uuid7", lambda: next(numbers))
    cache.clear()
    found: dict[str, bytes] = {}
    with transaction.atomic():
        home = Household(secret)
        ben = Client()
        ben.force_login(home.ben)
        accounts = [home.joint, home.open, home.sums, home.total, home.there, home.own]
        ids = [*(each.pk for each in accounts), *home.entries[:6], home.private]
        addresses = [*_addresses(urls.urlpatterns, "/", ids), *_addresses(api_urls.urlpatterns, "/api/v1/", ids)]
        for address in addresses:
            for query in ["", *ASKED.get(address, [])]:
                answer: Any = ben.get(address + query)
                content = b"".join(answer.streaming_content) if answer.streaming else answer.content
                text = _MASKED.sub(b"", content)
                found[address + query] = f"{answer.status_code} ".encode() + text
        home.ben.refresh_from_db()
        found["live_seq"] = str(home.ben.live_seq).encode()
        transaction.set_rollback(True)
    return found


def test_what_is_hidden_changes_no_byte_of_the_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    with time_machine.travel(NOW, tick=False):
        plain = _seen(monkeypatch, None)
        other = _seen(monkeypatch, "777.77")
    assert len(plain) > 300
    assert plain.keys() == other.keys()
    # The private line of the joint account began with an amount of 1: what it became is in nothing either.
    differing = [address for address in plain if plain[address] != other[address]]
    assert differing == []
    everything = b"".join(other.values())
    for word in (b"777", b"Ring", b"Lawyer", b"hush", b"Hidden"):
        assert word not in everything
