"""Two households that differ only in what is hidden from ben: every byte he, and everybody else, can get of what the
two share is equal.

As in the ledger's test of the same name, what differs is written after all that is the same, by a clock and a counter
of ids that are fixed. Asked as the partner, as somebody's partner of former days who was shown the account then, as one
who is invited, and as a stranger.
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
from config.kernel import jobs
from config.kernel.models import Job
from conftest import PASSWORD
from ledger.core import services as ledger
from ledger.core.models import Category, MoneyAccount, Transaction
from partnerships import api_urls, urls
from partnerships.agreements.services import ask_for_agreement, begin_agreement
from partnerships.agreements.terms import Terms
from partnerships.approvals.services import approve
from partnerships.core.services import end_partnership, start_partnership
from partnerships.core.standing import standing_in
from partnerships.expenses.services import add_expense, mark_paid
from partnerships.inviting.services import invite
from partnerships.sharing.gifts import hide_until
from partnerships.sharing.joint import ask_to_join
from partnerships.sharing.levels import choose_level
from partnerships.sharing.whose import BOTH, say_whose

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
MARCH, UNTIL = date(2026, 3, 1), date(2026, 6, 1)
_MASKED = re.compile(
    rb'name="(?:csrfmiddlewaretoken|client_id)" value="[^"]*"|nonce="[^"]*"|"X-CSRFToken": ?"[^"]*"'
    rb'|csrf-token" content="[^"]*"'
)
# Not the settings: there Ben reads his own income, which differs as well.
SEEN_BESIDE = (
    "/?scope=together", "/?scope=partner", "/transactions/?scope=together", "/money-accounts/",
    "/settings/activity/", "/api/v1/transactions/?scope=together", "/api/v1/money-accounts/",
    "/api/v1/transactions/analytics/?scope=together", "/api/v1/transactions/balance/?scope=together",
)  # fmt: skip
WORDS = (b"777", b"Ring", b"Lawyer", b"hush", b"Zurich")


class Households:
    """Ana and Ben, partners; Dev was Ana's before; Eve is invited by Carla, who knows none of them.

    `secret` is what differs: amounts and words of what Ana hides, and incomes of the same ratio.
    """

    def __init__(self, secret: str | None) -> None:
        names = ("Ana", "Ben", "Carla", "Dev", "Eve")
        self.people = {name: User.objects.create_user(f"{name}@example.org", PASSWORD, name=name) for name in names}
        self.ana, self.ben = self.people["Ana"], self.people["Ben"]
        self._former()
        invite(inviter=self.people["Carla"], link_of=str, email="Eve@example.org")
        partnership = start_partnership(first=self.ana, second=self.ben, currency="EUR", started_on=MARCH)
        begin_agreement(partnership=partnership, terms=Terms(starts_on=MARCH), proposed_by=self.ana)
        self.anas = standing_in(self.ana, partnership.pk)
        self.bens = standing_in(self.ben, partnership.pk)
        self.seen: list[UUID] = [partnership.pk]
        for person, income in ((self.ana, "2000"), (self.ben, "1000")):
            self._earns(person, income)
        self.shown = {level: self._account(level) for level in ("exists", "total", "category_sums", "full")}
        joint = self._joint()
        self._share(self.shown["full"])
        self._ask()
        self.private = self._pay(joint, "-1", "Private", 9)
        hide_until(entry=self.private, by=self.ana, until=UNTIL)
        self._work()
        if secret is not None:
            self._hide(secret, joint)
        self._work()

    def _former(self) -> None:
        dev = self.people["Dev"]
        before = start_partnership(first=self.ana, second=dev, currency="EUR", started_on=date(2025, 1, 1))
        begin_agreement(
            partnership=before, terms=Terms(starts_on=date(2025, 1, 1), method="equal"), proposed_by=self.ana
        )
        add_expense(standing=standing_in(dev, before.pk), values={"name": "Old rent", "amount": Decimal(50)})
        end_partnership(standing=standing_in(dev, before.pk))

    def _earns(self, person: User, income: str) -> None:
        person.monthly_income = Decimal(income)
        person.save(update_fields=["monthly_income"])

    def _account(self, level: str) -> MoneyAccount:
        account = ledger.create_money_account(
            owner=self.ana, currency="EUR", name=level, opening_balance=Decimal(1000), opened_on=date(2026, 1, 1)
        )
        choose_level(standing=self.anas, account=account, level=level)
        for day in range(1, 19, 3):
            self._pay(account, f"-{day}.50", f"Shop {day}", day)
        self.seen.append(account.pk)
        return account

    def _pay(self, account: MoneyAccount, amount: str, payee: str, day: int, **more: Any) -> Transaction:
        return ledger.record_transaction(
            account=account, recorded_by=self.ana, amount=Decimal(amount), booked_on=date(2026, 3, day), payee=payee,
            category=Category.objects.get(slug="groceries"), **more,
        )  # fmt: skip

    def _joint(self) -> MoneyAccount:
        account = ledger.create_money_account(owner=self.ana, currency="EUR", name="Joint")
        approve(approval=ask_to_join(standing=self.anas, account=account, whole=True), by=self.bens)
        self._pay(account, "-60", "Furniture", 8)
        self.seen.append(account.pk)
        return account

    def _share(self, account: MoneyAccount) -> None:
        entry = self._pay(account, "-80", "Dinner", 10)
        say_whose(standing=self.anas, entry=entry, whose=BOTH)
        expense, _asked = add_expense(
            standing=self.bens, values={"name": "Rent", "amount": Decimal(90), "starts_on": MARCH}
        )
        paid = mark_paid(standing=self.bens, expense=expense, due_on=MARCH)
        _expense, asked = add_expense(standing=self.anas, values={"name": "Sofa", "amount": Decimal(900)})
        assert asked is not None
        self.seen += [entry.pk, expense.pk, paid.pk, asked.pk]

    def _ask(self) -> None:
        terms = Terms(starts_on=date(2026, 4, 1), method="percent", first_percent=Decimal(60))
        self.seen.append(ask_for_agreement(standing=self.anas, terms=terms).pk)

    def _hide(self, secret: str, joint: MoneyAccount) -> None:
        ledger.update_transaction(
            entry=self.private, changed_by=self.ana, amount=Decimal(f"-{secret}"), payee=f"Ring {secret}", notes="hush"
        )
        for account in self.shown.values():
            self._pay(account, f"-{secret}", f"Ring {secret}", 12, withheld_until=UNTIL)
        hidden = ledger.create_money_account(owner=self.ana, currency="USD", name="Zurich", type="savings")
        self._pay(hidden, f"-{secret}", "Lawyer", 5)
        for person, income in ((self.ana, "4000"), (self.ben, "2000")):
            self._earns(person, income)

    def _work(self) -> None:
        due = Job.objects.filter(status=Job.Status.QUEUED, run_after__lte=NOW)
        while waiting := list(due.values_list("pk", flat=True)):
            for key in waiting:
                jobs.run(key)
                assert Job.objects.get(pk=key).status == Job.Status.DONE


def _uuids() -> Iterator[UUID]:
    for number in count(1):
        yield UUID(int=(0x19D0B3A4C00 << 80) | 0x7 << 76 | 0x2 << 62 | number)


def _addresses(patterns: Any, before: str, ids: list[UUID]) -> Iterator[str]:
    """Every address of these patterns, with each id in each place of one and a month in each place of a word."""
    for each in patterns:
        assert isinstance(each.pattern, RoutePattern)
        route = f"{before}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from _addresses(each.url_patterns, route, ids)
        elif isinstance(each, URLPattern):
            places = re.findall(r"<[^>]+>", route)
            if not places:
                yield route
            for key in ids if places else []:
                filled = route
                for place in places:
                    filled = filled.replace(place, str(key) if "uuid" in place else "2026-03")
                yield filled


def _told(monkeypatch: pytest.MonkeyPatch, secret: str | None) -> dict[str, bytes]:
    numbers = _uuids()
    monkeypatch.setattr("uuid6.uuid7", lambda: next(numbers))
    cache.clear()
    found: dict[str, bytes] = {}
    with transaction.atomic():
        home = Households(secret)
        ids = [*home.seen, home.private.pk]
        addresses = [*_addresses(urls.urlpatterns, "/", ids), *_addresses(api_urls.urlpatterns, "/api/v1/", ids)]
        for name in ("Ben", "Carla", "Dev", "Eve"):
            browser = Client()
            browser.force_login(home.people[name])
            for address in [*dict.fromkeys(addresses), *SEEN_BESIDE]:
                answer: Any = browser.get(address)
                content = b"".join(answer.streaming_content) if answer.streaming else answer.content
                found[f"{name} {address}"] = f"{answer.status_code} ".encode() + _MASKED.sub(b"", content)
        transaction.set_rollback(True)
    return found


def test_what_is_hidden_changes_no_byte_of_what_the_two_share(monkeypatch: pytest.MonkeyPatch) -> None:
    with time_machine.travel(NOW, tick=False):
        plain = _told(monkeypatch, None)
        other = _told(monkeypatch, "777.77")
    assert len(plain) > 300
    assert plain.keys() == other.keys()
    assert [address for address in plain if plain[address] != other[address]] == []
    everything = b"".join(other.values())
    assert [word for word in WORDS if word in everything] == []
    # Without this it would pass on pages that show nothing.
    assert b"Dinner" in plain["Ben /together/seen/"]
    assert plain["Dev /together/seen/"].startswith(b"404")
