"""Single cells and bytes: amounts, days and encodings as the world writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.imports.readers.amounts import currency_code, currency_in, find_decimal_mark, parse_amount
from ledger.imports.readers.dates import moment, real_day, written_day
from ledger.imports.readers.encoding import decode
from ledger.imports.readers.text import clean


@pytest.mark.parametrize(
    ("text", "mark", "amount"),
    [
        ("-$3,320.05", ".", "-3320.05"),
        ("$-5.00", ".", "-5.00"),
        ("($1.00)", ".", "-1.00"),
        ("1.001,00", ",", "1001.00"),
        ("-1'234.50", ".", "-1234.50"),
        ("1 234,56", ",", "1234.56"),
        ("1\u202f234,56\u00a0€", ",", "1234.56"),
        ("€ 5,00-", ",", "-5.00"),
        ("\u221289,00", ",", "-89.00"),
        ("5.00 CR", ".", "5.00"),
        ("5.00 DR", ".", "-5.00"),
        ("1,23,456.78", ".", "123456.78"),
        ("1,234", ".", "1234"),
        ("1,234", ",", "1.234"),
        ("1.234", ",", "1234"),
        ("R$ 1.234,56", ",", "1234.56"),
        ("+00000000000007.9500", ".", "7.9500"),
        ("0,5", ".", "0.5"),
        (".5", ".", "0.5"),
        ("12 PLN", ",", "12"),
    ],
)
def test_an_amount_is_read(text: str, mark: str, amount: str) -> None:
    assert parse_amount(text, mark) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    ["", "-", "NaN", "Infinity", "1e5", "--5", "-5-", "POS 12", "12/12", "1,2.3.4", "1.23.456", "(5.00", "9" * 60],
)
def test_what_is_no_amount_is_none(text: str) -> None:
    assert parse_amount(text) is None


@given(cents=st.integers(-(10**13), 10**13))
def test_an_amount_written_in_either_style_comes_back_exact(cents: int) -> None:
    amount = Decimal(cents) / 100
    english = f"{amount:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert parse_amount(english, ".") == amount
    assert parse_amount(german, ",") == amount


def test_the_decimal_mark_is_told_by_the_whole_column() -> None:
    assert find_decimal_mark(["1.234", "5,20"]) == ","
    assert find_decimal_mark(["1,234", "5.20"]) == "."
    assert find_decimal_mark(["1.234", "2.500"]) == ","
    assert find_decimal_mark(["1.234", "2.500"], "KWD") == "."


def test_currencies_are_codes() -> None:
    assert [currency_code(text) for text in ("eur", "RUR", "Kč", "XXX", "")] == ["EUR", "RUB", "CZK", "", ""]
    assert [currency_in(text) for text in ("Betrag (EUR)", "£ 5.00", "$5.00", "ATM fee")] == ["EUR", "GBP", "", ""]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20091224120000[0:GMT]", "2009-12-24"),
        ("2021-09-06 6:11:59", "2021-09-06"),
        ("27. 5. 2018", "2018-05-27"),
        ("22.02.18", "2018-02-22"),
        ("3 de enero de 2024", "2024-01-03"),
        ("Mon 12 Jan 2024", "2024-01-12"),
        ("Jan 5, 2024", "2024-01-05"),
        ("6-Dec-18", "2018-12-06"),
        ("29 Maart 2016", "2016-03-29"),
        ("2 мая 2024", "2024-05-02"),
        ("2024年01月05日", "2024-01-05"),
        ("31122024", "2024-12-31"),
    ],
)
def test_a_day_is_read(text: str, day: str) -> None:
    written = written_day(text)
    assert written is not None
    assert real_day(written, month_first=False) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["", "12.50", "1234", "12345678", "Maybe 5", "2024-01-05 and more", "1/2", "x" * 500])
def test_what_is_no_day_is_none(text: str) -> None:
    assert written_day(text) is None


def test_a_moment_needs_a_zone_and_a_real_time_of_day() -> None:
    assert moment("20260302101500[-5:EST]") == datetime(2026, 3, 2, 15, 15, tzinfo=UTC)
    assert moment("20260302101500[5.5]") == datetime(2026, 3, 2, 4, 45, tzinfo=UTC)
    assert moment("2026-03-02T10:15:00Z") == datetime(2026, 3, 2, 10, 15, tzinfo=UTC)
    assert [moment(text) for text in ("2026-03-02T10:15:00", "20260302120000[0:GMT]", "2026-03-02")] == [None] * 3


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        ("Grocer & Söhne; Café Zoë", "cp1252"),
        ("Peña Muñoz; Depósito", "cp1252"),
        ("Pâtisserie; Città; Smørrebrød; Käsitöö", "cp1252"),
        ("L’Oréal; Noël; £5 voucher", "cp1252"),
        ("Žabka Łódź; Wypłata gotówki", "cp1250"),
        ("Şişli Kahve; Alışveriş", "cp1254"),
        ("Σούπερ Μάρκετ; Μισθός; Καφές", "cp1253"),
        ("給与; スーパーマーケット", "cp932"),
    ],
)
def test_few_letters_beyond_ascii_are_read_as_the_words_they_are(words: str, encoding: str) -> None:
    rows = [f"2026-09-{day:02},{word},-{day}.50" for day, word in enumerate(words.split("; "), 1)]
    text = "\n".join(["Date,Description,Amount", *rows, "2026-09-28,Phone,-20.00"])
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        ("Datum;Café".encode("utf-16-le"), "Datum;Café", "utf-16-le"),
        ("Datum;Café".encode("utf-16-be"), "Datum;Café", "utf-16-be"),
        ("Café\n".encode() * 20 + "é".encode()[:1], "Café\n" * 20 + "\ufffd", "utf-8"),
        ("Übertrag; Müller; Straße\n".encode("cp1252"), "Übertrag; Müller; Straße\n", "cp1252"),
        ("Дата операции;Сумма;Описание\n".encode("cp1251"), "Дата операции;Сумма;Описание\n", "cp1251"),
        ("CHARSET:1250\nPłatność kartą".encode("cp1250"), "CHARSET:1250\nPłatność kartą", "cp1250"),
    ],
)
def test_bytes_become_text(data: bytes, text: str, encoding: str) -> None:
    assert decode(data) == (text, encoding)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Kids \U0001f468\u200d\U0001f469\u200d\U0001f467", "Kids \U0001f468\u200d\U0001f469\u200d\U0001f467"),
        ("\u0645\u06cc\u200c\u062e\u0631\u0645", "\u0645\u06cc\u200c\u062e\u0631\u0645"),
        ("\u200d\u200c", ""),
        ("Tax\u202e\x00 office\ufeff", "Tax office"),
    ],
)
def test_only_characters_that_join_letters_stay_unseen(text: str, shown: str) -> None:
    assert clean(text, 200) == shown
