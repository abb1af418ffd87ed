"""One question at most, and only where the file cannot tell; the answer is remembered by the mapping."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from ledger.imports.readers import ReadFile, read_bank_file

TODAY = date(2026, 11, 20)
UNSURE_DAYS = b"Date,Payee,Amount\n03/04/2026,Shop,-5.00\n05/04/2026,Cafe,-2.00\n"
UNSURE_SIGN = b"Date,Payee,Amount\n2026-03-04,Shop,5.00\n2026-03-05,Cafe,2.00\n2026-03-06,Bar,9.00\n"
UNSURE_COLUMNS = b"2026-03-04,Shop,-5.00,1.10\n2026-03-05,Cafe,-2.00,7.30\n2026-03-06,Bar,-9.00,4.40\n"


def days(found: ReadFile) -> list[str]:
    return [line.booked_on.isoformat() for line in found.statements[0].lines]


def amounts(found: ReadFile) -> list[Decimal]:
    return [line.amount for line in found.statements[0].lines]


def test_day_and_month_are_asked_for_where_nothing_tells() -> None:
    found = read_bank_file(UNSURE_DAYS, today=TODAY)
    assert found.question is not None
    assert found.question.code == "day_order"
    assert {option.value for option in found.question.options} == {"day_first", "month_first"}
    assert dict(found.question.options[0].params) == {"first": "2026-04-03", "last": "2026-04-05"}
    assert days(found) == ["2026-04-03", "2026-04-05"]


def test_an_answer_settles_it_and_the_mapping_remembers() -> None:
    answered = read_bank_file(UNSURE_DAYS, answers={"day_order": "month_first"}, today=TODAY)
    assert (answered.question, days(answered)) == (None, ["2026-03-04", "2026-05-04"])
    mapping = json.loads(json.dumps(answered.mapping))
    later = b"Date,Payee,Amount\n06/05/2026,Shop,-5.00\n07/05/2026,Cafe,-2.00\n"
    again = read_bank_file(later, mapping=mapping, today=TODAY)
    assert (again.question, days(again)) == (None, ["2026-06-05", "2026-07-05"])


def test_a_mapping_of_another_shape_or_one_that_no_longer_reads_is_left_aside() -> None:
    mapping = read_bank_file(UNSURE_DAYS, answers={"day_order": "month_first"}, today=TODAY).mapping
    other = read_bank_file(b"Datum;Betrag;Name\n31.01.2026;-1,50;Kiosk\n", mapping=mapping, today=TODAY)
    assert amounts(other) == [Decimal("-1.50")]
    changed = b"Date,Payee,Amount\n16/05/2026,Shop,-5.00\n17/05/2026,Cafe,-2.00\n"
    assert days(read_bank_file(changed, mapping=mapping, today=TODAY)) == ["2026-05-16", "2026-05-17"]


def _amount_file(currency: str, *written: str) -> bytes:
    rows = [f"2026-03-0{number};Shop;{amount};{currency}" for number, amount in enumerate(written, start=1)]
    return "\n".join(["Date;Payee;Amount;Currency", *rows, ""]).encode()


@pytest.mark.parametrize(
    ("currency", "before", "later", "expected"),
    [
        ("EUR", ("-12.50", "3.10"), ("-1.234", "-2.345"), ("-1234", "-2345")),
        ("EUR", ("-12,50", "3,10"), ("-1,234", "-2,345"), ("-1234", "-2345")),
        ("EUR", ("-12.50", "3.10"), ("-1.234", "-2.50"), ("-1.234", "-2.50")),
        ("EUR", ("-12,50", "3,10"), ("-1.234", "-2.345"), ("-1234", "-2345")),
        ("KWD", ("-12.500", "3.1"), ("-1.234", "-2.345"), ("-1.234", "-2.345")),
    ],
)
def test_a_remembered_decimal_mark_gives_way_to_what_the_file_shows(
    currency: str, before: tuple[str, ...], later: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    mapping = read_bank_file(_amount_file(currency, *before), today=TODAY).mapping
    found = read_bank_file(_amount_file(currency, *later), mapping=mapping, today=TODAY)
    assert amounts(found) == [Decimal(each) for each in expected]


@pytest.mark.parametrize(
    "bad",
    [{}, {"version": 1}, {"plan": 3}, {"plan": {"booked": 99}}, {"plan": {"payee": ["x"]}}, {"plan": {"mark": "x"}}],
)
def test_a_mapping_that_was_tampered_with_is_left_aside(bad: dict[str, object]) -> None:
    mapping = read_bank_file(UNSURE_SIGN, today=TODAY).mapping
    found = read_bank_file(UNSURE_SIGN, mapping={**mapping, "plan": None, **bad}, today=TODAY)
    assert len(amounts(found)) == 3


def test_only_positive_amounts_are_asked_about() -> None:
    found = read_bank_file(UNSURE_SIGN, today=TODAY)
    assert found.question is not None
    assert (found.question.code, found.question.options[0].value) == ("sign", "flipped")
    assert amounts(found) == [Decimal("-5.00"), Decimal("-2.00"), Decimal("-9.00")]
    income = read_bank_file(UNSURE_SIGN, answers={"sign": "as_is"}, today=TODAY)
    assert (income.question, amounts(income)[0]) == (None, Decimal("5.00"))


def test_two_unnamed_columns_of_numbers_are_asked_about() -> None:
    found = read_bank_file(UNSURE_COLUMNS, today=TODAY)
    assert found.question is not None
    assert (found.question.code, [o.value for o in found.question.options]) == ("columns", ["2", "3"])
    answered = read_bank_file(UNSURE_COLUMNS, answers={"columns": "3"}, today=TODAY)
    assert (answered.question, answered.mapping["plan"]["amount"]) == (None, 3)


@pytest.mark.parametrize(
    ("rows", "first"),
    [
        ("03/04/2026,-1\n04/04/2026,-1\n13/04/2026,-1", "2026-04-03"),
        ("04/03/2026,-1\n04/04/2026,-1\n04/13/2026,-1", "2026-04-03"),
        ("01/02/2026,-1\n02/02/2026,-1\n03/02/2026,-1\n05/02/2026,-1", "2026-02-01"),
        ("02/01/2026,-1\n02/02/2026,-1\n02/03/2026,-1\n02/05/2026,-1", "2026-02-01"),
        ("10/12/2026,-1\n11/10/2026,-1", "2026-10-12"),
        ("3.4.2026,-1\n5.4.2026,-1", "2026-04-03"),
        ("03/04/2026 10:00 PDT,-1\n05/04/2026 11:00 PDT,-1", "2026-03-04"),
        ("03/04/2026,€-1.00\n05/04/2026,€-2.00", "2026-04-03"),
    ],
    ids=["a 13th day", "a 13th month", "one month", "one month, first", "not in the future", "points", "zone", "euro"],
)
def test_evidence_goes_before_a_question(rows: str, first: str) -> None:
    found = read_bank_file(f"Date,Amount\n{rows}\n".encode(), today=TODAY)
    assert (found.question, days(found)[0]) == (None, first)


def test_the_name_of_the_file_and_a_second_date_column_are_evidence() -> None:
    rows = b"Date,Payee,Amount\n03/04/2026,Shop,-5.00\n01/04/2026,Cafe,-2.00\n"
    assert read_bank_file(rows, filename="export.csv", today=TODAY).question is not None
    named = read_bank_file(rows, filename="export_20260318.csv", today=TODAY)
    assert (named.question, days(named)[0]) == (None, "2026-03-04")
    both = b"Date,Value date,Payee,Amount\n03/04/2026,2026-04-03,Shop,-5.00\n05/04/2026,2026-04-06,Cafe,-2.00\n"
    second = read_bank_file(both, today=TODAY)
    assert (second.question, days(second)[0]) == (None, "2026-04-03")


TWO_SIDES = b"03.04.2026;Grocer;;41,20\n04.04.2026;Wages;1310,75;\n05.04.2026;Baker;;2,10\n06.04.2026;Bus;;9,00\n"


def test_of_two_columns_that_fill_each_other_one_is_money_out() -> None:
    found = read_bank_file(TWO_SIDES, today=TODAY)
    assert found.question is not None
    assert [(option.value, option.label_code) for option in found.question.options] == [
        ("3", "money_out"),
        ("2", "money_out"),
    ]
    assert amounts(found) == [Decimal("-41.20"), Decimal("1310.75"), Decimal("-2.10"), Decimal("-9.00")]
    answered = read_bank_file(TWO_SIDES, answers={"columns": "2"}, today=TODAY)
    assert (answered.question, amounts(answered)[:2]) == (None, [Decimal("41.20"), Decimal("-1310.75")])


def test_a_minus_shows_which_of_two_columns_is_money_out_whatever_the_balance_says() -> None:
    data = b'4/11/2026,Cheque 17,17,-$64.00,"","$1,200.00"\n4/21/2026,Wages,"","",+$410.25,"$1,555.10"\n'
    found = read_bank_file(data, today=TODAY)
    assert (found.question, amounts(found)) == (None, [Decimal("-64.00"), Decimal("410.25")])


def test_the_only_column_with_both_signs_in_every_row_is_the_amount() -> None:
    data = b"2026-02-10,Fund A,179,,14.20\n2026-02-11,Fund B,-300,31.05,-910.35\n2026-02-12,Paid in,,,600.00\n"
    found = read_bank_file(data, today=TODAY)
    assert (found.question, amounts(found)) == (None, [Decimal("14.20"), Decimal("-910.35"), Decimal("600.00")])


@pytest.mark.parametrize("came_in", ['"+ \xa31,100.00",', "1100.00,CR", "1100.00 CR,"])
def test_where_only_money_in_is_marked_the_rest_goes_out(came_in: str) -> None:
    text = f"Date,Description,Amount,\n12-Dec-2019,Grocer,21.35,\n03-Dec-2019,Fares,1.50,\n02-Dec-2019,Paid,{came_in}\n"
    found = read_bank_file(text.encode(), today=TODAY)
    assert (found.question, amounts(found)) == (None, [Decimal("-21.35"), Decimal("-1.50"), Decimal("1100.00")])


def test_amounts_that_all_have_a_plus_came_in() -> None:
    data = b"Date,Payee,Amount\n2026-03-04,Wages,+5.00\n2026-03-05,Rent,+2.00\n2026-03-06,Gift,+9.00\n"
    found = read_bank_file(data, today=TODAY)
    assert (found.question, sum(amounts(found))) == (None, Decimal("16.00"))
