"""OFX and QFX as banks bend them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from ledger.imports.readers import ReadLine, Statement, read_bank_file

TODAY = date(2026, 11, 20)
HEAD = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n"


def read(text: str, encoding: str = "utf-8") -> tuple[Statement, ...]:
    return read_bank_file(text.encode(encoding), today=TODAY).statements


def bank(*records: str, after: str = "", account: str = "000123", currency: str = "USD") -> str:
    return (
        f"<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>{currency}<BANKACCTFROM><BANKID>1<ACCTID>{account}"
        f"<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST>{''.join(records)}</BANKTRANLIST>{after}"
        "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    )


def record(amount: str = "-1.00", *more: str, day: str = "20260302", kind: str = "DEBIT") -> str:
    return f"<STMTTRN><TRNTYPE>{kind}<DTPOSTED>{day}<TRNAMT>{amount}{''.join(more)}</STMTTRN>"


def line(written: str) -> ReadLine:
    (found,) = read(HEAD + bank(written))[0].lines
    return found


@pytest.mark.parametrize(
    ("written", "day", "at"),
    [
        ("20260302", date(2026, 3, 2), None),
        ("20260302120000", date(2026, 3, 2), None),
        ("20260302223000.000[-5:EST]", date(2026, 3, 2), datetime(2026, 3, 3, 3, 30, tzinfo=UTC)),
        ("20260302013000[+5.5:IST]", date(2026, 3, 2), datetime(2026, 3, 1, 20, 0, tzinfo=UTC)),
        ("20260302000000[-3:BRT]", date(2026, 3, 2), None),
        ("2026-03-02", date(2026, 3, 2), None),
        ("202603021015", date(2026, 3, 2), None),
    ],
)
def test_the_day_is_the_one_written_and_a_time_needs_its_zone(written: str, day: date, at: datetime | None) -> None:
    found = line(record(day=written))
    assert (found.booked_on, found.occurred_at) == (day, at)


def test_where_the_posting_day_is_empty_or_impossible_another_counts() -> None:
    for posted in ("", "00000000", "20260230"):
        assert line(record("-1.00", "<DTUSER>20260304", day=posted)).booked_on == date(2026, 3, 4)
    (found,) = read(HEAD + bank(record(day="20260230")))
    assert [refused.code for refused in found.refused] == ["date_out_of_range"]


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("-1.00", "-1.00"), ("+1.00", "1.00"), ("-1,50", "-1.50"), ("-1.234,50", "-1234.50"), ("-1,234.50", "-1234.50"),
        ("-12.500", "-12.500"), ("-.5", "-0.5"), (" - 1.00 ", "-1.00"), ("-1 234,50", "-1234.50"), ("1000", "1000"),
    ],
)  # fmt: skip
def test_amounts_with_a_point_or_a_comma(written: str, amount: str) -> None:
    assert line(record(written)).amount == Decimal(amount)


def test_values_close_with_or_without_tags_in_any_case_and_on_one_line() -> None:
    fields = {"TRNTYPE": "DEBIT", "DTPOSTED": "20260302", "TRNAMT": "-1.00", "FITID": "A-20260302-1", "NAME": "Shop"}
    closed = "<STMTTRN>" + "".join(f"<{name}>{value}</{name}>" for name, value in fields.items()) + "</STMTTRN>"
    opened = "<STMTTRN>\n" + "".join(f"  <{name}>{value}\n" for name, value in fields.items()) + "</STMTTRN>\n"
    for text in (
        bank(closed),
        bank(opened),
        bank(opened).replace("\n", "\r\n"),
        bank(closed).replace("STMTTRN", "stmttrn"),
    ):
        for head in (HEAD, HEAD.replace("\n", ""), "", '<?xml version="1.0"?><?OFX OFXHEADER="200" VERSION="211"?>'):
            (found,) = read(head + text)[0].lines
            assert (found.payee, found.amount, found.bank_id) == ("Shop", Decimal("-1.00"), "A-20260302-1")


def test_the_encoding_is_what_the_bytes_are() -> None:
    text = bank(record("-1.00", "<NAME>Café Łódź"))
    assert read(HEAD + text)[0].lines[0].payee == "Café Łódź"
    polish = '<?xml version="1.0" encoding="ISO-8859-2"?><?OFX OFXHEADER="200"?>' + text
    assert read(polish, "iso8859-2")[0].lines[0].payee == "Café Łódź"
    assert read(HEAD + text, "utf-16")[0].lines[0].payee == "Café Łódź"


def test_escapes_and_character_data_are_text() -> None:
    assert line(record("-1.00", "<NAME>Fish &amp;amp; Chips &lt;3 &#233;")).payee == "Fish & Chips <3 é"
    assert line(record("-1.00", "<NAME><![CDATA[Fish & <Chips>]]>")).payee == "Fish & <Chips>"
    assert line(record("-1.00", "<PAYEE><NAME>Shop</NAME><CITY>Town</PAYEE>")).payee == "Shop"
    assert line(
        record("-1.00", "<NAME>THE OLD BOOKSHOP IN THE MARK<EXTDNAME>THE OLD BOOKSHOP IN THE MARKET")
    ).payee == ("THE OLD BOOKSHOP IN THE MARKET")
    assert line(record("-1.00", "<CHECKNUM>101", kind="CHECK")).payee == "CHECK 101"


def test_ids_are_kept_as_written_where_there_are_any() -> None:
    found = read(HEAD + bank(record(), record("-1.00", "<FITID>77"), record("-1.00", "<FITID>77")))[0].lines
    assert [each.bank_id for each in found] == ["", "77", "77"]


def test_an_amount_in_another_currency_is_in_a_statement_of_that_currency() -> None:
    converted = record("-5.00", "<ORIGCURRENCY><CURRATE>1.1<CURSYM>EUR</ORIGCURRENCY>")
    same = record("-6.00", "<CURRENCY><CURRATE>1.0<CURSYM>USD</CURRENCY>")
    foreign = record("-7.00", "<CURRENCY><CURRATE>1.1<CURSYM>EUR</CURRENCY><MEMO>abroad")
    found = read(HEAD + bank(record("-1.00"), converted, same, foreign))
    assert [(s.account_number, s.currency, [each.amount for each in s.lines]) for s in found] == [
        ("000123", "USD", [Decimal("-1.00"), Decimal("-5.00"), Decimal("-6.00")]),
        ("000123", "EUR", [Decimal("-7.00")]),
    ]


def test_the_ledger_balance_closes_and_the_available_one_does_not() -> None:
    balances = (
        "<LEDGERBAL><BALAMT>99.00<DTASOF>20260302120000</LEDGERBAL><AVAILBAL><BALAMT>5.00<DTASOF>20260303</AVAILBAL>"
    )
    for text in (bank(record(), after=balances), bank(record(), after=balances).replace("</BANKTRANLIST>", "")):
        (found,) = read(HEAD + text)
        assert (found.closing_balance, found.closing_on) == (Decimal("99.00"), date(2026, 3, 2))
        assert found.balances == ((date(2026, 3, 2), Decimal("99.00")),)
    (empty,) = read(HEAD + bank(record(), after="<LEDGERBAL><BALAMT><DTASOF>20260302</LEDGERBAL>"))
    assert (empty.closing_balance, empty.balances, len(empty.lines)) == (None, (), 1)


def test_an_account_that_is_stated_month_by_month_is_one_statement() -> None:
    months = [
        bank(record(day=f"20260{month}15"), after=f"<LEDGERBAL><BALAMT>{month}.00<DTASOF>20260{month}28</LEDGERBAL>")
        for month in (2, 1)
    ]
    (found,) = read(HEAD + "".join(months))
    assert [each.booked_on.month for each in found.lines] == [2, 1]
    assert (found.closing_balance, found.closing_on) == (Decimal("2.00"), date(2026, 2, 28))
    assert [amount for _, amount in found.balances] == [Decimal("1.00"), Decimal("2.00")]


def test_what_is_announced_is_pending() -> None:
    announced = (
        "</BANKTRANLIST><BANKTRANLISTP><DTASOF>20260302<STMTTRNP><TRNTYPE>DEBIT<DTTRAN>20260303<TRNAMT>-4.00</STMTTRNP>"
    )
    (found,) = read(HEAD + bank(record(), announced))
    assert [each.amount for each in found.lines] == [Decimal("-1.00")]
    assert [(each.amount, each.booked_on) for each in found.pending] == [(Decimal("-4.00"), date(2026, 3, 3))]


def test_cash_of_a_broker_is_taken_and_trades_are_refused() -> None:
    cash = f"<INVBANKTRAN>{record('25.00', '<NAME>Deposit', kind='CREDIT')}<SUBACCTFUND>CASH</INVBANKTRAN>"
    trade = "<BUYSTOCK><INVBUY><INVTRAN><FITID>1<DTTRADE>20260302</INVTRAN><TOTAL>-50.00</INVBUY></BUYSTOCK>"
    text = (
        "<OFX><INVSTMTMSGSRSV1><INVSTMTTRNRS><INVSTMTRS><DTASOF>20260302<CURDEF>USD<INVACCTFROM><BROKERID>b<ACCTID>9"
        f"</INVACCTFROM><INVTRANLIST>{cash}{trade}</INVTRANLIST></INVSTMTRS></INVSTMTTRNRS></INVSTMTMSGSRSV1></OFX>"
    )
    (found,) = read(HEAD + text)
    assert (found.kind_hint, [each.amount for each in found.lines]) == ("investment", [Decimal("25.00")])
    assert [refused.code for refused in found.refused] == ["security_trade_not_read"]


def test_a_lone_mark_is_an_amount_of_nothing() -> None:
    assert line(record("      .  ", "<MEMO>SALDO DIA")).amount == Decimal(0)
