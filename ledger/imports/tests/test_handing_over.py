"""The undo of one of two files that overlap: what the other names too stays, as its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from config.kernel import jobs
from config.kernel.models import Job
from ledger.core import services as core
from ledger.core.models import MoneyAccount, MoneyAccountAccess, Transaction
from ledger.core.services import bin_transaction
from ledger.imports import handing_over, keeping, services, taking_back
from ledger.imports.models import Import, ImportedLine
from ledger.imports.tests.conftest import Row, bank_file
from ledger.imports.tests.test_seams import with_balances
from tests.at_once import all_at_once, need_many_connections

FEBRUARY: list[Row] = [("2026-02-03", "Power", "-65.00"), ("2026-02-17", "Books", "-20.00")]
MARCH: list[Row] = [("2026-03-03", "Coffee", "-3.20"), ("2026-03-03", "Coffee", "-3.20"), ("2026-03-27", "Pay", "900")]
APRIL: list[Row] = [("2026-04-02", "Rent", "-800.00"), ("2026-04-09", "Tram", "-2.00")]
OLDER, NEWER = bank_file([*FEBRUARY, *MARCH]), bank_file([*MARCH, *APRIL])


class PowerCut(BaseException):
    """What a process sees of kill -9: nothing more."""


@pytest.fixture
def account(ana: User) -> MoneyAccount:
    return core.create_money_account(owner=ana, currency="EUR", name="Checking")


def brought(person: User, account: MoneyAccount, data: bytes, name: str = "march.csv", **choices: str) -> Import:
    source = services.start_import(person=person, data=data, filename=name, account=account)
    source = services.confirm_import(source=source, choices=choices)
    jobs.run(source.job_id)  # type: ignore[arg-type]
    source.refresh_from_db()
    return source


def undo(source: Import) -> Import:
    source = services.undo_import(source=Import.objects.get(pk=source.pk))
    if source.status == Import.Status.UNDOING:
        jobs.run(source.job_id)  # type: ignore[arg-type]
        source.refresh_from_db()
    assert source.status == Import.Status.UNDONE
    return source


def payees() -> list[str]:
    return list(Transaction.objects.live().order_by("booked_on", "payee").values_list("payee", flat=True))


@pytest.fixture(params=["at once", "as a job", "beside a large file"])
def _ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "as a job":
        monkeypatch.setattr(taking_back, "AT_ONCE", 2)
        monkeypatch.setattr(handing_over, "AT_ONCE", 2)
    elif request.param == "beside a large file":
        monkeypatch.setattr(taking_back, "READ_AT_MOST", 0)


@pytest.mark.usefixtures("_ways")
def test_what_the_second_names_too_stays_and_goes_with_it(ana: User, account: MoneyAccount) -> None:
    first = brought(ana, account, OLDER)
    second = brought(ana, account, NEWER, "april.csv")
    kept = set(Transaction.objects.filter(booked_on__month=3).values_list("pk", flat=True))
    assert second.report["duplicate"] == 3
    undo(first)
    assert payees() == ["Coffee", "Coffee", "Pay", "Rent", "Tram"]
    assert kept < set(Transaction.objects.values_list("pk", flat=True))
    numbers = ImportedLine.objects.filter(batch__source=second).order_by("line_no").values_list("line_no", flat=True)
    assert list(numbers) == [2, 3, 4, 5, 6]
    again = brought(ana, account, OLDER)
    assert (again.report["taken"], again.report["duplicate"]) == (2, 3)
    undo(second)
    assert payees() == ["Power", "Books", "Coffee", "Coffee", "Pay"]
    undo(again)
    assert payees() == []
    assert not ImportedLine.objects.exists()


@pytest.mark.usefixtures("_ways")
def test_the_other_way_round(ana: User, account: MoneyAccount) -> None:
    first = brought(ana, account, NEWER)
    second = brought(ana, account, OLDER)
    undo(first)
    assert payees() == ["Power", "Books", "Coffee", "Coffee", "Pay"]
    undo(second)
    assert payees() == []


def test_of_several_the_oldest_takes_over(ana: User, account: MoneyAccount) -> None:
    sources = [brought(ana, account, bank_file(rows)) for rows in (MARCH, [*MARCH, *APRIL], [*FEBRUARY, *MARCH])]
    for source, left in zip(sources, (7, 5, 0), strict=True):
        undo(source)
        assert len(payees()) == left


def test_the_same_file_once_more_holds_nothing_back(ana: User, account: MoneyAccount) -> None:
    first = brought(ana, account, OLDER)
    brought(ana, account, OLDER)
    undo(first)
    assert payees() == []


def test_what_a_person_chose_of_a_line_stands(ana: User, account: MoneyAccount) -> None:
    first = brought(ana, account, OLDER)
    second = brought(ana, account, NEWER, **{"0:2": "skip", "0:4": "add"})
    assert second.report["taken"] == 3
    undo(first)
    assert payees() == ["Coffee", "Pay", "Rent", "Tram"]
    undo(second)
    assert payees() == []


def test_a_file_without_an_entry_of_its_own_holds_what_it_names(ana: User, account: MoneyAccount) -> None:
    first = brought(ana, account, bank_file([*FEBRUARY, *MARCH, *APRIL]))
    second = brought(ana, account, bank_file(MARCH))
    assert second.report["taken"] == 0
    undo(first)
    assert payees() == ["Coffee", "Coffee", "Pay"]
    assert undo(second).report["taken"] == 0
    assert payees() == []


def test_other_days_and_other_accounts_are_not_asked(
    ana: User, account: MoneyAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = core.create_money_account(owner=ana, currency="EUR", name="Other")
    first = brought(ana, account, OLDER)
    brought(ana, account, bank_file(APRIL))
    brought(ana, account, bank_file([APRIL[0]]))
    brought(ana, other, NEWER)
    brought(ana, other, bank_file(MARCH))
    monkeypatch.setattr(taking_back, "named_in", lambda *args: pytest.fail("read"))
    undo(first)
    assert len(payees()) == 7


@pytest.mark.usefixtures("_ways")
def test_lines_of_a_day_cut_in_two_go_to_the_file_that_names_them(ana: User, account: MoneyAccount) -> None:
    """The second coffee of the day is number one in the file it came with."""
    rows = [*FEBRUARY, MARCH[0]]
    brought(ana, account, with_balances(rows, opening="1000"))
    second = brought(ana, account, with_balances([MARCH[0], MARCH[2]], opening="911.80"))
    third = brought(ana, account, with_balances([MARCH[1], MARCH[2], *APRIL], opening="911.80"))
    assert (second.report["taken"], third.report["taken"]) == (2, 2)
    undo(second)
    assert payees() == ["Power", "Books", "Coffee", "Coffee", "Pay", "Rent", "Tram"]
    undo(third)
    assert payees() == ["Power", "Books", "Coffee"]


@pytest.mark.usefixtures("_ways")
def test_the_opening_balance_goes_along_with_the_lines_that_moved_it(ana: User) -> None:
    account = core.create_money_account(
        owner=ana, currency="EUR", name="Checking", opening_balance=Decimal(1000), opened_on=date(2026, 4, 1)
    )

    def held() -> tuple[Decimal, Decimal, date | None]:
        account.refresh_from_db()
        return account.opening_balance, account.balance, account.opened_on

    first = brought(ana, account, OLDER)
    assert held() == (Decimal("191.40"), Decimal(1000), date(2026, 2, 3))
    second = brought(ana, account, NEWER)
    assert held() == (Decimal("191.40"), Decimal(198), date(2026, 2, 3))
    undo(first)
    assert held() == (Decimal("106.40"), Decimal(198), date(2026, 3, 3))
    undo(second)
    assert held() == (Decimal(1000), Decimal(1000), date(2026, 4, 1))


@pytest.mark.parametrize("dies_after", [0, 1, 2])
def test_an_undo_that_dies_while_it_hands_over_goes_on(
    ana: User, account: MoneyAccount, monkeypatch: pytest.MonkeyPatch, dies_after: int
) -> None:
    monkeypatch.setattr(taking_back, "AT_ONCE", 2)
    monkeypatch.setattr(handing_over, "AT_ONCE", 2)
    first, second = brought(ana, account, OLDER), brought(ana, account, NEWER)
    source = services.undo_import(source=first)
    whole, times = taking_back.hand_over, iter(range(10))  # type: ignore[attr-defined]

    def cut(*args: Any) -> None:
        if next(times) == dies_after:
            raise PowerCut
        whole(*args)

    with monkeypatch.context() as patch:
        patch.setattr(taking_back, "hand_over", cut)
        with pytest.raises(PowerCut):
            jobs.run(source.job_id)  # type: ignore[arg-type]
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    jobs.run(source.job_id)  # type: ignore[arg-type]
    source.refresh_from_db()
    assert (source.status, source.report["stays"], source.done_count) == ("undone", {str(second.pk): 3}, 5)
    assert payees() == ["Coffee", "Coffee", "Pay", "Rent", "Tram"]


@pytest.mark.usefixtures("_ways")
def test_a_file_that_is_gone_is_passed_over_and_named(
    ana: User, account: MoneyAccount, signed_in: Callable[[User], Client]
) -> None:
    first, second = brought(ana, account, OLDER), brought(ana, account, NEWER, "april.csv")
    assert second.file is not None
    [path] = Path(settings.DATA_DIR).rglob(f"*/{second.file.file_id}")
    path.unlink()
    keeping.forget(second)
    browser = signed_in(ana)
    asked = browser.get(f"/api/v1/imports/{first.pk}/undo/").json()
    assert (asked["taken"], asked["stays_in"]) == (5, [])
    assert asked["unreadable"] == [{"id": str(second.pk), "filename": "april.csv"}]
    assert "april.csv can no longer be read" in browser.get(reverse("import_undo", args=[first.pk])).text
    undo(first)
    assert payees() == ["Rent", "Tram"]
    assert "april.csv can no longer be read" in browser.get(reverse("import_detail", args=[first.pk])).text


def test_page_and_api_say_what_stays_and_why(
    ana: User, account: MoneyAccount, signed_in: Callable[[User], Client]
) -> None:
    first, second = brought(ana, account, OLDER), brought(ana, account, NEWER, "april.csv")
    for payee in ("Power", "Pay"):
        core.update_transaction(entry=Transaction.objects.get(payee=payee), changed_by=ana, notes="mine")
    browser = signed_in(ana)
    asked = browser.get(f"/api/v1/imports/{first.pk}/undo/").json()
    stays = [{"id": str(second.pk), "filename": "april.csv", "lines": 3}]
    assert (asked["taken"], asked["edited"], asked["stays_in"], asked["unreadable"]) == (2, 1, stays, [])
    page = browser.get(reverse("import_undo", args=[first.pk])).text
    assert "2 lines go" in page
    assert "3 lines are also in april.csv and stay" in page
    assert ("Power" in page, "Pay" in page) == (True, False)
    answer = browser.post(f"/api/v1/imports/{first.pk}/undo/", {}, content_type="application/json").json()
    assert (answer["status"], answer["stays_in"]) == ("undone", stays)
    assert browser.get(f"/api/v1/imports/{first.pk}/").json()["stays_in"] == stays
    assert "3 lines are also in april.csv and stay" in browser.get(reverse("import_detail", args=[first.pk])).text


def test_beside_large_files_nothing_is_counted_beforehand(
    ana: User, account: MoneyAccount, signed_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _second = brought(ana, account, OLDER), brought(ana, account, NEWER, "april.csv")
    monkeypatch.setattr("ledger.imports.staying.READ_AT_MOST", 0)
    browser = signed_in(ana)
    [stays] = browser.get(f"/api/v1/imports/{first.pk}/undo/").json()["stays_in"]
    assert stays["lines"] is None
    assert "Lines that are also in april.csv stay" in browser.get(reverse("import_undo", args=[first.pk])).text


def test_of_another_owners_file_only_that_there_is_one_is_told(
    ana: User, ben: User, account: MoneyAccount, signed_in: Callable[[User], Client]
) -> None:
    MoneyAccountAccess.objects.create(account=account, person=ben, role="co_owner", level="full")
    first = brought(ana, account, OLDER)
    brought(ben, account, NEWER, "ben-4711.csv")
    asked = signed_in(ana).get(f"/api/v1/imports/{first.pk}/undo/").json()
    assert asked["stays_in"] == [{"id": None, "filename": "", "lines": 3}]
    assert (
        "3 lines are also in the file of another owner"
        in signed_in(ana).get(reverse("import_undo", args=[first.pk])).text
    )
    undo(first)
    assert payees() == ["Coffee", "Coffee", "Pay", "Rent", "Tram"]


def test_what_was_deleted_stays_deleted(ana: User, account: MoneyAccount) -> None:
    first = brought(ana, account, OLDER)
    brought(ana, account, NEWER)
    bin_transaction(entry=Transaction.objects.get(payee="Pay"))
    undo(first)
    assert payees() == ["Coffee", "Coffee", "Rent", "Tram"]
    assert brought(ana, account, bank_file([*MARCH, *APRIL, ("2026-04-10", "Tram", "-2")])).report["taken"] == 1


def test_an_entry_that_another_files_line_became_one_with_is_left_to_that(ana: User) -> None:
    """The bank announced it in one file and booked it, with a tip, in the next; it lay before the account's day."""
    account = core.create_money_account(
        owner=ana, currency="EUR", name="Checking", opening_balance=Decimal(100), opened_on=date(2026, 4, 1)
    )
    head = "Date;Payee;Amount;Currency;Status\n"
    announced = (head + "2026-03-02;Trattoria Sole;-40.00;EUR;pending\n2026-03-01;Bakery;-4.00;EUR;booked\n").encode()
    booked = (head + "2026-03-04;Trattoria Sole;-46.00;EUR;booked\n").encode()
    first = brought(ana, account, announced, **{"p0:2": "add"})
    second = brought(ana, account, booked)
    dinner = Transaction.objects.get(payee="Trattoria Sole")
    undo(first)
    dinner.refresh_from_db()
    assert (payees(), dinner.amount, dinner.is_pending) == (["Trattoria Sole"], Decimal(-46), False)
    undo(second)
    account.refresh_from_db()
    assert (payees(), account.opening_balance, account.opened_on) == ([], Decimal(100), date(2026, 4, 1))


@pytest.mark.django_db(transaction=True)
def test_both_are_undone_at_the_same_moment(ana: User, monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> None:
    """Each names lines of the other: neither waits for the other crosswise, and nothing is left behind."""
    need_many_connections()
    monkeypatch.setattr(jobs, "dispatch", lambda key: None)
    account = core.create_money_account(owner=ana, currency="EUR", name="Checking")
    for _ in range(4):
        first = brought(ana, account, bank_file([*FEBRUARY, *MARCH]))
        second = brought(ana, account, bank_file([*MARCH, *APRIL]))
        third = brought(ana, account, bank_file([*FEBRUARY, *APRIL]))
        results = all_at_once(
            [
                lambda each=each: services.undo_import(source=Import.objects.get(pk=each.pk))  # type: ignore[misc]
                for each in (first, second, third)
            ]
        )
        assert all(isinstance(each, Import) for each in results), results
        assert not Transaction.objects.exists()
        assert not ImportedLine.objects.exists()
