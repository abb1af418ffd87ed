"""Whose account a file is where it does not say, and that no month is counted twice in a new one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import User
from ledger.core import services as core
from ledger.core.errors import FieldError
from ledger.core.models import MoneyAccount, Transaction
from ledger.imports import services
from ledger.imports.tests.conftest import MARCH, Row, Taking, bank_file


def ofx(rows: list[Row], number: str = "DE1234") -> bytes:
    lines = "".join(
        f"<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{day.replace('-', '')}<TRNAMT>{amount}<FITID>{place}<NAME>{payee}</STMTTRN>"
        for place, (day, payee, amount) in enumerate(rows)
    )
    return (
        "OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1"
        f"<ACCTID>{number}<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>{lines}</BANKTRANLIST>"
        "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    ).encode()


@pytest.mark.parametrize(("first", "second"), [(ofx(MARCH), bank_file(MARCH)), (bank_file(MARCH), ofx(MARCH))])
def test_another_kind_of_file_of_the_same_month_finds_the_account(
    ana: User, take: Taking, first: bytes, second: bytes
) -> None:
    take(ana, first)
    source = services.start_import(person=ana, data=second, filename="march.csv")
    batch = source.batches.get()
    assert (batch.account, batch.matched_by) == (MoneyAccount.objects.get(), "lines")
    assert (source.new_count, source.alike_count) == (0, 4)


def test_the_months_may_only_overlap(ana: User, take: Taking) -> None:
    take(ana, ofx([*MARCH, ("2026-03-28", "Kiosk", "-9.90")]))
    april: list[Row] = [("2026-04-02", "Kiosk", "-1.00"), ("2026-04-20", "Kiosk", "-7.00")]
    take(ana, bank_file([*MARCH[2:], ("2026-03-28", "Kiosk", "-9.90"), *april]))
    assert Transaction.objects.filter(account=MoneyAccount.objects.get()).count() == 7


def test_a_few_equal_payments_make_no_file_of_the_same_account(ana: User, take: Taking) -> None:
    take(ana, ofx(MARCH))
    other: list[Row] = [("2026-03-04", "Bakery", "-2.50"), ("2026-03-10", "Bakery", "-2.60")]
    for rows in ([MARCH[0], *other, MARCH[1], MARCH[3]], [MARCH[1], MARCH[2], ("2026-03-03", "Tea", "-1.00")]):
        source = services.start_import(person=ana, data=bank_file(rows), filename="other.csv")
        assert source.batches.get().matched_by == "new"


def test_another_number_is_another_account_whatever_it_holds(ana: User, take: Taking) -> None:
    take(ana, ofx(MARCH))
    source = services.start_import(person=ana, data=ofx(MARCH, "DE9999"), filename="other.ofx")
    assert source.batches.get().matched_by == "new"


@pytest.mark.parametrize("make", [ofx, bank_file])
def test_a_file_of_a_closed_account_is_not_counted_again_in_a_new_one(
    ana: User, take: Taking, make: Callable[[list[Row]], bytes]
) -> None:
    take(ana, make(MARCH))
    account = MoneyAccount.objects.get()
    core.close_money_account(account=account, on=timezone.localdate())
    again = take(ana, make(MARCH))
    assert (again.new_count, again.duplicate_count) == (0, 4)
    with pytest.raises(FieldError, match="closed"):
        take(ana, make([*MARCH, ("2026-03-29", "Kiosk", "-1.00")]))
    assert MoneyAccount.objects.get() == account
    assert Transaction.objects.filter(account=account).count() == 4


def test_another_kind_of_file_finds_a_closed_account_too(ana: User, take: Taking) -> None:
    take(ana, ofx(MARCH))
    core.close_money_account(account=MoneyAccount.objects.get(), on=timezone.localdate())
    again = take(ana, bank_file(MARCH))
    assert (again.new_count, again.alike_count, MoneyAccount.objects.count()) == (0, 4, 1)


def test_after_an_account_was_closed_files_of_its_shape_may_be_of_the_next(ana: User, take: Taking) -> None:
    take(ana, bank_file(MARCH))
    core.close_money_account(account=MoneyAccount.objects.get(), on=date(2026, 3, 31))
    take(ana, bank_file([("2026-05-02", "Kiosk", "-1.00")]))
    assert MoneyAccount.objects.open().get().balance == Decimal("-1.00")


def test_a_statement_without_a_number_finds_its_account_beside_one_with_a_number(ana: User, take: Taking) -> None:
    numberless, other = ofx(MARCH[:2], number=""), ofx(MARCH[2:])
    end = b"</BANKMSGSRSV1>"
    both = numberless.replace(end, other[other.index(b"<STMTTRNRS>") : other.index(end)] + end)
    take(ana, both)
    again = services.start_import(person=ana, data=both, filename="again.ofx")
    assert (again.batches.count(), again.new_count, again.duplicate_count) == (2, 0, 4)
