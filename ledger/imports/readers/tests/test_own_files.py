"""Files made for this project, each with the traps its name tells; none is a copy of a bank's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from ledger.imports.readers import ReadFile, ReadLine, read_bank_file

FILES = Path(__file__).parent / "files"
TODAY = date(2026, 11, 20)


def read(name: str) -> ReadFile:
    return read_bank_file((FILES / name).read_bytes(), filename=name, today=TODAY)


def lines_of(found: ReadFile) -> list[ReadLine]:
    return [line for statement in found.statements for line in statement.lines]


EXPECTED = [
    ("girokonto_semicolon_cp1252.csv", "cp1252", 4, "1699.16", "2026-03-02", "2026-03-27"),
    ("rachunek_cp1250.csv", "cp1250", 3, "4456.51", "2026-04-03", "2026-04-10"),
    ("releve_debit_credit.csv", "utf-8", 4, "2239.00", "2026-02-03", "2026-02-28"),
    ("card_spending_positive.csv", "utf-8", 5, "183.71", "2026-06-11", "2026-06-15"),
    ("wallet_fee_and_pending.csv", "utf-8", 3, "55.50", "2026-05-03", "2026-05-05"),
    ("statement_with_balance_rows.csv", "utf-8", 2, "11.75", "2026-01-04", "2026-01-09"),
    ("text_goes_on_below.csv", "utf-8", 2, "2987.60", "2026-07-20", "2026-07-21"),
    ("no_header_debit_credit_balance.csv", "utf-8", 4, "1026.25", "2026-01-03", "2026-01-21"),
    ("no_header_af_bij.csv", "utf-8", 4, "-247.85", "2026-01-12", "2026-01-14"),
    ("two_accounts_two_currencies.csv", "utf-8", 4, "1468.70", "2026-02-01", "2026-02-04"),
    ("years_only_in_the_head.csv", "utf-8", 3, "-615.90", "2025-12-18", "2026-01-03"),
    ("vypis_utf16.csv", "utf-16", 2, "31161.00", "2026-04-28", "2026-04-29"),
    ("checking_sgml.ofx", "cp1252", 2, "1245.20", "2026-03-02", "2026-03-31"),
    ("several_accounts_xml.ofx", "utf-8", 3, "18.11", "2026-01-10", "2026-01-20"),
    ("cut_off.qfx", "utf-8", 1, "-10.00", "2026-05-01", "2026-05-01"),
]


@pytest.mark.parametrize(("name", "encoding", "count", "total", "first", "last"), EXPECTED, ids=lambda v: str(v))
def test_a_file_is_read_without_a_question(
    name: str, encoding: str, count: int, total: str, first: str, last: str
) -> None:
    found = read(name)
    lines = lines_of(found)
    days = sorted(line.booked_on.isoformat() for line in lines)
    assert found.question is None
    assert found.encoding == encoding
    assert (len(lines), sum(line.amount for line in lines)) == (count, Decimal(total))
    assert (days[0], days[-1]) == (first, last)


def test_every_own_file_is_expected() -> None:
    assert {path.name for path in FILES.iterdir()} == {row[0] for row in EXPECTED}


def test_a_running_balance_gives_opening_and_closing() -> None:
    statement = read("girokonto_semicolon_cp1252.csv").statements[0]
    assert (statement.opening_balance, statement.opening_on) == (Decimal("1200.00"), date(2026, 3, 2))
    assert (statement.closing_balance, statement.closing_on) == (Decimal("2899.16"), date(2026, 3, 27))
    assert statement.account_number == "DE89370400440532013000"
    assert statement.currency == "EUR"


def test_payee_and_purpose_keep_their_letters() -> None:
    line = read("girokonto_semicolon_cp1252.csv").statements[0].lines[0]
    assert (line.payee, line.notes) == ("Bäckerei Möller", "Kartenzahlung 28.02.")
    assert line.raw == "Bäckerei Möller\nKartenzahlung 28.02."
    assert read("rachunek_cp1250.csv").statements[0].lines[0].payee == "Żabka Łódź"


def test_a_cards_purchases_go_out_and_its_payment_comes_in() -> None:
    amounts = {line.payee: line.amount for line in lines_of(read("card_spending_positive.csv"))}
    assert amounts["CORNER GROCERY"] == Decimal("-45.20")
    assert amounts["ONLINE PAYMENT - THANK YOU"] == Decimal("300.00")


def test_a_fee_the_balance_proves_is_part_of_the_amount_and_a_pending_line_is_refused() -> None:
    statement = read("wallet_fee_and_pending.csv").statements[0]
    assert statement.lines[1].amount == Decimal("-41.00")
    assert [(refused.line_no, refused.code) for refused in statement.refused] == [(5, "pending")]


def test_balance_rows_are_balances_and_unescaped_quotes_stay_in_the_name() -> None:
    statement = read("statement_with_balance_rows.csv").statements[0]
    assert statement.lines[0].payee == 'SIA "Zaļais Tirgus"'
    assert [line.amount for line in statement.lines] == [Decimal("-18.25"), Decimal("30.00")]
    assert (statement.opening_balance, statement.closing_balance) == (Decimal("500.00"), Decimal("511.75"))
    assert statement.refused == ()


def test_text_that_goes_on_below_belongs_to_the_line_above() -> None:
    statement = read("text_goes_on_below.csv").statements[0]
    assert [line.notes for line in statement.lines] == ["HAWKER CENTRE STALL 7", "ACME PTE LTD REF 20260720"]
    assert (statement.currency, statement.account_number) == ("SGD", "123-456789-001")
    assert statement.refused == ()


def test_equal_lines_are_all_kept() -> None:
    lines = lines_of(read("no_header_af_bij.csv"))
    assert [line.payee for line in lines].count("Energiebedrijf") == 2
    assert len({line.line_no for line in lines}) == 4


def test_each_account_and_currency_is_a_statement() -> None:
    found = [(s.account_number, s.currency, len(s.lines)) for s in read("two_accounts_two_currencies.csv").statements]
    assert found == [
        ("GB29NWBK60161331926819", "GBP", 2),
        ("FR1420041010050500013M02606", "EUR", 1),
        ("GB29NWBK60161331926819", "EUR", 1),
    ]


def test_ofx_text_is_read_as_written() -> None:
    statement = read("checking_sgml.ofx").statements[0]
    first, second = statement.lines
    assert (first.payee, first.notes) == ("Café & Co & more", "")
    assert first.occurred_at == datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
    assert (second.payee, second.notes, second.occurred_at) == ("Salary;Example <Ltd>", "0000000", None)
    assert (statement.kind_hint, statement.institution) == ("savings", "Example Bank")
    assert (statement.closing_balance, statement.closing_on) == (Decimal("1300.20"), date(2026, 3, 31))


def test_ofx_accounts_of_all_kinds() -> None:
    checking, card, broker = read("several_accounts_xml.ofx").statements
    assert [s.kind_hint for s in (checking, card, broker)] == ["checking", "card", "investment"]
    assert checking.lines[0].payee == "Fish & <Chips>"
    assert (checking.lines[0].occurred_at, checking.closing_balance) == (None, None)
    assert (card.lines[0].payee, card.closing_balance) == ("Refund desk", Decimal("-75.00"))
    assert [refused.code for refused in broker.refused] == ["security_trade_not_read"]


def test_a_cut_file_gives_its_whole_records_and_says_what_is_missing() -> None:
    statement = read("cut_off.qfx").statements[0]
    assert [refused.code for refused in statement.refused] == ["truncated"]
    whole = (FILES / "no_header_debit_credit_balance.csv").read_bytes()
    cut = read_bank_file(whole[:-14], today=TODAY).statements[0]
    assert (len(cut.lines), [refused.code for refused in cut.refused]) == (3, ["truncated"])
