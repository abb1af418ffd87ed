"""MT940 files: marks and reversals, days, the dialects of :86:, several statements and accounts."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest

from ledger.imports.readers import FileRefused, ReadLine, Statement, read_bank_file

TODAY = date(2026, 11, 20)


def read(text: str, encoding: str = "utf-8") -> tuple[Statement, ...]:
    return read_bank_file(text.encode(encoding), today=TODAY).statements


def statement(
    *body: str, account: str = "DE89370400440532013000", opening: str = "C260301EUR100,00",
    closing: str = "C260302EUR90,00",
) -> str:  # fmt: skip
    return "\n".join([":20:X", f":25:{account}", ":28C:1/1", f":60F:{opening}", *body, f":62F:{closing}", "-", ""])


def line(*body: str) -> ReadLine:
    (found,) = read(statement(*body))[0].lines
    return found


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("2603020302D10,00NTRFNONREF", "-10.00"),
        ("2603020302C10,00NTRFNONREF", "10.00"),
        ("2603020302RC10,00NTRFNONREF", "-10.00"),
        ("2603020302RD10,00NTRFNONREF", "10.00"),
        ("2603020302DR10,00NTRFNONREF", "-10.00"),
        ("2603020302CR10,00NTRFNONREF", "10.00"),
        ("2603020302RCR10,00NTRFNONREF", "-10.00"),
        ("2603020302RDR10,00NTRFNONREF", "10.00"),
        ("260302D10,NTRFNONREF", "-10"),
        ("260302D,5NTRFNONREF", "-0.5"),
        ("260302    D10,00NTRFNONREF", "-10.00"),
        ("260302d10,00ntrfnonref", "-10.00"),
        ("260302D1234567,89N024NONREF", "-1234567.89"),
        ("260302D10.50NTRFNONREF", "-10.50"),
        ("260302C1,234NTRFNONREF", "1.234"),
        ("260302D10,00", "-10.00"),
        ("2603020302D10,00NTRF" + "R" * 40 + "//B", "-10.00"),
    ],
)
def test_the_mark_says_which_way_the_money_went_and_the_comma_is_decimal(written: str, amount: str) -> None:
    found = line(f":61:{written}", ":86:Shop")
    assert (found.booked_on, found.amount) == (date(2026, 3, 2), Decimal(amount))


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("261302D10,00NTRF", "date_out_of_range"),
        ("260300D10,00NTRF", "date_out_of_range"),
        ("260302D1,2,3NTRF", "amount_not_a_number"),
        ("260302D,NTRF", "amount_not_a_number"),
        ("260302X10,00NTRF", "amount_not_a_number"),
        ("260302D1.234,00NTRF", "amount_not_a_number"),
        ("260302D999999999999999NTRF", "amount_too_large"),
        ("yesterday", "date_not_understood"),
    ],
)
def test_an_odd_line_is_refused_alone(written: str, code: str) -> None:
    (found,) = read(statement(f":61:{written}", ":86:Odd", ":61:260302D1,00NTRF", ":86:Shop"))
    assert [(refused.line_no, refused.code) for refused in found.refused] == [(5, code)]
    assert [each.payee for each in found.lines] == ["Shop"]


@pytest.mark.parametrize(
    ("written", "day"), [("160230", date(2016, 2, 29)), ("170230", date(2017, 2, 28)), ("260431", date(2026, 4, 30))]
)
def test_a_day_beyond_its_month_is_the_last_of_it(written: str, day: date) -> None:
    assert line(f":61:{written}D6,00NTRF").booked_on == day


NUMBERED = (
    ":86:166?00UEBERWEISUNG?109310?20EREF+E2E-1?21SVWZ+Rechnung 04711 vom Mär?22z, vielen Dank?"
    "30BANKDEFF?31DE02120300000000202051?32Bäckerei Möller und Söhne G?33mbH"
)


@pytest.mark.parametrize(
    ("text", "payee", "notes"),
    [
        (NUMBERED, "Bäckerei Möller und Söhne GmbH", "Rechnung 04711 vom März, vielen Dank"),
        (":86:020~00Przelew~20Czynsz marzec~32Jan Kowalski~33Warszawa", "Jan Kowalski Warszawa", "Czynsz marzec"),
        (":86:?20Nur ein Zweck?21ohne Namen", "Nur ein Zweck ohne Namen", ""),
        (":86:805?00ENTGELT?109310", "ENTGELT", ""),
        (":86:/TRTP/SEPA OVERBOEKING/IBAN/NL02ABNA0123456789/BIC/ABNANL2A/NAME/De Bakker/REMI/Factuur 7/EREF/E1",
         "De Bakker", "Factuur 7"),
        (":86:/EREF/E1//CNTP/NL02ABNA0123456789/ABNANL2A/De Bakker/Delft//REMI/USTD//Factuur 7/",
         "De Bakker", "Factuur 7"),
        (":86:/BENM//NAME/De Bakker/REMI/Factuur\n 7/ISDT/2026-03-02", "De Bakker", "Factuur 7"),
        (":86:NL02ABNA0123456789 de bakker\n   \nFactuur 7\n   ", "de bakker", "Factuur 7"),
        (":86:ACHAT CARTE 01.03 LIBRAIRIE", "ACHAT CARTE 01.03 LIBRAIRIE", ""),
        (":86:A12?LIBRAIRIE DU PORT\nCarte", "LIBRAIRIE DU PORT", "Carte"),
        (":86:CAB18D1700041116\n10987654\nHUNGARY KFT.\nszamla", "HUNGARY KFT.", "CAB18D1700041116 10987654 szamla"),
        (":86:Salary\n:86:March", "Salary", "March"),
    ],
    ids=["German", "Polish", "no name", "kind only", "words", "counterparty", "beneficiary", "account first", "plain",
         "code first", "references first", "twice"],
)  # fmt: skip
def test_payee_and_notes_of_each_dialect(text: str, payee: str, notes: str) -> None:
    found = line(":61:260302D10,00NTRFNONREF", text)
    assert (found.payee, found.notes) == (payee, notes)


def test_lines_and_tags_broken_in_odd_places_are_put_together() -> None:
    (found,) = read(":61:2603020302CR\n30,00N062NONREF\n:\n86:166?00GUTSCHRIFT?20SVWZ+Test\n")[0].lines
    assert (found.amount, found.booked_on, found.payee) == (Decimal("30.00"), date(2026, 3, 2), "Test")


def test_details_under_the_tag_of_the_account_are_details() -> None:
    (found,) = read(statement(":61:260302C1,00NTRFNONREF", ":25:166?00GUTSCHRIFT?20Lohn?32Arbeitgeber"))
    assert (found.account_number, found.lines[0].payee) == ("DE89370400440532013000", "Arbeitgeber")


@pytest.mark.parametrize("before", [" 166", "DE1", ""])
def test_a_blank_or_another_code_before_the_details_does_not_matter(before: str) -> None:
    text = "?00Ueberweisung?32Tischlerei" if before != "DE1" else "?Tischlerei"
    assert line(":61:260302D1,00NTRFNONREF", f":86:{before}{text}").payee == "Tischlerei"


def test_a_line_broken_at_65_characters_goes_on_without_a_blank() -> None:
    text = "PAYMENT TO THE CORNER BOOKSHOP IN THE MIDDLE OF THE OLD TOWN, ORD"
    assert len(text) == 65
    found = line(":61:260302D10,00NTRFNONREF", f":86:{text}", "ER 17")
    assert found.payee == f"{text}ER 17"


def test_what_the_line_itself_says_fills_in() -> None:
    found = line(":61:2603020302D10,00NTRFINV-77//BANK20260302\nCard payment\nKiosk")
    assert (found.payee, found.bank_id, found.raw_kind) == ("Card payment Kiosk", "260302-BANK20260302", "NTRF")
    assert line(":61:2603020302D10,00NTRFINV-77//NONREF").payee == "INV-77"
    assert line(":61:2603020302D10,00NTRFINV-77//12").bank_id == ""


def test_the_information_of_a_statement_is_no_movements() -> None:
    text = statement(":61:260302D10,00NTRFNONREF", ":86:Shop", ":NS:22extra").replace("-\n", ":86:Totals\n-\nnoise\n")
    (found,) = read(text)
    assert [(each.payee, each.raw) for each in found.lines] == [("Shop", "Shop")]


def test_daily_statements_of_an_account_are_one_with_a_balance_for_each_day() -> None:
    days = [
        statement(
            f":61:26030{day}D5,00NTRF", opening=f"C26030{day - 1}EUR{before},00", closing=f"C26030{day}EUR{after},00"
        )
        for day, before, after in ((2, 100, 95), (3, 95, 90))
    ]
    (found,) = read("".join(days))
    assert (found.opening_balance, found.opening_on) == (Decimal("100.00"), date(2026, 3, 2))
    assert (found.closing_balance, found.closing_on) == (Decimal("90.00"), date(2026, 3, 3))
    assert found.balances == (
        (date(2026, 3, 1), Decimal("100.00")),
        (date(2026, 3, 2), Decimal("95.00")),
        (date(2026, 3, 3), Decimal("90.00")),
    )


def test_a_balance_that_is_true_of_no_value_day_is_left_out() -> None:
    first = statement(":61:260304D5,00NTRF", closing="C260302EUR95,00")
    second = statement(":61:260303D5,00NTRF", opening="C260302EUR95,00", closing="C260303EUR90,00")
    (found,) = read(first + second)
    assert found.balances == ((date(2026, 3, 1), Decimal("100.00")), (date(2026, 3, 4), Decimal("90.00")))


def test_several_accounts_and_currencies_in_one_file() -> None:
    other = statement(":61:260302D1,00NTRF", account="BANK/987/USD", opening="D260301USD5,00", closing="D260302USD6,00")
    found = read(statement(":61:260302D10,00NTRF") + other)
    assert [(s.account_number, s.currency, s.opening_balance, s.closing_balance) for s in found] == [
        ("DE89370400440532013000", "EUR", Decimal("100.00"), Decimal("90.00")),
        ("BANK/987/USD", "USD", Decimal("-5.00"), Decimal("-6.00")),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{1:F01BANKDEFFXXXX0000000000}{2:O940BANKDEFFXXXXN}{3:}{4:\n", "-}{5:}\n"),
        ("{1:F01BANKDEFFXXXX0000000000}{2:I940BANKDEFFXXXXN}{4:", "-}\n"),
        ("BANKNL2A\n940\nBANKNL2A\n", "-\n"),
        ("0000 01BANKNL2AXXXX00001\n940 00\n", "-XXX\n"),
        (":940:\n", "-\n"),
        ("\r\n\r\n", "-\r\n\x1a"),
    ],
    ids=["blocks", "block on one line", "name of the bank", "counter", "number of the message", "end of a DOS file"],
)
def test_whatever_stands_around_the_statement(before: str, after: str) -> None:
    body = statement(":61:260302D10,00NTRF", ":86:Café").removesuffix("-\n")
    plain = (before + body + after).replace("\r", "")
    for text in (before + body + after, plain.replace("\n", "\r\n"), plain.replace("\n", "\r")):
        for encoding in ("utf-8", "cp1252"):
            (found,) = read(text, encoding)
            assert [(each.payee, each.amount) for each in found.lines] == [("Café", Decimal("-10.00"))]
            assert (found.closing_balance, found.refused) == (Decimal("90.00"), ())


def test_expected_movements_of_an_interim_report_are_pending() -> None:
    report = (
        ":20:X\n:25:1234567890\n:28C:1\n:34F:EURD0,00\n:61:2603020302ED10,00NTRF\n:86:Soon\n:61:260302C3,00NTRF\n-\n"
    )
    (found,) = read(report)
    assert (found.currency, [each.amount for each in found.pending]) == ("EUR", [Decimal("-10.00")])
    assert [each.amount for each in found.lines] == [Decimal("3.00")]


def test_a_file_cut_off_gives_its_whole_lines_and_says_so() -> None:
    whole = statement(":61:260302D10,00NTRF", ":86:Shop", ":61:260302D20,00NTRF")
    (found,) = read(whole[: whole.index("0,00NTRF\n:62F")])
    assert ([each.amount for each in found.lines], [r.code for r in found.refused]) == (
        [Decimal("-10.00")],
        ["truncated"],
    )
    (found,) = read(whole[: whole.index(":62F")])
    assert (len(found.lines), [r.code for r in found.refused]) == (2, ["truncated"])


def test_an_empty_statement_still_has_an_account_and_a_balance() -> None:
    (found,) = read(statement(opening="C260301EUR5,00", closing="C260302EUR5,00"))
    assert (found.lines, found.closing_balance, found.closing_on) == ((), Decimal("5.00"), date(2026, 3, 2))
    with pytest.raises(FileRefused) as refused:
        read(":20:X\n")
    assert refused.value.code == "no_transactions"


@pytest.mark.parametrize(
    "text",
    [
        ":20:X\n:61:" + "9" * 8_000_000,
        ":20:X\n:61:260302D1,00NTRF\n" + ":86:?20x\n" * 200_000,
        ":20:X\n" + ":61:\n" * 100_000,
        ":20:X\n:61:260302D1,00N\n:86:" + "x\n" * 2_000_000,
        ":20:X\n:61:260302D1,00N\n:86:" + "/NAME/" * 800_000,
        "{4:" * 2_000_000,
    ],
    ids=["long line", "many details", "many lines", "long details", "words", "blocks"],
)
def test_no_shape_of_file_takes_long(text: str) -> None:
    started = time.process_time()
    with suppress(FileRefused):
        read(text)
    assert time.process_time() - started < 5
