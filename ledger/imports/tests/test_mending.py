"""What a person knows better than the reader: the columns of a table, and lines that could not be read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from config.kernel import jobs
from ledger.core.models import MoneyAccount, Transaction
from ledger.imports import checking, keeping, services, spool
from ledger.imports.models import Import
from ledger.imports.tests.conftest import Taking
from ledger.reconciling.models import StatementBalance

BROKEN = b"""Booking date;Payee;Amount;Balance;Currency
2026-03-02;Stadtwerke Strom;-65.00;935.00;EUR
2026-03-03;Corner Bakery;-12,4O;922.60;EUR
2026-03-27;Felder IT Gehalt;2580.00;3502.60;EUR
"""
SHOPS = b"Day,Where,What,Paid,Left\n2026-03-02,Grocer,Food,24.90,100.00\n2026-03-03,Baker,Bread,3.10,96.90\n"


def done(source: Import) -> Import:
    source = services.confirm_import(source=source)
    assert source.job_id is not None
    jobs.run(source.job_id)
    source.refresh_from_db()
    return source


def correct(source: Import, key: str = "r0:3") -> Import:
    return services.correct_line(
        source=source, key=key, booked_on=date(2026, 3, 3), amount=Decimal("-12.40"), payee="Corner Bakery"
    )


def test_a_refused_line_can_be_corrected_and_comes_once(ana: User) -> None:
    source = services.start_import(person=ana, data=BROKEN, filename="a.csv")
    assert (source.new_count, source.refused_count) == (2, 1)
    source = correct(source)
    assert (source.new_count, source.refused_count) == (3, 0)
    assert done(source).report["taken"] == 3
    account = MoneyAccount.objects.get()
    assert account.balance == Decimal("3502.60")
    again = services.start_import(person=ana, data=BROKEN, filename="a.csv")
    again = services.correct_line(
        source=again, key="r0:3", booked_on=date(2026, 3, 4), amount=Decimal("-12.4"), payee="Bakery"
    )
    assert (again.new_count, again.duplicate_count) == (0, 3)


def test_only_refused_lines_can_be_corrected(ana: User) -> None:
    source = services.start_import(person=ana, data=BROKEN, filename="a.csv")
    for key in ("r0:2", "0:3", "r1:3", "nonsense"):
        with pytest.raises(ValidationError):
            correct(source, key)


def test_one_refused_line_leaves_the_banks_balance_known(ana: User, take: Taking) -> None:
    report = take(ana, BROKEN).report
    assert (report["batches"][0]["bank"], report["refused"]) == ("3502.60", 1)
    kept = dict(StatementBalance.objects.values_list("on", "amount"))
    assert kept[date(2026, 3, 2)] == Decimal("935.00")
    assert kept[date(2026, 3, 27)] == Decimal("3502.60")


def test_columns_are_read_as_the_person_says_and_remembered(ana: User) -> None:
    source = services.start_import(person=ana, data=SHOPS, filename="a.csv")
    roles = {0: "booked_on", 1: "notes", 2: "payee", 4: "amount"}
    source = services.choose_columns(source=source, roles=roles)
    checked = checking.check_import(source)
    assert [(line.payee, line.notes, line.amount) for line in checked.batches[0].statement.lines] == [
        ("Food", "Grocer", Decimal("100.00")),
        ("Bread", "Baker", Decimal("96.90")),
    ]
    done(source)
    following = SHOPS.replace(b"2026-03", b"2026-04")
    source = services.start_import(person=ana, data=following, filename="b.csv")
    lines = keeping.read_again(source).read.statements[0].lines
    assert [line.payee for line in lines] == ["Food", "Bread"]


@pytest.mark.parametrize(
    "roles",
    [{}, {0: "booked_on"}, {3: "amount"}, {0: "booked_on", 9: "amount"}, {0: "booked_on", 3: "amount", 4: "amount"},
     {1: "booked_on", 3: "amount"}, {0: "booked_on", 1: "amount"}, {0: "booked_on", 3: "price"}],
)  # fmt: skip
def test_columns_that_make_no_sense_change_nothing(ana: User, roles: dict[int, str]) -> None:
    source = services.start_import(person=ana, data=SHOPS, filename="a.csv")
    with pytest.raises(ValidationError):
        services.choose_columns(source=source, roles=roles)
    source.refresh_from_db()
    assert (source.mapping, source.new_count) == ({}, 2)


def test_what_was_kept_of_a_file_says_the_same_as_the_file(ana: User) -> None:
    """The cache may be lost at any time, and is gone once the import has ended."""
    source = services.start_import(person=ana, data=BROKEN, filename="a.csv")
    key = keeping.key_of(source)
    kept = spool.load(key)
    assert kept is not None
    spool.forget(key)
    keeping._cache.clear()
    anew = keeping.read_again(source)
    assert kept.marks == anew.marks
    assert list(kept.read.statements[0].lines) == list(anew.read.statements[0].lines)
    assert kept.read.statements[0].refused == anew.read.statements[0].refused
    assert kept.read.mapping == anew.read.mapping
    keeping.forget(source)
    assert spool.load(key) is None


def test_a_cut_spool_is_read_anew(ana: User) -> None:
    source = services.start_import(person=ana, data=BROKEN, filename="a.csv")
    path = spool._path(keeping.key_of(source))
    path.write_bytes(path.read_bytes()[:50])
    keeping._cache.clear()
    assert len(keeping.read_again(source).read.statements[0].lines) == 2
    assert Transaction.objects.count() == 0
