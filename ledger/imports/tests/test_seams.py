"""Two equal lines of one day in two files: an export made at noon, and the next one since the last download."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from config.kernel import jobs
from ledger.core import services as core
from ledger.core.models import MoneyAccount, Transaction
from ledger.imports import checking, keeping, previewing, reading_apart, services
from ledger.imports.models import Import, ImportedLine
from ledger.imports.tests.conftest import Row, Taking, bank_file

HEAD = "Booking date;Payee;Amount;Balance;Currency"
RENT: Row = ("2026-03-14", "Rent", "-900.00")
COFFEE: Row = ("2026-03-15", "Coffee", "-3.20")
REFUND: Row = ("2026-03-15", "Coffee", "3.20")
TRAM: Row = ("2026-03-15", "Tram", "-2.00")
SHOP: Row = ("2026-03-16", "Grocer", "-18.40")
CINEMA: Row = ("2026-03-17", "Cinema", "-11.00")
Write = Callable[..., bytes]


def with_balances(rows: Sequence[Row], *, opening: str, newest_first: bool = False) -> bytes:
    held, lines = Decimal(opening), []
    for day, payee, amount in rows:
        held += Decimal(amount)
        lines.append(f"{day};{payee};{amount};{held};EUR")
    return "\n".join([HEAD, *(reversed(lines) if newest_first else lines), ""]).encode()


def newest_first(rows: Sequence[Row], *, opening: str) -> bytes:
    return with_balances(rows, opening=opening, newest_first=True)


def ofx(rows: Sequence[Row], *, opening: str) -> bytes:
    """Without ids, and with the balance at its end only."""
    held = Decimal(opening) + sum(Decimal(amount) for _, _, amount in rows)
    records = "".join(
        f"<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{day.replace('-', '')}<TRNAMT>{amount}<FITID>0<NAME>{payee}</STMTTRN>\n"
        for day, payee, amount in rows
    )
    last = rows[-1][0].replace("-", "")
    return (
        "OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>1"
        f"<ACCTID>DE1234<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>{records}</BANKTRANLIST>"
        f"<LEDGERBAL><BALAMT>{held}<DTASOF>{last}</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    ).encode()


ways = pytest.mark.parametrize("write", [with_balances, newest_first, ofx])


def came(source: Import) -> tuple[int, int]:
    return source.report["taken"], source.report["duplicate"]


def coffees() -> int:
    return Transaction.objects.live().filter(payee="Coffee").count()


@ways
def test_the_second_coffee_of_a_day_cut_in_two_comes_once(ana: User, take: Taking, write: Write) -> None:
    noon, rest = write([RENT, COFFEE], opening="1000"), write([COFFEE, SHOP], opening="96.80")
    assert came(take(ana, noon)) == (2, 0)
    assert came(take(ana, rest)) == (2, 0)
    for again in (noon, rest, write([RENT, COFFEE, COFFEE, SHOP], opening="1000")):
        assert came(take(ana, again))[0] == 0
    whole = write([RENT, COFFEE, COFFEE, TRAM, SHOP], opening="1000")
    assert came(take(ana, whole)) == (1, 4)
    assert coffees() == 2


@ways
def test_a_longer_file_from_the_same_place_repeats_what_came_from_there(ana: User, take: Taking, write: Write) -> None:
    take(ana, write([RENT, COFFEE], opening="1000"))
    take(ana, write([COFFEE, SHOP], opening="96.80"))
    assert came(take(ana, write([COFFEE, COFFEE, TRAM, SHOP], opening="96.80"))) == (2, 2)
    assert coffees() == 3


@ways
def test_the_older_file_may_come_second(ana: User, take: Taking, write: Write) -> None:
    noon, rest = write([RENT, COFFEE, TRAM], opening="1000"), write([COFFEE, SHOP], opening="94.80")
    take(ana, rest)
    assert came(take(ana, noon)) == (3, 0)
    for again in (noon, rest, write([RENT, COFFEE, TRAM, COFFEE, SHOP], opening="1000")):
        assert came(take(ana, again))[0] == 0
    assert coffees() == 2


@ways
def test_three_files_of_one_day_bring_three_coffees(ana: User, take: Taking, write: Write) -> None:
    parts = [write([COFFEE], opening=opening) for opening in ("100", "96.80", "93.60")]
    account = core.create_money_account(owner=ana, currency="EUR", name="Checking")
    for part in parts:
        _imported(ana, part, account)
    assert coffees() == 3
    for part in [*parts[::-1], write([COFFEE] * 3, opening="100")]:
        assert _imported(ana, part, account).report["taken"] == 0


@ways
def test_a_part_of_a_day_without_a_coffee_does_not_forget_the_one_before_it(ana: User, write: Write) -> None:
    account = core.create_money_account(owner=ana, currency="EUR", name="Checking")
    for rows, opening in (([RENT, COFFEE], "1000"), ([TRAM], "96.80"), ([COFFEE, SHOP], "94.80")):
        assert _imported(ana, write(rows, opening=opening), account).report["duplicate"] == 0
    assert coffees() == 2


@ways
def test_the_middle_of_three_files_may_come_last(ana: User, write: Write) -> None:
    account = core.create_money_account(owner=ana, currency="EUR", name="Checking")
    first, middle, last = (
        write([RENT, COFFEE], opening="1000"),
        write([TRAM, COFFEE, TRAM], opening="96.80"),
        write([COFFEE, SHOP], opening="89.60"),
    )
    for part in (last, first, middle):
        _imported(ana, part, account)
    # The last one came first and has coffee 1; between it and the first file nothing tells, so that one is missing.
    assert Transaction.objects.filter(payee="Tram").count() == 2
    assert coffees() == 2
    for part in (first, middle, last):
        assert _imported(ana, part, account).report["taken"] == 0


@ways
def test_a_repetition_that_adds_up_to_nothing_is_one(ana: User, take: Taking, write: Write) -> None:
    take(ana, write([RENT, TRAM, COFFEE, REFUND], opening="1000"))
    assert came(take(ana, write([COFFEE, REFUND, SHOP], opening="98"))) == (1, 2)
    assert coffees() == 2


@ways
def test_what_repeats_the_end_of_a_day_is_no_continuation(ana: User, take: Taking, write: Write) -> None:
    take(ana, write([RENT, TRAM, COFFEE], opening="1000"))
    assert came(take(ana, write([COFFEE, SHOP], opening="98"))) == (1, 1)
    assert coffees() == 1


@ways
def test_a_file_of_all_days_between_the_two_knows_both(ana: User, take: Taking, write: Write) -> None:
    take(ana, write([RENT, COFFEE], opening="1000"))
    take(ana, write([RENT, COFFEE, COFFEE, SHOP], opening="1000"))
    assert came(take(ana, write([COFFEE, SHOP, CINEMA], opening="96.80"))) == (1, 2)
    assert coffees() == 2


@ways
def test_undoing_either_of_the_two_leaves_the_others_and_it_can_come_again(
    ana: User, take: Taking, write: Write
) -> None:
    noon, rest = write([RENT, COFFEE], opening="1000"), write([COFFEE, SHOP], opening="96.80")
    first, second = take(ana, noon), take(ana, rest)
    services.undo_import(source=first)
    assert coffees() == 1
    assert came(take(ana, rest)) == (0, 2)
    first = take(ana, noon)
    assert came(first) == (2, 0)
    services.undo_import(source=second)
    assert coffees() == 1
    assert came(take(ana, noon)) == (0, 2)
    assert came(take(ana, rest)) == (2, 0)
    assert coffees() == 2


def test_a_run_that_begins_after_the_first_file_was_undone_goes_by_what_was_confirmed(ana: User, take: Taking) -> None:
    noon, rest = with_balances([RENT, COFFEE], opening="1000"), with_balances([COFFEE, SHOP], opening="96.80")
    first = take(ana, noon)
    second = services.confirm_import(source=services.start_import(person=ana, data=rest, filename="march.csv"))
    services.undo_import(source=first)
    checking._checks.clear()
    jobs.run(second.job_id)  # type: ignore[arg-type]
    assert came(take(ana, noon)) == (2, 0)
    assert coffees() == 2


def test_large_files_meet_as_small_ones_do(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_apart, "APART_ABOVE", 0)
    account = core.create_money_account(owner=ana, currency="EUR", name="Checking")
    rest = with_balances([COFFEE, SHOP], opening="96.80")
    for part, taken in ((with_balances([RENT, COFFEE], opening="1000"), 2), (rest, 2), (rest, 0)):
        source = services.start_import(person=ana, data=part, filename="march.csv", account=account)
        jobs.run(source.job_id)  # type: ignore[arg-type]
        previewing._found.clear()
        source.refresh_from_db()
        assert source.new_count == taken
        jobs.run(services.confirm_import(source=source).job_id)  # type: ignore[arg-type]
        source.refresh_from_db()
        assert source.report["taken"] == taken


def test_a_file_that_was_mended_is_read_as_before(ana: User, take: Taking) -> None:
    take(ana, with_balances([RENT, COFFEE], opening="1000"))
    rest = with_balances([COFFEE, SHOP], opening="96.80") + b"2026-03-17;Cinema;eleven;64.20;EUR\n"
    for taken in (3, 0):
        source = services.start_import(person=ana, data=rest, filename="march.csv")
        [refused] = keeping.read_again(source).read.statements[0].refused
        source = services.correct_line(
            source=source,
            key=f"r0:{refused.line_no}",
            booked_on=keeping.read_again(source).read.statements[0].lines[-1].booked_on,
            amount=Decimal("-11"),
            payee="Cinema",
        )
        jobs.run(services.confirm_import(source=source).job_id)  # type: ignore[arg-type]
        source.refresh_from_db()
        assert source.report["taken"] == taken


def test_where_no_balance_tells_the_line_can_be_ticked_and_comes_once(ana: User, take: Taking) -> None:
    noon, rest = bank_file([RENT, COFFEE]), bank_file([COFFEE, SHOP])
    take(ana, noon)
    assert came(take(ana, rest)) == (1, 1)
    assert came(take(ana, rest, **{"0:2": "add"})) == (1, 1)
    for again in (noon, rest, bank_file([RENT, COFFEE, COFFEE, SHOP])):
        assert came(take(ana, again))[0] == 0
    assert came(take(ana, bank_file([RENT, COFFEE, COFFEE, COFFEE, SHOP]))) == (1, 4)
    assert coffees() == 3


def test_ticked_lines_take_no_number_of_the_files_own(ana: User, take: Taking) -> None:
    take(ana, bank_file([RENT, COFFEE]))
    assert came(take(ana, bank_file([COFFEE, COFFEE, SHOP]), **{"0:2": "add"})) == (3, 0)
    assert came(take(ana, bank_file([COFFEE] * 4))) == (1, 3)


def test_all_lines_may_be_ticked_twice(ana: User, take: Taking) -> None:
    rows = [COFFEE] * 3
    take(ana, bank_file(rows))
    for count in (6, 9):
        assert came(take(ana, bank_file(rows), **{f"0:{line}": "add" for line in (2, 3, 4)})) == (3, 0)
        assert coffees() == count
    assert len(set(ImportedLine.objects.values_list("fingerprint", flat=True))) == 9


def test_the_line_that_is_here_already_is_on_the_page_with_its_choice(ana: User, take: Taking, client: Client) -> None:
    take(ana, bank_file([RENT, COFFEE]))
    source = services.start_import(person=ana, data=bank_file([COFFEE, SHOP]), filename="march.csv")
    client.force_login(ana)
    page = client.get(reverse("import_detail", args=[source.pk]) + "?show=here").content.decode()
    assert "Already here" in page
    assert 'value="0:2=add"' in page
    client.post(reverse("import_lines", args=[source.pk]), {"choice": "0:2=add"})
    source.refresh_from_db()
    assert source.choices == {"0:2": "add"}


def _imported(person: User, data: bytes, account: MoneyAccount) -> Import:
    source = services.start_import(person=person, data=data, filename="march.csv", account=account)
    source = services.confirm_import(source=source)
    jobs.run(source.job_id)  # type: ignore[arg-type]
    source.refresh_from_db()
    return source
