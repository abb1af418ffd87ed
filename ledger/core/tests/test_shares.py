"""Whose part a line is: asked wherever a line is written, and again from a day on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from ledger.core import services, shares
from ledger.core.checking import check_account
from ledger.core.models import Category, MoneyAccount, Transaction
from ledger.core.services import sharing
from ledger.core.services.booking import Booked, book_entry

DAY = date(2026, 3, 14)


class Thirds:
    """A third is the owner's from March on, all of it before; all of what is for groceries."""

    def own_parts(self, account_id: UUID, payments: Sequence[shares.Payment]) -> list[int]:
        groceries = Category.objects.get(slug="groceries").pk
        found: list[int] = []
        for _key, some in groupby(payments, lambda each: (each.id, each.category_id == groceries)):
            same = list(some)
            amounts = [each.amount for each in same]
            is_whole = same[0].booked_on < date(2026, 3, 1) or same[0].category_id == groceries
            own = sum(amounts) if is_whole else int(sum(amounts) / 300) * 100
            found += shares.spread(own, sum(amounts), amounts, "EUR")
        return found


@pytest.fixture
def thirds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "_current", Thirds())


def own_of(entry: Transaction) -> Decimal:
    found: Decimal = Transaction.objects.values_list("own_amount", flat=True).get(pk=entry.pk)
    return found


def own_parts_of(entry: Transaction) -> list[Decimal]:
    return sorted(entry.lines.values_list("own_amount", flat=True))


@pytest.fixture(autouse=True)
def _ledger_is_right(everyday: MoneyAccount) -> Iterator[None]:
    yield
    assert check_account(everyday) == []


def test_the_part_follows_the_line(thirds: None, ana: User, everyday: MoneyAccount) -> None:
    fuel = Category.objects.get(slug="fuel")
    entry = services.record_transaction(account=everyday, recorded_by=ana, amount=Decimal("-100"), booked_on=DAY)
    assert own_of(entry) == Decimal("-33.33")
    services.update_transaction(entry=entry, changed_by=ana, notes="kept")
    services.update_transaction(entry=entry, changed_by=ana, amount=Decimal(-30))
    assert own_of(entry) == Decimal(-10)
    services.update_transaction(entry=entry, changed_by=ana, booked_on=date(2026, 2, 14))
    assert own_of(entry) == Decimal(-30)
    parts = [(fuel, Decimal(-20)), (None, Decimal(-10))]
    services.update_transaction(entry=entry, changed_by=ana, booked_on=DAY, lines=parts)
    assert own_parts_of(entry) == [Decimal("-6.67"), Decimal("-3.33")]
    entry.refresh_from_db()
    book_entry(entry=entry, booked=Booked(DAY, Decimal(-60)))
    assert own_of(entry) == Decimal(-20)
    rows = [
        services.NewRow(timezone.now().strftime("%f").zfill(32), -3_000_000, DAY, "expense"),
        services.NewRow(
            "f" * 32, -1_000_000, DAY, "expense",
            parts=(services.NewPart(fuel.pk, -700_000), services.NewPart(None, -300_000)),
        ),
    ]  # fmt: skip
    services.record_rows(account=everyday, recorded_by=ana, rows=rows)
    assert set(Transaction.objects.exclude(pk=entry.pk).values_list("own_amount", flat=True)) == {
        Decimal(-100), Decimal("-33.33")
    }  # fmt: skip
    assert check_account(everyday) == []


@pytest.fixture
def dinner(thirds: None, ana: User, everyday: MoneyAccount) -> Transaction:
    """Of 60 without a category 20 are the owner's."""
    return services.record_transaction(
        account=everyday, recorded_by=ana, amount=Decimal(-60), booked_on=DAY, payee="Nameless"
    )


def test_the_part_follows_a_chosen_category(ana: User, dinner: Transaction, groceries: Category) -> None:
    assert own_of(dinner) == -20
    services.choose_category(entry=dinner, changed_by=ana, category=groceries)
    assert own_of(dinner) == -60
    services.choose_category(entry=dinner, changed_by=ana, category=None)
    assert own_of(dinner) == -20


def test_the_part_follows_a_category_chosen_for_many(ana: User, dinner: Transaction, groceries: Category) -> None:
    split = [(groceries, Decimal(-20)), (None, Decimal(-10))]
    services.update_transaction(entry=dinner, changed_by=ana, amount=Decimal(-30), lines=split)
    assert (own_of(dinner), own_parts_of(dinner)) == (Decimal("-23.33"), [Decimal(-20), Decimal("-3.33")])
    change = services.BulkChange(set_category=True, category=groceries)
    services.change_many(entries=[dinner], changed_by=ana, change=change)
    assert own_of(dinner) == -30
    assert own_parts_of(dinner) == []
    services.change_many(entries=[dinner], changed_by=ana, change=services.BulkChange(notes="kept"))
    assert own_of(dinner) == -30


def test_the_part_follows_a_category_that_goes(ana: User, dinner: Transaction, groceries: Category) -> None:
    mine = services.create_category(owner=ana, name="Mine", parent=Category.objects.get(slug="fuel"))
    other = services.record_transaction(
        account=dinner.account, recorded_by=ana, amount=Decimal(-90), booked_on=DAY,
        lines=[(mine, Decimal(-60)), (groceries, Decimal(-30))],
    )  # fmt: skip
    services.choose_category(entry=dinner, changed_by=ana, category=mine)
    assert [own_of(dinner), own_of(other)] == [-20, -50]
    services.delete_category(category=mine, deleted_by=ana, replacement=groceries)
    assert [own_of(dinner), own_of(other), *own_parts_of(other)] == [-60, -90, -90]


def test_the_part_follows_what_a_link_changes(
    ana: User, dinner: Transaction, groceries: Category, everyday: MoneyAccount
) -> None:
    services.choose_category(entry=dinner, changed_by=ana, category=groceries)
    back = services.record_transaction(account=everyday, recorded_by=ana, amount=Decimal(60), booked_on=DAY)
    assert own_of(back) == 20
    services.link_refund(refund=back, purchase=dinner, linked_by=ana)
    assert own_of(back) == 60
    services.unlink_refund(refund=back)
    assert own_of(back) == 20


def test_what_is_said_later_holds_from_a_day_on(
    ana: User, everyday: MoneyAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "AT_ONCE", 3)
    for day in range(1, 9):
        services.record_transaction(
            account=everyday, recorded_by=ana, amount=Decimal(-30), booked_on=date(2026, 3, day)
        )
    split = [(Category.objects.get(slug="fuel"), Decimal(-20)), (None, Decimal(-10))]
    services.record_transaction(account=everyday, recorded_by=ana, amount=Decimal(-30), booked_on=DAY, lines=split)
    monkeypatch.setattr(shares, "_current", Thirds())
    assert services.reshare(account=everyday, since=date(2026, 3, 5)) == 5
    assert services.reshare(account=everyday, since=date(2026, 3, 5)) == 0
    assert services.reshare(account=everyday) == 4
    assert set(Transaction.objects.values_list("own_amount", flat=True)) == {Decimal(-10)}
    assert check_account(everyday) == []


@given(
    st.lists(st.integers(1, 10**9), min_size=1, max_size=12), st.floats(0, 1), st.sampled_from(["EUR", "JPY", "KWD"]),
    st.booleans(),
)  # fmt: skip
def test_the_parts_of_the_parts_come_to_the_part(cents: list[int], share: float, currency: str, out: bool) -> None:
    cent = {"EUR": 100, "JPY": 10_000, "KWD": 10}[currency]
    sign = -1 if out else 1
    parts = [sign * cent * each for each in cents]
    own = sign * cent * int(sum(cents) * share)
    spread = shares.spread(own, sum(parts), parts, currency)
    assert sum(spread) == own
    assert all(
        each % cent == 0 and 0 <= sign * each <= sign * part + cent for each, part in zip(spread, parts, strict=True)
    )
