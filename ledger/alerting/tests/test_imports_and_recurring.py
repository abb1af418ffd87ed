"""Imports that end and recurring payments that are odd are told, once, also where the first telling was lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.notifications.reading import told_as
from ledger.alerting import imports, recurring
from ledger.alerting.tests.conftest import told
from ledger.core.models import MoneyAccount
from ledger.core.services.granting import grant_view
from ledger.imports.models import Import
from ledger.recurring.models import Recurring, RecurringNotice
from ledger.recurring.noticing import note
from ledger.recurring.services import create_recurring


@pytest.fixture
def ended(ana: User) -> Import:
    return Import.objects.create(
        person=ana, filename="November <1>.csv", read_on=date(2026, 11, 20), status="done",
        new_count=42, refused_count=1, finished_at=timezone.now(),
    )  # fmt: skip


def test_an_import_that_is_done_is_told_once(ana: User, ben: User, ended: Import) -> None:
    imports.tell_of_import(ended.pk)
    imports.tell_of_missed()
    [found] = told(ana, "import_done")
    words = told_as(found, ana).words
    assert (words.title, words.url) == ("November <1>.csv is imported", f"/transactions/import/{ended.pk}/")
    assert words.text == "42 new lines. 1 could not be read."
    assert not told(ben, "import_done")


def test_one_that_failed_is_a_warning_and_one_that_was_undone_is_nothing(ana: User, ended: Import) -> None:
    for status in ("undone", "failed"):
        Import.objects.update(status=status)
        imports.tell_of_missed()
    assert [each.severity for each in told(ana, "import_failed")] == ["warning"]
    assert not told(ana, "import_done")


@pytest.fixture
def streaming(ana: User, everyday: MoneyAccount) -> Recurring:
    return create_recurring(
        account=everyday, recorded_by=ana, kind="expense", amount=Decimal("13.99"), payee="Streaming",
        frequency="monthly", starts_on=date(2026, 12, 1), books=False,
    )  # fmt: skip


def test_an_odd_day_is_told_to_owners_and_not_to_who_only_sees(
    ana: User, ben: User, everyday: MoneyAccount, streaming: Recurring
) -> None:
    grant_view(account=everyday, person=ben, level="full", granted_by=ana)
    note(streaming, "price", date(2026, 11, 15), before=Decimal("-12.99"))
    recurring.tell_of_missed()
    recurring.tell_of_missed()
    [found] = told(ana, "recurring_price")
    words = told_as(found, ana).words
    assert words.title == "Streaming has another price"
    assert words.text == "€13.99 instead of €12.99 on Nov 15."
    assert words.url == f"/plan/recurring/{streaming.pk}/"
    assert not told(ben, "recurring_price")


@pytest.mark.parametrize(("kind", "title"), [("missed", "Streaming did not come"), ("twice", "Streaming came twice")])
def test_the_other_odd_days(ana: User, streaming: Recurring, kind: str, title: str) -> None:
    note(streaming, kind, date(2026, 11, 15))
    recurring.tell_of_notice(RecurringNotice.objects.get().pk)
    [found] = told(ana, f"recurring_{kind}")
    assert told_as(found, ana).words.title == title


def test_what_was_put_away_is_not_told(ana: User, streaming: Recurring) -> None:
    note(streaming, "missed", date(2026, 11, 15))
    RecurringNotice.objects.update(is_dismissed=True)
    recurring.tell_of_missed()
    assert not told(ana, "recurring_missed")
