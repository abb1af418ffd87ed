"""Whose part a line is: asked wherever a line is written, and again from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from ledger.core import errors, services, shares
from ledger.core.checking import check_account
from ledger.core.models import Category, MoneyAccount, Transaction
from ledger.core.services import sharing
from ledger.core.services.booking import Booked, book_entry

DAY = date(2026, 3, 14)


class Thirds:
    """A third is the owner's from March on, all of it before."""

    def own_parts(self, account_id: UUID, payments: Sequence[shares.Payment]) -> list[int]:
        return [each.amount if each.booked_on < date(2026, 3, 1) else int(each.amount / 300) * 100 for each in payments]


@pytest.fixture
def thirds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shares, "_current", Thirds())


def own_of(entry: Transaction) -> Decimal:
    found: Decimal = Transaction.objects.values_list("own_amount", flat=True).get(pk=entry.pk)
    return found


def test_the_part_follows_the_line(thirds: None, ana: User, everyday: MoneyAccount, groceries: Category) -> None:
    entry = services.record_transaction(account=everyday, recorded_by=ana, amount=Decimal("-100"), booked_on=DAY)
    assert own_of(entry) == Decimal("-33.33")
    services.update_transaction(entry=entry, changed_by=ana, notes="kept")
    services.update_transaction(entry=entry, changed_by=ana, amount=Decimal(-30))
    assert own_of(entry) == Decimal(-10)
    services.update_transaction(entry=entry, changed_by=ana, booked_on=date(2026, 2, 14))
    assert own_of(entry) == Decimal(-30)
    parts = [(groceries, Decimal(-20)), (None, Decimal(-10))]
    services.update_transaction(entry=entry, changed_by=ana, booked_on=DAY, lines=parts)
    assert sorted(entry.lines.values_list("own_amount", flat=True)) == [Decimal("-6.67"), Decimal("-3.33")]
    entry.refresh_from_db()
    book_entry(entry=entry, booked=Booked(DAY, Decimal(-60)))
    assert own_of(entry) == Decimal(-20)
    rows = [
        services.NewRow(timezone.now().strftime("%f").zfill(32), -3_000_000, DAY, "expense"),
        services.NewRow(
            "f" * 32, -1_000_000, DAY, "expense",
            parts=(services.NewPart(groceries.pk, -700_000), services.NewPart(None, -300_000)),
        ),
    ]  # fmt: skip
    services.record_rows(account=everyday, recorded_by=ana, rows=rows)
    assert set(Transaction.objects.exclude(pk=entry.pk).values_list("own_amount", flat=True)) == {
        Decimal(-100), Decimal("-33.33")
    }  # fmt: skip
    assert check_account(everyday) == []


def test_what_is_said_later_holds_from_a_day_on(
    ana: User, everyday: MoneyAccount, groceries: Category, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "AT_ONCE", 3)
    for day in range(1, 9):
        services.record_transaction(
            account=everyday, recorded_by=ana, amount=Decimal(-30), booked_on=date(2026, 3, day)
        )
    split = [(groceries, Decimal(-20)), (None, Decimal(-10))]
    services.record_transaction(account=everyday, recorded_by=ana, amount=Decimal(-30), booked_on=DAY, lines=split)
    monkeypatch.setattr(shares, "_current", Thirds())
    assert services.reshare(account=everyday, since=date(2026, 3, 5)) == 5
    assert services.reshare(account=everyday, since=date(2026, 3, 5)) == 0
    assert services.reshare(account=everyday) == 4
    assert set(Transaction.objects.values_list("own_amount", flat=True)) == {Decimal(-10)}
    assert check_account(everyday) == []


def test_a_part_is_within_the_whole(ana: User, everyday: MoneyAccount, lunch: Transaction) -> None:
    services.set_own_amount(entry=lunch, own_amount=Decimal("-6.25"))
    assert own_of(lunch) == Decimal("-6.25")
    for wrong in ("1", "-12.51", "-1.234"):
        with pytest.raises(errors.FieldError):
            services.set_own_amount(entry=lunch, own_amount=Decimal(wrong))
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
