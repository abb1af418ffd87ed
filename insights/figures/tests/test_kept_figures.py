"""Figures that are kept say what they would say if they were worked out anew, whatever was written in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction as database_transaction
from rest_framework.test import APIClient

from accounts.models import User
from config.kernel.kept import forget_all
from conftest import Speaks
from insights.figures import trends
from ledger.core import services
from ledger.core.models import Category, MoneyAccount, MoneyAccountAccess, Transaction
from ledger.core.services.bulk import BulkChange
from ledger.core.services.erasing import erase_transactions
from ledger.core.services.rates import enter_rate

Pays = Callable[..., Transaction]
Change = Callable[["Household"], object]
DAY = date(2026, 11, 9)
PATHS = (
    "trends/?scope=together",
    "trends/?timeframe=week&by=top&scope=together",
    "trends/?timeframe=hour&periods=2&scope=together",
    "patterns/?scope=together",
    "anomalies/?days=90&least_score=0",
    "spending/",
    "forecast/?days=120&scope=together",
    "budget-recommendations/",
)


class Household:
    """Ana with fourteen months of lines, one of them of today; Ben sees her account."""

    def __init__(self, ana: User, ben: User, account: MoneyAccount, pays: Pays) -> None:
        self.ana, self.ben, self.account, self.pays = ana, ben, account, pays
        self.line = pays("-4800", DAY, slug="dining")
        self.earlier = pays("-12", date(2026, 10, 9), slug="groceries")

    def category(self, slug: str) -> Category:
        return Category.objects.get(slug=slug)

    def update(self, **changes: Any) -> Transaction:
        return services.update_transaction(entry=self.line, changed_by=self.ana, **changes)


@pytest.fixture
def household(ana: User, ben: User, lived: MoneyAccount, pays: Pays) -> Household:
    services.grant_view(account=lived, person=ben, level=MoneyAccountAccess.Level.FULL, granted_by=ana)
    return Household(ana, ben, lived, pays)


def _told(*readers: APIClient) -> list[Any]:
    answers = [each.get(f"/api/v1/insights/{path}") for each in readers for path in PATHS]
    assert [each.status_code for each in answers] == [200] * len(answers)
    return [each.json() for each in answers]


@contextmanager
def _is_told(*readers: APIClient) -> Iterator[None]:
    """What happens inside is seen in figures that were kept before, and leaves them as they would be anew."""
    forget_all()
    before = _told(*readers)
    yield
    kept = _told(*readers)
    forget_all()
    assert kept == _told(*readers)
    assert kept != before


def _split(of: Household) -> None:
    parts = [(of.category("dining"), Decimal(-4720)), (of.category("groceries"), Decimal(-80))]
    of.update(lines=parts)


def _refund(of: Household) -> None:
    back = of.pays("20", DAY, slug="")
    services.link_refund(refund=back, purchase=of.line, linked_by=of.ana)


def _transfer(of: Household) -> None:
    to = services.create_money_account(owner=of.ana, currency="EUR", name="Pot", type="savings")
    services.record_transfer(
        from_account=of.account, to_account=to, recorded_by=of.ana, amount=Decimal(700), booked_on=DAY
    )


def _one_for_two(of: Household) -> None:
    twin = of.pays("-4800", DAY, slug="dining")
    services.merge_transactions(keep=of.line, gone=twin, merged_by=of.ana)
    services.merge_transactions(keep=of.line, gone=of.pays("-4800", DAY), merged_by=of.ana)
    of.pays("-1", DAY)


def _merged_category(of: Household) -> None:
    mine = services.create_category(owner=of.ana, name="Snails", kind="expense", parent=of.category("food-dining"))
    of.update(category=mine)
    services.merge_category(category=mine, into=of.category("groceries"), merged_by=of.ana)


def _many(of: Household, **change: Any) -> None:
    entries = list(Transaction.objects.filter(pk__in=[of.line.pk, of.earlier.pk]))
    services.change_many(entries=entries, changed_by=of.ana, change=BulkChange(**change))


CHANGES: dict[str, Change] = {
    "new": lambda of: of.pays("-5", DAY, slug="dining"),
    "income": lambda of: of.pays("77", DAY, slug="salary"),
    "amount": lambda of: of.update(amount=Decimal(-4801)),
    "day": lambda of: of.update(booked_on=date(2026, 10, 2)),
    "hour": lambda of: of.update(occurred_at=datetime(2026, 11, 9, 7, 30, tzinfo=UTC)),
    "payee": lambda of: of.update(payee="Somebody quite new"),
    "category": lambda of: of.update(category=of.category("groceries")),
    "split": _split,
    "bin": lambda of: services.bin_transaction(entry=of.line, changed_by=of.ana),
    "erased": lambda of: erase_transactions(ids=[of.line.pk]),
    "refund": _refund,
    "transfer": _transfer,
    "merged": _one_for_two,
    "merged category": _merged_category,
    "many filed": lambda of: _many(of, set_category=True, category=of.category("fuel")),
    "many binned": lambda of: _many(of, delete=True),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_write_is_seen_at_once(household: Household, speaks: Speaks, name: str) -> None:
    with _is_told(speaks(household.ana), speaks(household.ben)):
        CHANGES[name](household)


def test_what_comes_back_from_the_bin_is_seen(household: Household, speaks: Speaks) -> None:
    services.bin_transaction(entry=household.line, changed_by=household.ana)
    household.line.refresh_from_db()
    with _is_told(speaks(household.ana), speaks(household.ben)):
        services.restore_transaction(entry=household.line, changed_by=household.ana)


def test_an_embargo_takes_a_line_from_the_other_one_alone_and_gives_it_back(
    household: Household, speaks: Speaks
) -> None:
    ana, ben = speaks(household.ana), speaks(household.ben)
    with _is_told(ben):
        own = _told(ana)
        services.withhold_transaction(entry=household.line, by=household.ana, until=date(2026, 12, 24))
    assert _told(ana)[0] == own[0]
    with _is_told(ben):
        services.release_transaction(entry=household.line, by=household.ana)


@pytest.mark.parametrize("level", ["hidden", "total", "category_sums"])
def test_who_may_see_less_is_told_less_at_once(household: Household, speaks: Speaks, level: str) -> None:
    with _is_told(speaks(household.ben)):
        services.grant_view(account=household.account, person=household.ben, level=level, granted_by=household.ana)


def test_a_category_that_moved_counts_elsewhere_at_once(household: Household, speaks: Speaks) -> None:
    mine = services.create_category(
        owner=household.ana, name="Snails", kind="expense", parent=household.category("food-dining")
    )
    household.update(category=mine)
    with _is_told(speaks(household.ana)):
        services.update_category(category=mine, changed_by=household.ana, parent=household.category("transportation"))


def test_a_new_day_is_worked_out_anew(household: Household, speaks: Speaks, monkeypatch: pytest.MonkeyPatch) -> None:
    with _is_told(speaks(household.ana)):
        monkeypatch.setattr(User, "today", date(2026, 11, 21))


def test_what_never_was_is_not_kept(household: Household, speaks: Speaks) -> None:
    """Figures read inside a transaction that is taken back are told to nobody afterwards."""
    ana = speaks(household.ana)
    forget_all()
    before = _told(ana)
    forget_all()
    with database_transaction.atomic():
        household.update(amount=Decimal(-4000))
        _told(ana)
        database_transaction.set_rollback(True)
    assert _told(ana) == before


def test_figures_in_several_currencies_follow_their_rates(household: Household, speaks: Speaks) -> None:
    abroad = services.create_money_account(owner=household.ana, currency="USD", name="Abroad")
    household.pays("-40", DAY, slug="dining", account=abroad)
    enter_rate(person=household.ana, base="USD", currency="EUR", rate=Decimal("0.9"), on=DAY)
    with _is_told(speaks(household.ana)):
        enter_rate(person=household.ana, base="USD", currency="EUR", rate=Decimal("0.5"), on=DAY)


def test_asked_again_nothing_is_worked_out(
    household: Household, speaks: Speaks, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = speaks(household.ana)
    forget_all()
    before = ana.get("/api/v1/insights/trends/").json()
    monkeypatch.setattr(trends, "_trends", None)
    assert ana.get("/api/v1/insights/trends/").json() == before
