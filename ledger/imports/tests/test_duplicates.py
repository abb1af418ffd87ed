"""The same movements come again: in another order, another encoding, another format, or with others among them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from unicodedata import normalize

import pytest

from accounts.models import User
from ledger.core import services as core
from ledger.core.models import MoneyAccount, Transaction
from ledger.imports import services
from ledger.imports.models import Import
from ledger.imports.tests.conftest import MARCH, Row, Taking, bank_file

ACCENTS: list[Row] = [
    ("2026-05-02", "Café Zoë", "-3.20"),
    ("2026-05-02", "Café Zoë", "-3.20"),
    ("2026-05-03", "Bäckerei Groß", "-4.10"),
    ("2026-05-29", "Gehalt Müller", "2580.00"),
]


def taken(source: Import) -> tuple[int, int]:
    return source.report["taken"], source.report["duplicate"]


@pytest.mark.parametrize(
    "again",
    [
        bank_file(ACCENTS),
        bank_file(ACCENTS[::-1]),
        bank_file(ACCENTS).decode().encode("cp1252"),
        bank_file(ACCENTS).decode().encode("utf-16"),
        b"\xef\xbb\xbf" + bank_file(ACCENTS).replace(b"\n", b"\r\n"),
        bank_file([(day, payee.upper(), amount) for day, payee, amount in ACCENTS]),
        bank_file([(day, payee.replace(" ", "   "), amount) for day, payee, amount in ACCENTS]),
        normalize("NFD", bank_file(ACCENTS).decode()).encode(),
    ],
    ids=["same", "reversed", "cp1252", "utf-16", "bom and crlf", "capitals", "blanks", "decomposed"],
)  # fmt: skip
def test_the_same_lines_come_once_however_they_are_written(ana: User, take: Taking, again: bytes) -> None:
    take(ana, bank_file(ACCENTS))
    assert taken(take(ana, again)) == (0, 4)
    assert Counter(Transaction.objects.values_list("payee", flat=True))["Café Zoë"] == 2


@pytest.mark.parametrize(
    ("changed", "new"),
    [
        ((("2026-03-02", "Stadtwerke Strom", "-65.01")), 1),
        ((("2026-03-04", "Stadtwerke Strom", "-65.00")), 1),
        ((("2026-03-02", "Stadtwerke Gas", "-65.00")), 1),
    ],
    ids=["amount", "day", "text"],
)
def test_one_row_changed_is_one_row_more(ana: User, take: Taking, changed: Row, new: int) -> None:
    take(ana, bank_file(MARCH))
    assert taken(take(ana, bank_file([changed, *MARCH[1:]]))) == (new, 3)


def test_months_that_overlap_within_a_day_bring_what_is_new(ana: User, take: Taking) -> None:
    """The first file was made at noon: the second has all of that day, and one coffee more."""
    noon: list[Row] = [("2026-03-01", "Rent", "-900"), ("2026-03-15", "Coffee", "-3.20"), ("2026-03-15", "Tram", "-2")]
    whole: list[Row] = [*noon[1:], ("2026-03-15", "Coffee", "-3.20"), ("2026-03-16", "Coffee", "-3.20")]
    take(ana, bank_file(noon))
    assert taken(take(ana, bank_file(whole))) == (2, 2)
    assert Transaction.objects.filter(payee="Coffee", booked_on=date(2026, 3, 15)).count() == 2


def test_a_shorter_file_after_a_longer_one_brings_nothing(ana: User, take: Taking) -> None:
    take(ana, bank_file([*MARCH, MARCH[1]]))
    assert taken(take(ana, bank_file(MARCH[1:3]))) == (0, 2)


def _ofx(rows: list[Row]) -> bytes:
    records = "".join(
        f"<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>{day.replace('-', '')}<TRNAMT>{amount}<FITID>20260300{place:04}<NAME>{payee}"
        "</STMTTRN>"
        for place, (day, payee, amount) in enumerate(rows)
    )
    return (
        "OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1"
        f"<ACCTID>DE1234<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>{records}</BANKTRANLIST></STMTRS></STMTTRNRS>"
        "</BANKMSGSRSV1></OFX>\n"
    ).encode()


def test_csv_after_ofx_of_one_month_brings_exactly_the_new_rows(ana: User, take: Taking) -> None:
    """Other words, other ids, a day of difference: real twins meet one each, and the third coffee is new."""
    take(ana, _ofx(MARCH))
    account = MoneyAccount.objects.get()
    other: list[Row] = [
        ("2026-03-03", "STADTWERKE LASTSCHRIFT", "-65.00"),
        ("2026-03-03", "KAFFEEMOBIL KARTE 1", "-3.20"),
        ("2026-03-04", "KAFFEEMOBIL KARTE 1", "-3.20"),
        ("2026-03-04", "KAFFEEMOBIL KARTE 1", "-3.20"),
        ("2026-03-27", "GEHALT FELDER", "2580.00"),
        ("2026-03-28", "NEU", "-1.00"),
    ]
    source = services.start_import(person=ana, data=bank_file(other), filename="a.csv", account=account)
    assert (source.new_count, source.alike_count) == (2, 4)


def test_what_lies_days_apart_is_alike_only_where_the_names_are(ana: User) -> None:
    account = core.create_money_account(owner=ana, currency="EUR", name="Checking")
    for payee, day in (("Power company", 2), ("Bookshop", 9)):
        core.record_transaction(
            account=account, recorded_by=ana, amount=Decimal("-20"), booked_on=date(2026, 3, day), payee=payee
        )
    rows: list[Row] = [("2026-03-05", "POWER COMPANY LTD", "-20.00"), ("2026-03-12", "Garden centre", "-20.00")]
    source = services.start_import(person=ana, data=bank_file(rows), filename="a.csv", account=account)
    assert (source.new_count, source.alike_count) == (1, 1)


def test_the_banks_number_goes_before_day_and_text(ana: User, take: Taking) -> None:
    take(ana, _ofx(MARCH))
    moved = _ofx([("2026-03-05", "STADTWERKE, RENAMED", "-65.00"), *MARCH[1:]])
    assert taken(take(ana, moved)) == (0, 4)
