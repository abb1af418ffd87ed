"""QIF files: days of all spellings, splits, transfers, several accounts, the category list."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ledger.imports.readers import FileRefused, ReadFile, ReadPart, Statement, read_bank_file

TODAY = date(2026, 11, 20)


def read(text: str, answers: dict[str, str] | None = None, mapping: dict[str, Any] | None = None) -> ReadFile:
    return read_bank_file(text.encode(), today=TODAY, answers=answers, mapping=mapping)


def only(text: str) -> Statement:
    (statement,) = read(text).statements
    return statement


def record(day: str, amount: str = "-1.00", *more: str) -> str:
    return "\n".join([f"D{day}", f"T{amount}", *more, "^", ""])


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("6/30/94", date(1994, 6, 30)),
        ("6/30/2024", date(2024, 6, 30)),
        (" 6/30/94", date(1994, 6, 30)),
        ("6/30' 5", date(2005, 6, 30)),
        ("6/30'24", date(2024, 6, 30)),
        ("6/30'2024", date(2024, 6, 30)),
        ("6-30-2024", date(2024, 6, 30)),
        ("30.6.2024", date(2024, 6, 30)),
        ("30.06.24", date(2024, 6, 30)),
        ("2024-06-30", date(2024, 6, 30)),
        ("2024/06/30", date(2024, 6, 30)),
        ("20240630", date(2024, 6, 30)),
        ("6/30/45", date(1945, 6, 30)),
        ("30 June 2024", date(2024, 6, 30)),
    ],
)
def test_a_day_is_read_however_it_is_written(written: str, day: date) -> None:
    found = read("!Type:Bank\n" + record(written))
    assert (found.question, [line.booked_on for line in found.statements[0].lines]) == (None, [day])


def test_blanks_within_a_day_do_not_matter() -> None:
    found = read("!Type:Bank\n" + record("12/ 1/94") + record("12/15/94"))
    assert [line.booked_on for line in found.statements[0].lines] == [date(1994, 12, 1), date(1994, 12, 15)]


def test_two_digits_of_the_year_may_come_first() -> None:
    days = ["19/04/27", "19/04/30", "19/05/2", "19/05/2"]
    found = read("!Type:Bank\n" + "".join(map(record, days)))
    wanted = [date(2019, 4, 27), date(2019, 4, 30), date(2019, 5, 2), date(2019, 5, 2)]
    assert (found.question, [line.booked_on for line in found.statements[0].lines]) == (None, wanted)
    assert [line.booked_on for line in only("!Type:Bank\n" + record("99/12/31")).lines] == [date(1999, 12, 31)]


def test_the_same_day_of_several_years_is_no_year_that_comes_first() -> None:
    lines = only("!Type:Bank\n" + "".join(map(record, ["24/12/19", "24/12/20", "24/12/21"]))).lines
    assert [line.booked_on for line in lines] == [date(2019, 12, 24), date(2020, 12, 24), date(2021, 12, 24)]


def test_one_day_above_twelve_settles_the_whole_file_and_none_asks_once() -> None:
    settled = read("!Type:Bank\n" + record("03/04/26") + record("16/04/26"))
    assert (settled.question, settled.statements[0].lines[0].booked_on) == (None, date(2026, 4, 3))
    unsure = "!Type:Bank\n" + record("03/04/26") + record("05/04/26")
    asked = read(unsure)
    assert asked.question is not None
    assert (asked.question.code, {option.value for option in asked.question.options}) == (
        "day_order",
        {"day_first", "month_first"},
    )
    answered = read(unsure, answers={"day_order": "month_first"})
    assert [line.booked_on for line in answered.statements[0].lines] == [date(2026, 3, 4), date(2026, 5, 4)]
    again = read("!Type:Bank\n" + record("06/07/26"), mapping=answered.mapping)
    assert (again.question, again.statements[0].lines[0].booked_on) == (None, date(2026, 6, 7))
    for other in ("!Type:CCard\n" + record("06/07/26"), "!Type:Bank\n" + record("06/07/2026")):
        assert read(other, mapping=answered.mapping).question is not None
    named = read("!Option:MDY\n" + unsure)
    assert (named.question, named.statements[0].lines[0].booked_on) == (None, date(2026, 3, 4))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("-1,234.56", "7.00", "-1234.56"),
        ("-1.234,56", "7,00", "-1234.56"),
        ("-1,234", "7.50", "-1234"),
        ("-12,50", "7,00", "-12.50"),
        ("(12.50)", "7.00", "-12.50"),
        ("+12.50", "7.00", "12.50"),
        ("$-1,000.00", "7.00", "-1000.00"),
    ],
)
def test_the_decimal_mark_is_that_of_the_file(first: str, second: str, expected: str) -> None:
    lines = only("!Type:Bank\n" + record("31/01/26", first) + record("31/01/26", second)).lines
    assert lines[0].amount == Decimal(expected)


def test_a_sign_beside_the_amounts_names_the_currency() -> None:
    assert only("!Type:CCard\n" + record("31/01/26", "£39.00")).currency == "GBP"
    assert only("!Type:CCard\n" + record("31/01/26", "39.00")).currency == ""


def test_the_older_amount_counts_where_there_is_no_newer() -> None:
    assert only("!Type:Bank\nD31/01/26\nU-5.00\n^\n").lines[0].amount == Decimal("-5.00")
    assert only("!Type:Bank\nD31/01/26\nU-9.00\nT-5.00\n^\n").lines[0].amount == Decimal("-5.00")


def test_payee_memo_address_category_and_class() -> None:
    more = ("PCorner Shop", "MMilk", "N1005", "CX", "ACorner Shop", "A1 Main St", "A", "LFood:Groceries/Holiday")
    line = only("!Type:Bank\n" + record("31/01/26", "-5.00", *more)).lines[0]
    assert (line.payee, line.notes, line.category) == ("Corner Shop", "Milk · 1 Main St", "Food:Groceries")
    assert (line.raw, line.raw_kind, line.transfer_to, line.line_no) == ("Corner Shop\nMilk", "1005", "", 2)
    nameless = only("!Type:Bank\n" + record("31/01/26", "-5.00", "MCheque 12")).lines[0]
    assert (nameless.payee, nameless.notes) == ("Cheque 12", "")


def test_an_account_in_brackets_is_a_transfer() -> None:
    line = only("!Type:Bank\n" + record("31/01/26", "-5.00", "L[Savings / Joint]/class")).lines[0]
    assert (line.transfer_to, line.category) == ("Savings / Joint", "")


def test_splits_are_parts_that_add_up() -> None:
    more = ("PMarket", "L--Split--", "SFood", "Emilk", "$-6.00", "S[Savings]", "$-3.00", "SHome/class", "$-1.00")
    line = only("!Type:Bank\n" + record("31/01/26", "-10.00", *more)).lines[0]
    assert line.parts == (
        ReadPart("Food", Decimal("-6.00"), "milk"),
        ReadPart("", Decimal("-3.00"), "[Savings]"),
        ReadPart("Home", Decimal("-1.00")),
    )
    assert (line.category, line.transfer_to) == ("", "")


def test_what_splits_leave_over_is_a_part_too_and_one_split_is_none() -> None:
    short = only("!Type:Bank\n" + record("31/01/26", "-10.00", "SFood", "$-6.00")).lines[0]
    assert short.parts == (ReadPart("Food", Decimal("-6.00")), ReadPart("", Decimal("-4.00")))
    single = only("!Type:Bank\n" + record("31/01/26", "-10.00", "PShop", "SFood", "Emilk", "$-10.00")).lines[0]
    assert (single.parts, single.category, single.notes) == ((), "Food", "milk")


TWO_ACCOUNTS = f"""!Option:AutoSwitch
!Account
NEveryday
TBank
DHousehold money
/31/01/26
$90.00
^
NCard
TCCard
^
!Clear:AutoSwitch
!Account
NEveryday
TBank
/31/01/26
$90.00
^
!Type:Bank
{record("01/01/26", "100.00", "POpening Balance", "L[Everyday]")}{record("31/01/26", "-10.00", "L[Card]")}!Account
NCard
TCCard
^
!Type:CCard
{record("30/01/26", "-4.00")}{record("31/01/26", "10.00", "L[Everyday]")}"""


def test_each_account_of_a_file_is_a_statement_with_its_opening_and_its_stated_balance() -> None:
    everyday, card = read(TWO_ACCOUNTS).statements
    assert [(s.account_name, s.kind_hint, [line.amount for line in s.lines]) for s in (everyday, card)] == [
        ("Everyday", "checking", [Decimal("-10.00")]),
        ("Card", "card", [Decimal("-4.00"), Decimal("10.00")]),
    ]
    assert (everyday.opening_balance, everyday.closing_balance) == (Decimal("100.00"), Decimal("90.00"))
    assert everyday.closing_on == date(2026, 1, 31)
    assert everyday.lines[0].transfer_to == "Card"


def test_an_opening_balance_names_an_account_nobody_listed() -> None:
    first = record("01/01/26", "100.00", "POpening Balance", "L[One]") + record("31/01/26")
    second = record("01/01/26", "-50.00", "PSaldo inicial", "L[Two]") + record("30/01/26", "-2.00")
    found = read(f"!Type:Bank\n{first}!Type:CCard\n{second}").statements
    assert [(s.account_name, s.opening_balance, len(s.lines)) for s in found] == [
        ("One", Decimal("100.00"), 1),
        ("Two", Decimal("-50.00"), 1),
    ]


def test_money_that_came_under_that_name_from_elsewhere_is_a_movement() -> None:
    (statement,) = read("!Type:Bank\n" + record("31/01/26", "100.00", "POpening Balance", "LEquity")).statements
    assert ([line.amount for line in statement.lines], statement.opening_balance) == ([Decimal("100.00")], None)


def test_categories_are_kept_and_other_lists_are_no_movements() -> None:
    lists = (
        "!Type:Cat\nNFood\nDWhat we eat\nE\n^\nNFood:Milk\nE\n^\nNSalary\nI\nT\n^\n"
        "!Type:Class\nNHoliday\n^\n!Type:Memorized\nKP\nT-99.00\nPOld\n^\n!Type:Security\nNShare\nSSHR\n^\n"
    )
    found = read(lists + "!Type:Bank\n" + record("31/01/26"))
    assert [(each.path, each.kind) for each in found.categories] == [
        ("Food", "expense"),
        ("Food:Milk", "expense"),
        ("Salary", "income"),
    ]
    assert len(found.statements[0].lines) == 1


def test_cash_of_an_investment_account_is_taken_and_trades_are_refused() -> None:
    investments = (
        "!Account\nNBroker\nTInvst\n^\n!Type:Invst\n"
        "D31/01/26\nNXIn\nT100.00\nL[Everyday]\n^\nD31/01/26\nNMiscExp\nT2.00\nPFee\n^\n"
        "D31/01/26\nNBuy\nYShare\nI10.00\nQ5\nT50.00\n^\n"
    )
    statement = only(investments)
    assert [(line.amount, line.transfer_to) for line in statement.lines] == [
        (Decimal("100.00"), "Everyday"),
        (Decimal("-2.00"), ""),
    ]
    assert [(r.code, r.params["kind"]) for r in statement.refused] == [("security_trade_not_read", "Buy")]


def test_records_that_say_nothing_are_refused_one_by_one() -> None:
    statement = only(
        "!Type:Bank\n"
        + record("31/01/26", "")
        + record("31/01/26", "ten")
        + record("31/02/26")
        + record("soon")
        + record("31/01/26", "9" * 20)
        + record("31/01/26", "-1.00")
    )
    assert [(r.line_no, r.code) for r in statement.refused] == [
        (2, "amount_missing"),
        (5, "amount_not_a_number"),
        (8, "date_out_of_range"),
        (11, "date_not_understood"),
        (14, "amount_too_large"),
    ]
    assert len(statement.lines) == 1


@pytest.mark.parametrize(
    "head",
    ["", "\ufeff!Type:Bank\r\n", "# made by a program\n\n!type:bank \n", "  !Type:Bank\n", "!Type:Giro\n"],
    ids=["no header", "mark and CRLF", "remarks", "indented", "unknown type"],
)
def test_it_is_recognised_with_or_without_a_header(head: str) -> None:
    text = head + record("31/01/26", "-1.00", "PShop") + "T-2.00\nPShop\nD30/01/26\n^\n"
    for each in (text, text.replace("\r\n", "\n").replace("\n", "\r")):
        found = read(each)
        assert (found.format, sum(line.amount for line in found.statements[0].lines)) == ("qif", Decimal("-3.00"))


def test_a_file_cut_off_gives_its_whole_records_and_says_so() -> None:
    whole = "!Type:Bank\n" + record("31/01/26", "-1.00") + record("30/01/26", "-22.00")
    statement = only(whole[: whole.rindex(".00")])
    assert ([line.amount for line in statement.lines], [r.code for r in statement.refused]) == (
        [Decimal("-1.00")],
        ["truncated"],
    )
    unended = only(whole.removesuffix("^\n"))
    assert len(unended.lines) == 2
    within_a_payee = only(whole.removesuffix("^\n") + "PGroc")
    assert [line.payee for line in within_a_payee.lines] == ["", "Groc"]


def test_a_list_without_a_movement_is_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        read("!Type:Class\nNHoliday\n^\n")
    assert refused.value.code == "no_transactions"


@pytest.mark.parametrize(
    "text",
    ["!Type:Bank\n" + "D" * 5_000_000, "!Type:Bank\n" + "S\n" * 400_000, "!Type:Bank\nP" + "x\nM" * 1_000_000,
     "D1/1/26\n" * 200_000, "!Type:Bank\n" + "^" * 3_000_000, "D1/1/26\n" + "Pa\n" * 300_000],
    ids=["long line", "splits", "fields", "days", "ends", "no end"],
)  # fmt: skip
def test_no_shape_of_file_takes_long(text: str) -> None:
    started = time.process_time()
    with suppress(FileRefused):
        read(text)
    assert time.process_time() - started < 5
